"""The coalition graph: delegations, and four kinds of ties between them, each kept apart.

Raw similarity of records does not show who blocks together, so agreement stands beside co-blocking and never instead
of it. Everything is a plain Python value in a fixed order, ready for any graph format.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from positions.markings import Marking, highest

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["EDGE_KINDS", "CoalitionGraph", "Edge", "EdgeKind", "Node", "coalition_graph"]

EdgeKind = Literal["agreement", "co_blocking", "association", "shared_group"]
EDGE_KINDS: tuple[EdgeKind, ...] = get_args(EdgeKind)
DECIMALS = 6  # of every number in the graph, so that files do not hang on a last bit


@dataclass(frozen=True, slots=True)
class Node:
    """A delegation; ``broker`` and ``pivot`` are None where not known, ``assumed`` if its stance stands for silence."""

    id: str
    label: str
    groups: tuple[str, ...]
    influence: float
    bloc: str
    broker: float | None
    pivot: float | None
    assumed: bool
    marking: Marking

    def attributes(self) -> dict[str, str | float | bool]:
        """Return everything but the id as plain values; what is not known is left out."""
        given: dict[str, str | float | bool | None] = {
            "label": self.label,
            "groups": "; ".join(self.groups),
            "influence": self.influence,
            "bloc": self.bloc,
            "broker": self.broker,
            "pivot": self.pivot,
            "assumed": self.assumed,
            "marking": self.marking.value,
        }
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie. An undirected one is stored once, from the delegation that comes first.

    Parameters
    ----------
    weight : float
        agreement: the measure given; co_blocking: a probability; association: units of grievance; shared_group: how
        many groups.
    directed : bool
        True for association only: from follower to leader.
    shared : int or None
        Issues an agreement rests on.
    via : str
        The groups of a shared_group tie.
    """

    source: str
    target: str
    kind: EdgeKind
    weight: float
    directed: bool
    marking: Marking
    shared: int | None = None
    via: str = ""

    def attributes(self) -> dict[str, str | float | int | bool]:
        """Return everything but the two ends as plain values; what does not apply is left out."""
        given: dict[str, str | float | int | bool | None] = {
            "kind": self.kind,
            "weight": self.weight,
            "directed": self.directed,
            "shared": self.shared,
            "via": self.via or None,
            "marking": self.marking.value,
        }
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class CoalitionGraph:
    """Nodes in the order given; edges by kind, then by the order of their ends."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def of_kind(self, *kinds: EdgeKind) -> tuple[Edge, ...]:
        """Return the edges of these kinds."""
        return tuple(e for e in self.edges if e.kind in kinds)

    def marking(self) -> Marking:
        """Return the highest marking of any node or edge; ValueError for an empty graph."""
        return highest([n.marking for n in self.nodes] + [e.marking for e in self.edges])

    def to_networkx(self) -> nx.MultiDiGraph[Any]:
        """Return a networkx graph with plain attributes; edge keys are the kinds.

        Undirected ties appear once, with ``directed`` False: an algorithm that needs both directions must add them.
        """
        import networkx as nx

        graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(title=self.title)
        for node in self.nodes:
            graph.add_node(node.id, **node.attributes())
        for edge in self.edges:
            graph.add_edge(edge.source, edge.target, key=edge.kind, **edge.attributes())
        return graph


def coalition_graph(
    ids: Sequence[str],
    *,
    markings: Sequence[Marking],
    title: str = "",
    labels: Sequence[str] | None = None,
    groups: Sequence[Sequence[str]] | None = None,
    influence: ArrayLike | None = None,
    bloc: Sequence[str] | None = None,
    broker: ArrayLike | None = None,
    pivot: ArrayLike | None = None,
    assumed: ArrayLike | None = None,
    agreement: ArrayLike | None = None,
    shared: ArrayLike | None = None,
    co_blocking: ArrayLike | None = None,
    association: ArrayLike | None = None,
    kind_markings: Mapping[EdgeKind, Sequence[Marking]] | None = None,
    association_markings: Mapping[tuple[str, str], Marking] | None = None,
    min_agreement: float = 0.0,
    min_shared: int = 1,
    min_co_blocking: float = 0.05,
) -> CoalitionGraph:
    """Put together the coalition graph of D delegations.

    Parameters
    ----------
    ids : sequence of str, length D
        Unique.
    markings : sequence of Marking, length D
        The highest marking of what each delegation's attributes rest on. A tie is marked as the higher of its ends.
    labels, groups, influence, bloc, broker, pivot, assumed
        Length D; NaN in ``broker`` and ``pivot`` = not known. ``bloc`` "" = in none.
    agreement : array_like, shape (D, D), optional
        Symmetric; NaN = unknown, gives no edge. Kept from ``min_agreement`` and ``min_shared`` on.
    shared : array_like, shape (D, D), optional
        Issues each agreement rests on.
    co_blocking : array_like, shape (D, D), optional
        Probability that both end up objecting; kept from ``min_co_blocking`` on.
    association : array_like, shape (D, D), optional
        ``[d, j]`` > 0: d follows j.
    kind_markings : mapping of edge kind to sequence of Marking, length D, optional
        Where ties of a kind rest on something else than the attributes: what they rest on, for each end.
    association_markings : mapping of (follower, leader) to Marking, optional
        Where a tie's own source decides its marking.

    Raises
    ------
    ValueError
        Lengths or shapes that do not fit, duplicate ids, asymmetric matrices.

    Examples
    --------
    >>> g = coalition_graph(
    ...     ["rus", "pak"],
    ...     markings=[Marking.U, Marking.SBU],
    ...     agreement=[[1, 0.8], [0.8, 1]],
    ...     association=[[0, 0], [0.3, 0]],
    ... )
    >>> [(e.source, e.target, e.kind, e.weight, e.marking.value) for e in g.edges]
    [('rus', 'pak', 'agreement', 0.8, 'SBU'), ('pak', 'rus', 'association', 0.3, 'SBU')]
    """
    D = len(ids)
    if len(set(ids)) != D:
        raise ValueError("the ids of a coalition graph must be unique")
    if len(markings) != D:
        raise ValueError(f"need {D} markings, got {len(markings)}: unmarked is never treated as U")
    belongs = [tuple(g) for g in _column(groups, D, "groups", ())]
    nodes = tuple(
        Node(
            id=name,
            label=label or name,
            groups=own_groups,
            influence=_number(weight) or 0.0,
            bloc=in_bloc,
            broker=_number(bridge),
            pivot=_number(pivotal),
            assumed=bool(silent),
            marking=marking,
        )
        for name, label, own_groups, weight, in_bloc, bridge, pivotal, silent, marking in zip(
            ids,
            _column(labels, D, "labels", ""),
            belongs,
            _column(influence, D, "influence", 1.0),
            _column(bloc, D, "bloc", ""),
            _column(broker, D, "broker", np.nan),
            _column(pivot, D, "pivot", np.nan),
            _column(assumed, D, "assumed", False),
            markings,
            strict=True,
        )
    )
    ends = {kind: list((kind_markings or {}).get(kind, markings)) for kind in EDGE_KINDS}
    n = None if shared is None else _square(shared, D, "shared")
    agrees = _square(agreement, D, "agreement", symmetric=True)
    blocks = _square(co_blocking, D, "co_blocking", symmetric=True)
    edges: list[Edge] = []
    for i, j in _pairs(agrees, min_agreement):
        issues = None if n is None else int(n[i, j])
        if issues is None or issues >= min_shared:
            edges.append(_edge(nodes, ends, i, j, "agreement", agrees[i, j], shared=issues))
    edges += [_edge(nodes, ends, i, j, "co_blocking", blocks[i, j]) for i, j in _pairs(blocks, min_co_blocking)]
    follows = _square(association, D, "association")
    own = association_markings or {}
    for i in range(D):
        for j in range(D):
            if i != j and follows[i, j] > 0:
                edges.append(_edge(nodes, ends, i, j, "association", follows[i, j], marking=own.get((ids[i], ids[j]))))
    for i in range(D):
        for j in range(i + 1, D):
            both = [g for g in belongs[i] if g in set(belongs[j])]
            if both:
                edges.append(_edge(nodes, ends, i, j, "shared_group", len(both), via="; ".join(both)))
    return CoalitionGraph(title=title, nodes=nodes, edges=tuple(edges))


def _edge(
    nodes: Sequence[Node],
    ends: Mapping[EdgeKind, Sequence[Marking]],
    i: int,
    j: int,
    kind: EdgeKind,
    weight: float,
    *,
    shared: int | None = None,
    via: str = "",
    marking: Marking | None = None,
) -> Edge:
    """Make one edge, marked as the higher of its ends unless it has a marking of its own."""
    return Edge(
        source=nodes[i].id,
        target=nodes[j].id,
        kind=kind,
        weight=round(float(weight), DECIMALS),
        directed=kind == "association",
        marking=marking or highest([ends[kind][i], ends[kind][j]]),
        shared=shared,
        via=via,
    )


def _column(given: Any, D: int, name: str, default: Any) -> Any:
    """Return one value a delegation."""
    if given is None:
        return [default] * D
    if len(given) != D:
        raise ValueError(f"{name} needs {D} values, got {len(given)}")
    return given


def _number(value: Any) -> float | None:
    """Return a plain rounded float; None for NaN."""
    number = float(value)
    return None if np.isnan(number) else round(number, DECIMALS)


def _square(given: ArrayLike | None, D: int, name: str, *, symmetric: bool = False) -> NDArray[np.float64]:
    """Return a (D, D) matrix; all NaN when there is none."""
    if given is None:
        return np.full((D, D), np.nan)
    a = np.asarray(given, dtype=np.float64)
    if a.shape != (D, D):
        raise ValueError(f"{name} needs the shape ({D}, {D}), not {a.shape}")
    if symmetric and not np.allclose(a, a.T, equal_nan=True):
        raise ValueError(f"{name} is not symmetric")
    return a


def _pairs(a: NDArray[np.float64], at_least: float) -> list[tuple[int, int]]:
    """Return the pairs i < j whose value is known and at least the minimum."""
    with np.errstate(invalid="ignore"):
        rows, columns = np.nonzero(np.triu(a >= at_least, 1))
    return [(int(i), int(j)) for i, j in zip(rows, columns, strict=True)]
