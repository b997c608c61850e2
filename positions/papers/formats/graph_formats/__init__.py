"""The coalition graph in the formats of other programs: one file a format, text in memory, always the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from positions.papers.formats.graph_formats.dot import dot
from positions.papers.formats.graph_formats.edge_list import edge_list
from positions.papers.formats.graph_formats.gexf import gexf
from positions.papers.formats.graph_formats.graphml import graphml
from positions.papers.formats.graph_formats.mermaid import mermaid
from positions.papers.formats.graph_formats.node_link import node_link

__all__ = ["GRAPH_FORMATS", "GraphFormat", "dot", "edge_list", "gexf", "graphml", "mermaid", "node_link"]


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format: its name, the ending of its files, what reads it, and the writer ``(graph, marking=, provenance=)``."""

    name: str
    suffix: str
    reads: str
    write: Callable[..., str]


GRAPH_FORMATS: dict[str, GraphFormat] = {
    f.name: f
    for f in (
        GraphFormat("graphml", ".graphml", "yEd, Gephi, Cytoscape, networkx, igraph", graphml),
        GraphFormat("gexf", ".gexf", "Gephi, networkx", gexf),
        GraphFormat("dot", ".dot", "Graphviz", dot),
        GraphFormat("json", ".graph.json", "d3, networkx (node-link)", node_link),
        GraphFormat("mermaid", ".mmd", "Mermaid, Markdown pages", mermaid),
        GraphFormat("csv", ".edges.csv", "spreadsheets", edge_list),
    )
}
