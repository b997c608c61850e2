"""DOT, for Graphviz. Every identifier and text is quoted; blocs are clusters; line styles differ without colour."""

from __future__ import annotations

from positions.agreement.coalition_graph import CoalitionGraph, EdgeKind, Node
from positions.papers.formats.graph_formats.fields import plain, require_marking
from positions.papers.formats.plain_text import without_controls

__all__ = ["dot"]

STYLES: dict[EdgeKind, str] = {
    "agreement": "style=solid, color=gray60, dir=none",
    "co_blocking": "style=bold, dir=none",
    "association": "style=dashed, dir=forward",
    "shared_group": "style=dotted, color=gray60, dir=none",
}


def dot(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    r"""Return the graph as DOT text, the marking above and below the drawing.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> g = coalition_graph(["a:b"], labels=['say "no"'], markings=[Marking.U])
    >>> print(dot(g, marking="UNCLASSIFIED").splitlines()[7])
      "a:b" [label="say \"no\"", groups="", influence="1.0", bloc="", assumed="false", marking="U"];
    """
    head = require_marking(marking)
    lines = [
        "digraph coalition {",
        f"  graph [labelloc=t, label={_quoted(_joined(head, graph.title))}, fontname={_quoted('sans-serif')}];",
        f"  graph [marking={_quoted(head)}, provenance={_quoted(provenance)}, title={_quoted(graph.title)}];",
        "  node [shape=ellipse];",
        "",
        "  // solid grey: agreement; bold: block together; dashed arrow: follows; dotted: same group",
        "  // dashed outline: assumed, not stated",
    ]
    blocs = list(dict.fromkeys(n.bloc for n in graph.nodes if n.bloc))
    for number, bloc in enumerate(blocs):
        lines += [f"  subgraph cluster_{number} {{", f"    label={_quoted(bloc)};"]
        lines += [f"    {_node(n)}" for n in graph.nodes if n.bloc == bloc]
        lines.append("  }")
    lines += [f"  {_node(n)}" for n in graph.nodes if not n.bloc]
    lines.append("")
    for edge in graph.edges:
        given = ", ".join(f"{name}={_quoted(plain(value))}" for name, value in edge.attributes().items())
        lines.append(f"  {_quoted(edge.source)} -> {_quoted(edge.target)} [{given}, {STYLES[edge.kind]}];")
    lines += [f"  // {_one_line(_joined(head, provenance))}", "}"]
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    given = ", ".join(f"{name}={_quoted(plain(value))}" for name, value in node.attributes().items())
    return f"{_quoted(node.id)} [{given}{', style=dashed' if node.assumed else ''}];"


def _joined(*parts: str) -> str:
    return "\n".join(p for p in parts if p)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    r"""Return a DOT string. A backslash is doubled, or labels would read it as an escape.

    >>> print(_quoted('a "b" \\'))
    "a \"b\" \\"
    """
    safe = without_controls(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + safe.replace("\n", "\\n") + '"'
