"""Text that other programs read as text: no control characters, nothing that a spreadsheet would run."""

from __future__ import annotations

import re

__all__ = ["not_a_formula", "without_controls"]

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
CONTROLS = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def without_controls(text: str) -> str:
    r"""Replace the characters that no XML file may hold, and that other readers choke on, by U+FFFD.

    Line ends become ``\n``, as XML readers make of them anyway.

    >>> without_controls("a" + chr(0) + "b")
    'a�b'
    """
    return CONTROLS.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def not_a_formula(text: str) -> str:
    """Return the text for a cell, with ``'`` before it if a spreadsheet would run it or drop its first character.

    >>> not_a_formula("=HYPERLINK(1)"), not_a_formula("Russia")
    ("'=HYPERLINK(1)", 'Russia')
    """
    safe = without_controls(text)
    return "'" + safe if safe.startswith(FORMULA_STARTS) else safe
