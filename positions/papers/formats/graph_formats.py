"""The coalition graph in the formats of other programs: text in memory, the same graph the same bytes.

GraphML, GEXF and node-link JSON are written by networkx; what it dates or leaves out is mended here. DOT, Mermaid and
the edge list are written here: the first for its quoting, the others because networkx has no such writer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from positions.agreement import CoalitionGraph, EdgeKind, blocs_of, column, ties
from positions.writing import csv_text, without_controls

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["GRAPH_FORMATS", "GraphFormat", "dot", "edge_list", "gexf", "graphml", "mermaid", "node_link"]

STYLES: dict[EdgeKind, str] = {
    "agreement": "style=solid, color=gray60, dir=none",
    "co_blocking": "style=bold, dir=none",
    "association": "style=dashed, dir=forward",
    "shared_group": "style=dotted, color=gray60, dir=none",
}
COLUMNS = ("source", "target", "kind", "weight", "directed", "shared", "via", "marking", "file_marking", "provenance")


def _given(graph: CoalitionGraph, marking: str, provenance: str) -> nx.MultiDiGraph[str]:
    """Return a copy that carries marking and provenance; ValueError where there is no marking."""
    if not marking.strip():
        raise ValueError("a graph file needs a marking: unmarked is never treated as U")
    made = graph.copy()
    made.graph = {"title": graph.graph.get("title", ""), "marking": marking, "provenance": provenance}
    return made


def _for_xml(graph: CoalitionGraph, marking: str, provenance: str) -> nx.MultiDiGraph[str]:
    """Return the graph with every text as XML can hold it."""
    import networkx as nx

    def clean(data: dict[str, Any]) -> dict[str, Any]:
        return {k: without_controls(v) if isinstance(v, str) else v for k, v in data.items()}

    given = _given(graph, marking, provenance)
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(**clean(given.graph))
    made.add_nodes_from((without_controls(d), clean(data)) for d, data in given.nodes(data=True))
    for source, target, data in ties(given):
        made.add_edge(without_controls(source), without_controls(target), key=data["kind"], **clean(data))
    return made


def _xml(root: ET.Element) -> str:
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def graphml(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as GraphML text (graphml.graphdrawing.org).

    The graph is declared directed, because readers refuse mixed graphs; the edge attribute ``directed`` says which
    ties are. Marking, provenance and title are attributes of the graph. Edge ids are unique in the file, not the kinds.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> text = graphml(coalition_graph(["rus"], markings=[Marking.U]), marking="UNCLASSIFIED")
    >>> [line.strip() for line in text.splitlines() if "<node" in line]
    ['<node id="rus">']
    """
    import networkx as nx
    from networkx.readwrite.graphml import GraphMLWriter

    plain = _for_xml(graph, marking, provenance)
    numbered: nx.MultiDiGraph[str] = nx.MultiDiGraph(**plain.graph)
    numbered.add_nodes_from(plain.nodes(data=True))
    for n, (source, target, data) in enumerate(ties(plain)):
        numbered.add_edge(source, target, key=f"e{n}", **data)
    root = GraphMLWriter(graph=numbered, encoding="unicode", prettyprint=False).xml
    booleans = {key.get("id") for key in root.iter("key") if key.get("attr.type") == "boolean"}
    for data in root.iter("data"):
        if data.get("key") in booleans:
            data.text = (data.text or "").lower()  # as XML writes them
    return _xml(root)


def gexf(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as GEXF 1.3 text (gexf.net), for Gephi; without a date.

    Marking, provenance and title stand in ``meta``. The label is the node's GEXF label, the weight the edge's GEXF
    weight. Each edge has its kind as the attribute ``kind`` of GEXF 1.3, by which Gephi keeps several ties of one pair
    apart; it would add up their weights otherwise.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> "<keywords>SECRET</keywords>" in gexf(coalition_graph(["a"], markings=[Marking.S]), marking="SECRET")
    True
    """
    from networkx.readwrite.gexf import GEXFWriter

    plain = _for_xml(graph, marking, provenance)
    root = GEXFWriter(plain, version="1.3").xml
    meta = root.find("meta")
    meta.attrib.clear()
    meta.find("creator").text = "positions"
    ET.SubElement(meta, "keywords").text = plain.graph["marking"]
    said = (plain.graph["title"], plain.graph["provenance"])
    ET.SubElement(meta, "description").text = "\n".join(p for p in said if p)
    kinds = (data["kind"] for *_, data in plain.edges(data=True))
    for edge, kind in zip(root.iter("edge"), kinds, strict=True):
        edge.set("kind", kind)
    return _xml(root)


def node_link(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as JSON text with the keys ``directed, multigraph, graph, nodes, edges``, as d3 reads it.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> text = node_link(coalition_graph(["rus"], markings=[Marking.U]), marking="UNCLASSIFIED")
    >>> json.loads(text)["graph"]["marking"]
    'UNCLASSIFIED'
    """
    import networkx as nx

    whole = nx.node_link_data(_given(graph, marking, provenance), edges="edges")
    return json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def edge_list(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return CSV with one row an edge, and one with an empty target for each delegation without any.

    The file's marking and provenance stand in every row, so that a row that is cut out stays marked.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> print(edge_list(coalition_graph(["=1+1"], markings=[Marking.U]), marking="UNCLASSIFIED").splitlines()[1])
    '=1+1,,none,,,,,U,UNCLASSIFIED,
    """
    whole = _given(graph, marking, provenance)
    rows = [[s, t, *(_plain(data.get(name, "")) for name in COLUMNS[2:8])] for s, t, data in ties(whole)]
    rows += [
        [d, "", "none", "", "", "", "", data["marking"]] for d, data in whole.nodes(data=True) if not whole.degree(d)
    ]
    return csv_text([COLUMNS, *([*row, marking, provenance] for row in rows)])


def _plain(value: Any) -> Any:
    """Return a truth value as ``true`` or ``false``, everything else as it is."""
    return str(value).lower() if isinstance(value, bool) else value


def dot(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    r"""Return the graph as DOT text, the marking above and below the drawing; blocs are clusters.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> g = coalition_graph(["a:b"], labels=['say "no"'], markings=[Marking.U])
    >>> print(dot(g, marking="UNCLASSIFIED").splitlines()[7])
      "a:b" [label="say \"no\"", groups="", influence="1.0", bloc="", assumed="false", marking="U"];
    """
    whole = _given(graph, marking, provenance)
    title = whole.graph["title"]
    head = "\n".join(p for p in (marking, title) if p)
    lines = [
        "digraph coalition {",
        f'  graph [labelloc=t, label={_dot_text(head)}, fontname="sans-serif"];',
        f"  graph [marking={_dot_text(marking)}, provenance={_dot_text(provenance)}, title={_dot_text(title)}];",
        "  node [shape=ellipse];",
        "",
        "  // solid grey: agreement; bold: block together; dashed arrow: follows; dotted: same group",
        "  // dashed outline: assumed, not stated",
    ]
    nodes = {
        d: f"{_dot_text(d)} [{_dot_data(data)}{', style=dashed' if data['assumed'] else ''}];"
        for d, data in whole.nodes(data=True)
    }
    for number, (bloc, members) in enumerate(blocs_of(whole).items()):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_dot_text(bloc)};"]
        lines += [*(f"    {nodes.pop(d)}" for d in members), "  }"]
    lines += [*(f"  {node}" for node in nodes.values()), ""]
    for source, target, data in ties(whole):
        lines.append(f"  {_dot_text(source)} -> {_dot_text(target)} [{_dot_data(data)}, {STYLES[data['kind']]}];")
    return "\n".join([*lines, f"  // {' '.join(f'{marking} {provenance}'.split())}", "}"]) + "\n"


def _dot_data(data: dict[str, Any]) -> str:
    return ", ".join(f"{name}={_dot_text(str(_plain(value)))}" for name, value in data.items())


def _dot_text(text: str) -> str:
    r"""Return a DOT string. A backslash is doubled, or labels would read it as an escape.

    >>> print(_dot_text('a "b" \\'))
    "a \"b\" \\"
    """
    safe = without_controls(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\n", "\\n") + '"'


def mermaid(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as a Mermaid flowchart. Nodes are numbered, so that no id can break the syntax.

    Thin line: agreement; thick: block together; dotted arrow: follows; dotted line: same group.
    Mermaid shows at most 500 edges unless its page says otherwise; leave kinds out before exporting a large graph.

    Examples
    --------
    >>> from positions.agreement import coalition_graph
    >>> from positions.markings import Marking
    >>> g = coalition_graph(["a", "b"], markings=[Marking.U, Marking.U], association=[[0, 0.3], [0, 0]])
    >>> print(mermaid(g, marking="UNCLASSIFIED").splitlines()[-1])
      n0 -. "follows 0.30" .-> n1
    """
    whole = _given(graph, marking, provenance)
    title = json.dumps(_one_line(f"{marking}: {whole.graph['title']}"), ensure_ascii=False)
    lines = ["---", f"title: {title}", "---"]
    lines += [f"%% {name}: {_comment(whole.graph[name])}" for name in ("marking", "provenance")]
    lines.append("flowchart LR")
    place = {d: f"n{number}" for number, d in enumerate(whole)}
    shown = {d: f"{data['label']} ({data['marking']})" for d, data in whole.nodes(data=True)}
    nodes = {d: f"{place[d]}[{_mermaid_text(label)}]" for d, label in shown.items()}
    for number, (bloc, members) in enumerate(blocs_of(whole).items()):
        lines.append(f"  subgraph b{number}[{_mermaid_text(bloc)}]")
        lines += [*(f"    {nodes.pop(d)}" for d in members), "  end"]
    lines += [f"  {node}" for node in nodes.values()]
    if assumed := [place[d] for d, silent in column(whole, "assumed").items() if silent]:
        lines += ["  classDef assumed stroke-dasharray: 4 3", f"  class {','.join(assumed)} assumed"]
    lines += [f"  {place[s]} {_arrow(data)} {place[t]}" for s, t, data in ties(whole)]
    return "\n".join(lines) + "\n"


def _arrow(tie: dict[str, Any]) -> str:
    return {
        "association": f'-. "follows {tie["weight"]:.2f}" .->',
        "shared_group": f"-. {_mermaid_text(tie.get('via', ''))} .-",
        "co_blocking": f'== "both block {tie["weight"]:.2f}" ===',
        "agreement": f'-- "agree {tie["weight"]:.2f}" ---',
    }[tie["kind"]]


def _mermaid_text(text: str) -> str:
    """Return a Mermaid string: quotes, and what its parser or the page could read as markup, as number entities."""
    return '"' + "".join(f"#{ord(c)};" if c in '"#<>&`\\{}' else c for c in _one_line(text)) + '"'


def _comment(text: str) -> str:
    """Return one line without braces, which after ``%%`` would be a directive."""
    return _one_line(text).replace("{", "(").replace("}", ")")


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """The ending of a format's files, and its writer ``(graph, marking=, provenance=)``."""

    suffix: str
    write: Callable[..., str]


GRAPH_FORMATS: dict[str, GraphFormat] = {
    "graphml": GraphFormat(".graphml", graphml),
    "gexf": GraphFormat(".gexf", gexf),
    "dot": GraphFormat(".dot", dot),
    "json": GraphFormat(".graph.json", node_link),
    "mermaid": GraphFormat(".mmd", mermaid),
    "csv": GraphFormat(".edges.csv", edge_list),
}
