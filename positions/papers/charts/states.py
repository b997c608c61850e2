"""Where everybody ends: one stacked bar a delegation, a letter and a tone for each final state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.papers.charts.board import Board, KeyEntry, key_height
from positions.papers.charts.lettering import clean, text_width
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import BASE, DARK, HATCH, PAPER, SMALL, STATES, faded, ink_on
from positions.papers.charts.style import mm as millimetres
from positions.simulation import WordingForecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_states", "size_states", "states_message"]

NAMES, ROW, TIGHT_ROW = 120.0, 18.0, 12.0
MOSTLY = 0.5


def states_message(title: str, forecast: WordingForecast, roster: Roster) -> str:
    """Say who mostly objects to the end, and who mostly joins with words or stands aside."""

    def mostly(*states: str) -> list[str]:
        return [a for a, shares in forecast.states.items() if sum(shares.get(s, 0.0) for s in states) >= MOSTLY]

    objects, torn = mostly("object"), mostly("dissociate", "join_with_explanation")
    if not objects and not torn:
        return f"“{title}”: everybody can live with it"
    parts = []
    if objects:
        parts.append(f"{roster.listed(objects)} mostly {'objects' if len(objects) == 1 else 'object'}")
    if torn:
        parts.append(f"{roster.listed(torn)} {'joins' if len(torn) == 1 else 'join'} only with an explanation, or not")
    return f"“{title}”: {'; '.join(parts)}"


def size_states(forecast: WordingForecast) -> Size:
    """Return the size at which the final states of a wording are drawn."""
    row = ROW if len(forecast.actors) <= 25 else TIGHT_ROW
    points = 34.0 + row * len(forecast.actors) + 20.0 + key_height(_key(True), millimetres(A4_WIDTH))
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_states(ax: Axes, forecast: WordingForecast, roster: Roster, *, title: str) -> Axes:
    """Draw the shares of worlds in which each delegation ends in each state.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_states`.
    forecast : WordingForecast
    roster : Roster
        For the issue; says who is only assumed.
    title : str
        E.g. :func:`states_message`.
    """
    board = Board(ax)
    top = board.headline(title) + 4.0
    rows = roster.sort(forecast.actors)
    assumed = any(d in roster.assumed for d in rows)
    key = _key(assumed)
    free = board.height - top - 18.0 - key_height(key, board.width)
    high = min(ROW + 3, free / max(1, len(rows)))
    widest = max((text_width(clean(roster.label(d)), BASE) for d in rows), default=0.0)
    left, right = min(NAMES, widest) + 8.0, board.width - 2.0
    for n, actor in enumerate(rows):
        y = top + n * high
        board.row_label(roster.label(actor), y + high / 2, left - 6.0, high)
        _draw_bar(board, forecast, actor, left, right, y + 1.0, high - 2.0, actor in roster.assumed)
    bottom = top + high * len(rows)
    for share in (0.0, 0.5, 1.0):
        x = left + share * (right - left)
        board.line([x, x], [bottom, bottom + 3.0], stroke=0.6)
        ha = "left" if share == 0 else "right" if share == 1 else "center"
        board.text(x, bottom + 8.0, f"{round(100 * share)} % of worlds" if share else "0 %", size=SMALL, ha=ha)
    board.key(key, board.height - key_height(key, board.width))
    return board.done()


def _draw_bar(
    board: Board, forecast: WordingForecast, actor: str, left: float, right: float, y: float, high: float, assumed: bool
) -> None:
    """Draw one delegation's bar, objection first; a letter and a share where there is room."""
    x = left
    for state in STATES:
        share = forecast.states[actor].get(state, 0.0)
        wide = share * (right - left)
        if wide <= 0:
            continue
        style = STATES[state]
        fill = faded(style.fill) if assumed else style.fill
        board.box(x, y, wide, high, fill=fill, edge=PAPER, stroke=0.6, hatch=style.hatch, hatch_colour=ink_on(fill),
                  z=1.0, name=state)  # fmt: skip
        if assumed:
            board.box(x, y, wide, high, fill=None, hatch=HATCH, hatch_colour=DARK, z=1.3)
        letter = style.letter.lower() if assumed else style.letter
        for words in (f"{letter} {round(100 * share)} %", letter):
            room = text_width(words, SMALL, not assumed) + 4.0
            if room <= wide:
                board.box(x + (wide - room) / 2, y + 0.8, room, high - 1.6, fill=fill, z=1.6)
                board.text(x + wide / 2, y + high / 2, words, size=SMALL, ha="center", bold=not assumed,
                           colour=ink_on(fill), name="share")  # fmt: skip
                break
        x += wide


def _key(assumed: bool) -> list[KeyEntry]:
    made = [(s.letter, s.words, s.fill, s.hatch) for s in STATES.values()]
    return [*made, ("", "small letter, hatched: assumed", PAPER, HATCH)] if assumed else made
