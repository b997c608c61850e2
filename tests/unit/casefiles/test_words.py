"""Names are found quickly, and nothing that a problem says can do more than be read."""

from __future__ import annotations

import difflib
import random
import time
from pathlib import Path

import pytest

from positions.casefiles import check_case
from positions.casefiles.words import folded, hidden_character, nearest, printable, shown

LETTERS = "abcdefghijklmnopqrstuvwxyz_"


def slip(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return rng.choice(
        [word[:at] + word[at + 1 :], word[:at] + rng.choice(LETTERS) + word[at:], word[:at] + "x" + word[at + 1 :]]
    )


def test_the_shortlist_finds_what_comparing_all_letters_finds() -> None:
    rng = random.Random(7)  # noqa: S311
    names = ["".join(rng.choices(LETTERS[:12], k=rng.randrange(5, 14))) for _ in range(300)]
    found = 0
    for name in names:
        word = slip(slip(name, rng), rng)
        slow = difflib.get_close_matches(word, names, n=1, cutoff=0.7)
        if slow:
            fast = nearest(word, names).removeprefix("did you mean ").rstrip("?")
            ratios = [difflib.SequenceMatcher(None, n, word).ratio() for n in (slow[0], fast)]
            found += ratios[0] == ratios[1]
        else:
            found += nearest(word, names).startswith("there is")
    assert found == len(names)


def test_a_thousand_misspelt_ids_among_thousands_take_seconds(tmp_path: Path) -> None:
    names = "".join(f"  delegation_number_{n}: {{name: Delegation {n}, marking: U}}\n" for n in range(2000))
    wrong = "".join(
        f"- {{follower: delegaton_nmber_{n}x, leader: delegation_number_1, weight: 0.1, "
        "source: {document: r, marking: U}}\n"
        for n in range(990)
    )
    (tmp_path / "delegations.yaml").write_text(
        f"documents: {{r: {{title: R, marking: U}}}}\ndelegations:\n{names}associations:\n{wrong}"
    )
    (tmp_path / "issues.yaml").write_text(
        "meeting: {id: m, title: M, marking: U, start: 2030, end: 2030}\nissues:\n  fees:\n    title: Fees\n"
        "    marking: U\n    ladder: [{at: 0, meaning: stay}]\n"
        "    clauses: {fee: {options: {now: {text: stay, strength: 0}}}}\n"
        "    wordings: {w: {title: W, kind: chair, choice: {fee: now}}}\n    tabled: w\n    fallback: no_text\n"
    )
    start = time.process_time()
    found = check_case(tmp_path)
    assert time.process_time() - start < 30  # comparing every letter of all takes more than 70
    assert len(found) == 990
    assert found[0].hint == "did you mean delegation_number_0?"


@pytest.mark.parametrize(
    "text", ["\x1b[2J", "\x07", "a\u202eb", "a\u2066b", "a\u200bb", "\ufeff", "\uffff", "\ud800", "\x9b"]
)
def test_no_such_character_is_printed(text: str) -> None:
    assert printable(shown(text)) == shown(text)
    assert "U+" in shown(text)


@pytest.mark.parametrize(
    "text", ["Türkiye", "می\u200cخواهد", "क्\u200dष", "two\nlines", "a\tb", "soft\xadhyphen", "日本"]
)
def test_what_scripts_need_is_no_hidden_character(text: str) -> None:
    assert hidden_character(text) == ""


@pytest.mark.parametrize("text", ["Nor\u200dway", "Nor\u200cway", "\u2067x", "x\U000e0041", "x\ufdd0", "x\U0001ffff"])
def test_what_hides_something_is_found(text: str) -> None:
    assert hidden_character(text)


def test_folding_keeps_different_states_apart() -> None:
    names = ["Niger", "Nigeria", "Guinea", "Guinea-Bissau", "Papua New Guinea", "Dominica", "Dominican Republic"]
    assert len({folded(name) for name in names}) == len(names)
    assert folded("Østerø") == folded("OSTERO")
    assert folded("Åland") == folded("A\u030aland")


def test_excerpts_and_names_of_files_are_safe_to_print(tmp_path: Path) -> None:
    (tmp_path / "bad\x1b[31m.yaml").write_text("groups: {g: {name: x}}\nx\u202ey: 1\n", encoding="utf-8")
    for problem in check_case(tmp_path):
        for text in (problem.message, problem.hint, problem.excerpt, problem.file.removeprefix(str(tmp_path))):
            assert printable(text) == text
