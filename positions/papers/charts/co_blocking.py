"""The co-blocking matrix: how likely it is that two delegations both object to the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.papers.charts.board import Board
from positions.papers.charts.lettering import clean, cut, text_width, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, HATCH, MID, PALE, SMALL, ink_on, shade
from positions.papers.charts.style import mm as millimetres
from positions.simulation import WordingForecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["co_blocking_message", "co_blocking_rows", "draw_co_blocking", "size_co_blocking"]

NAMES, CELL, SMALLEST_CELL, FOOT = 120.0, 30.0, 12.5, 22.0
SHOWN_FROM, MOST = 0.05, 30


def co_blocking_rows(forecast: WordingForecast, roster: Roster, *, most: int = MOST) -> tuple[str, ...]:
    """Return those who object in at least 5 % of worlds, at most ``most`` of them, in the order of the roster."""
    may = [a for a in forecast.actors if forecast.p_objects(a) >= SHOWN_FROM]
    place = {a: n for n, a in enumerate(forecast.actors)}
    return roster.sort(sorted(may, key=lambda a: (-forecast.p_objects(a), place[a]))[:most])


def co_blocking_message(title: str, forecast: WordingForecast, roster: Roster) -> str:
    """Name those of whom any two block together as often as no other two, to the per cent."""
    order = [forecast.actors.index(d) for d in roster.sort(forecast.actors)]
    share = {(a, b): round(100 * float(forecast.co_blocking[a, b])) for n, b in enumerate(order) for a in order[:n]}
    best = max(share.values(), default=0)
    if best == 0:
        return f"“{title}”: no two delegations block together"
    first = next(pair for pair, much in share.items() if much == best)
    group = list(first)
    for d in order:
        if d not in group and all(share.get((g, d), share.get((d, g))) == best for g in group):
            group.append(d)
    names = roster.listed([forecast.actors[d] for d in group])
    who = names if len(group) == 2 else f"any two of {names}"
    return f"“{title}”: {who} block together in {best} % of worlds, no others more often"


def size_co_blocking(forecast: WordingForecast, roster: Roster) -> Size:
    """Return the size at which the matrix is drawn."""
    count = len(co_blocking_rows(forecast, roster))
    width = millimetres(A4_WIDTH)
    cell = min(CELL, (width - NAMES) / max(1, count))
    points = 34.0 + max(1, count) * max(SMALLEST_CELL, cell * 0.7) + FOOT + 26.0
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_co_blocking(ax: Axes, forecast: WordingForecast, roster: Roster, *, title: str) -> Axes:
    """Draw the lower half of the co-blocking matrix; on the diagonal, how often one objects at all.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_co_blocking`.
    forecast : WordingForecast
    roster : Roster
        For the issue.
    title : str
        E.g. :func:`co_blocking_message`.
    """
    board = Board(ax)
    top = board.headline(title) + 2.0
    rows = co_blocking_rows(forecast, roster)
    below = wrap(_legend(forecast, rows, roster), SMALL, board.width, most=2)
    widest = max((text_width(clean(roster.label(d)), BASE) for d in rows), default=0.0)
    left = min(NAMES, widest) + 8.0
    free = board.height - top - FOOT - 9.0 * len(below)
    wide = min(CELL, (board.width - left) / max(1, len(rows)))
    high = min(wide * 0.75, free / max(1, len(rows)))
    at = {a: n for n, a in enumerate(forecast.actors)}
    for r, one in enumerate(rows):
        y = top + r * high
        board.row_label(roster.label(one), y + high / 2, left - 6.0, high)
        for c, other in enumerate(rows[: r + 1]):
            share = float(forecast.co_blocking[at[one], at[other]])
            x, fill = left + c * wide, shade(share)
            assumed = one in roster.assumed or other in roster.assumed
            board.box(x + 0.4, y + 0.4, wide - 0.8, high - 0.8, fill=fill, edge=MID if r == c else PALE,
                      stroke=1.1 if r == c else 0.4, hatch=HATCH if assumed else "", hatch_colour=PALE,
                      name="cell")  # fmt: skip
            words = f"{round(100 * share)}"
            if assumed:
                room = text_width(words, SMALL) + 2.0
                board.box(x + (wide - room) / 2, y + 1.5, room, high - 3.0, fill=fill, z=1.5)
            board.text(x + wide / 2, y + high / 2, words, size=SMALL, ha="center", bold=r == c, colour=ink_on(fill),
                       name="share")  # fmt: skip
    bottom = top + high * len(rows)
    for c, other in enumerate(rows):
        code = cut(clean(roster.code(other)), SMALL, max(wide, 18.0) if wide >= 18 else FOOT)
        rotation = 0.0 if wide >= 18 else 90.0
        board.text(left + (c + 0.5) * wide, bottom + 3.0, code, size=SMALL, ha="center", va="top", rotation=rotation,
                   name="column")  # fmt: skip
    board.lines(0.0, bottom + FOOT, below, size=SMALL, colour=MID)
    return board.done()


def _legend(forecast: WordingForecast, rows: tuple[str, ...], roster: Roster) -> str:
    words = "Per cent of worlds in which both object to the end; framed: how often one objects at all."
    if any(d in roster.assumed for d in rows):
        words += " Hatched: one of the two stances is assumed."
    left = len(forecast.actors) - len(rows)
    return words + (f" {left} more object in less than 5 %." if left else "")
