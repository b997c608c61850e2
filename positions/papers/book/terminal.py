"""The short summary after ``positions brief``: plain text, 100 columns, worst first."""

from __future__ import annotations

import re
import textwrap
from collections import Counter

from positions.findings import Conversation, Findings, IssueFinding
from positions.findings.phrases import (
    adopted_head,
    adopted_words,
    blocked_by,
    coverage,
    first_sentence,
    instead,
    points,
    unknown_words,
)
from positions.ledger.forecast import change_words
from positions.text.sentences import in_sentence, list_words

__all__ = ["WIDTH", "summary"]

WIDTH = 100
ISSUE, PASSES, BLOCKED = 29, 18, 23  # columns
LINES = 20  # issues listed
FEW = 3


def summary(findings: Findings, width: int = WIDTH) -> str:
    """Return the summary: what was read, one line an issue, what to do, where doubt sits.

    Where there are fewer columns than the table has, its cells stand one under the other.
    """
    text = "\n".join([*_head(findings), "", *_table(findings, narrow=width < WIDTH), "", *_advice(findings)])
    return "".join(c for c in text if c == "\n" or c.isprintable())  # nothing that steers a terminal


def _head(findings: Findings) -> list[str]:
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
    lines = textwrap.wrap(case.meeting.title, WIDTH)
    lines += [", ".join(counts), f"marking: {findings.marking.label}{how_many}     {kind}"]
    return lines


def _table(findings: Findings, *, narrow: bool) -> list[str]:
    rest = WIDTH - 4 - ISSUE - PASSES - BLOCKED
    head = f"    {'issue':<{ISSUE}}{adopted_head(findings):<{PASSES}} {'blocked by':<{BLOCKED - 1}}what passes instead"
    lines = [] if narrow else [head]
    for found in findings.issues[:LINES]:
        lines += _row(findings, found, rest, narrow=narrow)
    if more := len(findings.issues) - LINES:
        lines += [f"    ... and {more} more in the briefing"] * (more > 0)
    return lines


def _row(findings: Findings, found: IssueFinding, rest: int, *, narrow: bool) -> list[str]:
    title = findings.case.issues[found.issue].title
    if found.side.stand == "against":
        title += " (we oppose it)"
    if found.unknown:
        title += f"; {unknown_words(found)}"
    if narrow:
        cells = [
            (adopted_head(findings), _figures(adopted_words(findings, found))),
            ("blocked by", blocked_by(findings, found)),
            ("passes instead", _figures(instead(findings, found))),
        ]
        return [
            f"{found.letter} {title}",
            *(f"  {name:<{PASSES}}  {cell}" for name, cell in cells if cell not in ("", "-")),
        ]
    columns = [
        textwrap.wrap(title, ISSUE - 1) or [""],
        _unbroken(_figures(adopted_words(findings, found)), PASSES, ""),
        textwrap.wrap(blocked_by(findings, found), BLOCKED - 2, subsequent_indent="  ") or [""],
        _unbroken(_figures(instead(findings, found)), rest) or [""],
    ]
    lines = []
    for n in range(max(map(len, columns))):
        issue, passes, blocked, way = (c[n] if n < len(c) else "" for c in columns)
        letter = found.letter if n == 0 else " "
        row = f"  {letter} {issue:<{ISSUE}}{passes:<{PASSES}} {blocked:<{BLOCKED - 1}}{way}"
        lines.append(row.rstrip())
    return lines


def _unbroken(text: str, width: int, indent: str = "  ") -> list[str]:
    """Wrap; a chance with its band stays on one line (no-break spaces hold it together meanwhile)."""
    held = re.sub(r"(\d) % \(", "\\1\u00a0%\u00a0(", text)
    return [line.replace("\u00a0", " ") for line in textwrap.wrap(held, width, subsequent_indent=indent)]


def _figures(text: str) -> str:
    """Return plain signs for a terminal of any kind."""
    return text.replace("–", "-").replace("“", '"').replace("”", '"')


def _advice(findings: Findings) -> list[str]:
    case = findings.case
    see = [
        f"{list_words([case.delegations[d].name for d in c.delegations])} on "
        f"{in_sentence(case.issues[c.issue].title)} ({_gain(findings, c)})"
        for c in findings.see[:FEW]
    ]
    table = [
        f'let {case.delegations[t.delegation].name} table "{case.issues[t.issue].wordings[t.wording].title}"'
        for t in findings.table[:FEW]
    ]
    ask = [
        f"{list_words([findings.actor_name(f.issue, a) for a in f.unknown])} on "
        f"{in_sentence(case.issues[f.issue].title)} (nothing is known of them)"
        for f in findings.issues
        if f.held_back == "unknown"
    ]
    ask += [
        f"{findings.actor_name(q.issue, q.delegation)} on {in_sentence(case.issues[q.issue].title)} "
        f"({_doubt(q.kind, q.text)})"
        for q in findings.ask
    ]
    ask = ask[:FEW]
    lines: list[str] = []
    for name, items in (("see first", see), ("table", table), ("ask first", ask)):
        if items:
            lines += textwrap.wrap(_figures(f"{name}: {'; '.join(items)}"), WIDTH, subsequent_indent="  ")
    none = "cannot be judged at this marking" if case.provenance.withheld else "nothing to do that the model can see"
    return lines or [none]


def _gain(findings: Findings, talk: Conversation) -> str:
    """Return what a talk is worth: in the forecast, or in the game."""
    if findings.game or talk.forecast is None:
        return f"median gain {points(talk.gain)}"
    return f"adoption {change_words(talk.forecast)}"


def _doubt(kind: str, text: str) -> str:
    if kind == "doubt":
        return f"the sources leave a doubt: {first_sentence(text).rstrip('.')}"
    return "inferred, nobody said so" if kind == "inferred" else "assumed, nobody said so"
