"""What a briefing says, computed once from a case and kept as records that every kind of paper can show."""

from positions.findings.advice import Advice, advise
from positions.findings.find import central_parameters, find, find_issue
from positions.findings.headline import count_word, list_words
from positions.findings.numbers import numbers
from positions.findings.records import (
    Conversation,
    Findings,
    IssueFinding,
    Letter,
    Question,
    RecordCheck,
    Side,
    TablerAdvice,
    TextFinding,
    WayOut,
)

__all__ = [
    "Advice",
    "Conversation",
    "Findings",
    "IssueFinding",
    "Letter",
    "Question",
    "RecordCheck",
    "Side",
    "TablerAdvice",
    "TextFinding",
    "WayOut",
    "advise",
    "central_parameters",
    "count_word",
    "find",
    "find_issue",
    "list_words",
    "numbers",
]
