"""Node-link JSON, as d3 and networkx read it."""

from __future__ import annotations

import json

from positions.agreement.coalition_graph import CoalitionGraph
from positions.papers.formats.graph_formats.fields import require_marking

__all__ = ["node_link"]


def node_link(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as JSON text with the keys ``directed, multigraph, graph, nodes, edges``.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> text = node_link(coalition_graph(["rus"], markings=[Marking.U]), marking="UNCLASSIFIED")
    >>> json.loads(text)["graph"]["marking"]
    'UNCLASSIFIED'
    """
    whole = {
        "directed": True,
        "multigraph": True,
        "graph": {"title": graph.title, "marking": require_marking(marking), "provenance": provenance},
        "nodes": [{"id": n.id, **n.attributes()} for n in graph.nodes],
        "edges": [{"source": e.source, "target": e.target, "key": e.kind, **e.attributes()} for e in graph.edges],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
