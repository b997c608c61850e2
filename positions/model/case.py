"""A case: one meeting with everything that is known and assumed about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, is_dataclass, replace
from functools import cache
from typing import Annotated, Any

from positions.markings import Marking, highest
from positions.model.delegation import Association, Delegation, Group, Tie
from positions.model.fields import Field, fields_of
from positions.model.issue import Issue
from positions.model.meeting import Meeting
from positions.model.parameters import PARAMETERS, Parameters, ParameterSpec
from positions.model.plan import ActionPlan
from positions.model.sources import Document, Note, Source
from positions.model.stance import Believed, CodeNumbers, Stance
from positions.model.statement import Statement, derived_stances

__all__ = ["Case", "Provenance"]

# fmt: off
# each field in a line or two, as in a table


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a case was read from: file names with SHA-256, and the program's version."""

    files: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    withheld: int = 0  # items left out for a release
    release: str = ""  # the mark it was released at, "" = everything
    reading: str = ""  # which stances results are of, "" = as usual (positions.model.readings)

    @property
    def short(self) -> str:
        """Return a short hash over all files, for a footer."""
        import hashlib

        joined = "".join(f"{name}:{digest}\n" for name, digest in sorted(self.files.items()))
        joined += self.release + self.reading
        return hashlib.sha256(joined.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Case:
    """The sections. Each may stand in any `*.yaml` of the folder, and in several.

    Mappings keep the order of the files.
    """

    meeting: Annotated[Meeting, Field(
        "The meeting that the case prepares.", "{id: harbour_2030, title: Harbour talks, …}")]
    documents: Annotated[Mapping[str, Document], Field(
        "What statements are read from and what the meeting works on.",
        "{summary: {title: Summary of the first reading, marking: U}}", fewest=1)]
    groups: Annotated[Mapping[str, Group], Field(
        "Standing groups. Membership is a soft prior, never a stance.", "{g77: {name: Group of 77 and China}}",
        filled_from="nothing")]
    delegations: Annotated[Mapping[str, Delegation], Field(
        "Who takes part.", "{norway: {name: Norway, iso3: NOR, marking: U}}", fewest=1)]
    issues: Annotated[Mapping[str, Issue], Field(
        "The questions on the agenda: ladder, text, fallback, rule.", "{fees: {title: Harbour fees, marking: U, …}}",
        fewest=1)]
    # by (delegation, issue)
    stances: Annotated[Mapping[tuple[str, str], Stance], Field(
        "What each delegation holds, by issue and delegation. Who is not named here is unknown, never zero.",
        "{fees: {sund: {ideal: 0.2, acceptance: [0.0, 0.5], …}}}", keys=("issue", "delegation"), filled_from="nothing")]
    associations: Annotated[tuple[Association, ...], Field(
        "Who tends to stand with whose objections. Directed; two delegations may follow each other.",
        "[{follower: sund, leader: vesterland, weight: 0.3, source: {document: summary, marking: U}}]")] = ()
    ties: Annotated[tuple[Tie, ...], Field(
        "How one delegation hears what another tables.",
        "[{delegation: sund, towards: norhavn, goodwill: -0.4, source: {document: summary, marking: U}}]")] = ()
    notes: Annotated[tuple[Note, ...], Field(
        "What is worth keeping and is no stance: a contradiction, a doubt, a reading.",
        "[{text: Two lists differ., about: [sund], source: {document: summary, marking: U}}]")] = ()
    plans: Annotated[Mapping[str, ActionPlan], Field(
        "Bilateral action plans on one delegation.",
        "{sund_plan: {delegation: sund, title: Plan for the capital, marking: U, channel: embassy}}"
    )] = field(default_factory=dict)
    parameters: Annotated[tuple[ParameterSpec, ...], Field(
        "Changes to the objection game's parameters, for this case only.",
        "{isolation_cost: {central: 0.6, low: 0.4, high: 0.8}}", keys=("parameter",),
        filled_from="the program's own values")] = PARAMETERS
    statements: Annotated[tuple[Statement, ...], Field(
        "What was said, one entry a statement. A stance that is not written follows from them.",
        "[{date: 2030-04-11, issue: fees, who: [sund], code: -2, source: {document: summary, marking: U}}]")] = ()
    # by (delegation, issue)
    believed: Annotated[Mapping[tuple[str, str], Believed], Field(
        "What delegations are believed to hold where that is not what they say, by issue and delegation.",
        "{fees: {sund: {code: -1, chance: 0.7, source: {document: cable, marking: S}}}}", keys=("issue", "delegation"),
        filled_from="nothing")] = field(default_factory=dict)
    codes: Annotated[tuple[CodeNumbers, ...], Field(
        "Changes to the coding table, for this case only.",
        "[{code: -3, acceptance: [0.0, 0.15]}, {code: H, salience: 0.9}]")] = ()
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def written_stances(self) -> Mapping[tuple[str, str], Stance]:
        """The stances that the case itself holds; the others follow from statements."""
        return {cell: stance for cell, stance in self.stances.items() if not stance.derived}

    def with_statements(self, statements: tuple[Statement, ...]) -> "Case":
        """Return the case with these statements, and the stances that follow from them.

        A believed reading stands beside a stance, and goes where there is none.
        """
        written = self.written_stances
        stances = {**written, **derived_stances(statements, self.issues, written, self.codes)}
        believed = {cell: held for cell, held in self.believed.items() if cell in stances}
        return replace(self, statements=statements, stances=stances, believed=believed)

    @property
    def central_parameters(self) -> Parameters:
        """The central values of the game's parameters, as this case has them."""
        return Parameters.central_of(self.parameters)

    def stance(self, delegation: str, issue: str) -> Stance | None:
        """Return the coded stance, or None when it is unknown."""
        return self.stances.get((delegation, issue))

    def actor_name(self, issue: str, actor: str) -> str:
        """Return the name of a delegation, or of a class of silent seats of an issue with their number."""
        if actor in self.delegations:
            return self.delegations[actor].name
        seats = next(s for s in self.issues[issue].silent if s.id == actor)
        return f"{seats.title} ({seats.seats} assumed seats)"

    def actor_label(self, issue: str, actor: str) -> str:
        """Return the short label: a code, or ``(60 seats)`` for a class of silent seats."""
        if actor in self.delegations:
            return self.delegations[actor].label
        seats = next(s for s in self.issues[issue].silent if s.id == actor)
        return f"({seats.seats} seats)"

    def stances_on(self, issue: str) -> Iterator[Stance]:
        """Yield the coded stances on one issue, in the order of the delegations."""
        for d in self.delegations:
            if (found := self.stances.get((d, issue))) is not None:
                yield found

    def marked_items(self) -> Iterator[Any]:
        """Yield every record that carries a marking, its own or that of its source."""
        yield from _marked_in(self)

    def cited(self) -> set[str]:
        """Return the documents that anything in the case names."""
        found = {s.document for item in self.marked_items() if isinstance(s := getattr(item, "source", None), Source)}
        found |= {name for issue in self.issues.values() for name in issue.documents}
        return found | {name for note in self.notes for name in note.about}

    def markings(self) -> Iterator[Marking]:
        """Yield the marking of every marked item in the case."""
        yield from (_marking_of(item) for item in self.marked_items())

    def marking(self) -> Marking:
        """Return the highest marking used."""
        return highest(self.markings())


def _marking_of(record: Any) -> Any:
    source = getattr(record, "source", None)
    return source.marking if isinstance(source, Source) else getattr(record, "marking", None)


def _marked_in(record: Any) -> Iterator[Any]:
    """Yield everything in a record that carries a marking, in the order of its fields."""
    for name in _parts(record.__class__):
        value = getattr(record, name)
        for part in value.values() if isinstance(value, Mapping) else value if isinstance(value, tuple) else (value,):
            if _marking_of(part) is not None:
                yield part
            yield from _marked_in(part)


@cache
def _parts(cls: type) -> tuple[str, ...]:
    """Return the fields of a record that hold objects, but for its source."""
    known = fields_of(cls) if is_dataclass(cls) else ()  # an outcome that is not known is None
    return tuple(f.attribute for f in known if f.type == "object" and f.of != "source")
