"""A case: one meeting with everything that is known and assumed about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from positions.markings import Marking, highest
from positions.model.delegation import Association, Delegation, Group, Tie
from positions.model.issue import Issue
from positions.model.meeting import Meeting
from positions.model.parameters import PARAMETERS, Parameters, ParameterSpec
from positions.model.plan import ActionPlan
from positions.model.sources import Document, Note
from positions.model.stance import Stance

__all__ = ["Case", "Provenance"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """What a case was read from: file names with SHA-256, and the program's version."""

    files: Mapping[str, str] = field(default_factory=dict)
    version: str = ""
    withheld: int = 0  # items left out for a release
    release: str = ""  # the mark it was released at, "" = everything

    @property
    def short(self) -> str:
        """Return a short hash over all files, for a footer."""
        import hashlib

        joined = "".join(f"{name}:{digest}\n" for name, digest in sorted(self.files.items()))
        joined += self.release
        return hashlib.sha256(joined.encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Case:
    """Everything read from a case folder. Mappings keep the order of the files."""

    meeting: Meeting
    documents: Mapping[str, Document]
    groups: Mapping[str, Group]
    delegations: Mapping[str, Delegation]
    issues: Mapping[str, Issue]
    stances: Mapping[tuple[str, str], Stance]  # (delegation, issue)
    associations: tuple[Association, ...] = ()
    ties: tuple[Tie, ...] = ()
    notes: tuple[Note, ...] = ()
    plans: Mapping[str, ActionPlan] = field(default_factory=dict)
    parameters: tuple[ParameterSpec, ...] = PARAMETERS
    provenance: Provenance = field(default_factory=Provenance)

    @property
    def central_parameters(self) -> Parameters:
        """The central values of the game's parameters, as this case has them."""
        return Parameters.central_of(self.parameters)

    def stance(self, delegation: str, issue: str) -> Stance | None:
        """Return the coded stance, or None when it is unknown."""
        return self.stances.get((delegation, issue))

    def stances_on(self, issue: str) -> Iterator[Stance]:
        """Yield the coded stances on one issue, in the order of the delegations."""
        for d in self.delegations:
            if (found := self.stances.get((d, issue))) is not None:
                yield found

    def marked_items(self) -> Iterator[Any]:
        """Yield every record that carries a marking, its own or that of its source."""
        yield self.meeting
        yield from self.documents.values()
        yield from self.delegations.values()
        for issue in self.issues.values():
            yield issue
            yield from issue.wordings.values()
            yield from issue.silent
            yield from issue.talks
            if issue.outcome is not None:
                yield issue.outcome
        yield from self.stances.values()
        yield from self.associations
        yield from self.ties
        yield from self.notes
        for plan in self.plans.values():
            yield plan
            for part in (plan.asks, plan.deadlines, plan.statistics, plan.incentives, plan.talking_points, plan.links):
                yield from part

    def markings(self) -> Iterator[Marking]:
        """Yield the marking of every marked item in the case."""
        for item in self.marked_items():
            yield item.source.marking if hasattr(item, "source") else item.marking

    def marking(self) -> Marking:
        """Return the highest marking used."""
        return highest(self.markings())
