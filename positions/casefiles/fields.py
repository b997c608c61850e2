"""The field table: every field of a case file, once.

Reading, the JSON Schema for editors and the reference page are all made from it. The rows stand in
:mod:`positions.casefiles.table`, one tuple for each part of the case.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["REQUIRED", "Field"]

REQUIRED = object()  # the default of a field that must be there


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one object.

    Parameters
    ----------
    owner : str
        The object it belongs to, e.g. ``stance``; ``case`` holds the sections.
    name : str
        The YAML key, and the name in the record.
    type : str
        ``text``, ``number``, ``integer``, ``boolean``, ``date``, ``marking``, ``choice``, ``id`` (gives its object an
        id), ``reference`` (an id of something else), ``rule``, ``interval`` (``[low, high]``), ``band`` (a number or
        ``[low, mid, high]``) or ``object``.
    of : str
        What is referred to (``reference``) or which object it is (``object``).
    many : bool
        A list of them.
    keys : tuple of str
        A mapping of them, by ``id`` (the mapping gives the ids) or by ids of something else; two for two levels.
    low, high : float or None
        The range of numbers.
    above : bool
        ``low`` itself is not allowed.
    default : object
        The value when the field is left out; ``REQUIRED`` when it may not be.
    filled_from : str
        In words, where the value comes from when the field is left out and there is no fixed default.
    fewest : int
        The least number of entries of a list or mapping.
    pattern : str
        A regular expression that the whole text matches; ``pattern_hint`` says it in words.
    may_be_empty : bool
        A quoted empty text is a value.
    """

    owner: str
    name: str
    type: str
    meaning: str
    example: str
    default: object = REQUIRED
    of: str = ""
    many: bool = False
    keys: tuple[str, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    above: bool = False
    choices: tuple[str, ...] = ()
    filled_from: str = ""
    fewest: int = 0
    pattern: str = ""
    pattern_hint: str = ""
    may_be_empty: bool = False

    @property
    def required(self) -> bool:
        """Whether a file without it has a problem."""
        return self.default is REQUIRED

    @property
    def path(self) -> str:
        """``owner.name``."""
        return f"{self.owner}.{self.name}"

    @property
    def range(self) -> str:
        """The range in words: ``0..1``, ``0 or more``, ``more than 0``; empty for what has none."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g}..{self.high:g}"
        if self.low is not None:
            return f"more than {self.low:g}" if self.above else f"{self.low:g} or more"
        return ""
