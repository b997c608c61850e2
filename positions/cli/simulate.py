"""``positions simulate``: consensus simulation of wordings, with bands."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import choose, choose_issues, open_case
from positions.cli.options import (
    case_option,
    cluster_options,
    draws_option,
    fitted_option,
    jobs_option,
    json_option,
    members_option,
    print_json,
    read_fit,
    release_option,
    seed_option,
    talks_option,
)
from positions.cli.outputs import chart_option

if TYPE_CHECKING:
    from positions.api.results import SimulationAnswer
    from positions.ledger import Ledger
    from positions.markings import Marking
    from positions.model import Case
    from positions.work import Workers

__all__ = ["command"]


@click.command("simulate")
@click.argument("issue", required=False)
@click.option("--wording", metavar="W", help="Only this wording, put to the room on its own.")
@members_option
@draws_option
@seed_option
@talks_option("declared")
@case_option
@release_option
@click.option("--game", is_flag=True, help="Leave the forecast out: the chances in the game alone.")
@fitted_option
@jobs_option
@cluster_options
@chart_option("Draw the chances; with --wording, who lets go in which round and who stays")
@json_option
def command(
    issue: str | None,
    wording: str | None,
    members: int,
    draws: int,
    seed: int,
    talks: str,
    case: Path,
    release: Marking | None,
    game: bool,
    fitted: Path | None,
    jobs: int | None,
    cluster: Workers | None,
    parts: Path,
    chart: Path | None,
    as_json: bool,
) -> None:
    """Put each wording to the room in many possible worlds and count who ends where.

    First comes the forecast: how often such issues end as tabled, weakened, forwarded or with nothing, learnt from
    recorded meetings. The chances of the texts are in the game: a median with an 80 % band over parameter sets. Private
    talks that the case declares are held unless you say --talks none; both are shown.

    \b
    Examples:
      positions simulate victim_care
      positions simulate victim_care --wording compromise --talks none
      positions simulate --json > all.json
      positions simulate --chart chances.png
      positions simulate victim_care --wording compromise --chart rounds.png
      positions simulate --draws 100000 --cluster local
    """
    from positions.api import Meeting
    from positions.cli.outputs import stamp, stamped
    from positions.cli.progress import steps
    from positions.ledger import Ledger
    from positions.simulation.simulate import part_count
    from positions.work import Store, mapper

    if wording is not None and issue is None:
        raise click.UsageError("--wording needs an issue: positions simulate ISSUE --wording W")
    opened = open_case(case, release)
    chosen = choose_issues(opened, issue)
    if wording is not None:
        choose("wording", wording, chosen[0].wordings)
    ledger = Ledger(opened, seed=seed, draws=draws, members=members, fitted=read_fit(fitted))
    asked = [(one.id, seen) for one in chosen for seen in dict.fromkeys((talks, "none"))]
    with (
        mapper(1 if len(asked) == 1 else jobs, preload=("positions.simulation",)) as workers,
        steps("simulating", len(asked) * part_count(draws, members)) as step,
    ):
        store = None if cluster is None else Store(parts)
        ledger.play(asked, mapper=workers, address=cluster, store=store, progress=step)
    meeting = Meeting(ledger)
    found = [meeting.simulate(one.id, talks=talks) for one in chosen]
    if wording is not None:
        found = [answer.only(wording) for answer in found]
    if chart is not None:
        _draw(ledger, found, wording, chart)
    if as_json:
        dicts = [answer.as_dict() for answer in found]
        print_json((dicts[0] if issue is not None else {"issues": dicts}) | stamp(opened))
        return
    kind = "replay: stances coded after the meeting" if opened.meeting.is_replay else "stances coded before the meeting"
    texts = [simulation_text(opened, answer, game=game) for answer in found]
    texts.append(
        f"{kind}; {members} parameter sets x {draws} worlds, seed {seed}; in the game: medians with 80 % bands"
    )
    click.echo(stamped(opened, "\n\n".join(texts)))


def _draw(ledger: Ledger, found: Sequence[SimulationAnswer], wording: str | None, out: Path) -> None:
    """Draw the tabled texts of the meeting, the wordings of one issue, or the rounds of one wording."""
    from positions.cli.outputs import deliver_chart
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
        deliver_chart(lambda ax: peel.draw_peel(ax, analysis, shown, seated, title=title), size, around, out)
        return
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
    pages = consensus.consensus_pages(rows)
    for n, page in enumerate(pages, start=1):
        to = out if len(pages) == 1 else out.with_stem(f"{out.stem}-{n}")
        draw = partial(consensus.draw_consensus, rows=page, title=title)
        deliver_chart(draw, consensus.size_consensus(page), around, to)


def simulation_text(case: Case, found: SimulationAnswer, *, game: bool = False) -> str:
    """Return one issue as a person reads it."""
    from positions.simulation import ending_title, whole_percent
    from positions.text.sentences import list_words

    issue = case.issues[found.issue]
    lines = [f"{found.title}  ({found.issue})"]
    if not game:
        lines += textwrap.wrap(
            found.outlook.words().replace("–", "-"), 98, initial_indent="  ", subsequent_indent="    "
        )
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
