"""What a briefing says, computed once from a case and kept as records that every kind of paper can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.findings.find import find, find_issue
from positions.findings.numbers import numbers
from positions.findings.records import (
    Conversation,
    Findings,
    HeldBack,
    IssueFinding,
    Letter,
    Question,
    RecordCheck,
    SearchedText,
    Side,
    TablerAdvice,
    TextFinding,
    WayOut,
)

if TYPE_CHECKING:
    from positions.findings.advice import Advice, advise, with_search

__all__ = [
    "Advice",
    "Conversation",
    "Findings",
    "HeldBack",
    "IssueFinding",
    "Letter",
    "Question",
    "RecordCheck",
    "SearchedText",
    "Side",
    "TablerAdvice",
    "TextFinding",
    "WayOut",
    "advise",
    "find",
    "find_issue",
    "numbers",
    "with_search",
]


def __getattr__(name: str) -> Any:
    """Import the advice, and all of the search for texts with it, when it is first asked for: plays do without."""
    if name not in ("Advice", "advise", "with_search"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from positions.findings import advice

    return getattr(advice, name)
