"""Any names, any ties: what is written is what independent readers find."""

import csv
import io
import json

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from positions.agreement import coalition_graph, ties
from positions.markings import Marking
from positions.papers.formats.graph_formats import edge_list, gexf, graphml, node_link

few = settings(deadline=None, max_examples=60)
text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def in_xml(given):
    given = given.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in given)


@st.composite
def graphs(draw):
    ids = draw(st.lists(text, min_size=1, max_size=5, unique_by=in_xml))
    D = len(ids)
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    pairs = rng.random((D, D)) * (rng.random((D, D)) < 0.7)
    pairs = (pairs + pairs.T) / 2
    return coalition_graph(
        ids,
        title=draw(text),
        markings=[draw(st.sampled_from(Marking)) for _ in ids],
        labels=[draw(text) for _ in ids],
        groups=[draw(st.lists(text, max_size=2)) for _ in ids],
        bloc=[draw(st.just("") | text) for _ in ids],
        broker=np.where(rng.random(D) < 0.5, np.nan, rng.random(D)),
        co_blocking=pairs,
        agreement=pairs,
        shared=rng.integers(1, 9, (D, D)),
        association=rng.random((D, D)) * (rng.random((D, D)) < 0.4),
    )


def cleaned(attributes):
    return {k: in_xml(v) if isinstance(v, str) else v for k, v in attributes.items()}


def ties_of(graph, *without):
    return sorted(
        (u, v, sorted((k, str(x)) for k, x in d.items() if k not in without)) for u, v, d in graph.edges(data=True)
    )


@given(graphs())
@few
def test_graphml_and_gexf_hold_every_attribute_whatever_the_names(graph):
    nodes = {in_xml(n): cleaned(data) for n, data in graph.nodes(data=True)}
    edges = sorted(
        (in_xml(s), in_xml(t), sorted((k, str(v)) for k, v in cleaned(tie).items())) for s, t, tie in ties(graph)
    )
    read = nx.parse_graphml(graphml(graph, marking="SECRET", provenance="here"), force_multigraph=True)
    # a reader cannot tell an empty text from none
    found = {n: {k: "" if v is None else v for k, v in d.items()} for n, d in read.nodes(data=True)}
    assert found == nodes
    assert ties_of(read) == edges
    read = nx.read_gexf(io.BytesIO(gexf(graph, marking="SECRET").encode()), version="1.3")
    assert dict(read.nodes(data=True)) == nodes
    assert ties_of(read, "id") == edges


@given(graphs())
@few
def test_json_holds_the_very_text_and_csv_never_a_formula(graph):
    raw = json.loads(node_link(graph, marking="SECRET"))
    assert [n["id"] for n in raw["nodes"]] == list(graph)
    assert sorted((e["source"], e["target"], e["kind"], e["weight"]) for e in raw["edges"]) == sorted(
        (s, t, tie["kind"], tie["weight"]) for s, t, tie in ties(graph)
    )
    rows = list(csv.reader(io.StringIO(edge_list(graph, marking="SECRET"), newline="")))
    assert all(len(row) == len(rows[0]) for row in rows)
    for row in rows:
        for column, cell in enumerate(row):
            assert column in (3,) or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert len(rows) - 1 == len(ties(graph)) + sum(not graph.degree(n) for n in graph)
