"""Whatever stands in a file, reading it gives a case or problems with places: never anything else."""

from __future__ import annotations

import copy
import json
import math
import shutil
import string
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from positions.casefiles import RULES, check_case, json_schema, load_case
from positions.casefiles.events import build_nodes
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.scalars import resolve
from positions.casefiles.starter import starter_files
from positions.errors import CaseProblems
from positions.model import Case

PARSERS = [yaml.BaseLoader] + ([yaml.CBaseLoader] if yaml.__with_libyaml__ else [])
FILES = {name: data for name, data in starter_files().items() if name.endswith(".yaml")}
SCHEMA = jsonschema.Draft202012Validator(json_schema("case"))
steady = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def plain(node: Node | None) -> Any:
    """Return what the nodes mean, as plain Python values."""
    if isinstance(node, MapNode):
        return {key: plain(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, ListNode):
        return [plain(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return resolve(node.text) if node.plain else node.text


# --- scalars


@given(st.integers(-(10**30), 10**30))
@steady
def test_integers_come_back(value: int) -> None:
    assert resolve(str(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
@steady
def test_floats_come_back(value: float) -> None:
    found = resolve(repr(value))
    assert isinstance(found, float)
    assert found == value
    assert math.copysign(1, found) == math.copysign(1, value)


@given(st.one_of(st.text(), st.text("0123456789+-.eExo_:~naNinfINFtrueulTRUEULfalsFALSno")))
@steady
def test_what_is_no_number_word_stays_text(text: str) -> None:
    found = resolve(text)
    if isinstance(found, str):
        assert found == text
    elif isinstance(found, bool):
        assert text.lower() == str(found).lower()
    elif found is None:
        assert text.lower() in ("", "~", "null")
    else:
        assert text[0] in "+-.0123456789"


# --- nodes

words = st.text(string.ascii_letters + string.digits + " _-.:#[]{}'\"|>&*!%@`äø\n\t", max_size=12)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), words),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(words, inner, max_size=4)),
    max_leaves=20,
)


def like_yaml(value: Any) -> Any:
    """Return a value as it comes back: keys are texts."""
    if isinstance(value, dict):
        return {key: like_yaml(each) for key, each in value.items()}
    return [like_yaml(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("parser", PARSERS)
@given(value=st.dictionaries(words, values, max_size=4), flow=st.booleans())
@steady
def test_what_was_written_is_read(parser: Any, value: Any, flow: bool) -> None:
    # every text in double quotes: the writer follows YAML 1.1 and would quote other words than YAML 1.2 needs
    class Writer(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    Writer.add_representer(str, lambda w, text: w.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
    text = yaml.dump(value, Dumper=Writer, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    node, problems = build_nodes(SourceText("x", text), parser)
    assert [p for p in problems if p.rule != "control-character"] == []
    assert plain(node) == like_yaml(value)


@given(st.dictionaries(words, values, max_size=4), st.booleans())
@steady
def test_both_parsers_see_the_same_places(value: Any, flow: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True)

    def places(node: Node | None) -> Iterator[tuple[str, int, int, str]]:
        if isinstance(node, MapNode):
            yield "map", node.line, node.column, ""
            for key, each in node.entries.values():
                yield from places(key)
                yield from places(each)
        elif isinstance(node, ListNode):
            yield "list", node.line, node.column, ""
            for item in node.items:
                yield from places(item)
        elif node is not None:
            yield "text", node.line, node.column, node.text

    seen = [list(places(build_nodes(SourceText("x", text), parser)[0])) for parser in PARSERS]
    assert all(each == seen[0] for each in seen)
    for kind, line, column, shown in seen[0]:
        source = SourceText("x", text).line(line)[column - 1 :]
        if kind == "text" and shown and source[:1] not in "\"'|>&!?":
            assert source.startswith(shown[:1])  # the place is where the value begins


MARKS = [*":-?,[]{}|>&*!%@#~1abc", "'", '"', "null", "true", ".5", "<<"]
SPACES = ["\n", "\n  ", "\t", " ", "---\n", "...\n", "\r", "\x85", "\u2028"]
STRANGE = ["é", "&a ", "*a", "!!str ", "\\", "\ufeff", "\0", "\x1b", "\ud800", "%YAML 1.1\n", "%TAG ! x:\n"]
tokens = st.lists(st.sampled_from(MARKS + SPACES + STRANGE), max_size=40).map("".join)


@pytest.mark.parametrize("parser", PARSERS)
@given(text=st.one_of(st.text(max_size=60), tokens))
@steady
def test_any_text_gives_nodes_or_problems(parser: Any, text: str) -> None:
    node, problems = build_nodes(SourceText("x", text), parser)
    lines = len(SourceText("x", text).lines)
    for problem in problems:
        assert problem.rule in RULES
        assert 0 <= problem.line <= lines + 1
    if node is not None and not problems:
        plain(node)


# --- whole cases


def outcome(files: dict[str, bytes]) -> Case | CaseProblems:
    """Return what reading these files gives, after looking at every problem."""
    folder = Path(tempfile.mkdtemp())
    try:
        for name, data in files.items():
            (folder / name).write_bytes(data)
        problems = check_case(folder)
        for problem in problems:
            assert problem.rule in RULES
            assert problem.message
            assert problem.hint
            assert (problem.line > 0) == (problem.column > 0)
            problem.excerpt.encode()
            str(problem).encode()
        if not problems:
            return load_case(folder)
        with pytest.raises(CaseProblems) as raised:
            load_case(folder)
        assert raised.value.problems == problems
        return raised.value
    finally:
        shutil.rmtree(folder)


@given(st.binary(max_size=80), st.sampled_from(sorted(FILES)))
@steady
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    assert isinstance(outcome({**FILES, name: data}), CaseProblems)


@given(st.data())
@steady
def test_a_case_with_a_slip_of_the_hand(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(FILES)))
    text = FILES[name].decode()
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        length = data.draw(st.sampled_from([0, 1, 1, 2, 5, 20, 200]))
        junk = data.draw(st.one_of(st.just(""), tokens, st.just(text[start : start + length] * 2)))
        text = text[:start] + junk + text[start + length :]
    outcome({**FILES, name: text.encode("utf-8", "surrogatepass")})


PLAIN = {name: plain(build_nodes(SourceText(name, data.decode()))[0]) for name, data in FILES.items()}
IDS_AND_WORDS = ["norhavn", "sund", "port_fees", "no_text", "U", "SBU", "shall", "chair_text", "2030-13-01", "2030-01"]
NUMBERS = [-1, 0, 0.5, 1, 1.5, 1e308, math.inf, math.nan, True, None, "", [], {}, [0.9, 0.1], [0, 0.5, 1]]
junk = st.one_of(values, st.sampled_from(IDS_AND_WORDS), st.sampled_from(NUMBERS))


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value inside."""
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield from paths(each, (*path, key))


@given(st.data())
@steady
def test_a_case_with_other_values(data: st.DataObject) -> None:
    """Whatever is put into a case: it is read or refused, and the schema refuses nothing that can be read."""
    changed = copy.deepcopy(PLAIN)
    for _ in range(data.draw(st.integers(1, 3))):
        name = data.draw(st.sampled_from(sorted(changed)))
        path = data.draw(st.sampled_from(list(paths(changed[name]))))
        at = changed[name]
        for key in path[:-1]:
            at = at[key]
        what = data.draw(st.sampled_from(["change", "remove", "add"]))
        if what == "change":
            at[path[-1]] = data.draw(junk)
        elif what == "remove":
            del at[path[-1]]
        elif isinstance(at, dict):
            at[data.draw(st.one_of(words, st.sampled_from(["note", "marking", "source"])))] = data.draw(junk)
        else:
            at.append(copy.deepcopy(at[path[-1]]))
    files = {name: json.dumps(value).replace("Infinity", ".inf") for name, value in changed.items()}
    found = outcome({name: text.replace("NaN", ".nan").encode() for name, text in files.items()})
    if isinstance(found, Case):
        assert [error.message for value in changed.values() for error in SCHEMA.iter_errors(value)] == []
