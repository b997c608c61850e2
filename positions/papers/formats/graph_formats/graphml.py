"""GraphML (graphml.graphdrawing.org, 2002). Every key is declared once, with one type, in a fixed order."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from positions.agreement.coalition_graph import CoalitionGraph
from positions.papers.formats.graph_formats.fields import EDGE_FIELDS, NODE_FIELDS, plain, require_marking
from positions.papers.formats.plain_text import without_controls

__all__ = ["graphml"]

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"


def graphml(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as GraphML text.

    The graph is declared directed, because readers refuse mixed graphs; the edge attribute ``directed`` says which
    ties are. Marking, provenance and title are attributes of the graph.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> print(graphml(coalition_graph(["rus"], markings=[Marking.U]), marking="UNCLASSIFIED").splitlines()[-10])
        <node id="rus">
    """
    root = ET.Element("graphml", {"xmlns": NAMESPACE})
    for name in ("title", "marking", "provenance"):
        _key(root, "graph", name, "string")
    for name, kind in NODE_FIELDS:
        _key(root, "node", name, kind)
    for name, kind in EDGE_FIELDS:
        _key(root, "edge", name, kind)
    body = ET.SubElement(root, "graph", {"id": "coalition", "edgedefault": "directed"})
    for name, value in (("title", graph.title), ("marking", require_marking(marking)), ("provenance", provenance)):
        _data(body, "graph", name, value)
    for node in graph.nodes:
        at = ET.SubElement(body, "node", {"id": without_controls(node.id)})
        for name, given in node.attributes().items():
            _data(at, "node", name, plain(given))
    for number, edge in enumerate(graph.edges):
        ends = {"id": f"e{number}", "source": without_controls(edge.source), "target": without_controls(edge.target)}
        at = ET.SubElement(body, "edge", ends)
        for name, tie in edge.attributes().items():
            _data(at, "edge", name, plain(tie))
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _key(root: ET.Element, scope: str, name: str, kind: str) -> None:
    ET.SubElement(root, "key", {"id": f"{scope}_{name}", "for": scope, "attr.name": name, "attr.type": kind})


def _data(at: ET.Element, scope: str, name: str, value: str) -> None:
    ET.SubElement(at, "data", {"key": f"{scope}_{name}"}).text = without_controls(value)
