"""What a reader can handle on the page: the stance matrix and the coalition graph, laid out here and moved there.

The page holds both complete, as a table and a drawing with every tie in words below it; the page's own script only
sorts, filters and drags what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from positions.agreement import CoalitionGraph, column, graph_marking, ties
from positions.game import LETTERS, StanceLetters
from positions.markings import Marking, highest
from positions.model import Case
from positions.papers.charts.graph_layout import lay_out

__all__ = ["KIND_NAMES", "Live", "LiveEdge", "LiveNode", "LiveRow", "live_part"]

SIZE, MARGIN = (720.0, 440.0), 50.0  # of the drawing, in its own units
RADIUS, GAP = 19.0, 24.0  # of the largest disc; between two discs of a bloc
KIND_NAMES: Mapping[str, str] = {
    "co_blocking": "blocks together",
    "association": "follows",
    "agreement": "agrees",
    "shared_group": "same group",
}
AT_FIRST = ("co_blocking", "association")


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A delegation's letters: (letter, as it is shown, words)."""

    name: str
    groups: str
    marking: Marking
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LiveNode:
    """A delegation in the drawing, with its words for who does not see it."""

    id: str
    label: str
    x: float
    y: float
    radius: float
    assumed: bool
    words: str


@dataclass(frozen=True, slots=True)
class LiveEdge:
    """A tie between two places; ``issue`` is "" where it holds for the meeting."""

    source: LiveNode
    target: LiveNode
    kind: str
    issue: str
    width: float
    words: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Live:
    """Matrix and graph, ready for the page."""

    marking: Marking
    issues: tuple[tuple[str, str], ...]
    rows: tuple[LiveRow, ...]
    order: tuple[str, ...]
    letters: tuple[tuple[str, str], ...]
    nodes: tuple[LiveNode, ...]
    edges: tuple[LiveEdge, ...]
    kinds: tuple[tuple[str, str, bool], ...]
    width: float = SIZE[0]
    height: float = SIZE[1]


def live_part(
    case: Case, letters: StanceLetters, whole: CoalitionGraph, by_issue: Mapping[str, CoalitionGraph]
) -> Live:
    """Put together what the page needs.

    Parameters
    ----------
    case : Case
    letters : StanceLetters
        Of the same case.
    whole : CoalitionGraph
        Of the meeting; gives nodes and places.
    by_issue : mapping of issue to CoalitionGraph
        Of each tabled text; gives who blocks together on it.
    """
    places = _places(whole)
    nodes = {
        d: LiveNode(
            d,
            data["label"],
            *places[d],
            radius=round(9 + 5 * min(data["influence"], 4) ** 0.5, 1),
            assumed=data["assumed"],
            words=_node_words(case.delegations[d].name, data["bloc"], data["assumed"]),
        )
        for d, data in whole.nodes(data=True)
    }
    graphs = {"": whole, **by_issue}
    edges = tuple(
        LiveEdge(
            nodes[source],
            nodes[target],
            tie["kind"],
            issue,
            round(1 + 5 * min(max(tie["weight"], 0.0), 1.0), 2),
            f"{Marking(tie['marking']).portion} {nodes[source].label} {KIND_NAMES[tie['kind']]} "
            f"{nodes[target].label}, {tie['weight']:.2f}" + (f", on {case.issues[issue].title}" if issue else ""),
            shown=not issue and tie["kind"] in AT_FIRST,
        )
        for issue, graph in graphs.items()
        for source, target, tie in ties(graph, *(("co_blocking",) if issue else ()))
        if source in nodes and target in nodes
    )
    rows = tuple(_row(case, letters, n) for n in range(len(letters.delegations)))
    marks = [*(row.marking for row in rows), *(graph_marking(graph) for graph in graphs.values() if graph)]
    return Live(
        highest([case.meeting.marking, *marks, *(case.issues[i].marking for i in letters.issues)]),
        tuple((i, case.issues[i].title) for i in letters.issues),
        rows,
        tuple(LETTERS),
        tuple(LETTERS.items()),
        tuple(nodes.values()),
        edges,
        tuple((kind, name, kind in AT_FIRST) for kind, name in KIND_NAMES.items()),
    )


def _row(case: Case, letters: StanceLetters, n: int) -> LiveRow:
    delegation = case.delegations[letters.delegations[n]]
    cells = []
    for i in range(len(letters.issues)):
        letter = letters.letters[n][i]
        words = LETTERS[letter] + (", assumed" if letters.assumed[n][i] else "")
        cells.append((letter, letters.shown(n, i), words))
    marks = [s.source.marking for (d, _), s in case.stances.items() if d == delegation.id]
    return LiveRow(delegation.name, " ".join(delegation.groups), highest([delegation.marking, *marks]), tuple(cells))


def _node_words(name: str, bloc: str, assumed: bool) -> str:
    parts = [name, *([f"in {bloc}"] if bloc else []), *(["stance assumed"] if assumed else [])]
    return ", ".join(parts)


def _places(graph: CoalitionGraph) -> dict[str, tuple[float, float]]:
    """Return where each delegation stands: as in the picture, drawn apart to the size of the page."""
    bloc = column(graph, "bloc")
    order = sorted(graph, key=lambda d: not bloc[d])
    made = lay_out(order, bloc, dict.fromkeys(order, RADIUS), gap=GAP)
    across, down = ((side / 2 - MARGIN) / max(half, 1.0) for side, half in zip(SIZE, made.half, strict=True))
    return {d: (round(SIZE[0] / 2 + across * x), round(SIZE[1] / 2 + down * y)) for d, (x, y) in made.places.items()}
