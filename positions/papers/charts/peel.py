"""Peel order: who lets go in which round, who stays to the end, and in how many worlds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from positions.game import WordingAnalysis
from positions.papers.charts.board import Board
from positions.papers.charts.lettering import LEADING, clean, cut, text_height, text_width, wrap
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import A4_WIDTH, Size
from positions.papers.charts.style import (
    BASE,
    DARK,
    FAINT,
    GRID,
    HATCH,
    INK,
    MATRIX_FILL,
    MID,
    PALE,
    PAPER,
    SMALL,
    faded,
)
from positions.papers.charts.style import mm as millimetres
from positions.simulation import WordingForecast

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_peel", "peel_message", "peel_rows", "size_peel"]

NAMES, SHARES, NOTES = 120.0, 84.0, 126.0  # points: the columns left and right of the rounds
ROW, HEADER = 24.0, 26.0
SHOWN_FROM = 0.25  # who lets go at once is drawn when it stays in at least this share of worlds
VOICED_FROM = 0.05  # who lets go later is drawn when it is aggrieved in at least this share of worlds
STAYS = MATRIX_FILL["B"]


def peel_rows(analysis: WordingAnalysis, forecast: WordingForecast, roster: Roster) -> tuple[str, ...]:
    """Return who gets a row: the bloc, who lets go after the first round, and who stays in many worlds."""
    late = {d for step in analysis.let_go[1:] for d in step if forecast.voiced.get(d, 0.0) >= VOICED_FROM}
    often = {d for d in forecast.actors if forecast.p_objects(d) >= SHOWN_FROM}
    return roster.sort(d for d in forecast.actors if d in late | often | set(analysis.blocking_bloc))


def peel_message(title: str, analysis: WordingAnalysis, roster: Roster) -> str:
    """Say who stays, who lets go last, and who lets go if the others do."""
    follows = tuple(f.delegation for f in analysis.followers)
    core = tuple(d for d in analysis.blocking_bloc if d not in follows) or analysis.blocking_bloc
    if not core:
        return f"“{title}”: everybody lets go"
    said = f"“{title}”: {roster.listed(core)} {'stays' if len(core) == 1 else 'stay'}"
    if follows and core != analysis.blocking_bloc:
        said += f", {roster.listed(follows, most=3)} in {'its' if len(core) == 1 else 'their'} company"
    last = analysis.let_go[-1] if len(analysis.let_go) > 1 else ()
    if last:
        said += f"; {roster.listed(last, most=3)} {'lets' if len(last) == 1 else 'let'} go last"
    return said


def size_peel(analysis: WordingAnalysis, forecast: WordingForecast, roster: Roster) -> Size:
    """Return the size at which a peel order is drawn."""
    rest = text_height(len(_rest(analysis, forecast, roster, millimetres(A4_WIDTH))), SMALL)
    points = 34.0 + HEADER + ROW * max(1, len(peel_rows(analysis, forecast, roster))) + rest + 12.0
    return Size(A4_WIDTH, points / millimetres(1.0))


def draw_peel(ax: Axes, analysis: WordingAnalysis, forecast: WordingForecast, roster: Roster, *, title: str) -> Axes:
    """Draw the peel order of one wording.

    Left, the central world: objections are voiced freely, then those go who cannot bear the cost in the company that
    is left, round by round. Right, the share of all simulated worlds in which a delegation stays to the end.

    Parameters
    ----------
    ax : Axes
        At its final size; see :func:`size_peel`.
    analysis : WordingAnalysis
    forecast : WordingForecast
        Of the same wording, with the same talks.
    roster : Roster
        For the issue.
    title : str
        E.g. :func:`peel_message`.
    """
    board = Board(ax)
    top = board.headline(title) + HEADER
    rows = peel_rows(analysis, forecast, roster)
    rest = _rest(analysis, forecast, roster, board.width)
    high = min(ROW + 4, (board.height - top - text_height(len(rest), SMALL) - 8.0) / max(1, len(rows)))
    widest = max((text_width(clean(roster.label(d)), BASE) for d in rows), default=40.0)
    left, right = min(NAMES, widest) + 8.0, board.width - SHARES - NOTES - 16.0
    rounds = len(analysis.let_go)
    step = (right - left) / (rounds + 1)
    bottom = top + high * len(rows)
    for n in range(rounds + 1):
        words = "text is put" if n == 0 else f"round {n}"
        ha = "left" if n == 0 else "center"
        board.text(left + n * step, top - 8.0, words, size=SMALL, ha=ha, colour=MID, name="round")
        board.line([left + n * step] * 2, [top - 2.0, bottom], colour=GRID, stroke=0.6, z=0.4)
    start = right + 14.0
    board.text(start, top - 8.0 - SMALL * LEADING, "stays to the end,", size=SMALL, colour=MID)
    board.text(start, top - 8.0, "share of simulated worlds", size=SMALL, colour=MID)
    gone = {d: n for n, leaving in enumerate(analysis.let_go, start=1) for d in leaving}
    for n, d in enumerate(rows):
        y = top + (n + 0.5) * high
        board.row_label(roster.label(d), y, left - 8.0, high)
        _draw_course(board, gone.get(d), y, left, right, step, d in roster.assumed)
        _draw_share(board, forecast.p_objects(d), y, start, d in roster.assumed)
        board.text(start + SHARES + 4.0, y, _note(d, analysis, forecast, roster), size=SMALL, name="note")
    board.lines(0.0, bottom + 6.0, rest, size=SMALL, colour=MID)
    return board.done()


def _draw_course(
    board: Board, gone: int | None, y: float, left: float, right: float, step: float, assumed: bool
) -> None:
    """Draw how long an actor stays: to a round, or to the end."""
    end = right if gone is None else left + gone * step
    fill = STAYS if gone is None else PALE
    board.box(left, y - 3.5, end - left - (4.0 if gone is None else 0.0), 7.0, fill=faded(fill) if assumed else fill,
              edge=MID, stroke=0.5, hatch=HATCH if assumed else "", name="course")  # fmt: skip
    if gone is None:
        tip = [(right - 4.0, y - 6.0), (right + 5.0, y), (right - 4.0, y + 6.0)]
        board.shape(tip, fill=fill, edge=MID, stroke=0.5, z=1.5, name="stays")
    else:
        board.disc(end, y, 4.0, fill=PAPER, edge=DARK, stroke=1.2, z=3.0, name="lets go")
        board.text(end + 6.0, y, "lets go", size=SMALL, colour=INK)


def _draw_share(board: Board, share: float, y: float, start: float, assumed: bool) -> None:
    wide = SHARES - 30.0
    board.box(start, y - 4.0, wide, 8.0, fill=FAINT, edge=PALE, stroke=0.5, z=0.8, name="scale")
    fill = faded(STAYS) if assumed else STAYS
    board.box(start, y - 4.0, wide * share, 8.0, fill=fill, hatch=HATCH if assumed else "", z=1.0, name="share bar")
    board.text(start + SHARES, y, f"{round(100 * share)} %", ha="right", bold=True, name="share")


def _note(actor: str, analysis: WordingAnalysis, forecast: WordingForecast, roster: Roster) -> str:
    """Return what stands at the end of a row: whom it leans on, or when it lets go on average."""
    leans = next((f.lets_go_with[0] for f in analysis.followers if f.delegation == actor and f.lets_go_with), ())
    if leans:
        tries = (f"with {roster.listed(leans, most=3, codes=codes)}" for codes in (False, True))
        fits = (words for words in tries if len(leans) <= 3 and text_width(clean(words), SMALL) <= NOTES - 4.0)
        words = next(fits, "only in company")
    elif actor in analysis.blocking_bloc:
        words = "would stay alone"
    elif actor in forecast.let_go and forecast.p_objects(actor) < 1:
        words = f"else gone after {forecast.let_go[actor]:.1f} rounds"
    else:
        words = ""
    return cut(clean(words), SMALL, NOTES - 4.0)


def _rest(analysis: WordingAnalysis, forecast: WordingForecast, roster: Roster, width: float) -> tuple[str, ...]:
    """Return the line about those who have no row."""
    shown = set(peel_rows(analysis, forecast, roster))
    left = [d for d in forecast.actors if d not in shown]
    if not left:
        return ()
    names = roster.listed(left, most=12)
    return wrap(f"{'Lets' if len(left) == 1 else 'Let'} go at once: {names}.", SMALL, width, most=3)
