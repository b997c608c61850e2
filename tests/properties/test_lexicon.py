"""Whatever the text: a reading is a band, softeners do not harden, and moves yield wordings of the issue."""

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.markings import Marking
from positions.model import Clause, Issue, Option, Rung, Wording
from positions.text import load_lexicon, read_options, read_strength
from positions.text.moves import candidates, extend

TERMS = [t.term for t in load_lexicon().terms]
words = st.sampled_from(
    [*TERMS, "States Parties", "to adopt", "laws", "and", ",", ".", "that", "victims", "\n\n", "12"]
)
sentences = st.lists(words, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=60), sentences))
def test_any_text_has_a_reading_within_its_band(text):
    reading = read_strength(text)
    assert 0 <= reading.low <= reading.mid <= reading.high <= 1
    for found in reading.found:
        assert text[found.start : found.end] == found.text
    assert reading == read_strength(text)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(["Urges", "Invites", "Calls upon", "Requests", "Demands that"]),
    st.sampled_from([t.term for t in load_lexicon().of_kind("qualifier") if t.low >= 0]),
)
def test_a_softener_never_hardens(verb, qualifier):
    plain, soft = f"{verb} States act", f"{verb} States act, {qualifier}"
    assert all(b <= a for a, b in zip(read_strength(plain).strength, read_strength(soft).strength, strict=True))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(sentences, st.just("")), min_size=1, max_size=4))
def test_options_of_a_clause_keep_their_order_of_reading(texts):
    for reading in read_options(texts):
        assert 0 <= reading.low <= reading.mid <= reading.high <= 1


@settings(max_examples=100, deadline=None)
@given(st.lists(sentences.filter(lambda t: t.strip(" .,\n12")), min_size=1, max_size=3))
def test_every_candidate_is_a_wording_of_the_extended_issue(texts):
    clauses = {
        f"c{n}": Clause(f"c{n}", {"on": Option("on", t, (0.5, 0.7, 0.9)), "off": Option("off", "", (0, 0, 0))})
        for n, t in enumerate(texts)
    }
    first = Wording("first", "First", "chair", dict.fromkeys(clauses, "on"), Marking.U)
    issue = Issue(
        "i", "A title", Marking.U, (Rung(0, "a"), Rung(1, "b")), clauses, {"first": first}, "first", "no_text"
    )
    found = candidates(issue)
    wider = extend(issue, found)
    for candidate in found:
        assert wider.text(candidate.wording.id) == candidate.text
        assert wider.makes_sense(candidate.wording.choice)
        for new in candidate.new_options:
            low, mid, high = new.option.strength
            assert 0 <= low <= mid <= high <= 1
