"""The pictures of a briefing: which ones, under which names, drawn one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from positions.findings import Findings, IssueFinding
from positions.findings.coalition import blockers, coalition, coalition_of
from positions.game import prepare_issue, stance_letters
from positions.markings import Marking
from positions.papers.charts.graph import draw_graph, graph_message
from positions.papers.charts.ladder import draw_ladder, size_ladder
from positions.papers.charts.matrix import draw_matrix, matrix_pages, size_matrix
from positions.papers.charts.order import Roster, make_roster
from positions.papers.charts.sheet import Furniture, Size, case_furniture, chart_file
from positions.papers.formats.document import Figure

__all__ = ["Drawing", "Picture", "draw", "drawings", "roster_of"]

LEAST_CODED = 2  # stances from which an issue that nobody blocks has a picture
GRAPH = Size(125.0, 84.0)  # mm


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture to draw. ``place`` says where it belongs, see :func:`positions.papers.book.make_book`."""

    place: str
    name: str
    draw: Callable[[Any], object]
    size: Size
    furniture: Furniture
    words: str = ""  # what it says, where it does not say so itself


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn picture: PNG, SVG for what one takes elsewhere (else empty), and what it says in words."""

    place: str
    name: str
    png: bytes
    svg: bytes
    words: str
    marking: Marking
    width: float
    title: str = ""

    @property
    def figure(self) -> Figure:
        """The picture as a block of a book."""
        return Figure(self.name, self.words, self.marking, self.title, self.width)


def roster_of(findings: Findings) -> Roster:
    """Return names and order of the delegations, the same in every picture."""
    forecasts = [f.on_table.forecast for f in findings.issues]
    return make_roster(findings.case, coalition(findings), blockers(findings.case, forecasts))


def drawings(findings: Findings) -> tuple[Drawing, ...]:
    """Return every picture that the book shows, not yet drawn; those that take longest first."""
    roster = roster_of(findings)
    case = findings.case
    titles = {i: issue.title for i, issue in case.issues.items()}
    made: list[Drawing] = []
    pages = matrix_pages(stance_letters(case), roster)
    for n, page in enumerate(pages, start=1):
        number = f"_{n}" if len(pages) > 1 else ""
        made.append(
            Drawing(
                f"matrix{number}",
                f"stance_matrix{number}",
                partial(draw_matrix, letters=page, roster=roster, titles=titles),
                size_matrix(page, roster, titles),
                case_furniture(case, marking=findings.marking),
            )
        )
    made += [drawing for found in findings.issues for drawing in _of_issue(findings, found, roster)]
    return tuple(made)


def _of_issue(findings: Findings, found: IssueFinding, roster: Roster) -> Iterable[Drawing]:
    """Return the pictures of one issue's page; none where nearly everything on it would be assumed.

    The coalition graph only where something has to be done and at least two block together.
    """
    case = findings.case
    coded = sum(1 for _ in case.stances_on(found.issue))
    bloc = found.on_table.analysis.blocking_bloc
    if coded < LEAST_CODED and not bloc:
        return
    issue = case.issues[found.issue]
    arrays = prepare_issue(case, found.issue)
    seated = roster.at(issue, arrays)
    analyses = tuple(t.analysis for t in found.texts)
    forecast = found.on_table.forecast
    yield Drawing(
        f"ladder/{found.issue}",
        f"ladder_{found.issue}",
        partial(
            draw_ladder,
            issue=issue,
            arrays=arrays,
            analyses=analyses,
            roster=seated,
            objects={a: forecast.p_objects(a) for a in forecast.actors},
        ),
        size_ladder(issue, arrays, analyses, seated),
        case_furniture(case, marking=found.marking),
    )
    if found.letter != "G" and len(bloc) > 1:
        graph = coalition_of(case, [forecast])
        seats = sum(s.seats for s in issue.silent)
        yield Drawing(
            f"graph/{found.issue}",
            f"graph_{found.issue}",
            partial(draw_graph, graph=graph, roster=roster, seats=seats, seats_label=f"{seats} seats"),
            GRAPH,
            case_furniture(case, marking=found.marking),
            _seen(findings, graph_message(graph, roster)),
        )


def _seen(findings: Findings, words: str) -> str:
    """Return what a graph says; of a released case, that it holds by what may be seen."""
    if not findings.case.provenance.withheld:
        return words
    return f"By what may be seen: {words[0].lower() if words.startswith('Nobody') else words[0]}{words[1:]}"


def draw(drawing: Drawing) -> Picture:
    """Draw one picture. Drawing it a second time as SVG takes as long again: only the matrix is."""
    both = drawing.place.startswith("matrix")
    made = chart_file(drawing.draw, drawing.size, drawing.furniture, formats=("png", "svg") if both else ("png",))
    return Picture(
        drawing.place,
        drawing.name,
        made.png,
        made.svg,
        drawing.words or made.message,
        made.marking,
        drawing.size.width,
        drawing.words,
    )
