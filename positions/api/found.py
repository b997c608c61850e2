"""What searches answer: wordings, packages, conversations. Imported when a search is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from positions.api.results import Answer, Made
from positions.search.compromise import Compromise
from positions.search.packages import Package
from positions.search.plain import compromise_dict, outreach_dict, package_dict

__all__ = ["CompromiseAnswer", "OutreachAnswer", "PackageAnswer"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class CompromiseAnswer(Answer):
    """Wordings that no other beats both in chance and in use, the one worth asking for first."""

    found: Compromise
    title: str
    made: Made

    def _head(self) -> str:
        return f"{self.title} ({self.found.issue}), for {self.found.principal.name or 'nobody in particular'}"

    def _columns(self) -> tuple[str, ...]:
        return ("text", "passes", "best tabled by")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        made = []
        for n in self.found.ranked:
            point = self.found.front[n]
            best = point.proposers[0] if point.proposers else None
            by = f"{best.delegation}: {best.p_consensus.percent()}" if best else ""
            made.append((point.text or "(says nothing)", point.p_consensus.percent(), by))
        return made

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON."""
        return compromise_dict(self.found)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class PackageAnswer(Answer):
    """Texts of several issues that pass together more often than one by one."""

    issues: tuple[str, ...]
    packages: tuple[Package, ...]
    made: Made

    def _head(self) -> str:
        return f"Packages over {', '.join(self.issues)}"

    def _columns(self) -> tuple[str, ...]:
        return ("texts", "together", "one by one")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        return [
            (" + ".join(p.wordings.values()), p.p_consensus.percent(), p.p_one_by_one.percent()) for p in self.packages
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON."""
        return {"issues": list(self.issues), "packages": [package_dict(p) for p in self.packages]}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class OutreachAnswer(Answer):
    """Whom to see, in which order, on what; what to find out."""

    plan: Any
    asked: tuple[Any, ...]
    worlds: int
    made: Made

    def _head(self) -> str:
        return "Conversations, in this order"

    def _columns(self) -> tuple[str, ...]:
        return ("see", "on", "before", "after")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        return [
            (step.delegation, f"{g.issue}: {g.wording}", g.before.percent(), g.after.percent())
            for step in self.plan.steps
            for g in step.gains
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON."""
        return outreach_dict(self.plan, self.asked, self.made.seed, self.worlds, self.made.members)
