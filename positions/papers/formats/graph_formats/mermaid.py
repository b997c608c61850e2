"""A Mermaid flowchart, for Markdown pages. Nodes are numbered, so that no id can break the syntax."""

from __future__ import annotations

import json

from positions.agreement.coalition_graph import CoalitionGraph, Edge, Node
from positions.papers.formats.graph_formats.fields import require_marking

__all__ = ["mermaid"]


def mermaid(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return the graph as Mermaid text.

    Thin line: agreement; thick: block together; dotted arrow: follows; dotted line: same group.
    Mermaid shows at most 500 edges unless its page says otherwise; leave kinds out before exporting a large graph.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> g = coalition_graph(["a", "b"], markings=[Marking.U, Marking.U], association=[[0, 0.3], [0, 0]])
    >>> print(mermaid(g, marking="UNCLASSIFIED").splitlines()[-1])
      n0 -. "follows 0.30" .-> n1
    """
    head = require_marking(marking)
    lines = ["---", f"title: {json.dumps(_one_line(f'{head}: {graph.title}'), ensure_ascii=False)}", "---"]
    lines += [f"%% marking: {_comment(head)}", f"%% provenance: {_comment(provenance)}", "flowchart LR"]
    place = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    for number, bloc in enumerate(dict.fromkeys(n.bloc for n in graph.nodes if n.bloc)):
        lines.append(f"  subgraph b{number}[{_quoted(bloc)}]")
        lines += [f"    {_node(n, place)}" for n in graph.nodes if n.bloc == bloc]
        lines.append("  end")
    lines += [f"  {_node(n, place)}" for n in graph.nodes if not n.bloc]
    if any(n.assumed for n in graph.nodes):
        lines.append("  classDef assumed stroke-dasharray: 4 3")
        lines.append(f"  class {','.join(place[n.id] for n in graph.nodes if n.assumed)} assumed")
    lines += [f"  {place[e.source]} {_arrow(e)} {place[e.target]}" for e in graph.edges]
    return "\n".join(lines) + "\n"


def _node(node: Node, place: dict[str, str]) -> str:
    return f"{place[node.id]}[{_quoted(f'{node.label} ({node.marking.value})')}]"


def _arrow(edge: Edge) -> str:
    if edge.kind == "association":
        return f'-. "follows {edge.weight:.2f}" .->'
    if edge.kind == "shared_group":
        return f"-. {_quoted(edge.via)} .-"
    if edge.kind == "co_blocking":
        return f'== "both block {edge.weight:.2f}" ==='
    return f'-- "agree {edge.weight:.2f}" ---'


def _quoted(text: str) -> str:
    """Return a Mermaid string: quotes, and what its parser or the page could read as markup, as number entities."""
    return '"' + "".join(f"#{ord(c)};" if c in '"#<>&`\\{}' else c for c in _one_line(text)) + '"'


def _comment(text: str) -> str:
    """Return one line without braces, which after ``%%`` would be a directive."""
    return _one_line(text).replace("{", "(").replace("}", ")")


def _one_line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
