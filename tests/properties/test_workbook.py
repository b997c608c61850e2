"""A workbook gives back the identical case, whatever the case says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from positions.casefiles.load import load_case
from positions.casefiles.nodes import SourceText
from positions.casefiles.plain import case_plain, plain_nodes
from positions.casefiles.reading import BAD
from positions.casefiles.words import hidden_character
from positions.casefiles.yaml_text import case_texts
from positions.interchange.workbook.read import read_case_workbook, tree_values
from positions.model import Case
from positions.papers.formats.workbook import apply_letters, case_workbook, letter_edits

SHARE = st.floats(0, 1, allow_nan=False).map(lambda x: x + 0.0)
MARK = st.sampled_from(["U", "SBU", "C", "S", "TS"])
AWKWARD = [
    "=1+1", "+CMD|' /C calc'!A0", "-2", "@SUM(A1)", "'quoted", "null", "NO", "true", "0x1F", "1.50", "2010-01-27",
    "_x0041_", "a, b; c", "two\nlines", "Østerø – “x”", "[]", "x = y", "#REF!", "TRUE", "~", "a\n\n  b",
]  # fmt: skip
TEXT = (
    st.one_of(
        st.sampled_from(AWKWARD),
        st.text(
            st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=12
        ),
    )
    .map(str.strip)
    .filter(bool)
    .filter(lambda text: "x005F_" not in text and not hidden_character(text))
)
DATE = st.sampled_from(["2030-05", "2030-05-06", "2031-12-31"])


@st.composite
def sources(draw):
    found = {"document": draw(st.sampled_from(["d1", "d2"])), "marking": draw(MARK)}
    for name, value in (("paragraph", TEXT), ("date", DATE), ("quote", TEXT), ("told_in_confidence", st.just(True))):
        if draw(st.booleans()):
            found[name] = draw(value)
    return found


@st.composite
def intervals(draw):
    return sorted([draw(SHARE), draw(SHARE)])


@st.composite
def stands(draw, clauses):
    low, high = draw(intervals())
    found = {"ideal": draw(st.sampled_from([low, high])), "acceptance": [low, high], "salience": draw(SHARE)}
    clause = draw(st.sampled_from(sorted(clauses)))
    options = clauses[clause]
    if draw(st.booleans()):
        line = {"clause": clause, "option": options[0], "firmness": draw(SHARE), "reason": draw(TEXT)}
        found["red_lines"] = [line]
    if len(options) > 1 and draw(st.booleans()):
        found["demands"] = [{"clause": clause, "options": options[1:], "firmness": draw(SHARE)}]
    return found


@st.composite
def issues(draw, who):
    clauses = {f"k{n}": [f"o{m}" for m in range(draw(st.integers(1, 3)))] for n in range(draw(st.integers(1, 2)))}
    choice = {k: draw(st.sampled_from(options)) for k, options in clauses.items()}
    wording = {"title": draw(TEXT), "kind": "chair", "choice": choice, "marking": draw(MARK)}
    if draw(st.booleans()):
        wording["position"] = sorted([draw(SHARE), draw(SHARE), draw(SHARE)])
    issue = {
        "title": draw(TEXT),
        "marking": draw(MARK),
        "ladder": [{"at": 0, "meaning": draw(TEXT)}, {"at": 1, "meaning": draw(TEXT)}],
        "clauses": {
            k: {
                "weight": draw(st.sampled_from([0.5, 1, 3])),
                "options": {o: {"text": draw(TEXT | st.just("")), "strength": draw(SHARE)} for o in options},
            }
            for k, options in clauses.items()
        },
        "wordings": {"w1": wording, "w2": {**wording, "kind": "candidate", "tabled_by": draw(st.sampled_from(who))}},
        "tabled": "w1",
        "path": draw(st.sampled_from([[], ["w2"]])),
        "ambitious": draw(st.sampled_from([[], ["w2"], ["w1", "w2"]])),
        "fallback": draw(st.sampled_from(["no_text", "w2"])),
    }
    if draw(st.booleans()):
        seats = {"title": draw(TEXT), "seats": draw(st.integers(0, 90)), "reason": draw(TEXT), "marking": draw(MARK)}
        issue["silent"] = {"rest": {**seats, **draw(stands(clauses)), "covers_named": draw(st.booleans())}}
    if len(who) > 1 and draw(st.booleans()):
        issue["talks"] = [{"by": who[0], "target": who[1], "source": draw(sources()), "recorded": draw(st.booleans())}]
    if draw(st.booleans()):
        held_out = {"objectors": draw(st.sampled_from([[], who[:1], who])), "date": "2032", "evidence": draw(TEXT)}
        said = draw(
            st.sampled_from([
                {"wording": "w1", "code": "a word", "ambitious_adopted": False, "text_adopted": True},
                {"kind": "forwarded", **held_out},
                {"wording": "other", "other": held_out["evidence"], "note": "unlisted"},
                {"decided": False, "reason": held_out["evidence"]},
            ])
        )  # fmt: skip
        issue["outcome"] = {**said, "source": draw(sources())}
    return issue, clauses


@st.composite
def cases(draw) -> Case:
    who = [f"d{n}" for n in range(draw(st.integers(1, 5)))]
    made = {f"i{n}": draw(issues(who)) for n in range(draw(st.integers(1, 4)))}
    stances = {
        i: {d: {**draw(stands(clauses)), "confidence": "stated", "source": draw(sources())} for d in who if draw(BOOL)}
        for i, (_, clauses) in made.items()
    }
    plain = {
        "meeting": {"id": "m", "title": draw(TEXT), "marking": draw(MARK), "start": "2030-05", "end": "2032",
                    "principal": "d0", "tags": draw(st.lists(st.sampled_from(["KCRM", "a b"]), max_size=2)),
                    "follow_ups": [{"id": "next", "title": draw(TEXT), "start": draw(DATE)}]},
        "documents": {"d1": {"title": draw(TEXT), "marking": "TS"}, "d2": {"title": draw(TEXT), "marking": "TS"}},
        "groups": {"g": {"name": draw(TEXT)}},
        "delegations": {d: {"name": f"{draw(TEXT)} {d}", "marking": draw(MARK),
                            "influence": draw(st.sampled_from([0.1, 1, 7])),
                            "groups": draw(st.sampled_from([[], ["g"]]))} for d in who},
        "issues": {i: issue for i, (issue, _) in made.items()},
        "stances": {i: held for i, held in stances.items() if held},
        "notes": [{"text": draw(TEXT), "about": ["i0"], "source": draw(sources())}],
    }  # fmt: skip
    if draw(BOOL):
        plain["parameters"] = {"noise": {"central": 0.02, "source": draw(TEXT)}}
    if len(who) > 1:
        plain["ties"] = [{"delegation": "d0", "towards": "d1", "goodwill": -0.5, "source": draw(sources())}]
        link = {"follower": "d1", "leader": "d0", "weight": draw(SHARE), "source": draw(sources())}
        plain["associations"] = [{**link, "issues": draw(st.sampled_from([[], ["i0"]]))}]
        ask = {"id": "a", "text": draw(TEXT), "priority": "high", "pillar": "protection", "source": draw(sources())}
        plain["plans"] = {
            "p": {"delegation": "d1", "title": draw(TEXT), "marking": draw(MARK), "channel": draw(TEXT),
                  "asks": [{**ask, "indicators": [draw(st.sampled_from(["one, two", "=3"]))]}],
                  "links": [{"ask": "a", "issue": "i0", "confidence": draw(SHARE), "reason": draw(TEXT),
                             "source": draw(sources())}]}
        }  # fmt: skip
    values, problems = tree_values(plain_nodes(plain, SourceText("plain", "")))
    assert values is not BAD, [str(problem) for problem in problems]
    assert not problems, [str(problem) for problem in problems]
    return Case(**values)


BOOL = st.booleans()


def many(number: int) -> settings:
    """Return settings without shrinking: making ever smaller workbooks would take minutes."""
    return settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=False,  # or the seed would not count
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


@pytest.mark.parametrize("part", range(4))
def test_a_hundred_cases_come_back_from_the_file(part: int, tmp_path: Path) -> None:
    """Through a real .xlsx each; a workbook takes some time whatever is in it, so the cases are not small."""
    path = tmp_path / "case.xlsx"
    seen: set[str] = set()

    @seed(part)
    @many(25)
    @given(case=cases())
    def come_back(case: Case) -> None:
        path.write_bytes(case_workbook(case))
        back, matrices = read_case_workbook(path)
        assert case_plain(back) == case_plain(case)
        assert replace(back, provenance=case.provenance) == case
        assert list(back.stances) == list(case.stances)
        assert apply_letters(back, letter_edits(matrices), matrices, "case.xlsx") == back
        seen.add(repr(case))

    come_back()
    assert len(seen) > 22  # of 25 cases hardly two are the same


@seed(0)
@many(40)
@given(case=cases())
def test_yaml_comes_back_identical(case: Case, tmp_path_factory) -> None:
    folder = tmp_path_factory.getbasetemp() / "yaml"
    folder.mkdir(exist_ok=True)
    for name, text in case_texts(case_plain(case)).items():
        (folder / name).write_text(text, encoding="utf-8")
    back = load_case(Path(folder))
    assert replace(back, provenance=case.provenance) == case
