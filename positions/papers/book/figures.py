"""The pictures of a briefing: which ones, under which names, drawn one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from positions.agreement import CoalitionGraph
from positions.findings import Findings, IssueFinding
from positions.findings.coalition import blocked_together, blockers, coalition
from positions.game import prepare_issue, stance_letters
from positions.markings import Marking
from positions.papers.charts.graph import draw_graph, graph_message
from positions.papers.charts.ladder import draw_ladder, size_ladder
from positions.papers.charts.matrix import draw_matrix, matrix_pages, size_matrix
from positions.papers.charts.order import Roster, make_roster
from positions.papers.charts.sheet import Furniture, Size, case_furniture, chart_file
from positions.papers.charts.states import draw_states, size_states, states_message
from positions.papers.formats.document import Figure
from positions.text.sentences import list_words

__all__ = ["Drawing", "Picture", "draw", "drawings", "roster_of"]

LEAST_CODED = 2  # stances from which an issue that nobody blocks has a picture
MOST_COUNTED = 6  # members of a bloc of which each is named with its number of issues
SMALL_GRAPH = Size(72.0, 72.0)  # mm, on page one


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
    """A drawn picture: PNG, SVG for the two that one takes elsewhere (else empty), and what it says in words."""

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
    made = [_coalition(findings, roster)]
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


def _coalition(findings: Findings, roster: Roster) -> Drawing:
    """Return the coalition graph, small, for page one."""
    graph = coalition(findings)
    case = findings.case
    seats = max((sum(s.seats for s in issue.silent) for issue in case.issues.values()), default=0)
    return Drawing(
        "coalition",
        "coalition",
        partial(
            draw_graph,
            graph=graph,
            roster=roster,
            seats=seats,
            seats_label=f"{seats} seats",
            title="",
        ),
        SMALL_GRAPH,
        Furniture(findings.marking),
        _bloc_words(findings, graph, roster),
    )


def _bloc_words(findings: Findings, graph: CoalitionGraph, roster: Roster) -> str:
    """Say who blocks together, each on how many issues: a bloc of a meeting need not stand together on any one."""
    said = graph_message(graph, roster)
    if findings.case.provenance.withheld:
        return f"By what may be seen: {said[0].lower() if said.startswith('Nobody') else said[0]}{said[1:]}"
    counts = blocked_together(findings, graph)
    _, together, rest = said.partition(" block together")
    if not together or len(counts) > MOST_COUNTED:
        return said
    first, *others = roster.sort(counts)
    members = [f"{roster.name(first)} (on {counts[first]} issue{'s' * (counts[first] != 1)})"]
    members += [f"{roster.name(d)} ({counts[d]})" for d in others]
    return f"{list_words(members)} block together{rest}"


def _of_issue(findings: Findings, found: IssueFinding, roster: Roster) -> Iterable[Drawing]:
    """Return the pictures of one issue's page; none where nearly everything on it would be assumed."""
    case = findings.case
    coded = sum(1 for _ in case.stances_on(found.issue))
    if coded < LEAST_CODED and not found.on_table.analysis.blocking_bloc:
        return
    issue = case.issues[found.issue]
    arrays = prepare_issue(case, found.issue)
    seated = roster.at(issue, arrays)
    analyses = tuple(t.analysis for t in found.texts)
    yield Drawing(
        f"ladder/{found.issue}",
        f"ladder_{found.issue}",
        partial(draw_ladder, issue=issue, arrays=arrays, analyses=analyses, roster=seated),
        size_ladder(issue, arrays, analyses, seated),
        case_furniture(case, marking=found.marking),
    )
    if found.on_table.analysis.blocking_bloc:
        forecast = found.on_table.forecast
        message = states_message(issue.wordings[found.tabled].title, forecast, seated)
        yield Drawing(
            f"states/{found.issue}",
            f"states_{found.issue}",
            partial(draw_states, forecast=forecast, roster=seated, title=message),
            size_states(forecast),
            case_furniture(case, marking=found.marking, seed=findings.seed, draws=findings.draws),
        )


def draw(drawing: Drawing) -> Picture:
    """Draw one picture. Drawing it a second time as SVG takes as long again: only the graph and the matrix are."""
    both = drawing.place.startswith(("coalition", "matrix"))
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
