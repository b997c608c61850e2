"""Sealed forecasts: the same bytes, a digest that everything counts for, and nothing of the stances."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.ledger import Ledger, make_seal, read_seal, seal_digest
from positions.ledger.seal import SECTIONS, case_parts

DATA = Path(__file__).parents[3] / "data"
LABELS = ("delegation", "issue")


@pytest.fixture(scope="module")
def case():
    return load_case(DATA)


@pytest.fixture(scope="module")
def seal(case):
    return make_seal(Ledger(case, draws=20))


def test_the_same_case_gives_the_same_bytes(case, seal):
    again = make_seal(Ledger(load_case(DATA), draws=20))
    assert again.to_json() == seal.to_json()
    assert read_seal(seal.to_json()) == seal
    assert seal_digest(Ledger(case, draws=20)) == seal.digest
    assert len(seal.digest.replace("-", "")) == 26


@pytest.mark.parametrize(
    "name", ["seed", "draws", "members", "marking", "meeting", "release", "version", "fit", "case"]
)
def test_everything_counts_for_the_digest(seal, name):
    value = getattr(seal, name)
    other = replace(seal, **{name: value + 1 if isinstance(value, int) else value + "x"})
    assert other.digest != seal.digest


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: m["issues"]["demand"].update(adopted=0.5), "it was changed: its digest is"),
        (lambda m: m["holds_out"]["demand"].update(usa=0.9), "it was changed"),
        (lambda m: m.update(form=2), "form 2"),
        (lambda m: m.pop("issues"), "no 'issues'"),
        (lambda m: m.update(seed="1"), "seed is '1'"),
        (lambda m: m["base"].pop("none"), "a chance of every kind"),
        (lambda m: m["holds_out"].pop("demand"), "a chance of every kind"),
        (lambda m: m["issues"]["demand"].update(adopted=2), "between 0 and 1"),
        (lambda m: m["issues"]["demand"].update(adopted="a lot"), "between 0 and 1"),
        (lambda m: m.update(digest="x"), "its digest is x"),
    ],
)
def test_a_file_that_was_changed_is_refused(seal, change, message):
    made = json.loads(seal.to_json())
    change(made)
    with pytest.raises(ValueError, match=f"no sealed forecast: .*{message}"):
        read_seal(json.dumps(made))


@pytest.mark.parametrize("text", ["", "[]", "3", "{", "[" * 100_000])
def test_what_is_no_seal_is_refused(text):
    with pytest.raises(ValueError, match="no sealed forecast"):
        read_seal(text)


def test_later_outcomes_documents_and_notes_change_nothing(case):
    without = {i: replace(at, outcome=None) for i, at in case.issues.items()}
    more = dict(case.documents)
    more["summary"] = replace(next(iter(case.documents.values())), title="Summary")
    assert case_parts(replace(case, issues=without, documents=more, notes=())) == case_parts(case)


def test_one_stance_changed_changes_its_section_and_no_other(case):
    key = next(iter(case.stances))
    moved = {**case.stances, key: replace(case.stances[key], reason="something else")}
    before, after = case_parts(case), case_parts(replace(case, stances=moved))
    assert [name for name in SECTIONS if before[name] != after[name]] == ["stances"]


def test_nothing_of_the_stances_is_in_the_file(case):
    """A word of its own in every text of every stance, and numbers of its own: none of them comes out."""
    planted, words = {}, []
    for n, (key, held) in enumerate(case.stances.items()):
        changes = {}
        for k, f in enumerate(fields(held)):
            value = getattr(held, f.name)
            if isinstance(value, str) and f.name not in LABELS:
                changes[f.name] = f"canary{n}x{k}"
                words.append(f"canary{n}x{k}")
        ideal = min(max(held.ideal + 1.739131e-7 * (n + 1), held.acceptance[0]), held.acceptance[1])
        words.append(repr(ideal))
        source = replace(held.source, quote=f"canaryq{n}", paragraph=f"canaryp{n}")
        words += [f"canaryq{n}", f"canaryp{n}"]
        planted[key] = replace(held, **changes | {"ideal": ideal, "source": source})
    issues = {i: replace(at, note=f"canaryn{i}") for i, at in case.issues.items()}
    text = make_seal(Ledger(replace(case, stances=planted, issues=issues), draws=5)).to_json()
    assert "canary" not in text
    assert len(words) > 150
    assert not [word for word in words if len(word) > 6 and word in text]


def test_who_is_named_is_more_likely_than_not(seal):
    assert seal.holds_out["victim_care"].keys() == {"pakistan"}
    assert all(p >= 0.5 for told in seal.holds_out.values() for p in told.values())
    assert set(seal.holds_out) == set(seal.issues)
