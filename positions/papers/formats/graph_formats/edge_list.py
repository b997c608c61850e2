"""An edge list as CSV, for spreadsheets. No cell can be taken for a formula."""

from __future__ import annotations

import csv
import io

from positions.agreement.coalition_graph import CoalitionGraph
from positions.papers.formats.graph_formats.fields import plain, require_marking
from positions.papers.formats.plain_text import not_a_formula

__all__ = ["edge_list"]

COLUMNS = ("source", "target", "kind", "weight", "directed", "shared", "via", "marking", "file_marking", "provenance")


def edge_list(graph: CoalitionGraph, *, marking: str, provenance: str = "") -> str:
    """Return one row an edge, and one with an empty target for each delegation without any.

    The file's marking and provenance stand in every row, so that a row that is cut out stays marked.

    Examples
    --------
    >>> from positions.agreement.coalition_graph import coalition_graph
    >>> from positions.markings import Marking
    >>> print(edge_list(coalition_graph(["=1+1"], markings=[Marking.U]), marking="UNCLASSIFIED").splitlines()[1])
    '=1+1,,none,,,,,U,UNCLASSIFIED,
    """
    head = require_marking(marking)
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(COLUMNS)
    tied = {end for edge in graph.edges for end in (edge.source, edge.target)}
    for edge in graph.edges:
        given = edge.attributes()
        cells: list[str | float | int | bool] = [edge.source, edge.target]
        cells += [given.get(name, "") for name in COLUMNS[2:8]]
        rows.writerow([_cell(c) for c in (*cells, head, provenance)])
    for node in graph.nodes:
        if node.id not in tied:
            cells = [node.id, "", "none", "", "", "", "", node.marking.value, head, provenance]
            rows.writerow([_cell(c) for c in cells])
    return out.getvalue()


def _cell(value: str | float | int | bool) -> str:
    """Write numbers as numbers (a negative one is no formula) and text so that it stays text."""
    return not_a_formula(value) if isinstance(value, str) else plain(value)
