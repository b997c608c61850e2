"""The meeting a case prepares, and the meetings that follow it."""

from dataclasses import dataclass
from typing import Annotated

from positions.markings import Marking
from positions.model.fields import Field, NoteText

__all__ = ["EarlierMeeting", "FollowUp", "Meeting"]

# fmt: off
# each field in a line or two, as in a table


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later date that the same questions come back to: a meeting, a report, an assessment."""

    id: Annotated[str, Field("Its id.", "conference", type="id")]
    title: Annotated[str, Field("What it is.", "Conference of the parties")]
    start: Annotated[str, Field("When, or when it begins.", "2030-10", type="date")]
    end: Annotated[str, Field("When it ends.", "2030-10-18", type="date")] = ""
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class EarlierMeeting:
    """A meeting of the same series that came before."""

    id: Annotated[str, Field("Its id, that of its own case if there is one.", "harbour_talks_2029", type="id")]
    title: Annotated[str, Field("Its title.", "Harbour talks, Kap, May 2029")]
    start: Annotated[str, Field("First day.", "2029-05-06", type="date")]
    end: Annotated[str, Field("Last day.", "2029-05-08", type="date")] = ""
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and when, for whom, and whether the stances were coded afterwards.

    ``principal`` is empty where the case is written for nobody in particular (a chair, a researcher): then there is
    no "us". With ``coded_after`` every output calls itself a replay and not a forecast.
    """

    id: Annotated[str, Field("Names the folder of its reports.", "harbour_talks_2030", type="id")]
    title: Annotated[str, Field("Its title.", "Harbour talks, Kap, May 2030")]
    marking: Annotated[Marking, Field("The marking of what is said about the meeting here.", "U")]
    start: Annotated[str, Field("First day.", "2030-05-06", type="date")]
    end: Annotated[str, Field("Last day.", "2030-05-08", type="date")]
    principal: Annotated[str, Field(
        "The delegation for which the briefing is written; none for a chair or a researcher.", "norhavn",
        of="delegation")] = ""
    body: Annotated[str, Field("The body that meets.", "Working Group on Harbours")] = ""
    place: Annotated[str, Field("Where.", "Kap")] = ""
    advisory: Annotated[bool, Field("It only recommends.", "true")] = False
    coded_after: Annotated[str, Field(
        "Date of the source when the stances were coded with the outcome known; every output then calls itself a "
        "replay.", "2010-02-19", type="date")] = ""
    consultations: Annotated[int, Field(
        "Private consultations one can hold before the text is put to the room.", "2", low=0, high=1000)] = 2
    rounds: Annotated[int, Field("Texts that can be tried before the deadline.", "6", low=1, high=1000)] = 6
    order: Annotated[str, Field("The order whose number a cable prints.", '"E.O. 13526"')] = "E.O. 13526"
    tags: Annotated[tuple[str, ...], Field("Tags of a cable.", "[KCRM, PREL]")] = ()
    references: Annotated[tuple[str, ...], Field("References of a cable.", "[09 KAP 0187]")] = ()
    follow_ups: Annotated[tuple[FollowUp, ...], Field(
        "Later dates that the same questions come back to.",
        "[{id: conference, title: Conference of the parties, start: 2030-10}]")] = ()
    series: Annotated[tuple[EarlierMeeting, ...], Field(
        "The meetings of the same series that came before.",
        "[{id: harbour_talks_2029, title: Harbour talks, start: 2029-05-06}]")] = ()
    fictitious: Annotated[bool, Field("It is invented; every output says so.", "true")] = False
    note: NoteText = ""

    @property
    def is_replay(self) -> bool:
        """Whether the stances were coded after the outcome was known."""
        return bool(self.coded_after)
