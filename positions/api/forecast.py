"""What a meeting forecasts: how often such things happen, with what was assumed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from positions.api.results import Answer, Made
from positions.forecast import KINDS, Change
from positions.ledger.forecast import Outlook, chance_words, change_dict, change_words, outlook_dict

__all__ = ["ForecastAnswer"]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ForecastAnswer(Answer):
    """How an issue will end, as far as a record of other negotiations can say.

    Parameters
    ----------
    outlook : Outlook
        Chances of the kinds with their bands, the game's inside view, who may hold out.
    change : Change or None
        By how much the chance of the ambitious text moves, where a talk, another text or another tabler was asked for.
    """

    issue: str
    title: str
    outlook: Outlook
    change: Change | None
    made: Made

    @property
    def words(self) -> str:
        """The forecast in a line: ``forecast: adopted 12 % (4–25), weakened 46 %, …``."""
        return self.outlook.words()

    @property
    def assumed(self) -> tuple[str, ...]:
        """What was not known, and what was taken instead; in words."""
        return self.outlook.assumed

    @property
    def named(self) -> tuple[str, ...]:
        """Those that are more likely than not to hold out, if anybody does."""
        return self.outlook.named

    def _head(self) -> str:
        kind = " (a replay: stances coded with the outcome known)" if self.made.replay else ""
        return f"{self.title} ({self.issue}){kind}, {self.outlook.fitted_on}"

    def _columns(self) -> tuple[str, ...]:
        return ("how it ends", "forecast")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        told = self.outlook.forecast
        rows = [(k, chance_words(told.chance[k], told.low[k], told.high[k])) for k in KINDS if told.chance[k]]
        rows += [("holds out", ", ".join(self.named))] if self.named else []
        if self.change is not None:
            rows.append(("what it changes", f"adopted: {change_words(self.change)}"))
        return [*rows, *(("assumed", words) for words in self.assumed)]

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON."""
        change = None if self.change is None else change_dict(self.change)
        return {"issue": self.issue, "replay": self.made.replay, **outlook_dict(self.outlook), "change": change}
