"""The issue ladder: what everybody accepts, where the wordings stand, which red lines they cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from positions.game import PreparedIssue, WordingAnalysis
from positions.model import Issue
from positions.papers.charts.board import KEY_ROW, Board, KeyEntry, key_height, key_places
from positions.papers.charts.lettering import LEADING, clean, cut, spread, text_height, text_width, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, DARK, GRID, HATCH, INK, MATRIX_FILL, MID, PALE, PAPER, SMALL, faded
from positions.papers.charts.style import mm as millimetres

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_ladder", "how_often", "ladder_message", "shown_rows", "size_ladder"]

NOTES, NAMES, GAP = 122.0, 120.0, 8.0  # points: widths of the notes and, at most, of the names
MOST_ROWS = 40  # of a chart; of more delegations some are told together
OFTEN, AT_TIMES, ALWAYS = 0.5, 0.05, 0.95  # share of the worlds from which somebody is said to object so; ours
ROW, TIGHT_ROW, TIGHT_FROM = 23.0, 12.0, 18
BLOCKS = MATRIX_FILL["B"]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything goes: measured before it is drawn."""

    left: float
    right: float
    tops: tuple[tuple[str, ...], ...]  # label of each wording
    rungs: tuple[tuple[str, ...], ...]
    rung_width: float
    top_height: float
    rung_height: float

    def at(self, value: float) -> float:
        """Return the x of a point of the ladder."""
        return self.left + value * (self.right - self.left)


def ladder_message(issue: Issue, analyses: Sequence[WordingAnalysis], roster: Roster) -> str:
    """Say who blocks the text on the table, and who of them only follows."""
    tabled = next(a for a in analyses if a.wording == issue.tabled)
    title = issue.wordings[issue.tabled].title
    follows = tuple(f.delegation for f in tabled.followers)
    core = tuple(d for d in tabled.blocking_bloc if d not in follows) or tabled.blocking_bloc
    if not core:
        return f"{issue.title}: nobody blocks “{title}”"
    said = f"{issue.title}: {roster.listed(core)} {'blocks' if len(core) == 1 else 'block'} “{title}”"
    if follows and core != tabled.blocking_bloc:
        goes, whom = "go" if len(follows) > 1 else "goes", "it" if len(core) == 1 else "them"
        said += f"; {roster.listed(follows, most=3)} {goes} along with {whom}"
    return said


def size_ladder(issue: Issue, arrays: PreparedIssue, analyses: Sequence[WordingAnalysis], roster: Roster) -> Size:
    """Return the size at which an issue's ladder is drawn."""
    plan = _plan(issue, arrays, analyses, roster, millimetres(A4_WIDTH))
    rows = len(shown_rows(issue, arrays, analyses, roster)[0]) + 1
    row = ROW if rows <= TIGHT_FROM else TIGHT_ROW
    key = key_height(_key(arrays, analyses), millimetres(A4_WIDTH)) + 6.0
    points = 46.0 + plan.top_height + row * rows + plan.rung_height + key
    return Size(A4_WIDTH, points / millimetres(1.0))


def shown_rows(
    issue: Issue, arrays: PreparedIssue, analyses: Sequence[WordingAnalysis], roster: Roster
) -> tuple[tuple[str, ...], int]:
    """Return who has a row, in the order of the roster, and how many others can live with the text on the table.

    Everybody has one where there are few. Of many those have one that block a text, those first that block the text on
    the table, or that have a red line or a demand.
    """
    if len(arrays.actors) <= MOST_ROWS:
        return roster.sort(arrays.actors), 0
    firm = {arrays.actors[d] for d in {*np.flatnonzero(arrays.red.any(axis=1)), *arrays.demand_actor}}
    first = next(a.blocking_bloc for a in analyses if a.wording == issue.tabled)
    blocks = {a for w in analyses for a in w.blocking_bloc}
    ranked = sorted(arrays.actors, key=lambda a: (a not in first, a not in blocks, a not in firm))
    kept = [a for a in ranked if a in first or a in blocks or a in firm][: MOST_ROWS - 1]
    return roster.sort(kept), len(arrays.actors) - len(kept)


def draw_ladder(
    ax: Axes,
    issue: Issue,
    arrays: PreparedIssue,
    analyses: Sequence[WordingAnalysis],
    roster: Roster,
    *,
    objects: Mapping[str, float] | None = None,
    title: str | None = None,
) -> Axes:
    """Draw the ladder of one issue.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_ladder`.
    issue : Issue
    arrays : PreparedIssue
        Of the issue.
    analyses : sequence of WordingAnalysis
        One for each wording, from :func:`positions.game.analyse_issue`.
    roster : Roster
        With the issue's silent seats: ``roster.at(issue, arrays)``.
    objects : mapping of str to float, optional
        In which share of the worlds each objects to the text on the table.
    title : str, optional
        Instead of :func:`ladder_message`.
    """
    board = Board(ax)
    top = board.headline(ladder_message(issue, analyses, roster) if title is None else title)
    plan = _plan(issue, arrays, analyses, roster, board.width)
    rows, others = shown_rows(issue, arrays, analyses, roster)
    entries = _key(arrays, analyses)
    key = key_height(entries, board.width)
    first = top + plan.top_height + 6.0
    high = min(ROW, (board.height - first - plan.rung_height - key - 10.0) / max(1, len(rows) + (others > 0)))
    last = first + high * (len(rows) + (others > 0))
    _draw_wordings(board, plan, issue, analyses, top, last)
    tabled = next(a for a in analyses if a.wording == issue.tabled)
    for n, actor in enumerate(rows):
        y = first + (n + 0.5) * high
        _draw_interval(board, plan, arrays, actor, y, high, actor in tabled.blocking_bloc)
        _draw_marks(board, plan, arrays, actor, analyses, y)
        board.row_label(roster.label(actor), y, plan.left - GAP, high)
        often = None if objects is None else how_often(objects.get(actor, 0.0))
        notes = _notes(arrays, actor, tabled, roster, often)[: 2 if high >= 20 else 1]
        start = y - (len(notes) - 1) * SMALL * LEADING / 2
        for m, note in enumerate(notes):
            words = cut(clean(note), SMALL, NOTES - 2.0)
            board.text(plan.right + GAP + 2.0, start + m * SMALL * LEADING, words, size=SMALL, name="note")
    if others:
        board.text(plan.left, last - high / 2, f"{others} others can live with it", size=SMALL, name="others")
    _draw_rungs(board, plan, issue, last + 3.0)
    board.key(entries, board.height - key)
    _draw_key_signs(board, entries, board.height - key)
    return board.done()


def _key(arrays: PreparedIssue, analyses: Sequence[WordingAnalysis]) -> list[KeyEntry]:
    """Explain the signs that occur."""
    made = [("", "accepts this; ideal point", PALE, "")]
    if any(a.blocking_bloc for a in analyses):
        made.append(("", "blocks the text on the table", BLOCKS, ""))
    if arrays.assumed.any():
        made.append(("", "nothing said, assumed", faded(PALE), HATCH))
    if (arrays.red > 0).any():
        made.append(("", "crosses a red line", PAPER, ""))
    if arrays.demand_actor.size:
        made.append(("", "misses a demand", PAPER, ""))
    return made


def _plan(
    issue: Issue, arrays: PreparedIssue, analyses: Sequence[WordingAnalysis], roster: Roster, width: float
) -> _Plan:
    widest = max((text_width(clean(roster.label(a)), BASE) for a in arrays.actors), default=0.0)
    left, right = min(NAMES, widest + GAP + 2.0) + 2.0, width - NOTES - GAP
    each = min(130.0, width / max(1, len(analyses)) - 6.0)
    tops = tuple(_top(issue, a, each, roster) for a in analyses)
    rung_width = min(150.0, width / max(1, len(issue.ladder)) - 8.0)
    rungs = tuple((f"{r.at:g}", *wrap(r.meaning, SMALL, rung_width)) for r in issue.ladder)
    return _Plan(
        left,
        right,
        tops,
        rungs,
        rung_width,
        text_height(max((len(t) for t in tops), default=0), SMALL) + 12.0,
        text_height(max((len(r) for r in rungs), default=0), SMALL) + 16.0,
    )


def _top(issue: Issue, analysis: WordingAnalysis, width: float, roster: Roster) -> tuple[str, ...]:
    wording = issue.wordings[analysis.wording]
    first = wrap(wording.title, SMALL, width, most=3, bold=analysis.wording == issue.tabled)
    status = "on the table" if analysis.wording == issue.tabled else wording.kind.replace("_", " ")
    if wording.tabled_by:
        status += f", by {roster.name(wording.tabled_by)}"
    return (*first, cut(clean(status), SMALL, width))


def _draw_wordings(
    board: Board,
    plan: _Plan,
    issue: Issue,
    analyses: Sequence[WordingAnalysis],
    top: float,
    last: float,
) -> None:
    """Draw a line for each wording, its first words above it."""
    bold = [a.wording == issue.tabled for a in analyses]
    widths = [max(text_width(s, SMALL, b) for s in rows) for rows, b in zip(plan.tops, bold, strict=True)]
    wished = [plan.at(a.position) for a in analyses]
    places = spread(wished, widths, 0.0, board.width, gap=6.0)
    foot = top + plan.top_height - 10.0
    for rows, place, x, tabled in zip(plan.tops, places, wished, bold, strict=True):
        start = foot - text_height(len(rows), SMALL)
        for m, row in enumerate(rows):
            heavy = tabled and m < len(rows) - 1
            colour = INK if m < len(rows) - 1 else MID
            y = start + (m + 0.5) * SMALL * LEADING
            board.text(place, y, row, size=SMALL, ha="center", bold=heavy, colour=colour, name="wording")
        ink, stroke, dashes = (INK, 1.5, ()) if tabled else (DARK, 0.9, (4.0, 2.0))
        board.line([place, x, x], [foot + 1.5, foot + 9.0, last], colour=ink, stroke=stroke, dashes=dashes, z=2.0,
                   name="wording line")  # fmt: skip


def _draw_interval(
    board: Board, plan: _Plan, arrays: PreparedIssue, actor: str, y: float, high: float, blocks: bool
) -> None:
    """Draw what an actor accepts as a bar, its ideal point as a tick."""
    d = arrays.actor(actor)
    assumed = bool(arrays.assumed[d])
    thick = min(9.0, high * 0.55)
    a, b, p = plan.at(float(arrays.low[d])), plan.at(float(arrays.high[d])), plan.at(float(arrays.ideal[d]))
    board.line([plan.left, plan.right], [y, y], colour=GRID, stroke=0.5, z=0.5)
    fill = BLOCKS if blocks else PALE
    board.box(
        a, y - thick / 2, max(2.0, b - a), thick, fill=faded(fill) if assumed else fill, edge=MID, stroke=0.5,
        hatch=HATCH if assumed else "", z=1.0, name="interval",
    )  # fmt: skip
    for colour, stroke in ((PAPER, 3.6), (INK, 1.8)):
        board.line([p, p], [y - thick / 2 - 2.0, y + thick / 2 + 2.0], colour=colour, stroke=stroke, z=2.6,
                   name="ideal point")  # fmt: skip


def _draw_marks(
    board: Board, plan: _Plan, arrays: PreparedIssue, actor: str, analyses: Sequence[WordingAnalysis], y: float
) -> None:
    """Mark the wordings that cross a red line of the actor, or miss one of its demands."""
    d = arrays.actor(actor)
    for analysis in analyses:
        w, x = arrays.wording(analysis.wording), plan.at(analysis.position)
        if bool((arrays.red[d] > 0) @ arrays.chosen[w]):
            _cross(board, x, y)
        elif any(not (arrays.demand_options[q] & arrays.chosen[w]).any() for q in _demands(arrays, d)):
            _diamond(board, x, y)


def _demands(arrays: PreparedIssue, d: int) -> list[int]:
    return [int(q) for q in np.flatnonzero(arrays.demand_actor == d)]


def _cross(board: Board, x: float, y: float) -> None:
    board.disc(x, y, 4.6, fill=PAPER, edge=INK, stroke=0.8, z=3.0, name="red line")
    for slope in (1, -1):
        board.line([x - 2.2, x + 2.2], [y - 2.2 * slope, y + 2.2 * slope], stroke=1.3, z=3.2)


def _diamond(board: Board, x: float, y: float) -> None:
    points = [(x - 4.8, y), (x, y - 4.8), (x + 4.8, y), (x, y + 4.8)]
    board.shape(points, fill=PAPER, edge=INK, stroke=0.9, z=3.0, name="demand")


def how_often(share: float) -> str:
    """Return how often somebody objects, in words.

    >>> [how_often(p) for p in (1.0, 0.6, 0.1, 0.01)]
    ['always', 'often', 'at times', 'never']
    """
    limits = {"always": ALWAYS, "often": OFTEN, "at times": AT_TIMES}
    return next((word for word, least in limits.items() if share >= least), "never")


def _notes(
    arrays: PreparedIssue, actor: str, tabled: WordingAnalysis, roster: Roster, often: str | None = None
) -> tuple[str, ...]:
    """Return what stands beside a row: its part in the bloc, then the options it will not have."""
    d = arrays.actor(actor)
    leans = next((f.lets_go_with[0] for f in tabled.followers if f.delegation == actor and f.lets_go_with), ())
    notes = []
    blocks = "blocks" if often is None else f"{often} objects"
    if leans:
        tries = (f"{blocks}, with {roster.listed(leans, most=3, codes=codes)}" for codes in (False, True))
        fits = (words for words in tries if len(leans) <= 3 and text_width(clean(words), SMALL) <= NOTES - 2.0)
        notes.append(next(fits, f"{blocks}, in company"))
    elif any(f.delegation == actor for f in tabled.followers):
        notes.append(f"{blocks}, in company")
    elif actor in tabled.blocking_bloc:
        notes.append(f"{blocks}, even alone")
    elif often is not None:
        notes.append(blocks)
    refused = [option.replace("_", " ") for (_, option), f in zip(arrays.option_keys, arrays.red[d], strict=True) if f]
    if refused:
        notes.append(_listing("never: ", refused))
    for q in _demands(arrays, d):
        asked = [
            o.replace("_", " ") for (_, o), yes in zip(arrays.option_keys, arrays.demand_options[q], strict=True) if yes
        ]
        notes.append(_listing("asks: ", asked, " or "))
    return tuple(notes)


def _listing(head: str, items: Sequence[str], comma: str = ", ") -> str:
    """List as many as there is room for; the rest is counted."""
    for count in range(len(items), 0, -1):
        rest = f" +{len(items) - count}" if count < len(items) else ""
        words = head + comma.join(items[:count]) + rest
        if text_width(clean(words), SMALL) <= NOTES - 2.0:
            return words
    return head + items[0]


def _draw_rungs(board: Board, plan: _Plan, issue: Issue, y: float) -> None:
    """Draw the axis, its rungs and what they mean."""
    board.line([plan.left, plan.right], [y, y], stroke=0.8)
    wished = [plan.at(r.at) for r in issue.ladder]
    widths = [max(text_width(s, SMALL) for s in rows) for rows in plan.rungs]
    places = spread(wished, widths, 0.0, board.width, gap=8.0)
    for rows, place, x in zip(plan.rungs, places, wished, strict=True):
        board.line([x, x, place], [y, y + 3.0, y + 9.0], stroke=0.7)
        board.text(place, y + 10.0, "\n".join(rows), size=SMALL, ha="center", va="top", name="rung")


def _draw_key_signs(board: Board, entries: Sequence[KeyEntry], y: float) -> None:
    """Put the signs into the key's swatches."""
    for x, row, (_, words, _, _) in key_places(entries, board.width):
        mid = x + 5.0, y + row * KEY_ROW + 5.0
        if "red line" in words:
            _cross(board, *mid)
        elif "demand" in words:
            _diamond(board, *mid)
        elif "ideal" in words:
            board.line([mid[0], mid[0]], [mid[1] - 5.0, mid[1] + 5.0], stroke=1.8, z=3.0)
