"""The coalition graph: which ties it holds, in which order, with which marking."""

import networkx as nx
import numpy as np
import pytest

from positions.agreement import blocs_of, coalition_graph, graph_marking, only_ties, ties
from positions.markings import Marking

NAN = float("nan")


def small(**changed):
    given = {
        "markings": [Marking.U, Marking.SBU, Marking.U],
        "labels": ["RUS", "PAK", "MEX"],
        "groups": [["EEG"], ["G77", "Asia"], ["G77", "GRULAC"]],
        "influence": np.array([2.0, 1.0, 1.0]),
        "bloc": ["blocks", "blocks", ""],
        "broker": [0.2, NAN, 0.7],
        "pivot": [0.5, 0.1, 0.0],
        "assumed": np.array([False, False, True]),
        "agreement": [[1, 0.8, NAN], [0.8, 1, 0.4], [NAN, 0.4, 1]],
        "shared": [[9, 5, 0], [5, 9, 2], [0, 2, 9]],
        "co_blocking": [[1, 0.9, 0], [0.9, 1, 0.01], [0, 0.01, 0]],
        "association": [[0, 0, 0], [0.3, 0, 0], [0, 0, 0]],
    }
    return coalition_graph(["russia", "pakistan", "mexico"], **(given | changed))


def test_every_kind_of_tie_is_there_once_and_unknown_agreement_is_none():
    found = [(s, t, tie["kind"], tie["weight"]) for s, t, tie in ties(small())]
    assert found == [
        ("russia", "pakistan", "agreement", 0.8),
        ("pakistan", "mexico", "agreement", 0.4),
        ("russia", "pakistan", "co_blocking", 0.9),
        ("pakistan", "russia", "association", 0.3),
        ("pakistan", "mexico", "shared_group", 1.0),
    ]
    assert ties(small())[-1][2]["via"] == "G77"


def test_thin_agreement_is_left_out_when_asked():
    assert [tie["shared"] for *_, tie in ties(small(min_shared=3), "agreement")] == [5]
    assert [tie["weight"] for *_, tie in ties(small(min_agreement=0.5), "agreement")] == [0.8]


def test_a_tie_is_marked_as_the_higher_of_its_ends_or_as_its_own_source():
    def marks(graph, *kinds):
        return {tie["marking"] for *_, tie in ties(graph, *kinds)}

    assert marks(small()) == {"SBU"}
    assert marks(small(association_markings={("pakistan", "russia"): Marking.U}), "association") == {"U"}
    assert graph_marking(small()) is Marking.SBU
    assert graph_marking(small(markings=[Marking.U] * 3, association_markings={("pakistan", "russia"): Marking.S})) is (
        Marking.S
    )
    open_groups = small(kind_markings={"shared_group": [Marking.U] * 3})
    assert marks(open_groups, "shared_group") == {"U"}
    assert marks(open_groups, "agreement") == {"SBU"}


def test_a_part_of_the_graph_and_its_blocs():
    graph = only_ties(small(), ("agreement",))
    assert {tie["kind"] for *_, tie in ties(graph)} == {"agreement"}
    assert list(graph.nodes(data=True)) == list(small().nodes(data=True))
    assert len(ties(small())) == 5  # the whole one is as it was
    many = coalition_graph(
        [str(n) for n in range(12)], markings=[Marking.U] * 12, bloc=[f"bloc {n}" for n in range(12)]
    )
    assert list(blocs_of(many)) == [f"bloc {n}" for n in range(12)]
    assert blocs_of(small()) == {"blocks": ("russia", "pakistan")}


def test_attributes_are_plain_and_unknown_ones_are_absent():
    graph = small()
    assert isinstance(graph, nx.MultiDiGraph)
    assert "broker" not in graph.nodes["pakistan"]
    values = [v for _, d in graph.nodes(data=True) for v in d.values()]
    values += [v for *_, d in graph.edges(data=True) for v in d.values()]
    assert {type(v) for v in values} <= {str, float, int, bool}
    assert all(type(d["weight"]) is float for *_, d in graph.edges(data=True))


def test_networkx_writers_take_it_and_declare_each_key_once():
    text = "\n".join(nx.generate_graphml(small(), named_key_ids=True))
    keys = [line for line in text.splitlines() if "<key" in line and 'for="edge"' in line]
    assert len(keys) == len(set(keys)) == 6


def test_relabelling_the_delegations_keeps_the_ties():
    order = [2, 0, 1]

    def turned(name, given):
        return np.asarray(given)[np.ix_(order, order)]

    first = small()
    again = coalition_graph(
        ["mexico", "russia", "pakistan"],
        markings=[Marking.U, Marking.U, Marking.SBU],
        groups=[["G77", "GRULAC"], ["EEG"], ["G77", "Asia"]],
        agreement=turned("agreement", [[1, 0.8, NAN], [0.8, 1, 0.4], [NAN, 0.4, 1]]),
        co_blocking=turned("co_blocking", [[1, 0.9, 0], [0.9, 1, 0.01], [0, 0.01, 0]]),
        association=turned("association", [[0, 0, 0], [0.3, 0, 0], [0, 0, 0]]),
    )

    def kept(graph):
        return {
            (*((s, t) if tie["directed"] else sorted((s, t))), tie["kind"], tie["weight"]) for s, t, tie in ties(graph)
        }

    assert kept(first) == kept(again)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"markings": [Marking.U]}, "unmarked is never"),
        ({"labels": ["x"]}, "labels needs 3"),
        ({"agreement": [[1.0]]}, "shape"),
        ({"co_blocking": [[0, 1, 0], [0, 0, 0], [0, 0, 0]]}, "not symmetric"),
    ],
)
def test_what_does_not_fit_is_refused(changed, message):
    with pytest.raises(ValueError, match=message):
        small(**changed)


def test_ids_must_be_unique():
    with pytest.raises(ValueError, match="unique"):
        coalition_graph(["a", "a"], markings=[Marking.U, Marking.U])
