"""Every graph format read back by something that is not our writer, with awkward names."""

import csv
import io
import json
import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pytest

from positions.agreement import coalition_graph, ties
from positions.markings import Marking
from positions.papers.formats.graph_formats import GRAPH_FORMATS, dot, edge_list, gexf, graphml, mermaid, node_link

AWKWARD = [
    "russia",
    'say "no" \\',
    "a:b",
    "=cmd|'/c calc'!A1",
    "Côte d’Ivoire",
    "end",
    "<b>&amp;</b>",
    "two\nlines",
    "nul\x00bell\x07",
    "{brace} [square] (round) | ; # %%",
]
MARK, ORIGIN = "UNCLASSIFIED//SENSITIVE", "case 0123abc, positions 0.1.0, seed 7"


def awkward():
    D = len(AWKWARD)
    rng = np.random.default_rng(5)
    a = rng.uniform(0.2, 1, (D, D))
    a = (a + a.T) / 2
    a[0, 1] = a[1, 0] = np.nan
    follows = np.zeros((D, D))
    follows[2, 0], follows[0, 3] = 0.3, 0.125
    return coalition_graph(
        AWKWARD,
        title='Who blocks "scope"?',
        markings=[Marking.U, Marking.SBU] + [Marking.U] * (D - 2),
        labels=[*AWKWARD[:-1], ""],
        groups=[["G77", "=2+3"]] * 3 + [[]] * (D - 3),
        influence=np.arange(D),
        bloc=["blocking bloc"] * 2 + ['"quoted"'] + [""] * (D - 3),
        broker=[np.nan] + [0.5] * (D - 1),
        pivot=np.linspace(0, 1, D),
        assumed=np.arange(D) > 6,
        agreement=a,
        shared=np.full((D, D), 4),
        co_blocking=np.full((D, D), 0.5),
        association=follows,
        min_agreement=0.5,
    )


def in_xml(text):
    return "".join(c if c in "\t\n\r" or c >= " " else "\ufffd" for c in text)


def expected_nodes(graph, clean):
    def value(v):
        return clean(v) if isinstance(v, str) else v

    return {clean(n): {k: value(v) for k, v in data.items()} for n, data in graph.nodes(data=True)}


def expected_edges(graph, clean):
    return sorted(
        (clean(s), clean(t), sorted((k, str(clean(v) if isinstance(v, str) else v)) for k, v in tie.items()))
        for s, t, tie in ties(graph)
    )


def found_edges(graph, *without):
    return sorted(
        (u, v, sorted((k, str(x)) for k, x in d.items() if k not in without)) for u, v, d in graph.edges(data=True)
    )


def test_graphml_is_read_by_networkx_with_every_attribute_and_type():
    graph = awkward()
    read = nx.parse_graphml(graphml(graph, marking=MARK, provenance=ORIGIN), force_multigraph=True)
    assert dict(read.nodes(data=True)) == expected_nodes(graph, in_xml)
    assert found_edges(read) == expected_edges(graph, in_xml)
    assert list(read.nodes) == [in_xml(n) for n in graph]
    assert all(type(d["weight"]) is float and type(d["directed"]) is bool for *_, d in read.edges(data=True))


def test_graphml_declares_each_key_once_and_carries_marking_and_provenance():
    graph = awkward()
    root = ET.fromstring(graphml(graph, marking=MARK, provenance=ORIGIN))  # noqa: S314
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    keys = root.findall("g:key", space)
    assert len({k.get("id") for k in keys}) == len({(k.get("for"), k.get("attr.name")) for k in keys}) == len(keys)
    name = {k.get("id"): k.get("attr.name") for k in keys}
    data = {name[d.get("key")]: d.text for d in root.findall("g:graph/g:data", space)}
    assert data == {"title": 'Who blocks "scope"?', "marking": MARK, "provenance": ORIGIN}
    edges = root.findall("g:graph/g:edge", space)
    assert len({e.get("id") for e in edges}) == len(edges) == graph.number_of_edges()
    truth = {d.text for d in root.iter() if name.get(d.get("key")) in ("assumed", "directed")}
    assert truth == {"true", "false"}  # as XML writes them


def test_gexf_is_read_by_networkx_with_every_attribute():
    graph = awkward()
    read = nx.read_gexf(io.BytesIO(gexf(graph, marking=MARK, provenance=ORIGIN).encode()), version="1.3")
    assert dict(read.nodes(data=True)) == expected_nodes(graph, in_xml)
    # the reader gives parallel edges their id as an attribute
    assert found_edges(read, "id") == expected_edges(graph, in_xml)


def test_gexf_carries_marking_and_provenance_and_no_date():
    root = ET.fromstring(gexf(awkward(), marking=MARK, provenance=ORIGIN))  # noqa: S314
    meta = root.find("{http://gexf.net/1.3}meta")
    assert meta is not None
    assert meta.attrib == {}
    texts = {e.tag.split("}")[1]: e.text for e in meta}
    assert texts == {"creator": "positions", "keywords": MARK, "description": f'Who blocks "scope"?\n{ORIGIN}'}


def test_gexf_tells_several_ties_of_one_pair_apart_by_their_kind():
    """Gephi takes edges of one source, target and kind for one, and adds up their weights."""
    graph = coalition_graph(
        ["kenya", "peru"],
        markings=[Marking.U] * 2,
        groups=[["G77"], ["G77"]],
        agreement=[[1, 0.95], [0.95, 1]],
        co_blocking=[[1, 1], [1, 1]],
        association=[[0, 0.3], [0, 0]],
    )
    root = ET.fromstring(gexf(graph, marking=MARK))  # noqa: S314
    edges = [(e.get("source"), e.get("target"), e.get("kind"), e.get("weight")) for e in root.iter() if "edge" in e.tag]
    assert sorted(e for e in edges if e[0]) == [
        ("kenya", "peru", "agreement", "0.95"),
        ("kenya", "peru", "association", "0.3"),
        ("kenya", "peru", "co_blocking", "1.0"),
        ("kenya", "peru", "shared_group", "1.0"),
    ]
    every = ET.fromstring(gexf(awkward(), marking=MARK))  # noqa: S314
    keys = [(e.get("source"), e.get("target"), e.get("kind")) for e in every.iter("{http://gexf.net/1.3}edge")]
    assert len(set(keys)) == len(keys) == awkward().number_of_edges()


def test_node_link_is_read_by_json_and_networkx():
    graph = awkward()
    raw = json.loads(node_link(graph, marking=MARK, provenance=ORIGIN))
    assert raw["graph"]["marking"] == MARK
    assert raw["graph"]["provenance"] == ORIGIN
    read = nx.node_link_graph(raw, edges="edges")
    assert isinstance(read, nx.MultiDiGraph)
    assert dict(read.nodes(data=True)) == expected_nodes(graph, str)
    assert found_edges(read) == expected_edges(graph, str)


def test_edge_list_is_read_by_csv_and_no_cell_is_a_formula():
    graph = awkward()
    text = edge_list(graph, marking=MARK, provenance=ORIGIN)
    rows = list(csv.DictReader(io.StringIO(text)))
    for row, (source, _, tie) in zip([r for r in rows if r["target"]], ties(graph), strict=True):
        assert row["source"].removeprefix("'") == in_xml(source)
        assert row["kind"] == tie["kind"]
        assert float(row["weight"]) == tie["weight"]
        assert row["file_marking"] == MARK
        assert row["provenance"] == ORIGIN
    for cells in csv.reader(io.StringIO(text)):
        for cell in cells:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "-")) or float(cell) < 0
    assert any(r["source"].startswith("'=cmd") for r in rows)


def test_edge_list_keeps_delegations_without_ties():
    graph = coalition_graph(["a", "b"], markings=[Marking.U, Marking.C])
    rows = list(csv.DictReader(io.StringIO(edge_list(graph, marking="CONFIDENTIAL"))))
    assert [(r["source"], r["target"], r["kind"], r["marking"]) for r in rows] == [
        ("a", "", "none", "U"),
        ("b", "", "none", "C"),
    ]


def dot_tokens(text):
    """A small DOT scanner: comments dropped, quoted strings decoded, everything else as it stands."""
    pattern = re.compile(r'//[^\n]*|"((?:[^"\\]|\\.)*)"|->|[{}\[\];=,]|[A-Za-z_0-9.]+|\s+', re.DOTALL)
    at, tokens = 0, []
    while at < len(text):
        match = pattern.match(text, at)
        assert match, f"not DOT: {text[at : at + 40]!r}"
        at = match.end()
        if match.group(1) is not None:
            tokens.append(("text", re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], match.group(1))))
        elif match.group().strip() and not match.group().startswith("//"):
            tokens.append(("mark", match.group()))
    return tokens


def read_dot(text):
    """Return nodes and edges with their attributes."""
    tokens, nodes, edges, i = dot_tokens(text), {}, [], 0

    def attributes(i):
        found = {}
        assert tokens[i] == ("mark", "[")
        i += 1
        while tokens[i] != ("mark", "]"):
            name, equals, value = tokens[i][1], tokens[i + 1][1], tokens[i + 2][1]
            assert equals == "="
            found[name] = value
            i += 3
            if tokens[i] == ("mark", ","):
                i += 1
        return found, i + 1

    general = {}
    while i < len(tokens):
        if tokens[i] in (("mark", "graph"), ("mark", "node")):
            found, i = attributes(i + 1)
            general.update(found)
        elif tokens[i] == ("mark", "label"):
            i += 3
        elif tokens[i][0] == "text" and tokens[i + 1] == ("mark", "->"):
            found, end = attributes(i + 3)
            edges.append((tokens[i][1], tokens[i + 2][1], found))
            i = end
        elif tokens[i][0] == "text":
            nodes[tokens[i][1]], i = attributes(i + 1)
        else:
            i += 1
    return general, nodes, edges


def test_dot_is_read_by_an_independent_scanner():
    graph = awkward()
    general, nodes, edges = read_dot(dot(graph, marking=MARK, provenance=ORIGIN))

    assert general["marking"] == MARK
    assert general["provenance"] == ORIGIN
    assert set(nodes) == {in_xml(n) for n in graph}
    for node, data in graph.nodes(data=True):
        assert nodes[in_xml(node)]["label"] == in_xml(data["label"])
        assert float(nodes[in_xml(node)]["pivot"]) == data["pivot"]
    for (source, target, found), (s, t, tie) in zip(edges, ties(graph), strict=True):
        assert (source, target) == (in_xml(s), in_xml(t))
        assert (found["kind"], float(found["weight"])) == (tie["kind"], tie["weight"])


@pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")
def test_dot_is_read_by_graphviz():
    graph = awkward()
    made = subprocess.run(
        ["dot", "-Tjson0"], input=dot(graph, marking=MARK).encode(), capture_output=True, check=True, timeout=60
    )
    assert made.stderr == b""
    objects = json.loads(made.stdout)
    names = [o["name"] for o in objects["objects"] if not o["name"].startswith("cluster_")]
    assert len(names) == len(graph.nodes)
    assert len(objects["edges"]) == len(graph.edges)


def read_mermaid(text):
    """Return title, node labels by number, and links, by the grammar of a flowchart; anything else fails."""

    def decoded(quoted):
        return re.sub(r"#(\d+);", lambda m: chr(int(m[1])), quoted)

    lines = text.splitlines()
    assert lines[0] == lines[2] == "---"
    title = json.loads(lines[1].removeprefix("title: "))
    nodes, links, depth = {}, [], 0
    for line in (part.strip() for part in lines[3:]):
        if line.startswith("%%"):
            assert "{" not in line
        elif match := re.fullmatch(r'(n\d+)\["([^"]*)"\]', line):
            nodes[match[1]] = decoded(match[2])
        elif match := re.fullmatch(r'(n\d+) (--|==|-\.) "([^"]*)" (---|===|\.->|\.-) (n\d+)', line):
            links.append((match[1], match[5], match[2] + match[4], decoded(match[3])))
        elif line.startswith("subgraph"):
            assert re.fullmatch(r'subgraph b\d+\["[^"]*"\]', line)
            depth += 1
        elif line == "end":
            depth -= 1
        else:
            assert line == "flowchart LR" or line.startswith(("classDef ", "class n"))
    assert depth == 0
    return title, nodes, links


def test_mermaid_is_read_by_an_independent_parser():
    graph = awkward()
    title, nodes, links = read_mermaid(mermaid(graph, marking=MARK, provenance=ORIGIN))

    def one_line(text):
        return " ".join("".join(c if c.isprintable() else " " for c in text).split())

    assert MARK in title
    assert sorted(nodes.values()) == sorted(
        one_line(f"{data['label']} ({data['marking']})") for _, data in graph.nodes(data=True)
    )
    place = {n: f"n{number}" for number, n in enumerate(graph)}
    arrows = {"agreement": "-----", "co_blocking": "=====", "association": "-..->", "shared_group": "-..-"}
    assert [(s, t, a) for s, t, a, _ in links] == [
        (place[s], place[t], arrows[tie["kind"]]) for s, t, tie in ties(graph)
    ]


@pytest.mark.parametrize("name", sorted(GRAPH_FORMATS))
def test_the_same_graph_gives_the_same_text_and_an_empty_one_is_fine(name):
    write = GRAPH_FORMATS[name].write
    assert write(awkward(), marking=MARK, provenance=ORIGIN) == write(awkward(), marking=MARK, provenance=ORIGIN)
    write(awkward(), marking=MARK).encode()
    assert write(coalition_graph([], markings=[]), marking="UNCLASSIFIED")


@pytest.mark.parametrize("name", sorted(GRAPH_FORMATS))
def test_unmarked_is_refused(name):
    with pytest.raises(ValueError, match="unmarked"):
        GRAPH_FORMATS[name].write(awkward(), marking=" ")
