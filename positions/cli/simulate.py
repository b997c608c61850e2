"""``positions simulate``: consensus simulation of wordings, with bands."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks

if TYPE_CHECKING:
    from positions.api.results import SimulationAnswer
    from positions.ledger import Ledger
    from positions.model import Case

__all__ = ["command"]

WORTH_SHARING = 400  # runs x delegations from which on processes save more than it takes to start them (a second)


@click.command("simulate")
@click.option("--wording", metavar="W", help="Only this wording, put to the room on its own.")
@click.option("--game", is_flag=True, help="Leave the forecast out: the chances in the game alone.")
@asks(most=None, talks=True, jobs=True, cluster=True, reading=True, fit=True, files=("png", "svg"))
def command(asked: Asked, wording: str | None, game: bool) -> None:
    """Put each wording to the room in many possible worlds and count who ends where.

    First comes the forecast: how often such issues end as tabled, weakened, forwarded or with nothing, learnt from
    recorded meetings. The chances of the texts are in the game: a median with an 80 % band over parameter sets. Private
    talks that the case declares are held unless you say --talks none; both are shown. A picture shows the chances; with
    --wording, who lets go in which round and who stays.

    \b
    Examples:
      positions simulate victim_care
      positions simulate my-meeting --json > all.json
      positions simulate victim_care --wording compromise --talks none
      positions simulate -o chances.png
      positions simulate victim_care --wording compromise -o rounds.png
      positions simulate --draws 100000 --cluster local
    """
    from positions.api import Meeting
    from positions.cli.progress import steps
    from positions.simulation.simulate import part_count
    from positions.work import mapper

    wording = asked.one_wording(wording)
    ledger, chosen = asked.ledger, asked.issues
    wanted = [(one.id, seen) for one in chosen for seen in dict.fromkeys((asked.talks, "none"))]
    small = len(wanted) * len(asked.case.delegations) < WORTH_SHARING
    with (
        mapper(1 if asked.jobs is None and small else asked.jobs, preload=("positions.simulation",)) as workers,
        steps("simulating", len(wanted) * part_count(asked.draws, asked.members)) as step,
    ):
        ledger.play(wanted, mapper=workers, address=asked.cluster, store=asked.store, progress=step)
    meeting = Meeting(ledger)
    found = [meeting.simulate(one.id, talks=asked.talks) for one in chosen]
    if wording is not None:
        found = [answer.only(wording) for answer in found]
    asked.show(
        lambda: {"issues": [answer.as_dict() for answer in found]},
        lambda: "\n\n".join(simulation_text(asked.case, answer, game=game) for answer in found),
        {form: partial(_draw, ledger, found, wording, form) for form in ("png", "svg")},
    )


def _draw(ledger: Ledger, found: Sequence[SimulationAnswer], wording: str | None, form: str) -> list[bytes]:
    """Draw the tabled texts of the meeting, the wordings of one issue, or the rounds of one wording."""
    from positions.cli.outputs import picture
    from positions.papers.charts import consensus, peel
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture

    case, first = ledger.case, found[0]
    roster, issue = make_roster(case), case.issues[first.issue]
    around = case_furniture(case, seed=ledger.seed, draws=ledger.draws)
    if wording is not None:
        analysis = ledger.analysis(issue.id, wording, first.talked or "none")
        seated, shown = roster.at(issue, ledger.arrays(issue.id)), first[wording].played
        title = peel.peel_message(issue.wordings[wording].title, analysis, seated)
        size = peel.size_peel(analysis, shown, seated)
        return [picture(lambda ax: peel.draw_peel(ax, analysis, shown, seated, title=title), size, around, form)]
    if len(found) == 1:
        quiet = first.without_talks or first.played
        talked_too = first.played if first.without_talks is not None else None
        rows = consensus.issue_rows(issue, quiet, roster, talked=talked_too)
        title = consensus.consensus_message(issue.title, rows)
    else:
        quiet_ones = {a.issue: a.without_talks or a.played for a in found}
        talked = {a.issue: a.played for a in found if a.without_talks is not None}
        rows = consensus.meeting_rows(case.issues, quiet_ones, roster, talked=talked)
        title = consensus.meeting_message(rows)
    return [
        picture(partial(consensus.draw_consensus, rows=page, title=title), consensus.size_consensus(page), around, form)
        for page in consensus.consensus_pages(rows)
    ]


def simulation_text(case: Case, found: SimulationAnswer, *, game: bool = False) -> str:
    """Return one issue as a person reads it."""
    from positions.simulation import ending_title, whole_percent
    from positions.text.sentences import list_words

    issue = case.issues[found.issue]
    lines = [f"{found.title}  ({found.issue})"]
    if not game:
        lines.append(f"  {found.outlook.words().replace('–', '-')}")
    if found.talked:
        names = list_words([case.actor_name(found.issue, d) for d in found.talked])
        lines.append(f"  private talk with {names}: right-hand column without it")
    for text in found.texts:
        played = text.played
        on_table = "*" if text.wording == issue.tabled else " "
        other = f"   {text.without_talks.p_consensus.percent():>15}" if text.without_talks and not played.stands else ""
        said = text.passes if played.stands else f"passes {text.passes:>15}"
        lines.append(f" {on_table}{text.title[:44]:<45} {said}{other}")
        blocked = 1 - sum(played.by_member) / len(played.by_member)
        if played.blocs and blocked > 0.05:
            bloc, share = played.blocs[0]
            named = " ".join(case.actor_label(found.issue, d) for d in bloc)
            often = whole_percent(share / blocked)
            lines.append(f"    when blocked, most often by {named} ({often} % of blocked worlds)")
    if found.unknown:
        names = ", ".join(case.delegations[d].name for d in found.unknown)
        lines.append(f"  nothing is known or assumed of {names}: each may turn out to object")
    ends = [(n, s) for n, s in found.ends_with.items() if s >= 0.005]
    titles = {n: ending_title(issue, n) for n, _ in ends}
    lines.append("  in the game it ends with: " + "; ".join(f"{titles[n]} {whole_percent(s)} %" for n, s in ends))
    return "\n".join(lines)
