"""The page on learned parameters says what a run finds."""

import re
from pathlib import Path

import numpy as np
import pytest

from positions.scoring import fit_persistence, objections_from_votes

pytestmark = pytest.mark.real
PAGE = Path(__file__).resolve().parents[2] / "docs" / "learned-parameters.md"


@pytest.fixture(scope="module")
def objections(real_data):
    from benchmarks import ga_record

    if not (real_data / "real" / "unga_paragraph_pairs.csv").is_file():
        pytest.skip("no paragraph votes in the data of others")
    a = ga_record.load(real_data)
    pairs = ga_record.rows(real_data / "real" / "unga_paragraph_pairs.csv")
    column = {rcid: k for k, rcid in enumerate(a.rcid)}
    part, whole = (a.votes[:, [column[r[key]] for r in pairs]] for key in ("rcid_para", "rcid_whole"))
    return objections_from_votes(part, whole, [r["rcid_whole"] for r in pairs])


@pytest.mark.parametrize(
    ("title", "most", "effects", "delegations"),
    [("all", 999, "none", False), ("all", 999, "delegation", True), ("nine or fewer", 8, "delegation", True)],
)
def test_estimates_on_the_page(objections, title, most, effects, delegations):
    some = objections.only(objections.company <= most)
    row = re.search(
        rf"^\| {title} \| (\d+) \| (\d+) \| {effects} \| ([-.\d]+) \| ([-.\d]+) \(([-.\d]+) to ([-.\d]+)\)",
        PAGE.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    noes, texts, lean, isolation, low, high = map(float, row.groups())
    made = fit_persistence(some, delegations=delegations, draws=40, rng=np.random.default_rng(1))
    assert (made.n, made.clusters) == (noes, texts)
    assert [made.lean, made.isolation] == pytest.approx([lean, isolation], abs=0.006)
    assert low < made.isolation < high
    assert made.isolation_range == pytest.approx((low, high), abs=1.2)  # 40 draws against 500
