"""Real votes: what the page of scores says is what a run finds."""

import re
from pathlib import Path

import numpy as np
import pytest

from benchmarks.ga_forecast import paired, scores
from benchmarks.ga_record import load, rows
from benchmarks.studies.anomalies import record_anomalies
from benchmarks.studies.follow_through import follow_through
from benchmarks.studies.vote_baselines import as_its_group, as_last_time
from benchmarks.studies.vote_forecast import forecast_votes
from positions.agreement import pairwise_agreement

pytestmark = pytest.mark.real
PAGE = Path(__file__).resolve().parents[2] / "docs" / "score-ga-votes.md"


@pytest.fixture(scope="module")
def assembly(real_data):
    if not (real_data / "real" / "unga_votes_s55-64_wide.csv.gz").is_file():
        pytest.skip("no General Assembly votes in the data of others")
    return load(real_data)


def test_absence_is_kept_apart_from_abstention(assembly):
    made = pairwise_agreement(assembly.votes, span=2)
    tanzania, chad = assembly.iso.index("TZA"), assembly.iso.index("TCD")
    both = ~np.isnan(assembly.votes[tanzania]) & ~np.isnan(assembly.votes[chad])
    assert made.shared[tanzania, chad] == both.sum() < (assembly.votes.shape[1])
    assert {-1.0, 0.0, 1.0} == set(np.unique(assembly.votes[~np.isnan(assembly.votes)]))


def test_nauru_in_session_64_suddenly_votes_like_palau(assembly):
    first = record_anomalies(assembly.votes, assembly.session, span=2)[0]
    assert (assembly.iso[first.delegation], first.period) == ("NRU", 64)
    assert assembly.iso[first.looks_like[0]] == "PLW"


def test_a_no_to_a_paragraph_is_mostly_not_a_no_to_the_text(assembly, real_data):
    pairs = rows(real_data / "real/unga_paragraph_pairs.csv")
    column = {rcid: k for k, rcid in enumerate(assembly.rcid)}
    part = assembly.votes[:, [column[r["rcid_para"]] for r in pairs]]
    whole = assembly.votes[:, [column[r["rcid_whole"]] for r in pairs]]
    made = follow_through(part, whole, [r["rcid_whole"] for r in pairs], rng=np.random.default_rng(1), draws=500)
    assert made.shares[2] == pytest.approx([0.43, 0.34, 0.22, 0.01], abs=0.006)
    assert made.low[0, 0] > 0.9


def test_session_64_is_forecast_better_than_by_both_baselines_and_the_page_says_so(assembly):
    past, now = assembly.whole & (assembly.session < 64), assembly.whole & (assembly.session == 64)
    record = (assembly.votes[:, past], assembly.session[past], [assembly.title[k] for k in np.flatnonzero(past)])
    new = [assembly.title[k] for k in np.flatnonzero(now)]
    truth, blocs = assembly.votes[:, now], assembly.bloc_of_each()
    ours = scores(forecast_votes(*record, new, period=64).probabilities, truth)
    said = re.search(r"\| 64 \| 70 \| ours \| ([\d.]+) \| ([\d.]+) \|", PAGE.read_text(encoding="utf-8"))
    assert said is not None
    assert [np.nanmean(s) for s in ours[:2]] == pytest.approx([float(g) for g in said.groups()], abs=1e-4)
    for baseline in (as_last_time, as_its_group):
        theirs = scores(baseline(*record, new, blocs), truth)
        for one, two in zip(theirs[:2], ours[:2], strict=True):
            assert paired(one, two, np.random.default_rng(1), draws=2000)[1] > 0
