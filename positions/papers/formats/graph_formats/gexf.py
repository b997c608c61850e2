"""GEXF 1.3 (gexf.net), for Gephi. Without the date of writing, so that the same graph gives the same bytes."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from positions.agreement.coalition_graph import CoalitionGraph
from positions.papers.formats.graph_formats.fields import (
    EDGE_FIELDS,
    NODE_FIELDS,
    FieldType,
    plain,
    require_marking,
)
from positions.papers.formats.plain_text import without_controls

__all__ = ["gexf"]

NAMESPACE = "http://gexf.net/1.3"
TYPES = {"int": "integer"}  # what GEXF calls it; the other names are the same


def gexf(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as GEXF text.

    Marking, provenance and title stand in ``meta``. The label is the node's GEXF label, the weight the edge's GEXF
    weight; everything else is a declared attribute.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> "<keywords>SECRET</keywords>" in gexf(coalition_graph(["a"], markings=[Marking.S]), marking="SECRET")
    True
    """
    root = ET.Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    meta = ET.SubElement(root, "meta")
    ET.SubElement(meta, "creator").text = "positions"
    ET.SubElement(meta, "keywords").text = without_controls(require_marking(marking))
    ET.SubElement(meta, "description").text = without_controls("\n".join(p for p in (graph.title, provenance) if p))
    body = ET.SubElement(root, "graph", {"defaultedgetype": "directed", "mode": "static"})
    _declare(body, "node", [f for f in NODE_FIELDS if f[0] != "label"])
    _declare(body, "edge", [f for f in EDGE_FIELDS if f[0] != "weight"])
    nodes = ET.SubElement(body, "nodes")
    for node in graph.nodes:
        at = ET.SubElement(nodes, "node", {"id": without_controls(node.id), "label": without_controls(node.label)})
        _values(at, "node", {k: plain(v) for k, v in node.attributes().items() if k != "label"})
    edges = ET.SubElement(body, "edges")
    for number, edge in enumerate(graph.edges):
        ends = {
            "id": str(number),
            "source": without_controls(edge.source),
            "target": without_controls(edge.target),
            "weight": plain(edge.weight),
        }
        at = ET.SubElement(edges, "edge", ends)
        _values(at, "edge", {k: plain(v) for k, v in edge.attributes().items() if k != "weight"})
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _declare(body: ET.Element, scope: str, fields: list[tuple[str, FieldType]]) -> None:
    at = ET.SubElement(body, "attributes", {"class": scope, "mode": "static"})
    for name, kind in fields:
        ET.SubElement(at, "attribute", {"id": f"{scope}_{name}", "title": name, "type": TYPES.get(kind, kind)})


def _values(at: ET.Element, scope: str, values: dict[str, str]) -> None:
    holder = ET.SubElement(at, "attvalues")
    for name, value in values.items():
        ET.SubElement(holder, "attvalue", {"for": f"{scope}_{name}", "value": without_controls(value)})
