"""Readers of three forms: a plain table, the exchange program's, KTAB's.

=========  =====================================================================================================
form       how it is recognised
=========  =====================================================================================================
common     a heading with actor, issue, position and salience (power may be left out), one row a stance
exchange   rows that begin with #A actor, #P issue, #M point of a scale, #D stance; separated by tabs or commas
ktab       a first row with names and counts, then Actor, Description, power, and two columns for each issue
=========  =====================================================================================================

Positions run from 0 to 100. Salience and power run from 0 to 1 in the exchange program's form, salience to 100 in
KTAB's; in the plain table salience is read as shares when none is above 1. A blank cell is unknown, never zero.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

from positions.errors import CaseError, Problem
from positions.interchange.foreign.records import ForeignIssue, ForeignStance, ForeignTable

__all__ = ["read_table"]

FILE_BYTES = 20_000_000
ROWS = 200_000
NEEDED = ("actor", "issue", "position", "salience")


class _Lines:
    """The cells of a text file, and what is wrong with them."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        try:
            if path.stat().st_size > FILE_BYTES:
                raise CaseError([Problem(self.name, 0, 0, "file-too-large", f"larger than {FILE_BYTES:,} bytes")])
            text = path.read_text(encoding="utf-8-sig")
        except OSError as error:
            message = f"cannot be read: {error.strerror}"
            raise CaseError([Problem(self.name, 0, 0, "unreadable-file", message, "name another file")]) from None
        except UnicodeDecodeError:
            raise CaseError([Problem(self.name, 0, 0, "not-utf8", "is no UTF-8 text", "save it as UTF-8")]) from None
        lines = text.splitlines()[:ROWS]
        first = next((line for line in lines if line.strip()), "")
        separator = next((mark for mark in ("\t", ";") if mark in first), ",")
        self.rows: list[tuple[int, list[str]]] = []
        for number, line in enumerate(lines, 1):
            cells = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
            cells = [cell.strip().strip("'").strip() for cell in cells]
            if any(cells):
                self.rows.append((number, cells))
        self.problems: list[Problem] = []

    def wrong(self, line: int, column: int, rule: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.name, line, column, rule, message, hint))

    def number(self, line: int, cells: list[str], at: int, what: str, most: float) -> float | None:
        """Return the number in a cell, or None for a blank one; what is no number of the range is a problem."""
        text = cells[at] if at < len(cells) else ""
        if not text:
            return None
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        if math.isfinite(value) and 0 <= value <= most:
            return value
        limit = f"0..{most:g}" if math.isfinite(most) else "0 or more"
        self.wrong(line, at + 1, "out-of-range", f'{what} "{text[:20]}" is not in {limit}', "leave unknown cells blank")
        return math.nan

    def ended(self) -> None:
        if self.problems:
            raise CaseError(self.problems[:1000])


def read_table(path: Path) -> ForeignTable:
    """Read a foreign table of whichever form it has.

    Raises
    ------
    CaseError
        With every problem at its line and column (the number of the cell).
    """
    lines = _Lines(path)
    if not lines.rows:
        raise CaseError([Problem(lines.name, 0, 0, "empty-file", "the file is empty")])
    first = lines.rows[0][1]
    heads = [cell.lower() for cell in first]
    second = [cell.lower() for cell in lines.rows[1][1]] if len(lines.rows) > 1 else []
    if first[0].startswith("#"):
        table = _exchange(lines)
    elif all(name in heads for name in NEEDED):
        table = _common(lines, heads)
    elif second[:1] == ["actor"] and len(second) >= 5:
        table = _ktab(lines)
    else:
        message = "none of the forms that can be read"
        hint = f"a heading {', '.join(NEEDED)}, power; rows #A #P #M #D; or KTAB's two heading rows"
        raise CaseError([Problem(lines.name, lines.rows[0][0], 1, "unknown-form", message, hint)])
    lines.ended()
    if not table.stances:
        raise CaseError([Problem(lines.name, 0, 0, "too-few", "no row gives a position with its salience")])
    return table


def _common(lines: _Lines, heads: list[str]) -> ForeignTable:
    at = {name: heads.index(name) for name in (*NEEDED, "power") if name in heads}
    power_at = at.get("power", 10**6)
    raw = []
    for line, cells in lines.rows[1:]:
        names = [cells[at[name]] if at[name] < len(cells) else "" for name in ("actor", "issue")]
        if not all(names):
            lines.wrong(line, 1, "missing-field", "a row names its actor and its issue")
            continue
        raw.append(
            (
                line,
                names[0],
                names[1],
                lines.number(line, cells, at["position"], "position", 100),
                lines.number(line, cells, at["salience"], "salience", 100),
                lines.number(line, cells, power_at, "power", math.inf),
            )
        )
    shares = all(row[4] <= 1 for row in raw if row[4] is not None and math.isfinite(row[4]))
    scale = 1.0 if shares else 100.0
    remarks = [f"salience read as {'shares 0..1' if shares else '0..100'}"]
    if "power" in at:
        remarks.append("power averaged over the issues of an actor")
    return _table(lines, "common", {}, {}, [(n, a, i, p, s, scale, w) for n, a, i, p, s, w in raw], tuple(remarks))


def _exchange(lines: _Lines) -> ForeignTable:
    actors: dict[str, str] = {}
    issues: dict[str, str] = {}
    meanings: dict[str, list[tuple[float, str]]] = {}
    raw = []
    for line, cells in lines.rows:
        kind, name = cells[0].upper(), cells[1] if len(cells) > 1 else ""
        if kind in ("#A", "#P", "#M", "#D") and not name:
            lines.wrong(line, 2, "missing-field", f"{kind} without a name")
        elif kind == "#A":
            actors[name] = (cells[2] if len(cells) > 2 else "") or name
        elif kind == "#P":
            issues[name] = (cells[2] if len(cells) > 2 else "") or name
        elif kind == "#M":
            point = lines.number(line, cells, 2, "point", 100)
            words = cells[3] if len(cells) > 3 else ""
            if point is not None and words:
                meanings.setdefault(name, []).append((point / 100, words))
        elif kind == "#D":
            issue = cells[2] if len(cells) > 2 else ""
            if name not in actors:
                lines.wrong(line, 2, "unknown-delegation", f'no row #A names "{name}"')
            if issue not in issues:
                lines.wrong(line, 3, "unknown-issue", f'no row #P names "{issue}"')
            numbers = [lines.number(line, cells, at, what, most) for at, what, most in _EXCHANGE_NUMBERS]
            raw.append((line, name, issue, numbers[0], numbers[1], 1.0, numbers[2]))
        elif kind not in ("#/", "#O"):
            lines.wrong(line, 1, "unknown-row", f'a row begins with #A, #P, #M or #D, not with "{cells[0][:20]}"')
    titled = {name: (title, tuple(sorted(meanings.get(name, [])))) for name, title in issues.items()}
    return _table(lines, "exchange", actors, titled, raw, ("power averaged over the issues of an actor",))


_EXCHANGE_NUMBERS = ((3, "position", 100.0), (4, "salience", 1.0), (5, "power", math.inf))


def _ktab(lines: _Lines) -> ForeignTable:
    heads = lines.rows[1][1]
    while heads and not heads[-1]:
        heads = heads[:-1]
    if (len(heads) - 3) % 2:
        lines.wrong(lines.rows[1][0], len(heads), "bad-row", "after the power come two columns for each issue")
        lines.ended()
    names = [(heads[at].removesuffix("Position").strip() or heads[at], at) for at in range(3, len(heads), 2)]
    actors: dict[str, str] = {}
    raw = []
    for line, cells in lines.rows[2:]:
        actor = cells[0]
        if not actor:
            lines.wrong(line, 1, "missing-field", "a row names its actor")
            continue
        actors[actor] = (cells[1] if len(cells) > 1 else "") or actor
        power = lines.number(line, cells, 2, "power", math.inf)
        for name, at in names:
            position = lines.number(line, cells, at, "position", 100)
            salience = lines.number(line, cells, at + 1, "salience", 100)
            raw.append((line, actor, name, position, salience, 100.0, power))
    return _table(lines, "ktab", actors, {name: (name, ()) for name, _ in names}, raw, ("salience read as 0..100",))


def _table(
    lines: _Lines,
    form: str,
    actors: dict[str, str],
    issues: dict[str, tuple[str, tuple[tuple[float, str], ...]]],
    raw: list[tuple[int, str, str, float | None, float | None, float, float | None]],
    remarks: tuple[str, ...],
) -> ForeignTable:
    """Put a table together; a stance that stands twice is a problem."""
    stances: dict[tuple[str, str], ForeignStance] = {}
    seen: dict[tuple[str, str], int] = {}
    unknown = 0
    for line, actor, issue, position, salience, scale, power in raw:
        actors.setdefault(actor, actor)
        issues.setdefault(issue, (issue, ()))
        if (actor, issue) in seen:
            message = f"{actor} on {issue} stands here a second time; the first is in line {seen[actor, issue]}"
            lines.wrong(line, 1, "duplicate-entry", message, "keep one of them")
        seen[actor, issue] = line
        if position is None or salience is None:
            unknown += 1
        else:
            stances[actor, issue] = ForeignStance(actor, issue, position / 100, salience / scale, power)
    made = tuple(ForeignIssue(name, title, meanings) for name, (title, meanings) in issues.items())
    return ForeignTable(form, tuple(actors.items()), made, tuple(stances.values()), unknown, remarks)
