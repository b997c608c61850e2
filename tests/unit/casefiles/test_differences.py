"""Differences between two states of a case: by meaning, with places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from positions.casefiles import load_case, load_with_nodes
from positions.casefiles.differences import CaseDifferences, case_differences
from positions.casefiles.nodes import ListNode, MapNode, ScalarNode
from positions.casefiles.scalars import resolve
from positions.casefiles.starter import write_starter
from positions.casefiles.table import FIELDS
from positions.casefiles.trees import IDENTITY, case_tree, find_node

ROOT = Path(__file__).parents[3]


@pytest.fixture
def states(tmp_path: Path) -> tuple[Path, Path]:
    for name in ("before", "after"):
        write_starter(tmp_path / name)
    return tmp_path / "before", tmp_path / "after"


def edit(folder: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")


def compare(states: tuple[Path, Path]) -> CaseDifferences:
    (before, nodes_before), (after, nodes_after) = (load_with_nodes(folder) for folder in states)
    return case_differences(before, after, nodes_before=nodes_before, nodes_after=nodes_after)


def test_a_changed_value_with_both_places(states: tuple[Path, Path]) -> None:
    edit(states[1], "delegations.yaml", ("resolve: 0.8}", "influence: 2, resolve: 0.7}"), ("influence: 2.0, ", ""))
    (found,) = compare(states)
    assert (found.path, found.kind) == (("delegations", "vesterland", "resolve"), "changed")
    assert (found.before, found.after) == (0.8, 0.7)
    for folder, place in zip(states, (found.place_before, found.place_after), strict=True):
        assert place is not None
        assert place.file == str(folder / "delegations.yaml")
        line = (folder / "delegations.yaml").read_text(encoding="utf-8").splitlines()[place.line - 1]
        assert line[place.column - 1 :].startswith(("0.8", "0.7"))


def test_stances_come_first_and_whole_ones_are_added_and_removed(states: tuple[Path, Path]) -> None:
    edit(states[1], "issues.yaml", ("place: Kap", "place: Sund"))
    edit(
        states[1],
        "delegations.yaml",
        ("  night_work:\n    norhavn:", "  night_work:\n    vesterland:"),
    )
    found = compare(states)
    assert [(d.section, d.kind) for d in found] == [
        ("stances", "removed"),
        ("stances", "added"),
        ("meeting", "changed"),
    ]
    assert found.differences[0].path == ("stances", "night_work", "norhavn")
    assert found.differences[0].before["ideal"] == 0.8
    assert found.differences[0].place_before is not None
    assert found.differences[1].after["acceptance"] == [0.2, 1.0]


def test_entries_of_lists_are_told_apart_by_what_they_say(states: tuple[Path, Path]) -> None:
    line = "        - {clause: duty, option: shall, firmness: 0.7, reason: no new obligation}\n"
    more = "        - {clause: object, option: harmonise, firmness: 0.2}\n"
    edit(states[1], "delegations.yaml", (line, more + line.replace("0.7", "0.5")))
    found = compare(states)
    assert {(d.path[3:], d.kind) for d in found} == {
        (("red_lines", "duty shall", "firmness"), "changed"),
        (("red_lines", "object harmonise"), "added"),
    }
    changed = next(d for d in found if d.kind == "changed")
    assert changed.place_after is not None
    assert changed.place_before is not None
    assert changed.place_after.line == changed.place_before.line + 1


def test_form_does_not_count(states: tuple[Path, Path]) -> None:
    before = states[0] / "delegations.yaml"
    after = states[1]
    text = before.read_text(encoding="utf-8")
    notes = text.index("notes:\n")
    (after / "delegations.yaml").write_text(text[:notes].replace("0.4", "0.40"), encoding="utf-8")
    (after / "notes.yaml").write_text(text[notes:], encoding="utf-8")
    edit(after, "issues.yaml", ("    rule: consensus\n", ""))
    assert len(compare(states)) == 0


def test_what_only_follows_is_not_told_twice(states: tuple[Path, Path]) -> None:
    edit(states[1], "issues.yaml", ("marking: U\n    agenda_item: 3 (b)", "marking: SBU\n    agenda_item: 3 (b)"))
    assert [d.path for d in compare(states)] == [("issues", "night_work", "marking")]


def test_the_order_of_clauses_is_the_order_of_the_text(states: tuple[Path, Path]) -> None:
    text = (states[1] / "issues.yaml").read_text(encoding="utf-8")
    start, middle, end = (text.index(word) for word in ("      duty:\n", "      object:\n", "      exception:\n"))
    swapped = text[:start] + text[middle:end] + text[start:middle] + text[end:]
    (states[1] / "issues.yaml").write_text(swapped, encoding="utf-8")
    (found,) = compare(states)
    assert (found.path, found.kind) == (("issues", "port_fees", "clauses"), "reordered")
    assert found.after == ["object", "duty", "exception"]


def test_differences_can_be_written_as_json(states: tuple[Path, Path]) -> None:
    edit(states[1], "delegations.yaml", ("  sund: {", "  nysund: {name: Nysund, marking: U}\n  sund: {"))
    assert json.loads(json.dumps([d.after for d in compare(states)]))[0]["name"] == "Nysund"


def leaves(tree: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from leaves(value, (*path, key))
        else:
            yield (*path, key), value


@pytest.mark.parametrize("folder", [ROOT / "positions/casefiles/starter_case", ROOT / "data"], ids=lambda f: f.name)
def test_every_value_is_found_where_it_is_written(folder: Path) -> None:
    case, nodes = load_with_nodes(folder)
    written = 0
    for path, value in leaves(case_tree(case)):
        node, own = find_node(nodes, path)
        assert node is not None
        if not own:
            continue
        written += 1
        if isinstance(node, ListNode):
            assert isinstance(value, list)
            assert len(node.items) == len(value)
        elif isinstance(value, list):  # a band written as one number
            assert isinstance(node, ScalarNode)
            assert value == [float(node.text)] * 3
        else:
            assert isinstance(node, ScalarNode)
            assert value in (node.text.strip(), resolve(node.text))

    def scalars(node: object) -> int:
        if isinstance(node, MapNode):
            return sum(scalars(value) for _, value in node.entries.values())
        if isinstance(node, ListNode):
            nested = any(not isinstance(item, ScalarNode) for item in node.items)
            return sum(scalars(item) for item in node.items) if nested else 1
        return 1

    assert written == scalars(nodes), "every value in the files has its place in the tree"


def test_every_list_of_objects_says_what_tells_its_entries_apart() -> None:
    assert set(IDENTITY) == {field.of for field in FIELDS if field.type == "object" and field.many}


def test_a_case_does_not_differ_from_itself(states: tuple[Path, Path]) -> None:
    case = load_case(states[0])
    assert case_differences(case, case).differences == ()
