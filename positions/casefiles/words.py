"""Words for problems: the nearest name, lists, values as they were written."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable

__all__ = ["listed", "nearest", "shown"]

MOST_COMPARED = 2_000  # looking for the nearest among more takes too long
MOST_NAMES = 12  # longer lists of names help nobody


def listed(names: Iterable[str]) -> str:
    """Return names as a list that is not too long.

    >>> listed(["a", "b"])
    'a, b'
    """
    found = list(names)
    more = f", … ({len(found)} in all)" if len(found) > MOST_NAMES else ""
    return ", ".join(found[:MOST_NAMES]) + more


def nearest(word: str, names: Iterable[str], *, all_of: bool = False) -> str:
    """Return a hint: the nearest of ``names``, or what there is.

    >>> nearest("non_punishement", ["non_punishment", "demand"])
    'did you mean non_punishment?'
    >>> nearest("xyz", ["demand", "scope"])
    'there is: demand, scope'
    """
    found = list(itertools.islice(names, MOST_COMPARED))
    near = difflib.get_close_matches(word[:80].lower(), found, n=1, cutoff=0.7)
    if near and not all_of:
        return f"did you mean {near[0]}?"
    if near:
        return f"did you mean {near[0]}? there is: {listed(found)}"
    return f"there is: {listed(found)}" if found else "there is none yet"


def shown(text: str) -> str:
    """Return a value as it was written, on one line and not too long.

    >>> shown("two\\nlines")
    'two lines'
    """
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39] + "…"
