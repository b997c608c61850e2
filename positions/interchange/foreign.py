"""Tables of other programs: who holds what on which issue, with salience and power; read, and made into a case.

=========  =====================================================================================================
form       how it is recognised
=========  =====================================================================================================
common     a heading with actor, issue, position and salience (power may be left out), one row a stance
exchange   rows that begin with #A actor, #P issue, #M point of a scale, #D stance
ktab       a first row with names and counts, then Actor, Description, power, and two columns for each issue
=========  =====================================================================================================

The scale of positions is the one that the file names (points #M, ``position (1-7)``, a line above the heading with the
word scale), or the user; a scale that only the numbers show is said, and one that they leave open is asked for.
A foreign table says less than a case. What it does not say is filled with placeholders, each marked as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, TypeAlias

from positions.casefiles.plain import Plain
from positions.casefiles.values import LONGEST_ID, RESERVED
from positions.casefiles.words import shown
from positions.errors import CaseProblems, Problem
from positions.interchange.tables import Cell, Report, Row, Rows, recognised
from positions.markings import Marking
from positions.names import find_name, name_key

__all__ = ["ForeignIssue", "ForeignStance", "ForeignTable", "Scale", "foreign_case", "read_table"]

Scale: TypeAlias = tuple[Fraction, Fraction]
NEEDED = ("actor", "issue", "position", "salience")
POWER = ("power", "influence", "capability", "capabilities", "resources")
HUNDRED = (Fraction(0), Fraction(100))
UNIT = (Fraction(0), Fraction(1))
USUAL = ((0, 1), (1, 5), (1, 7), (0, 10), (-3, 3), (-10, 10), (0, 100), (-100, 100))
ALIASES = {"player": "actor", "stakeholder": "actor", "delegation": "actor", "country": "actor", "topic": "issue"}
STANCES, POINTS, ABOVE = 20_000, 100, 30  # ours: 193 delegations on fifty issues are 9,650; rows above the heading
WANTED = f"a heading {', '.join(NEEDED)}, power; rows #A #P #M #D; or KTAB's two heading rows"
_NUMBER = r"([+-]?[0-9]+(?:[.,][0-9]+)?)"
_RANGE = re.compile(rf"{_NUMBER}\s*(?:-|–|—|\.\.+|…|to|/)\s*{_NUMBER}")
DAY, SAYS, DOCUMENT = "2000-01-01", "PLACEHOLDER", "imported_table"


@dataclass(frozen=True, slots=True)
class ForeignStance:
    """One actor on one issue, as exact shares 0..1; ``power`` as the file has it, None where it has none."""

    actor: str
    issue: str
    position: Fraction
    salience: Fraction
    power: Fraction | None


@dataclass(frozen=True, slots=True)
class ForeignIssue:
    """An issue, its scale in the file's own units, and the meanings of points of it (share, words)."""

    name: str
    title: str
    scale: Scale
    meanings: tuple[tuple[Fraction, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignTable:
    """A whole file: actors (name, title) and issues in its order.

    ``unknown`` counts stances of which a number is blank and that stay unknown; ``remarks`` say what was recognised and
    how sure that is; ``sample`` are three rows as they were read.
    """

    form: str
    actors: tuple[tuple[str, str], ...]
    issues: tuple[ForeignIssue, ...]
    stances: tuple[ForeignStance, ...]
    unknown: int
    remarks: tuple[str, ...]
    sample: tuple[str, ...]


class _Said(NamedTuple):
    """One stance as it stands in the file."""

    actor: Cell
    issue: Cell
    position: Cell
    salience: Cell
    power: Cell


@dataclass(slots=True)
class _Draft:
    """What a form says before its numbers are read."""

    form: str
    said: list[_Said] = field(default_factory=list)
    actors: dict[str, str] = field(default_factory=dict)
    issues: dict[str, str] = field(default_factory=dict)
    points: dict[str, list[tuple[Cell, str]]] = field(default_factory=dict)
    scale: Scale | None = None  # as the file names it
    named: str = ""  # how
    salience: Scale | None = None  # as the form has it


def read_table(path: Path, *, scale: Scale | None = None, salience: Scale | None = None) -> ForeignTable:
    """Read a foreign table of whichever form it has.

    Parameters
    ----------
    path : Path
        Text separated by tabs, semicolons, commas or bars, or a workbook.
    scale, salience : tuple of (Fraction, Fraction), optional
        Lowest and highest position, and salience, that the scale of the file allows.

    Raises
    ------
    CaseProblems
        With every problem at its line and column (the number of the cell), and for a scale that has to be asked for.
    """
    form, rows = recognised(path, _form, WANTED)
    report = Report(rows)
    draft = {"exchange": _exchange, "ktab": _ktab, "common": _common}[form.name](rows, form.line, report)
    report.ended()
    if len(draft.said) > STANCES:
        message = f"{len(draft.said):,} stances; a case holds at most {STANCES:,}"
        raise CaseProblems([Problem(rows.file, 0, 0, "file-too-large", message, "split it by issue")])
    table = _table(draft, report, scale, salience)
    report.ended()
    return table


class _Form(NamedTuple):
    name: str
    line: int  # place of the heading among the rows


def _form(rows: Rows) -> _Form | None:
    """Return which form a table has and where its heading stands, or None."""
    for at, row in enumerate(rows.rows[:ABOVE]):
        heads = [_head(text) for text in row.texts]
        if heads[0] in ("#a", "#p", "#m", "#d", "#o", "#/") and len(heads) > 1:
            return _Form("exchange", 0)
        if set(NEEDED) <= set(heads):
            return _Form("common", at)
        if heads[:2] == ["actor", "description"] and len(heads) >= 5:
            return _Form("ktab", at)
    return None


def _head(text: str) -> str:
    """Return a heading without its unit: ``Position (0-10)`` is position."""
    head = re.sub(r"\s*[(\[].*", "", text.lower()).strip()
    return ALIASES.get(head, head)


def _range(text: str) -> Scale | None:
    """Return the scale that a text names.

    >>> _range("Position (-3 to +3)")
    (Fraction(-3, 1), Fraction(3, 1))
    """
    if found := _RANGE.search(text):
        low, high = (Fraction(part.replace(",", ".")) for part in found.groups())
        return (low, high) if low < high else None
    return None


def _common(rows: Rows, heading: int, report: Report) -> _Draft:
    heads = [_head(text) for text in rows.rows[heading].texts]
    draft = _Draft("common")
    report.remarks.append(f"heading in line {rows.rows[heading].line}")
    for at, name in enumerate(heads):
        if name and name in heads[:at] and name in (*NEEDED, *POWER):
            report.wrong(rows.rows[heading].cell(at), "duplicate-key", f"two columns are called {name}", "keep one")
    power = [name for name in heads if name in POWER]
    if len(power) > 1:
        message = f"columns {', '.join(power)} can all be the power"
        report.wrong(rows.rows[heading].cell(0), "duplicate-key", message, "keep one of them")
    places = {name: heads.index(name) for name in NEEDED} | {"power": heads.index(power[0]) if power else -1}
    if unread := [text for text, name in zip(rows.rows[heading].texts, heads, strict=True) if name and name not in
                  (*NEEDED, *power)]:  # fmt: skip
        report.remarks.append(f"columns not read: {shown(', '.join(unread))}")
    draft.salience = _range(rows.rows[heading].texts[places["salience"]])
    draft.scale, draft.named = _range(rows.rows[heading].texts[places["position"]]), "the heading says"
    for row in rows.rows[:heading]:
        if draft.scale is None and (words := next((t for t in row.texts if "scale" in t.lower()), "")):
            draft.scale, draft.named = _range(words), f"line {row.line} says"
    for row in _below(rows, heading, heads, report):
        made = _Said(*(row.cell(places[name]) for name in (*NEEDED, "power")))
        if made.actor.text and made.issue.text:
            draft.said.append(made)
        else:
            report.wrong(
                row.cell(0), "missing-field", "a row names its actor and its issue", "fill it in, or delete it"
            )
    if power:
        report.remarks.append("power averaged over the issues of an actor")
    return draft


def _below(rows: Rows, heading: int, heads: Sequence[str], report: Report) -> Iterable[Row]:
    """Yield the rows below the heading; pass over it where it is repeated, and say what was passed over."""
    again = 0
    for row in rows.rows[heading + 1 :]:
        if [_head(text) for text in row.texts[: len(heads)]] == list(heads):
            again += 1
            continue
        if over := next((n for n, text in enumerate(row.texts) if text and n >= len(heads)), 0):
            report.wrong(row.cell(over), "bad-row", "a value outside the table", "give it a heading, or delete it")
        yield row
    if heading:
        report.remarks.append(f"{heading} row{'s' * (heading > 1)} above the heading passed over")
    if again:
        report.remarks.append(f"the heading is repeated {again} time{'s' * (again > 1)}: passed over")


def _exchange(rows: Rows, _: int, report: Report) -> _Draft:
    draft = _Draft("exchange", salience=UNIT, named="the points #M say")
    for row in rows.rows:
        kind, name = row.texts[0].upper(), row.cell(1)
        if kind in ("#A", "#P", "#M", "#D") and not name.text:
            report.wrong(name, "missing-field", f"{kind} without a name")
        elif kind == "#A":
            draft.actors[name.text] = row.cell(2).text or name.text
        elif kind == "#P":
            draft.issues[name.text] = row.cell(2).text or name.text
        elif kind == "#M":
            draft.points.setdefault(name.text, []).append((row.cell(2), row.cell(3).text))
        elif kind == "#D":
            said = _Said(name, *(row.cell(at) for at in (2, 3, 4, 5)))
            if name.text not in draft.actors:
                report.wrong(name, "unknown-delegation", f'no row #A names "{shown(name.text)}"')
            if said.issue.text not in draft.issues:
                report.wrong(said.issue, "unknown-issue", f'no row #P names "{shown(said.issue.text)}"')
            draft.said.append(said)
        elif not kind.startswith(("#/", "#O")):
            message = f'a row begins with #A, #P, #M or #D, not with "{shown(row.texts[0])}"'
            report.wrong(row.cell(0), "unknown-row", message)
    report.remarks.append("power averaged over the issues of an actor")
    return draft


def _ktab(rows: Rows, heading: int, report: Report) -> _Draft:
    row = rows.rows[heading]
    heads = list(row.texts)
    while heads and not heads[-1]:
        heads.pop()
    draft = _Draft("ktab", salience=HUNDRED)
    if (len(heads) - 3) % 2:
        report.wrong(row.cell(len(heads) - 1), "bad-row", "after the power come two columns for each issue")
        return draft
    names = [(re.sub(r"\s*position$", "", heads[at], flags=re.IGNORECASE) or heads[at], at)
             for at in range(3, len(heads), 2)]  # fmt: skip
    for line in _below(rows, heading, [_head(text) for text in heads], report):
        actor = line.cell(0)
        if not actor.text:
            report.wrong(actor, "missing-field", "a row names its actor")
            continue
        draft.actors[actor.text] = line.cell(1).text or actor.text
        draft.said += [
            _Said(actor, Cell(line.line, at + 1, name), line.cell(at), line.cell(at + 1), line.cell(2))
            for name, at in names
        ]
    return draft


def _table(draft: _Draft, report: Report, scale: Scale | None, salience: Scale | None) -> ForeignTable:
    """Read the numbers of a draft on their scales; a stance that stands twice is a problem."""
    points = [cell for found in draft.points.values() for cell, _ in found]
    report.learn_decimal([*points, *(cell for said in draft.said for cell in said[2:])])
    positions = report.column([said.position for said in draft.said], "position")
    saliences = report.column([said.salience for said in draft.said], "salience")
    powers = [report.number(said.power, "power") for said in draft.said]
    at_points = dict(zip(points, (report.number(cell, "point") for cell in points), strict=True))
    for said in draft.said:
        draft.actors.setdefault(said.actor.text, said.actor.text)
        draft.issues.setdefault(said.issue.text, said.issue.text)
    _same_names(draft, report)
    if not report.problems and all(None in pair for pair in zip(positions, saliences, strict=True)):
        report.wrong(Cell(0, 0, ""), "too-few", "no row gives a position with its salience")
    report.ended()
    own = {name: {p for cell, _ in draft.points.get(name, ()) if (p := at_points[cell]) is not None}
           for name in draft.issues}  # fmt: skip
    if draft.scale is None and any(said.position.text.endswith("%") for said in draft.said):
        draft.scale, draft.named = HUNDRED, "the signs for per cent say"
    scales = _scales(draft, report, scale, positions, own)
    worth = salience or draft.salience or _salience_scale(draft, report, saliences)
    stances: dict[tuple[str, str], ForeignStance] = {}
    seen: dict[tuple[str, str], int] = {}
    sample: list[str] = []
    unknown = 0
    for said, position, weight, power in zip(draft.said, positions, saliences, powers, strict=True):
        actor, issue = said.actor.text, said.issue.text
        if (first := seen.setdefault((actor, issue), said.actor.line)) != said.actor.line:
            message = f"{shown(actor)} on {shown(issue)} stands here a second time; the first is in line {first}"
            report.wrong(said.actor, "duplicate-entry", message, "keep one of them")
        own_scale = scales.get(issue, HUNDRED)
        ok = [
            _within(report, said.position, position, own_scale, "position", "--scale"),
            _within(report, said.salience, weight, worth, "salience", "--salience-scale"),
            _within(report, said.power, power, (Fraction(0), Fraction(10**15)), "power", ""),
        ]
        if position is None or weight is None:
            unknown += 1
        elif all(ok):
            made = ForeignStance(actor, issue, _share(position, own_scale), _share(weight, worth), power)
            stances[actor, issue] = made
            if len(sample) < 3:
                strength = f", power {said.power.text}" if power is not None else ""
                sample.append(
                    f"line {said.actor.line}: {actor} on {issue}: position {said.position.text} = "
                    f"{float(made.position):.4g}, salience {said.salience.text} = {float(made.salience):.4g}{strength}"
                )
    if worth in (UNIT, HUNDRED):
        report.remarks.append(f"salience read as {'shares 0..1' if worth == UNIT else '0..100'}")
    issues = []
    for name, title in draft.issues.items():
        own_scale = scales.get(name, HUNDRED)
        meanings = sorted(
            (_share(point, own_scale), words)
            for cell, words in draft.points.get(name, ())
            if words and (point := at_points[cell]) is not None and own_scale[0] <= point <= own_scale[1]
        )
        issues.append(ForeignIssue(name, title, own_scale, tuple(meanings)))
        if len(draft.points.get(name, ())) > POINTS:
            report.wrong(
                draft.points[name][POINTS][0], "too-many", f"a scale has at most {POINTS} points", "leave some"
            )
    return ForeignTable(
        draft.form,
        tuple(draft.actors.items()),
        tuple(issues),
        tuple(stances.values()),
        unknown,
        tuple(report.remarks),
        tuple(sample),
    )


def _same_names(draft: _Draft, report: Report) -> None:
    """Report actors and issues that are named in two ways: they would become two in silence."""
    for what, at in (("actors", 0), ("issues", 1)):
        first: dict[str, Cell] = {}
        told: set[str] = set()
        for said in draft.said:
            cell = said[at]
            states = find_name(cell.text) if what == "actors" and cell.text not in told else ()
            key = states[0] if len(states) == 1 else name_key(cell.text) or cell.text
            before = first.setdefault(key, cell)
            if before.text != cell.text and cell.text not in told:
                message = f'the {what} "{shown(before.text)}" and "{shown(cell.text)}" are the same by name'
                report.wrong(cell, "two-spellings", message, f"write it as in line {before.line}")
                told.add(cell.text)


def _scales(
    draft: _Draft,
    report: Report,
    given: Scale | None,
    positions: Sequence[Fraction | None],
    points: Mapping[str, set[Fraction]],
) -> dict[str, Scale]:
    """Return the scale of each issue: given, named in the file, or shown by the numbers; otherwise ask for it."""
    if given or draft.scale:
        low, high = given or draft.scale or HUNDRED
        how = "as given" if given else f"certain: {draft.named} so"
        report.remarks.append(f"positions read on {_words((low, high))} ({how})")
        return dict.fromkeys(draft.issues, (low, high))
    held: dict[str, list[tuple[Fraction, Cell]]] = {name: [] for name in draft.issues}
    for said, value in zip(draft.said, positions, strict=True):
        if value is not None:
            held[said.issue.text].append((value, said.position))
    found = {name: (min(own), max(own)) for name, own in points.items() if len(own) > 1}
    for own in sorted(set(found.values())):
        report.remarks.append(f"positions read on {_words(own)} (certain: {draft.named} so)")
    left = {name: values for name, values in held.items() if name not in found and values}
    everything = [value for values in left.values() for value, _ in values]
    if not everything:
        return found
    low, high = min(everything), max(everything)
    if low >= 0 and high <= 1 and any(value.denominator > 1 for value in everything):
        report.remarks.append(f"positions read on 0..1 (likely: the highest is {float(high):g}); else --scale LOW HIGH")
        return {**dict.fromkeys(left, UNIT), **found}
    asked: dict[str, Scale] = {}
    together = {"": [pair for values in left.values() for pair in values]} if draft.form == "ktab" else left
    for name, values in together.items():
        own_low, own_high = min(values)[0], max(values)[0]
        if own_low < 0 or (own_high <= 10 and not (own_high == 0 and high > 10)):
            where = f' on "{shown(name)}"' if name else ""
            may = [f"--scale {a} {b}" for a, b in USUAL if a <= own_low and own_high <= b and (a < 0) == (own_low < 0)]
            span = f"between {float(own_low):g} and {float(own_high):g}"
            message = f"the positions{where} lie {span}, and no scale is named"
            hint = f"say the lowest and highest that the scale allows: {', '.join(may) or '--scale LOW HIGH'}"
            report.wrong(max(values)[1] if own_low >= 0 else min(values)[1], "unknown-scale", message, hint)
            asked |= dict.fromkeys([name] if name else left, (own_low, own_high + 1))
    report.remarks.append(f"positions read on 0..100 (likely: the highest is {float(high):g}); else --scale LOW HIGH")
    return {**dict.fromkeys(left, HUNDRED), **asked, **found}


def _salience_scale(draft: _Draft, report: Report, values: Sequence[Fraction | None]) -> Scale:
    """Return the scale that the saliences show: shares, or 0..100; what lies between is asked for."""
    known = [(value, said.salience) for value, said in zip(values, draft.said, strict=True) if value is not None]
    per_cent = any(cell.text.endswith("%") for _, cell in known)
    if not known or per_cent or max(known)[0] > 10:
        return HUNDRED
    if max(known)[0] <= 1:
        return UNIT
    message = f"the highest salience is {float(max(known)[0]):g}: neither shares 0..1 nor 0..100"
    report.wrong(max(known)[1], "unknown-scale", message, "say its scale: --salience-scale 0 10, or 0 100")
    return HUNDRED


def _within(report: Report, cell: Cell, value: Fraction | None, scale: Scale, what: str, option: str) -> bool:
    """Return whether a value lies on its scale; report it where not."""
    if value is None or scale[0] <= value <= scale[1]:
        return True
    hint = f"leave unknown cells blank{f'; another scale: {option} LOW HIGH' if option else ''}"
    limit = f"in {_words(scale)}" if option else "0 or more, and below 1e15"
    report.wrong(cell, "out-of-range", f'{what} "{shown(cell.text)}" is not {limit}', hint)
    return False


def _share(value: Fraction, scale: Scale) -> Fraction:
    return (value - scale[0]) / (scale[1] - scale[0])


def _words(scale: Scale) -> str:
    return f"{float(scale[0]):g}..{float(scale[1]):g}"


def foreign_case(table: ForeignTable, *, name: str, marking: Marking) -> Plain:
    """Return the sections of a case that says what the table says.

    Parameters
    ----------
    table : ForeignTable
    name : str
        Of the file, without folders and ending: names the meeting.
    marking : Marking
        Of everything in the table; the table has none, and unmarked is never U.

    Returns
    -------
    dict
        Sections with placeholders for meeting, texts and acceptance intervals. Influence is power in units of the
        mean over actors. Nothing is said about red lines, talks or silence.
    """
    mark = marking.value
    delegations = _ids(actor for actor, _ in table.actors)
    issues = _ids(issue.name for issue in table.issues)
    influence = _influence(table)
    source = {"document": DOCUMENT, "marking": mark, "note": "as the table has it; no passage stands behind it"}
    stances: Plain = {}
    for held in table.stances:
        stances.setdefault(issues[held.issue], {})[delegations[held.actor]] = {
            "ideal": float(held.position),
            "acceptance": _acceptance(held.position),
            "salience": float(held.salience),
            "confidence": "assumed",
            "reason": f"{SAYS}: the acceptance interval is one-sided and follows from the ideal, not from the table.",
            "source": dict(source),
        }
    return {
        "meeting": {
            "id": _id(name),
            "title": f"{SAYS}: the meeting behind {name}",
            "marking": mark,
            "start": DAY,
            "end": DAY,
            "principal": next(iter(delegations.values())),
            "note": f"{SAYS}: dates, principal and body are not in the table.",
        },
        "documents": {
            DOCUMENT: {
                "title": f"Table {name}, form {table.form}; numbers as given",
                "kind": "assumption",
                "marking": mark,
                "note": "; ".join(table.remarks),
            }
        },
        "delegations": {
            delegations[actor]: {"name": full, "marking": mark, "influence": influence[actor]}
            for actor, full in table.actors
        },
        "stances": stances,
        "issues": {issues[issue.name]: _issue(issue, mark) for issue in table.issues},
    }


def _acceptance(ideal: Fraction) -> list[float]:
    """Return the placeholder: who leans towards a strong text is not hurt by a stronger one, nor by a step towards it.

    Where the table gives a point alone, everything between no text and that point is taken to be accepted: it is no
    worse than no text. Beyond it, an actor in the upper half of the scale gets more of what it wants and accepts that
    too; one in the lower half, or in the middle, does not.

    >>> _acceptance(Fraction(3, 10)), _acceptance(Fraction(9, 10))
    ([0.0, 0.3], [0.0, 1.0])
    """
    return [0.0, 1.0 if 2 * ideal > 1 else float(ideal)]


def _issue(issue: ForeignIssue, mark: str) -> Plain:
    """Return an issue whose one clause is the scale itself."""
    low, high = issue.scale
    points = {float(at): words for at, words in issue.meanings}
    for at in (0.0, 0.5, 1.0):
        own = float(low + Fraction(at) * (high - low))
        points.setdefault(at, f"{SAYS}: point {own:g} of the scale of {issue.title}")
    ladder = sorted(points.items())
    ids = _ids(f"at_{100 * at:.9g}" for at, _ in ladder)
    names = dict(zip(points and [at for at, _ in ladder], ids.values(), strict=True))
    return {
        "title": issue.title,
        "marking": mark,
        "note": f"{SAYS}: the texts are points of the scale; write the real ones.",
        "ladder": [{"at": at, "meaning": words} for at, words in ladder],
        "clauses": {"scale": {"options": {names[at]: {"text": f"[{words}]", "strength": at} for at, words in ladder}}},
        "wordings": {
            names[at]: {"title": words, "kind": "candidate", "choice": {"scale": names[at]}} for at, words in ladder
        },
        "tabled": names[ladder[-1][0]],
        "path": [names[at] for at, _ in reversed(ladder[1:-1])],
        "fallback": "no_text",
    }


def _influence(table: ForeignTable) -> dict[str, float]:
    """Return each actor's mean power in units of the mean over actors; 1 where the table gives none."""
    given: dict[str, list[Fraction]] = {actor: [] for actor, _ in table.actors}
    for held in table.stances:
        if held.power is not None:
            given[held.actor].append(held.power)
    means = {actor: sum(values, Fraction(0)) / len(values) for actor, values in given.items() if values}
    whole = sum(means.values(), Fraction(0)) / len(means) if means else Fraction(0)
    return {actor: float(means[actor] / whole) if actor in means and whole > 0 else 1.0 for actor in given}


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return an id for every name, all different."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    for name in names:
        first = wanted = _id(name)
        while wanted in taken:
            numbers[first] = numbers.get(first, 1) + 1
            wanted = f"{first[: LONGEST_ID - 6].rstrip('_')}_{numbers[first]}"
        taken.add(wanted)
        made[name] = wanted
    return made


def _id(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID].rstrip("_")
    if not found or not found[0].isalpha():
        found = f"x_{found}"[:LONGEST_ID].rstrip("_")
    return f"{found}_" if found in RESERVED else found
