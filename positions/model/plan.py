"""A bilateral action plan on one delegation: asks with indicators and deadlines, and what is said about them."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from positions.markings import Marking
from positions.model.fields import Field, NoteText
from positions.model.sources import Passage

__all__ = ["ActionPlan", "Ask", "Deadline", "Incentive", "PlanLink", "Statistic", "TalkingPoint"]

# fmt: off
# each field in a line or two, as in a table

PRIORITIES = ("high", "further")
PILLARS = ("prosecution", "protection", "prevention", "crosscutting")

OwnId: TypeAlias = Annotated[str, Field("Its id.", "data", type="id")]


@dataclass(frozen=True, slots=True)
class Ask:
    """One measure that is asked for."""

    id: OwnId
    text: Annotated[str, Field("The measure that is asked for.", "Publish the fees of every port.")]
    priority: Annotated[str, Field("How urgent.", "high", choices=PRIORITIES)]
    pillar: Annotated[str, Field("Its field.", "prevention", choices=PILLARS)]
    source: Passage
    verb: Annotated[str, Field(
        "Strength of the verb: S imperative, C continue, W consider.", "C", choices=("S", "C", "W"))] = "S"
    qualifier: Annotated[str, Field("Its qualifier.", "where appropriate")] = ""
    addressee: Annotated[str, Field("Who should do it.", "port authority")] = ""
    indicators: Annotated[tuple[str, ...], Field("What shows that it is done.", "[table of fees]")] = ()
    deadline: Annotated[str, Field("By when.", "2030-04", type="date")] = ""
    delivered: Annotated[str, Field(
        "Whether it was done; left out when not known. Kept apart from any movement of a stance.", "partly",
        choices=("yes", "partly", "no"))] = ""
    own_use: Annotated[str, Field(
        "For the speaker only; never leaves in a non-paper.", "do not insist", release="never")] = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date of the plan."""

    date: Annotated[str, Field("When.", "2030-04", type="date")]
    event: Annotated[str, Field("What.", "interim report")]
    source: Passage
    end: Annotated[str, Field("Until when.", "2030-05", type="date")] = ""
    doubt: Annotated[str, Field("A contradiction about it, in words.", "January in paragraph 9")] = ""


@dataclass(frozen=True, slots=True)
class Statistic:
    """A category of figures."""

    name: Annotated[str, Field("The category.", "convictions")]
    accepted: Annotated[bool, Field("False when it is named as not accepted.", "true")]
    source: Passage
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Incentive:
    """What is held out."""

    kind: Annotated[str, Field("What sort.", "carrot", choices=("carrot", "stick", "discretion"))]
    text: Annotated[str, Field("What is held out.", "leaves the list")]
    source: Passage
    rule: Annotated[str, Field("Its rule in words.", "two years on the list at most")] = ""


@dataclass(frozen=True, slots=True)
class TalkingPoint:
    """One sentence to say."""

    text: Annotated[str, Field("One sentence to say.", "We value what the ports have done.")]
    source: Passage
    issues: Annotated[tuple[str, ...], Field("The issues it speaks to.", "[fees]", of="issue")] = ()
    asks: Annotated[tuple[str, ...], Field("The asks it makes.", "[data]", of="ask")] = ()
    own_use: Annotated[str, Field("For the speaker only.", "only if they raise it", release="never")] = ""


@dataclass(frozen=True, slots=True)
class PlanLink:
    """Your own assertion that an ask bears on a stance. Never inferred."""

    ask: Annotated[str, Field("The ask.", "data", of="ask")]
    issue: Annotated[str, Field("The issue on which it bears.", "fees", of="issue")]
    confidence: Annotated[float, Field("How sure you are; yours to assert.", "0.4", low=0, high=1)]
    reason: Annotated[str, Field("Why you think so.", "same ministry")]
    source: Passage


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """A bilateral action plan on one delegation."""

    id: str
    delegation: Annotated[str, Field("On whom.", "sund", of="delegation")]
    title: Annotated[str, Field("Its title.", "Plan for the capital")]
    marking: Annotated[Marking, Field("The marking of the plan as a whole.", "U")]
    channel: Annotated[str, Field("The way it takes.", "embassy in the capital")]
    owner: Annotated[str, Field("Who sees to it.", "desk officer")] = ""
    date: Annotated[str, Field("Its date.", "2030-03-01", type="date")] = ""
    asks: Annotated[tuple[Ask, ...], Field("What is asked for.", "[{id: data, text: Publish the fees., …}]")] = ()
    deadlines: Annotated[tuple[Deadline, ...], Field(
        "Its time line.", "[{date: 2030-04, event: interim report, …}]")] = ()
    statistics: Annotated[tuple[Statistic, ...], Field("Figures asked for.", "[{name: ships, accepted: true, …}]")] = ()
    incentives: Annotated[tuple[Incentive, ...], Field("What is held out.", "[{kind: carrot, text: A loan., …}]")] = ()
    talking_points: Annotated[tuple[TalkingPoint, ...], Field("What to say.", "[{text: We value …, …}]")] = ()
    links: Annotated[tuple[PlanLink, ...], Field(
        "Which ask bears on which stance.", "[{ask: data, issue: fees, …}]")] = ()
    note: NoteText = ""
