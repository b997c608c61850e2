"""The meeting a case prepares, and the meetings that follow it."""

from __future__ import annotations

from dataclasses import dataclass

from positions.markings import Marking

__all__ = ["FollowUp", "Meeting"]


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A later date that the same questions come back to: a meeting, a report, an assessment."""

    id: str
    title: str
    start: str  # ISO 8601, day or month
    end: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where and when, for whom the briefing is written (``principal``), and whether stances were coded afterwards.

    ``coded_after`` is the date of the source when the stances were coded with the outcome known: then every output
    calls itself a replay and not a forecast. ``advisory`` bodies only recommend.
    """

    id: str
    title: str
    marking: Marking
    start: str
    end: str
    principal: str
    body: str = ""
    place: str = ""
    advisory: bool = False
    coded_after: str = ""
    consultations: int = 2  # private consultations one can hold before the text is put to the room
    rounds: int = 6  # texts that can be tried before the deadline
    order: str = "E.O. 13526"  # which order's number a cable prints
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    fictitious: bool = False
    note: str = ""

    @property
    def is_replay(self) -> bool:
        """Whether the stances were coded after the outcome was known."""
        return bool(self.coded_after)
