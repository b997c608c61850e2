"""What a plain scalar means: the core schema of YAML 1.2.

``NO``, ``on`` and ``12:30`` stay text, as do dates. (YAML 1.2.2, section 10.3.2, "Tag resolution".)
"""

from __future__ import annotations

import re
from typing import TypeAlias

__all__ = ["NULLS", "Plain", "resolve"]

Plain: TypeAlias = str | int | float | bool | None

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
SPECIAL = {
    sign + word: float(sign + word[1:]) for sign in ("", "-", "+") for word in (".inf", ".Inf", ".INF")
} | dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan"))
DECIMAL = re.compile(r"[-+]?[0-9]+")
OCTAL = re.compile(r"0o[0-7]+")
HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
LONGEST_INTEGER = 300  # digits; longer ones are no quantity, and converting them is slow


def resolve(text: str) -> Plain:
    """Return what an unquoted ``text`` means.

    Examples
    --------
    >>> [resolve(t) for t in ("NO", "on", "12:30", "2010-01-27", "1_000")]
    ['NO', 'on', '12:30', '2010-01-27', '1_000']
    >>> [resolve(t) for t in ("true", "~", "-3", "0o17", "0x1F", ".5", "1e3", "-.inf")]
    [True, None, -3, 15, 31, 0.5, 1000.0, -inf]
    """
    if text in NULLS:
        return None
    if text in BOOLEANS:
        return BOOLEANS[text]
    if text[0] not in "+-.0123456789":
        return text
    if DECIMAL.fullmatch(text):
        return int(text) if len(text) <= LONGEST_INTEGER else float(text)
    if FLOAT.fullmatch(text):
        return float(text)
    if OCTAL.fullmatch(text):
        return int(text[2:], 8)
    if HEXADECIMAL.fullmatch(text):
        return int(text[2:], 16)
    return SPECIAL.get(text, text)
