from dataclasses import replace

import pytest

from positions.findings.headline import MOST_WORDS, headline
from positions.text.sentences import count_word, list_words


def test_all_pass(vienna):
    fine = [f for f in vienna.issues if f.letter == "G" and f.side.stand == "for"]
    assert headline(vienna.case, fine, ()) == "Both texts we want are likely to pass."
    assert headline(vienna.case, fine[:1], ()).endswith("is likely to pass.")


def test_nothing_passes(vienna):
    lost = [f for f in vienna.issues if f.letter == "R"]
    said = headline(vienna.case, lost, ())
    assert said == "Both texts we want fail as tabled. For two only older language is left."


def test_no_fallback_is_said_in_words(vienna):
    lost = [replace(f, way_out=None) for f in vienna.issues if f.letter == "R"]
    assert "For two nothing is left." in headline(vienna.case, lost, ())


def test_what_saves_is_counted_first(vienna):
    said = vienna.headline
    assert said.startswith("Six of nine texts we want fail as tabled. A talk saves two, another text two, for two only")
    assert vienna.headline.index("saves") < vienna.headline.index("left")


@pytest.mark.parametrize("times", [1, 2, 4])
def test_it_never_has_more_than_thirty_words(vienna, times):
    passing = replace(vienna.issue("reopen_2009"), letter="R")
    for many in (vienna.issues, [passing, *vienna.issues], [f for f in vienna.issues if f.letter != "G"]):
        said = headline(vienna.case, list(many) * times, vienna.see, {"non_punishment"})
        assert len(said.split()) <= MOST_WORDS
        assert said.count(".") >= 2


def test_what_we_oppose_and_may_pass_is_said(vienna):
    passing = replace(vienna.issue("reopen_2009"), letter="A")
    assert headline(vienna.case, [passing], ()) == "One we oppose may pass."


def test_words():
    assert list_words(["a"]) == "a"
    assert list_words(["a", "b"], "or") == "a or b"
    assert count_word(13) == "13"


def test_the_only_text_is_called_it(vienna):
    care = vienna.issue("victim_care")
    said = headline(vienna.case, [care], vienna.see)
    assert said.endswith("fails as tabled. A talk with Pakistan saves it.")
    review = vienna.issue("review_mechanism")
    assert headline(vienna.case, [review], ()).endswith("Only older language is left.")
    assert headline(vienna.case, [review], (), {"review_mechanism"}).endswith("Another text saves it.")
