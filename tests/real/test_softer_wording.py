"""The study of softer wordings, small, on the real recommendations: it beats the action category on a new session."""

import pytest

from benchmarks.penalised_logit import auc
from benchmarks.softer_wording import Penalties, action_baseline, held_out, prepare
from benchmarks.upr_features import read_recommendations


@pytest.mark.real
def test_wording_and_substance_beat_the_action_category_on_an_unseen_session(real_data):
    path = real_data / "real" / "upr_s1-14.parquet"
    if not path.is_file():
        pytest.skip("real/upr_s1-14.parquet is absent")
    pytest.importorskip("pyarrow")
    data = prepare([r for r in read_recommendations(path) if r.session in (4, 5, 8)])
    train, test = data.session < 8, data.session == 8
    ours = auc(data.y[test], held_out(data, train, test, Penalties(30.0, 2.0)))
    category = auc(data.y[test], action_baseline(data, train, test))
    assert ours > category + 0.05
    assert ours > 0.76
