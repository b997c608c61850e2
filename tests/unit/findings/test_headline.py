from dataclasses import replace

from positions.findings.headline import headline
from positions.text.sentences import count_word, list_words


def test_all_pass(vienna):
    fine = [f for f in vienna.issues if f.letter == "G" and f.side.stand == "for"]
    assert headline(vienna.case, fine, ()) == "Both texts we want are likely to pass as tabled."
    assert headline(vienna.case, fine[:1], ()).endswith("is likely to pass.")


def test_nothing_passes(vienna):
    lost = [f for f in vienna.issues if f.letter == "R"]
    said = headline(vienna.case, lost, ())
    assert said.startswith("Neither of the two texts we want is likely to pass as tabled.")
    assert "For two only older language is left." in said


def test_no_fallback_is_said_in_words(vienna):
    lost = [replace(f, way_out=None) for f in vienna.issues if f.letter == "R"]
    assert "For two nothing is left." in headline(vienna.case, lost, ())


def test_whom_to_see_is_named(vienna):
    said = vienna.headline
    assert "Russia on purely domestic trafficking" in said
    assert "Pakistan on care for victims" in said


def test_words():
    assert list_words(["a"]) == "a"
    assert list_words(["a", "b"], "or") == "a or b"
    assert count_word(13) == "13"


def test_the_only_text_is_called_it(vienna):
    care = vienna.issue("victim_care")
    said = headline(vienna.case, [care], vienna.see)
    assert said.endswith("is likely to fail as tabled. It can be saved by a conversation with Pakistan.")
    review = vienna.issue("review_mechanism")
    assert headline(vienna.case, [review], ()).endswith("Only older language is left.")
    fine = [f for f in vienna.issues if f.letter == "G" and f.side.stand == "for"][:2]
    assert headline(vienna.case, fine, ()) == "Both texts we want are likely to pass as tabled."
