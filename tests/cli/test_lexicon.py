"""``positions lexicon``: reads a text, takes a draft apart, lists the ladder."""

import json

from tests.program import run as program


def run(*arguments, **more):
    return program("lexicon", *arguments, **more)


def test_a_text_is_read_in_words_without_decimals():
    done = run("Urges States to consider acting, where appropriate")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0] == "binds: 1 of 5 (0-4)"
    assert "0." not in done.stdout
    assert "as appropriate (qualifier): -1" in done.stdout


def test_what_is_not_known_is_said():
    assert "cannot say" in run("the principle of non-punishment").stdout


def test_json_is_one_object():
    done = run("Invites States", "--json")
    found = json.loads(done.stdout)["data"]
    assert found["strength"] == {"low": 0.4, "mid": 0.4, "high": 0.4}
    assert found["found"][0] == {
        "term": "invites",
        "kind": "operative",
        "text": "Invites",
        "start": 0,
        "end": 7,
        "effect": "tier 2",
    }
    assert done.stderr == ""


def test_a_draft_is_taken_apart():
    found = json.loads(run("[Urges / Invites] States to [consider] act", "--json").stdout)["data"]
    assert [c["id"] for c in found["clauses"]] == ["urges", "text_1", "consider", "text_2"]
    assert [o["id"] for o in found["clauses"][0]["options"]] == ["urges", "invites"]
    shown = run("-", given="[Urges / Invites] States").stdout
    assert "invites" in shown


def test_a_slip_in_a_draft_has_its_place_and_no_traceback():
    done = run("Urges [States")
    assert done.returncode == 1
    assert done.stderr.startswith("TEXT:1:7: this bracket is never closed")
    assert done.stdout == ""


def test_the_ladder_shows_both_orders():
    done = run()
    assert done.returncode == 0
    assert "Verbs and modals, from hard to soft" in done.stdout
    assert "Estimated order, from least to most accepted" in done.stdout
    assert "experts and estimate disagree on:" in done.stdout
    found = json.loads(run("--json").stdout)["data"]
    assert {row["verdict"] for row in found["terms"]} >= {"not estimated", "no expert order"}
    assert found["fit"]["recommendations"] == "25663"
    assert set(found["disagreements"]) == {r["term"] for r in found["terms"] if r["verdict"] == "disagrees"}


def test_a_missing_folder_of_terms_is_told():
    done = run("Urges", "--lexicon", "no-such-folder")
    assert done.returncode == 1
    assert "no-such-folder/verbs.csv: cannot be read" in done.stderr
