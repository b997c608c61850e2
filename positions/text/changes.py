"""Tracked changes between two wordings, by word and not by character.

A word keeps the punctuation and the space that follow it in separate tokens, so that ``law`` and ``law,`` differ by
a comma and not by a word.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Literal

from positions.text.alignment import align

__all__ = ["Run", "as_ansi", "as_html", "as_plain", "changes", "new_text", "old_text"]

Kind = Literal["equal", "insert", "delete"]
_TOKEN = re.compile(r"\w+(?:['’‑-]\w+)*|\s+|[^\w\s]")
_ANSI = {"insert": "\x1b[4;32m", "delete": "\x1b[9;31m"}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stayed, came in or went out; ready for a Word document's runs."""

    kind: Kind
    text: str


def changes(old: str, new: str) -> tuple[Run, ...]:
    """Return the runs that lead from ``old`` to ``new``, deletions before insertions.

    A lone space between two changed words is taken into the change, so that a replaced phrase reads as one.

    Examples
    --------
    >>> as_plain(changes("Urges States to act.", "Invites States to consider acting, as appropriate."))
    '[-Urges-]{+Invites+} States to [-act-]{+consider acting, as appropriate+}.'
    """
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    steps = [("".join(before[a:b]), "".join(after[c:d])) for a, b, c, d in align(before, after)]
    runs: list[Run] = []
    for gone, come in _with_spaces(steps):
        if gone == come:
            _append(runs, "equal", gone)
        else:
            _append(runs, "delete", gone)
            _append(runs, "insert", come)
    return tuple(runs)


def old_text(runs: tuple[Run, ...]) -> str:
    """Return the text with all changes refused."""
    return "".join(r.text for r in runs if r.kind != "insert")


def new_text(runs: tuple[Run, ...]) -> str:
    """Return the text with all changes accepted."""
    return "".join(r.text for r in runs if r.kind != "delete")


def as_plain(runs: tuple[Run, ...]) -> str:
    """Return the changes in plain characters: ``[-out-]{+in+}``."""
    marks = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(marks[r.kind].format(r.text) for r in runs)


def as_ansi(runs: tuple[Run, ...]) -> str:
    """Return the changes for a terminal: struck out and red, underlined and green."""
    return "".join(r.text if r.kind == "equal" else f"{_ANSI[r.kind]}{r.text}\x1b[0m" for r in runs)


def as_html(runs: tuple[Run, ...]) -> str:
    """Return the changes as ``<del>`` and ``<ins>``, text escaped.

    >>> as_html(changes("a < b", "a > b"))
    'a <del>&lt;</del><ins>&gt;</ins> b'
    """
    tags = {"equal": "{}", "delete": "<del>{}</del>", "insert": "<ins>{}</ins>"}
    return "".join(tags[r.kind].format(html.escape(r.text)) for r in runs)


def _with_spaces(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join two replacements that only a space parts."""
    joined: list[tuple[str, str]] = []
    for gone, come in steps:
        joined.append((gone, come))
        if len(joined) < 3:
            continue
        (gone_1, come_1), (space, same), (gone_2, come_2) = joined[-3:]
        parted_by_space = space == same and space.isspace() and "\n" not in space
        changed = gone_1 != come_1 and gone_2 != come_2
        if parted_by_space and changed and (gone_1 + gone_2).strip() and (come_1 + come_2).strip():
            joined[-3:] = [(gone_1 + space + gone_2, come_1 + space + come_2)]
    return joined


def _append(runs: list[Run], kind: Kind, text: str) -> None:
    if not text:
        return
    if runs and runs[-1].kind == kind:
        runs[-1] = Run(kind, runs[-1].text + text)
    else:
        runs.append(Run(kind, text))
