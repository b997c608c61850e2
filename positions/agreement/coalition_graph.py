"""The coalition graph: delegations, and four kinds of ties between them, each kept apart.

It is a networkx ``MultiDiGraph`` and nothing else, so every algorithm and writer of networkx takes it. Raw similarity
of records does not show who blocks together, so agreement stands beside co-blocking and never instead of it.

Nodes are ids, in the order given, with the attributes ``label``, ``groups`` (joined by "; "), ``influence``, ``bloc``
("" for none), ``broker`` and ``pivot`` (absent where not known), ``assumed`` (nothing was stated) and ``marking``.

The key of an edge is its kind. It has the attributes ``kind``, ``weight``, ``directed`` and ``marking``. An undirected
tie is stored once, from the delegation that comes first, with ``directed`` False: an algorithm that needs both
directions must add them.

================  ==========================  ==================================
kind              weight                      more
================  ==========================  ==================================
agreement         the measure given           ``shared``: issues it rests on
co_blocking       a probability
association       units of grievance          directed, from follower to leader
shared_group      how many groups             ``via``: their names
================  ==========================  ==================================

Every value is a plain ``str``, ``float``, ``int`` or ``bool``: networkx writers take nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations, permutations
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np

from positions.arrays import ArrayLike, Floats
from positions.markings import Marking, highest

if TYPE_CHECKING:
    import networkx as nx

    CoalitionGraph: TypeAlias = nx.MultiDiGraph[str]
else:
    CoalitionGraph = Any  # networkx is imported when a graph is made, not before

__all__ = [
    "EDGE_KINDS",
    "CoalitionGraph",
    "EdgeKind",
    "blocs_of",
    "coalition_graph",
    "column",
    "graph_marking",
    "only_ties",
    "ties",
]

EdgeKind = Literal["agreement", "co_blocking", "association", "shared_group"]
EDGE_KINDS: tuple[EdgeKind, ...] = get_args(EdgeKind)
DECIMALS = 6  # of every number in the graph, so that files do not hang on a last bit


def ties(graph: CoalitionGraph, *kinds: EdgeKind) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the ties of these kinds (of all when none is named) with their attributes.

    In the order of ``EDGE_KINDS``, then of the nodes.
    """
    place = {d: n for n, d in enumerate(graph)}
    found = [(s, t, data) for s, t, data in graph.edges(data=True) if not kinds or data["kind"] in kinds]
    return sorted(found, key=lambda e: (EDGE_KINDS.index(e[2]["kind"]), place[e[0]], place[e[1]]))


def only_ties(graph: CoalitionGraph, kinds: Sequence[EdgeKind]) -> CoalitionGraph:
    """Return a copy of the graph with the ties of these kinds alone."""
    kept = graph.copy()
    kept.remove_edges_from([(s, t, k) for s, t, k in graph.edges(keys=True) if k not in kinds])
    return kept


def blocs_of(graph: CoalitionGraph) -> dict[str, tuple[str, ...]]:
    """Return the members of each bloc in the order of the nodes; ``bloc 1`` first."""
    bloc = column(graph, "bloc")
    names = sorted({*bloc.values()} - {""}, key=lambda name: (len(name), name))
    return {name: tuple(d for d in bloc if bloc[d] == name) for name in names}


def column(graph: CoalitionGraph, name: str) -> dict[str, Any]:
    """Return one attribute of the nodes that have it, in the order of the nodes."""
    return {d: data[name] for d, data in graph.nodes(data=True) if name in data}


def graph_marking(graph: CoalitionGraph) -> Marking:
    """Return the highest marking of any node or edge; U for a graph of nobody, which tells nothing."""
    marks = {*column(graph, "marking").values(), *(t["marking"] for *_, t in ties(graph))}
    return highest([Marking(m) for m in marks] or [Marking.U])


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
    >>> [(s, t, tie["kind"], tie["weight"], tie["marking"]) for s, t, tie in ties(g)]
    [('rus', 'pak', 'agreement', 0.8, 'SBU'), ('pak', 'rus', 'association', 0.3, 'SBU')]
    """
    import networkx as nx

    D = len(ids)
    if len(set(ids)) != D:
        raise ValueError("the ids of a coalition graph must be unique")
    if len(markings) != D:
        raise ValueError(f"need {D} markings, got {len(markings)}: unmarked is never treated as U")
    belongs = [tuple(g) for g in _column(groups, D, "groups", ())]
    columns = {
        "label": [label or name for label, name in zip(_column(labels, D, "labels", ""), ids, strict=True)],
        "groups": ["; ".join(g) for g in belongs],
        "influence": [_number(v) or 0.0 for v in _column(influence, D, "influence", 1.0)],
        "bloc": _column(bloc, D, "bloc", ""),
        "broker": [_number(v) for v in _column(broker, D, "broker", np.nan)],
        "pivot": [_number(v) for v in _column(pivot, D, "pivot", np.nan)],
        "assumed": [bool(v) for v in _column(assumed, D, "assumed", False)],
        "marking": [m.value for m in markings],
    }
    graph: CoalitionGraph = nx.MultiDiGraph(title=title)
    for n, name in enumerate(ids):
        graph.add_node(name, **{key: values[n] for key, values in columns.items() if values[n] is not None})
    ends = {kind: list((kind_markings or {}).get(kind, markings)) for kind in EDGE_KINDS}

    def tie(kind: EdgeKind, i: int, j: int, weight: float, own: Marking | None = None, **more: Any) -> None:
        mark = own or highest([ends[kind][i], ends[kind][j]])
        given: dict[str, Any] = {
            "kind": kind,
            "weight": round(float(weight), DECIMALS),
            "directed": kind == "association",
        }
        graph.add_edge(ids[i], ids[j], key=kind, **given, **more, marking=mark.value)

    n_shared = None if shared is None else _square(shared, D, "shared")
    agrees = _square(agreement, D, "agreement", symmetric=True)
    blocks = _square(co_blocking, D, "co_blocking", symmetric=True)
    follows = _square(association, D, "association")
    sources = association_markings or {}
    for i, j in combinations(range(D), 2):
        rests_on: dict[str, Any] = {} if n_shared is None else {"shared": int(n_shared[i, j])}
        if agrees[i, j] >= min_agreement and rests_on.get("shared", min_shared) >= min_shared:
            tie("agreement", i, j, agrees[i, j], **rests_on)
        if blocks[i, j] >= min_co_blocking:
            tie("co_blocking", i, j, blocks[i, j])
        if both := [g for g in belongs[i] if g in set(belongs[j])]:
            tie("shared_group", i, j, len(both), via="; ".join(both))
    for i, j in permutations(range(D), 2):
        if follows[i, j] > 0:
            tie("association", i, j, follows[i, j], sources.get((ids[i], ids[j])))
    return graph


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


def _square(given: ArrayLike | None, D: int, name: str, *, symmetric: bool = False) -> Floats:
    """Return a (D, D) matrix; all NaN when there is none."""
    if given is None:
        return np.full((D, D), np.nan)
    a = np.asarray(given, dtype=np.float64)
    if a.shape != (D, D):
        raise ValueError(f"{name} needs the shape ({D}, {D}), not {a.shape}")
    if symmetric and not np.allclose(a, a.T, equal_nan=True):
        raise ValueError(f"{name} is not symmetric")
    return a
