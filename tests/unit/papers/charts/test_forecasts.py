"""Charts of what a simulation returns: chances, peel order, final states, co-blocking."""

from types import SimpleNamespace

import numpy as np
import pytest

from positions.papers.charts.consensus import (
    ConsensusRow,
    consensus_message,
    consensus_pages,
    draw_consensus,
    issue_rows,
    meeting_message,
    meeting_rows,
    size_consensus,
)  # fmt: skip
from positions.papers.charts.order import Roster
from positions.papers.charts.peel import draw_peel, peel_message, peel_rows, size_peel
from positions.papers.charts.sheet import open_sheet
from positions.simulation import STATES, Band, WordingForecast
from tests.unit.papers.charts.conftest import FURNITURE, drawn


def forecast_of(count: int) -> WordingForecast:
    """Return a made-up forecast: half of the delegations object more or less often."""
    actors = tuple(f"d{n}" for n in range(count))
    objects = [max(0.0, 1 - 2 * n / count) for n in range(count)]
    rest = (0.1, 0.2, 0.3, 0.4)
    states = {
        a: dict(zip(STATES, (*(r * (1 - p) for r in rest), p), strict=True))
        for a, p in zip(actors, objects, strict=True)
    }
    return WordingForecast(
        "i", "w", False, actors, np.array([0.1]), np.array([0.9]), Band(1, 1, 1), states, (),
        np.minimum.outer(objects, objects), {}, dict.fromkeys(actors, 0.5), dict.fromkeys(actors, 1.5), (), {},
    )  # fmt: skip


def roster_of(forecast: WordingForecast) -> Roster:
    names = {a: f"A delegation with a name, {a}" for a in forecast.actors}
    assumed = frozenset(forecast.actors[::3])
    return Roster(forecast.actors, {a: a.upper() for a in forecast.actors}, names, {}, assumed)


# ---- chances


def test_one_issue_with_talks(vienna: SimpleNamespace, check) -> None:
    issue = vienna.case.issues["victim_care"]
    rows = issue_rows(issue, vienna.quiet[issue.id], vienna.roster, talked=vienna.talked[issue.id])
    assert [r.label for r in rows] == [w.title for w in issue.wordings.values()]
    assert rows[0].talk == "after a talk with Pakistan"
    made = check(
        lambda ax: draw_consensus(ax, rows, title=consensus_message(issue.title, rows)),
        size_consensus(rows),
        stable=True,
    )
    assert made.startswith("Care for victims who do not cooperate: “Care irrespective of cooperation” passes")


def test_a_meeting_worst_first(vienna: SimpleNamespace, check) -> None:
    rows = meeting_rows(vienna.case.issues, vienna.quiet, vienna.roster, talked=vienna.talked)
    assert [r.p.median for r in rows] == sorted(r.p.median for r in rows)
    assert rows[0].label == "Non-punishment of victims"
    assert rows[0].instead.startswith("ends with: Reaffirm April 2009")
    assert rows[-1].instead == ""
    check(lambda ax: draw_consensus(ax, rows, title=meeting_message(rows)), size_consensus(rows))


def test_many_rows_are_split_to_fit_a_page(check) -> None:
    label = "An issue whose title is long enough to be broken"
    rows = [ConsensusRow(f"{label}, {n}", Band(n / 20, n / 40, min(1, n / 15)), "a text", None, "") for n in range(20)]
    pages = consensus_pages(rows)
    assert [len(p) for p in pages] == [10, 10]
    assert [r for page in pages for r in page] == rows
    full = consensus_pages(rows[:18])[0]
    assert size_consensus(full).height < 262
    check(lambda ax: draw_consensus(ax, full, title=meeting_message(full)), size_consensus(full))


def test_messages_of_chances() -> None:
    one = ConsensusRow("Tabled", Band(0.2, 0.1, 0.3), talked=Band(0.7, 0.5, 0.9), talk="after a talk with X", bold=True)
    other = ConsensusRow("Other", Band(0.9, 0.8, 1.0))
    assert consensus_message("Fees", [one, other]) == (
        "Fees: “Tabled” passes with 20\u00a0%, with 70\u00a0% after a talk with X; “Other” with 90\u00a0%"
    )
    assert meeting_message([one, other]) == (
        "1 of 2 tabled texts is more likely than not to pass as it stands; private talks would add 1"
    )


def test_bands_stand_where_the_numbers_say() -> None:
    rows = [ConsensusRow("a", Band(0.5, 0.25, 0.75))]
    _, ax = open_sheet(size_consensus(rows), FURNITURE)
    draw_consensus(ax, rows, title="x")
    band = next(c for c in ax.collections if c.get_label() == "band").get_paths()[0].get_extents()
    ticks = {t.get_text(): t.get_position()[0] for t in ax.texts if "%" in t.get_text() and len(t.get_text()) < 6}
    assert band.x0 == pytest.approx(ticks["25\u00a0%"])
    assert band.x1 == pytest.approx(ticks["75\u00a0%"])


# ---- peel order


@pytest.mark.parametrize("issue", ["non_punishment", "harbouring"])
def test_peel_order(let_go_late: SimpleNamespace, check, issue: str) -> None:
    tabled = let_go_late.case.issues[issue].tabled
    analysis = next(a for a in let_go_late.analyses[issue] if a.wording == tabled)
    forecast, roster = let_go_late.quiet[issue].wording(tabled), let_go_late.at[issue]
    title = peel_message(let_go_late.case.issues[issue].wordings[tabled].title, analysis, roster)
    size = size_peel(analysis, forecast, roster)
    check(lambda ax: draw_peel(ax, analysis, forecast, roster, title=title), size, stable=issue == "non_punishment")
    if issue == "non_punishment":
        assert title.endswith("Russia and Iran stay, Pakistan in their company; Algeria and China let go last")
        rows = peel_rows(analysis, forecast, roster)
        assert rows == ("pakistan", "algeria", "russia", "iran", "china")
        _, ax = open_sheet(size_peel(analysis, forecast, roster), FURNITURE)
        draw_peel(ax, analysis, forecast, roster, title=title)
        assert drawn(ax, "stays") == len(analysis.blocking_bloc)
        assert drawn(ax, "lets go") == 2
