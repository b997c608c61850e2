"""Why a delegation ends where it ends on a text, down to the source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from positions.api.results import Answer, Made
from positions.game import Explanation
from positions.model import Case
from positions.text.sentences import list_words

__all__ = ["WhyAnswer"]

ENDS = {
    "alone": "objects, and would alone",
    "follower": "objects, as a follower",
    "in company": "objects, because it is not alone",
    "lets go": "does not like it and lets go",
    "accepts": "does not object",
}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class WhyAnswer(Answer):
    """One delegation's final state taken apart, parameters at their central values.

    Parameters
    ----------
    explanation : Explanation
        All amounts, in units of grievance.
    case : Case
        For names and sources.
    tabled_by : str, optional
        Who tables the text, where that is not as in the case.
    """

    issue: str
    explanation: Explanation
    case: Case
    made: Made
    tabled_by: str | None = None

    @property
    def role(self) -> str:
        """How it ends: ``alone``, ``follower``, ``in company``, ``lets go`` or ``accepts``."""
        return self.explanation.role

    @property
    def rows(self) -> Sequence[tuple[str, ...]]:
        """What adds up to its state: what, amount, because."""
        return self._rows()

    def _head(self) -> str:
        e = self.explanation
        title = self.case.issues[self.issue].wordings[e.wording].title
        return f'{self._name(e.delegation)} on "{title}" {ENDS[e.role]}.'

    def _columns(self) -> tuple[str, ...]:
        return ("what", "amount", "because")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        e, at = self.explanation, self.case.issues[self.issue]
        stance = self.case.stance(e.delegation, self.issue)
        held = "assumed, nobody said so" if stance is None else f"{stance.confidence.value}, {stance.source.cite()}"
        gap = "outside" if e.distance > 0 else "inside"
        rows = [
            ("its own grievance", f"{e.grievance:.2f}", held),
            (
                "  distance",
                f"{e.distance:.2f}",
                f"text at {e.position:.2f}, {gap} {e.low:.2f}..{e.high:.2f}; salience {e.salience:.2f}",
            ),
        ]
        if e.red_lines:
            crossed = [at.clauses[c].options[o].text.lstrip(", ") or "(left out)" for c, o in e.broken_red_lines]
            rows.append(("  red lines", f"{e.red_lines:.2f}", "; ".join(f'crossed: "{text}"' for text in crossed)))
        if e.demands:
            rows.append(("  demands", f"{e.demands:.2f}", "not met"))
        if e.welcome != 1.0:
            by = at.wordings[e.wording].tabled_by if self.tabled_by is None else self.tabled_by
            rows.append(
                ("  who tables it", f"x {e.welcome:.2f}", self.case.delegations[by].name if by else "the chair")
            )
        for leader, weight in e.stands_with:
            tie = next((a for a in self.case.associations if (a.follower, a.leader) == (e.delegation, leader)), None)
            source = f" ({tie.source.cite()})" if tie else ""
            rows.append(("stands with", f"+{weight:.2f}", f"{self._name(leader)}{source}"))
        company = f"with {self._names(e.company)}" if e.company else "with nobody"
        rows.append(("cost of objecting", f"{e.cost:.2f}", f"{company}; {e.cost_alone:.2f} alone"))
        rows += [
            ("lets go when", "", f"{self._names(s)} {'lets go' if len(s) == 1 else 'let go'}")
            for s in e.lets_go_with[:3]
        ]
        if e.talked:
            rows.append(("private talk", "", "it moved the limit"))
        if stance is not None and stance.reason:
            rows.append(("reason", "", stance.reason))
        return rows

    def _name(self, actor: str) -> str:
        return self.case.actor_name(self.issue, actor)

    def _names(self, actors: Sequence[str]) -> str:
        return list_words([self._name(a) for a in actors])

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON (docs/numbers.md)."""
        return {**asdict(self.explanation), "parameters": self.explanation.parameters.as_dict()}
