"""The experts' order beside the estimated one."""

import pytest

from positions.text import load_lexicon
from positions.text.estimates import Estimate, Fit, compare, load_fit


def estimate(term, low, high, n=100):
    mid = (low + high) / 2
    return Estimate(term, n, 50, mid, (high - low) / 3.29, low, high, 10 * mid, 10 * low, 10 * high, mid, mid)


def verdicts(*estimates):
    return {c.term: c.verdict for c in compare(fit=Fit(tuple(sorted(estimates, key=lambda e: e.effect)), {}))}


def test_a_softener_agrees_when_it_was_accepted_more():
    found = verdicts(
        estimate("consider", 0.1, 0.5),
        estimate("as appropriate", -0.1, 0.5),
        estimate("on a voluntary basis", -0.5, -0.1),
        estimate("immediately", -0.5, -0.1),
        estimate("without delay", 0.1, 0.5),
        estimate("inter alia", -0.1, 0.1),
        estimate("such as", -0.5, -0.1),
    )
    assert found["consider"] == "agrees"
    assert found["as appropriate"] == "cannot say"
    assert found["on a voluntary basis"] == "disagrees"
    assert found["immediately"] == "agrees"
    assert found["without delay"] == "disagrees"
    assert found["inter alia"] == "agrees"
    assert found["such as"] == "disagrees"
    assert found["fully"] == "not estimated"


def test_verbs_are_compared_where_experts_and_intervals_both_part_them():
    found = verdicts(estimate("demands", 0.5, 0.9), estimate("invites", -0.9, -0.5), estimate("urges", -0.2, 0.2))
    assert found["demands"] == found["invites"] == "disagrees"
    assert found["urges"] == "disagrees"
    found = verdicts(estimate("demands", -0.9, -0.5), estimate("invites", 0.5, 0.9), estimate("decides", -3, 3))
    assert found["demands"] == found["invites"] == "agrees"
    assert found["decides"] == "cannot say"


def test_what_only_the_estimate_knows_is_listed_too():
    rows = {c.term: c for c in compare(fit=Fit((estimate("ask: continue", 1, 2),), {}))}
    assert rows["ask: continue"].verdict == "no expert order"
    assert rows["ask: continue"].expert is None
    assert rows["ask: continue"].estimated_rank == 1


def test_every_term_stands_once_verbs_from_hard_to_soft():
    rows = compare()
    lexicon = load_lexicon()
    assert len({r.term for r in rows}) == len(rows)
    assert {t.term for t in lexicon.of_kind("operative", "reaffirms", "modal", "qualifier")} <= {r.term for r in rows}
    tiers = [r.expert.mid for r in rows if r.expert_rank]
    assert tiers == sorted(tiers, reverse=True)


def test_the_fitted_table_says_where_it_comes_from_and_how_far_to_trust_it():
    fit = load_fit()
    assert {"data", "method", "auc_held_out", "auc_held_out_90", "auc_action_category_same_rows"} <= set(fit.about)
    assert float(fit.about["auc_held_out"]) > 0.76
    for e in fit.estimates:
        assert e.low <= e.effect <= e.high
        assert e.n >= 30
        assert e.error > 0
    known = {t.term for t in load_lexicon().terms}
    assert all(e.term in known or e.term.startswith("ask: ") for e in fit.estimates)
    assert [e.effect for e in fit.estimates] == sorted(e.effect for e in fit.estimates)


def test_the_docs_print_the_same_numbers():
    from pathlib import Path

    page = Path(__file__).resolve().parents[3] / "docs" / "softer-wording.md"
    if not page.exists():
        pytest.skip("the docs are not part of an installed package")
    text = page.read_text("utf-8")
    for e in load_fit().estimates:
        assert (
            f"| {e.term} | {e.n} | {e.states} | {e.effect:.2f} | {e.error:.2f} | {e.low:.2f} | {e.high:.2f} |" in text
        )
    assert f"| auc held out | {load_fit().about['auc_held_out']} |" in text
