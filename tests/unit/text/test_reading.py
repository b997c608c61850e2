"""What the lexicon reads in a text, what it refuses to read, and how it composes."""

import pytest

from positions.text import read_options, read_strength

LAW = ", in accordance with domestic law"


def terms(text):
    return [f.term for f in read_strength(text).found]


@pytest.mark.parametrize("text", ["Urges States", "urge States", "Urging States", "urged States", "URGES States"])
def test_inflections_and_capitals(text):
    assert terms(text)[0] == "urges"


def test_british_and_american_spelling():
    for text in ("recognises the principle", "Recognizes the principle"):
        assert terms(text) == ["recognizes"]
    for text in ("should endeavour to act", "should endeavor to act"):
        assert terms(text) == ["should endeavour to"]


def test_the_longest_term_wins():
    assert terms("Takes note with appreciation of the report") == ["takes note with appreciation of"]
    assert terms("should consider acting") == ["should consider"]
    assert terms("explore the possibility of acting") == ["explore the possibility of"]


def test_whole_words_only():
    assert not read_strength("the mayor, shallots and mustard").found
    assert not read_strength("notebooks and considerable efforts").known


@pytest.mark.parametrize(
    "text",
    [
        "discourage the demand that fosters exploitation",
        "The demands of traffickers",
        "the notes and requests for assistance",
        "prepare a study",
        "Decisions of May 2010",
        "on 12 May 2010",
    ],
)
def test_nouns_and_months_are_not_verbs(text):
    assert not read_strength(text).known


def test_verbs_stand_at_the_start_after_a_subject_or_after_another_verb():
    assert read_strength("The Working Group on Trafficking in Persons recommends action").mid == 0.6
    assert read_strength("3. Urges States to act").mid == 0.8
    assert terms("Recalls its decision, and further invites States")[:2] == ["recalls", "invites"]


def test_a_text_is_as_strong_as_its_strongest_sentence():
    assert read_strength("Takes note of the report. Urges States to act.").mid == read_strength("Urges States").mid
    assert read_strength("Notes the report and urges all States to act").mid == 0.8


def test_takes_note_is_neutral_whatever_is_added():
    for text in ("Takes note of the report", "Takes note of the report fully and immediately", "Notes the report"):
        reading = read_strength(text)
        assert reading.strength == (0, 0, 0)
        assert "neutral" in reading.flags


def test_reaffirms_has_the_force_of_what_it_reaffirms():
    alone = read_strength("Reaffirms its recommendations of April 2009")
    assert not alone.known
    assert alone.strength == (0, 0.5, 1)
    assert "reaffirms" in alone.flags
    inside = read_strength("Reaffirms that States Parties should act")
    assert inside.strength == read_strength("States Parties should act").strength
    told = read_strength("Reaffirms its recommendations", reaffirmed=read_strength("States should consider acting"))
    assert told.mid == 0.4


def test_a_modal_in_the_verbs_own_clause_weakens_it_and_elsewhere_does_not():
    assert read_strength("Recommends that States Parties should consider acting").mid == 0.4
    assert read_strength("Urges States to adopt laws under which victims may apply").mid == 0.8
    assert read_strength("Decides that the Group shall meet").mid == 1.0


def test_qualifiers_step_down_and_widen_the_band():
    plain, soft = read_strength("Urges States to act"), read_strength(f"Urges States to act{LAW}")
    assert soft.mid == pytest.approx(plain.mid - 0.4)
    assert soft.high - soft.low >= plain.high - plain.low
    assert "escape" in soft.flags


def test_one_step_back_counts_once():
    once = read_strength("Urges States to consider acting")
    twice = read_strength("Urges States to consider exploring the possibility of acting")
    assert once.strength == twice.strength
    assert read_strength("States should consider considering acting").mid == 0.4


def test_force_never_falls_below_nothing_nor_rises_above_the_top():
    assert read_strength(f"Invites States to consider acting, where appropriate, on a voluntary basis{LAW}").low == 0
    assert read_strength("Demands that States immediately take all necessary measures").strength == (1, 1, 1)


def test_a_qualifier_before_the_verb_counts_too():
    assert read_strength("In accordance with domestic law, States should act").mid == 0.4


def test_preambles_direct_nobody():
    reading = read_strength("Urging States to act")
    assert "preamble" in reading.flags
    assert reading.mid <= 0.2


def test_disputed_verbs_have_wide_bands():
    width = {t: read_strength(t).high - read_strength(t).low for t in ("decides", "calls upon", "invites")}
    assert width["decides"] > width["calls upon"] > width["invites"] == 0


def test_flags_and_addressees():
    reading = read_strength("Decides to establish an open-ended working group, subject to voluntary contributions")
    assert {"mechanism", "money"} <= set(reading.flags)
    assert read_strength("Urges all States").addressees == ("all States",)
    assert read_strength("Requests the Secretariat").addressees == ("the Secretariat",)
    assert read_strength("Invites States Parties").addressees == ("States Parties",)


def test_what_is_not_known_is_said_with_the_widest_band():
    reading = read_strength("the principle of non-punishment")
    assert not reading.known
    assert reading.strength == (0.0, 0.5, 1.0)
    assert "author" in reading.how[0]


def test_spans_point_into_the_text():
    text = "Urges  States to consider, where appropriate, acting"
    for found in read_strength(text).found:
        assert text[found.start : found.end] == found.text


def test_leaving_out_a_softener_hardens_and_leaving_out_text_says_nothing():
    soft, none = read_options([LAW, ""])
    assert none.strength == (1, 1, 1)
    assert soft.mid == 0.6
    hard, none = read_options(["strongly", ""])
    assert (hard.mid, none.mid) == (1.0, 0.8)
    verb, none = read_options(["Urges States to act", ""])
    assert (verb.mid, none.mid) == (0.8, 0.0)


def test_the_order_of_clause_sums_is_the_order_of_composed_force():
    """Softeners read clause by clause give the same order as the whole text read at once."""
    verbs, considers, laws = ["Urges States", "Recommends that States"], ["to consider", ""], [LAW, ""]
    by_clause = [read_options(texts) for texts in (verbs, considers, laws)]
    sums, wholes = [], []
    for i, verb in enumerate(verbs):
        for j, consider in enumerate(considers):
            for k, law in enumerate(laws):
                sums.append(sum(r[n].mid for r, n in zip(by_clause, (i, j, k), strict=True)))
                wholes.append(read_strength(f"{verb} {consider} act{law}").mid)
    for a, b in zip(sums, wholes, strict=True):
        assert all((a > c + 1e-9) <= (b >= d) for c, d in zip(sums, wholes, strict=True))


def test_may_wish_to_consider_is_weaker_than_should_consider():
    assert read_strength("States may wish to consider acting").mid < read_strength("States should consider acting").mid
