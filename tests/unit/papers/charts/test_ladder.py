"""The issue ladder."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from positions.game import analyse_issue
from positions.model import Rung
from positions.papers.charts.ladder import draw_ladder, ladder_message, size_ladder
from positions.papers.charts.order import Roster
from positions.papers.charts.sheet import Size, open_sheet
from tests.unit.papers.charts.conftest import FURNITURE, drawn


def parts(vienna: SimpleNamespace, issue: str) -> tuple:  # type: ignore[type-arg]
    return vienna.case.issues[issue], vienna.arrays[issue], vienna.analyses[issue], vienna.at[issue]


@pytest.mark.parametrize("issue", ["non_punishment", "review_mechanism", "civil_society_role", "reopen_2009", "demand"])
def test_vienna(vienna: SimpleNamespace, check, issue: str) -> None:
    what = parts(vienna, issue)
    check(lambda ax: draw_ladder(ax, *what), size_ladder(*what), stable=issue == "non_punishment")


def test_messages(vienna: SimpleNamespace) -> None:
    def said(issue: str) -> str:
        record, _, analyses, roster = parts(vienna, issue)
        return ladder_message(record, analyses, roster)

    assert said("victim_care").endswith("Pakistan blocks “Care irrespective of cooperation”")
    assert "Russia and Iran block" in said("non_punishment")
    assert said("non_punishment").endswith("; Pakistan goes along with them")
    assert "nobody blocks" in said("harbouring")


def test_signs(vienna: SimpleNamespace) -> None:
    issue, arrays, analyses, roster = parts(vienna, "non_punishment")
    _, ax = open_sheet(size_ladder(issue, arrays, analyses, roster), FURNITURE)
    draw_ladder(ax, issue, arrays, analyses, roster)
    crossed = int(((arrays.red > 0) @ arrays.chosen.T).sum())
    assert crossed == 3
    assert drawn(ax, "red line") == crossed + 1  # and the key
    assert drawn(ax, "assumed") == int(arrays.assumed.sum()) + 1
    bars = [p.get_extents() for c in ax.collections if c.get_label() == "interval" for p in c.get_paths()]
    assert len(bars) == len(arrays.actors)
    china = bars[roster.sort(arrays.actors).index("china")]
    iran = bars[roster.sort(arrays.actors).index("iran")]
    assert china.width == pytest.approx(6 * iran.width)


def test_many_delegations_and_many_wordings_at_one_place(vienna: SimpleNamespace, check) -> None:
    issue, arrays, _, _ = parts(vienna, "review_mechanism")
    forty = np.resize(np.arange(len(arrays.actors) - 1), 40)
    names = tuple(f"d{n}" for n in range(40))
    per_actor = ("seats", "assumed", "ideal", "low", "high", "salience", "mobility", "spread", "influence", "resolve",
                 "voice", "floor", "drawn", "drawn_seats", "red", "goodwill")  # fmt: skip
    many = replace(
        arrays,
        actors=names,
        group=tuple(arrays.group[n] for n in forty),
        association=np.zeros((40, 40)),
        demand_actor=np.zeros(0, dtype=np.int64),
        demand_options=np.zeros((0, len(arrays.option_keys)), dtype=bool),
        demand_firmness=np.zeros(0),
        **{name: getattr(arrays, name)[forty] for name in per_actor},
    )
    extra = {f"more{n}": replace(issue.wordings["study"], title=f"Another study, number {n}") for n in range(3)}
    wide = replace(
        issue,
        wordings={**issue.wordings, **extra},
        ladder=(*issue.ladder, Rung(0.52, "Very nearly the same as the one before it, in many more words.")),
    )
    tall = replace(
        many,
        wordings=(*many.wordings, *extra),
        stands=np.append(many.stands, [False] * 3),
        chosen=np.vstack([many.chosen, *[many.chosen[1]] * 3]),
        position=np.vstack([many.position, *[many.position[1]] * 3]),
        goodwill=np.hstack([many.goodwill, *[many.goodwill[:, 1:2]] * 3]),
    )
    analyses = tuple(replace(a, minimal_blocs=(), peel_off_sets=()) for a in analyse_issue(tall))
    roster = Roster(names, {d: d.upper() for d in names}, {d: f"A delegation called {d}" for d in names})
    size = size_ladder(wide, tall, analyses, roster)
    assert size.height < 262
    check(lambda ax: draw_ladder(ax, wide, tall, analyses, roster), size)


def test_a_smaller_sheet_still_holds_the_words(vienna: SimpleNamespace, check) -> None:
    check(lambda ax: draw_ladder(ax, *parts(vienna, "victim_care")), Size(180.0, 105.0))
