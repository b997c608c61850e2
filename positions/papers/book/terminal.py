"""The short summary after ``positions brief``: plain text; the headline and what to do first, then the issues."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from collections.abc import Mapping

from positions.findings import Findings, IssueFinding
from positions.findings.actions import do_now
from positions.findings.glance import MOST_CODES, aim, at_times, confidence, holders, pressing
from positions.findings.phrases import adopted_head, adopted_words, coverage, unknown_words
from positions.model import codes

__all__ = ["WIDTH", "summary"]

WIDTH = 100
ISSUE, PASSES, BLOCKED, AIM = 26, 18, 20, 22  # columns
LINES = 20  # issues listed


def summary(findings: Findings, width: int = WIDTH) -> str:
    """Return the summary, as page one says it: what was read, the headline, what to do, the issues.

    Where there are fewer columns than the table has, an issue takes lines of its own.
    """
    width = min(WIDTH, max(40, width))
    parts = [_head(findings, width), _do_now(findings, width), _table(findings, width)]
    text = "\n\n".join("\n".join(lines) for lines in parts if lines)
    return "".join(c for c in text if c == "\n" or c.isprintable())  # nothing that steers a terminal


def _head(findings: Findings, width: int) -> list[str]:
    case = findings.case
    seats = max((sum(s.seats for s in issue.silent) for issue in case.issues.values()), default=0)
    counts = [coverage(case).replace("×", "x")]
    if seats:
        counts.append(f"{seats} seats assumed")
    marks = Counter(s.source.marking for s in case.stances.values())
    highest = max(marks, default=None)
    how_many = f" ({marks[highest]} of {len(case.stances)} stances)" if highest is findings.marking and highest else ""
    kind = "forecast"
    if case.meeting.is_replay:
        kind = "replay: stances coded after the meeting"
    if case.meeting.fictitious:
        kind += "; everything is invented"
    said = (case.meeting.title, ", ".join(counts), f"marking: {findings.marking.label}{how_many}; {kind}", "")
    return [line for text in (*said, _plain(findings.headline)) for line in textwrap.wrap(text, width) or [""]]


def _do_now(findings: Findings, width: int) -> list[str]:
    todo = do_now(findings)
    if not todo:
        withheld = findings.case.provenance.withheld
        return ["Do now: cannot be judged at this marking." if withheld else "Do now: nothing that the model can see."]
    lines = ["Do now"]
    for n, action in enumerate(todo, start=1):
        lines += _unbroken(_plain(action.plain), width, f" {n} ", "   ")
    return lines


def _table(findings: Findings, width: int) -> list[str]:
    worst, fine = pressing(findings.issues)
    known = codes(findings.case.delegations)
    lines: list[str] = []
    if worst and width >= WIDTH:
        columns = zip(
            ("issue", adopted_head(findings), "blocked by", "aim for"), (ISSUE, PASSES, BLOCKED, AIM), strict=True
        )
        lines = ["    " + " ".join(f"{head:<{size}}" for head, size in columns) + " sure?"]
    for found in worst[:LINES]:
        lines += _row(findings, found, known, width)
    if more := len(worst) - LINES:
        lines += [f"    ... and {more} more in the briefing"] * (more > 0)
    if fine:
        titles = ", ".join(findings.case.issues[f.issue].title for f in fine)
        lines += textwrap.wrap(_plain(f"On course: {titles}"), width, initial_indent="  G ", subsequent_indent="    ")
    return lines


def _row(findings: Findings, found: IssueFinding, known: Mapping[str, str], width: int) -> list[str]:
    title = findings.case.issues[found.issue].title
    if found.side.stand == "against":
        title += " (we oppose it)"
    if found.unknown:
        title += f"; {unknown_words(found)}"
    goal = aim(findings, found)
    rest = ", ".join(part for part in (goal.whose, goal.chance) if part)
    words = _plain(f"{goal.words}{f' ({rest})' if rest else ''}")
    chance, who = _plain(adopted_words(findings, found)), _who(findings, found, known)
    sure = confidence(findings, found)
    if width < WIDTH:
        cells = ((adopted_head(findings), chance), ("blocked by", who), ("aim for", words), ("confidence", sure))
        lines = textwrap.wrap(title, width, initial_indent=f"{found.letter} ", subsequent_indent="  ")
        for name, cell in cells:
            lines += _unbroken(cell, width, f"  {name}: ", "    ")
        return lines
    columns: list[list[str]] = [
        textwrap.wrap(title, ISSUE) or [""],
        _unbroken(chance, PASSES),
        textwrap.wrap(who, BLOCKED, subsequent_indent="  ") or [""],
        _unbroken(words, AIM) or [""],
        [sure],
    ]
    lines = []
    for n in range(max(map(len, columns))):
        said = tuple(c[n] if n < len(c) else "" for c in columns)
        letter = found.letter if n == 0 else " "
        sizes = (ISSUE, PASSES, BLOCKED, AIM, 0)
        row = " ".join(f"{cell:<{size}}" for cell, size in zip(said, sizes, strict=True))
        lines.append(f"  {letter} {row}".rstrip())
    return lines


def _who(findings: Findings, found: IssueFinding, known: Mapping[str, str]) -> str:
    """Return at most four codes, followers in brackets, the others counted."""
    held = holders(findings, found, known)
    if not held and not found.on_table.forecast.actors:
        return "nothing is known"
    likely = held or at_times(findings, found, known)
    shown = [f"({h.code})" if h.role == "follows" else h.code for h in likely[:MOST_CODES]]
    more = [f"+{len(likely) - MOST_CODES}"] if len(likely) > MOST_CODES else []
    return " ".join([*(["at times"] if likely and not held else []), *shown, *more]) or "nobody"


def _unbroken(text: str, width: int, first: str = "", indent: str = "") -> list[str]:
    """Wrap; a chance with its band stays on one line (no-break spaces hold it together meanwhile)."""
    held = re.sub(r"(\d) % \(", "\\1\u00a0%\u00a0(", text)
    lines = textwrap.wrap(held, width, initial_indent=first, subsequent_indent=indent)
    return [line.replace("\u00a0", " ") for line in lines]


def _plain(text: str) -> str:
    """Return plain signs for a terminal of any kind."""
    return text.replace("–", "-").replace("“", '"').replace("”", '"').replace("…", "...")
