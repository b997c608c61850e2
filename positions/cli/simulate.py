"""``positions simulate``: consensus simulation of wordings, with bands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.choosing import choose, choose_issues, open_case, talked_on
from positions.cli.jobs import Workers, jobs_option, share_work
from positions.cli.options import (
    case_option,
    cluster_options,
    draws_option,
    json_option,
    print_json,
    release_option,
    seed_option,
    talks_option,
)
from positions.cli.outputs import chart_option

if TYPE_CHECKING:
    from positions.game import IssueArrays
    from positions.markings import Marking
    from positions.model import Case, Issue
    from positions.simulation import Ensemble, IssueForecast

    _Planned = tuple[IssueArrays, tuple[str, ...], str, tuple[str, ...]]

__all__ = ["command"]


@click.command("simulate")
@click.argument("issue", required=False)
@click.option("--wording", metavar="W", help="Only this wording, put to the room on its own.")
@click.option("--members", default=64, show_default=True, type=click.IntRange(1, 4096), help="Parameter sets.")
@draws_option
@seed_option
@talks_option("declared")
@case_option
@release_option
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
    jobs: int | None,
    cluster: str | None,
    parts: Path,
    chart: Path | None,
    as_json: bool,
) -> None:
    """Put each wording to the room in many possible worlds and count who ends where.

    Every probability is a median with an 80 % band over parameter sets: the parameters are ours, so the band is the
    honest number. Private talks that the case declares are held unless you say --talks none; both are shown.

    \b
    Examples:
      positions simulate victim_care
      positions simulate victim_care --wording compromise --talks none
      positions simulate --json > all.json
      positions simulate --chart chances.png
      positions simulate victim_care --wording compromise --chart rounds.png
      positions simulate --draws 100000 --cluster local
    """
    from positions.cli.outputs import stamp, stamped
    from positions.cli.progress import steps
    from positions.game import issue_arrays
    from positions.simulation import make_ensemble

    if wording is not None and issue is None:
        raise click.UsageError("--wording needs an issue: positions simulate ISSUE --wording W")
    opened = open_case(case, release)
    chosen = choose_issues(opened, issue)
    ensemble = make_ensemble(opened.parameters, members=members, seed=seed)
    runs = [(one, seen) for one in chosen for seen in _talk_plans(one, talks)]
    only = None if wording is None else [choose("wording", wording, chosen[0].wordings)]
    arrays = {one.id: issue_arrays(opened, one.id, only=only) for one in chosen}
    unknown = {one.id: encoded.unknown for one, encoded in zip(chosen, arrays.values(), strict=True)}
    planned = [(arrays[one.id], tuple(only or one.try_order()), one.fallback, seen) for one, seen in runs]
    count = len(runs) * _steps_of_a_run(draws, members)
    alone = cluster is not None or len(planned) == 1
    with share_work(1 if alone else jobs) as workers, steps("simulating", count) as step:
        if cluster is not None:
            from positions.simulation.parts import Run, forecasts
            from positions.work import Store

            work = [Run(table, ensemble, tried, fallback, seen, draws) for table, tried, fallback, seen in planned]
            results = list(forecasts(work, address=cluster, store=Store(parts), progress=step))
        else:
            results = _forecasts(planned, ensemble, draws, workers, step)
    made = {(one.id, bool(seen)): result for (one, seen), result in zip(runs, results, strict=True)}
    found = [
        (one, made[one.id, bool(talked_on(one, talks))], made.get((one.id, False)) if talks == "declared" else None)
        for one in chosen
    ]
    if chart is not None:
        _draw(opened, arrays, found, wording, chart)
    if as_json:
        dicts = [forecast_dict(main, without) | {"unknown": list(unknown[one.id])} for one, main, without in found]
        print_json((dicts[0] if issue is not None else {"issues": dicts}) | stamp(opened))
        return
    kind = "replay: stances coded after the meeting" if opened.meeting.is_replay else "forecast"
    texts = [forecast_text(opened, one, main, without, unknown[one.id]) for one, main, without in found]
    texts.append(f"{kind}; {members} parameter sets x {draws} worlds, seed {seed}; medians with 80 % bands")
    click.echo(stamped(opened, "\n\n".join(texts)))


def _draw(
    case: Case,
    arrays: Mapping[str, IssueArrays],
    found: Sequence[tuple[Issue, IssueForecast, IssueForecast | None]],
    wording: str | None,
    out: Path,
) -> None:
    """Draw the tabled texts of the meeting, the wordings of one issue, or the rounds of one wording."""
    from positions.cli.outputs import deliver_chart
    from positions.game import analyse_wording
    from positions.papers.charts import consensus, peel
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture

    roster = make_roster(case)
    issue, main, without = found[0]
    around = case_furniture(case, seed=main.seed, draws=main.draws)
    if wording is not None:
        analysis = analyse_wording(arrays[issue.id], wording, talked=main.talked)
        seated, shown = roster.at(issue, arrays[issue.id]), main.wording(wording)
        title = peel.peel_message(issue.wordings[wording].title, analysis, seated)
        size = peel.size_peel(analysis, shown, seated)
        deliver_chart(lambda ax: peel.draw_peel(ax, analysis, shown, seated, title=title), size, around, out)
        return
    if len(found) == 1:
        rows = consensus.issue_rows(issue, without or main, roster, talked=main if without and main.talked else None)
        title = consensus.consensus_message(issue.title, rows)
    else:
        quiet = {one.id: alone or played for one, played, alone in found}
        talked = {one.id: played for one, played, alone in found if alone is not None and played.talked}
        rows = consensus.meeting_rows(case.issues, quiet, roster, talked=talked)
        title = consensus.meeting_message(rows)
    pages = consensus.consensus_pages(rows)
    for n, page in enumerate(pages, start=1):
        to = out if len(pages) == 1 else out.with_stem(f"{out.stem}-{n}")
        draw = partial(consensus.draw_consensus, rows=page, title=title)
        deliver_chart(draw, consensus.size_consensus(page), around, to)


def _forecasts(
    planned: list[_Planned], ensemble: Ensemble, draws: int, workers: Workers, step: Callable[[], None]
) -> list[IssueForecast]:
    """Simulate all runs; progress goes block by block in this process, run by run in several."""
    if workers.single:
        return [_forecast(run, ensemble, draws, step) for run in planned]
    made: list[IssueForecast] = []
    for result in workers(partial(_forecast, ensemble=ensemble, draws=draws), planned):
        made.append(result)
        for _ in range(_steps_of_a_run(draws, ensemble.size)):
            step()
    return made


def _forecast(
    planned: _Planned, ensemble: Ensemble, draws: int, progress: Callable[[], None] | None = None
) -> IssueForecast:
    from positions.simulation import simulate_issue

    table, tried, fallback, seen = planned
    return simulate_issue(table, ensemble, tried=tried, fallback=fallback, talked=seen, draws=draws, progress=progress)


def _steps_of_a_run(draws: int, members: int) -> int:
    from positions.simulation.simulate import part_count

    return part_count(draws, members)


def _talk_plans(issue: Issue, talks: str) -> list[tuple[str, ...]]:
    seen = talked_on(issue, talks)
    return [seen, ()] if seen else [()]


def forecast_dict(main: IssueForecast, without: IssueForecast | None = None) -> dict[str, Any]:
    """Return the documented JSON of one issue."""
    made: dict[str, Any] = {
        "issue": main.issue,
        "wordings": [
            {
                "wording": w.wording,
                "p_consensus": w.p_consensus.as_dict(),
                "p_lone_holdout": w.p_lone_holdout.as_dict(),
                "states": {a: {s: round(v, 4) for s, v in held.items()} for a, held in w.states.items()},
                "blocs": [{"members": list(bloc), "share": round(share, 4)} for bloc, share in w.blocs],
                "pivotal": {a: round(v, 4) for a, v in w.pivotal.items()},
                "let_go": {a: round(v, 2) for a, v in w.let_go.items()},
            }
            for w in main.wordings
        ],
        "final_text": {name: round(share, 4) for name, share in main.final_text.items()},
        "final_bands": {name: b.as_dict() for name, b in main.final_bands.items()},
        "talked": list(main.talked),
        "seed": main.seed,
        "draws": main.draws,
        "members": len(main.members),
    }
    if without is not None and main.talked:
        made["without_talks"] = {
            "wordings": [{"wording": w.wording, "p_consensus": w.p_consensus.as_dict()} for w in without.wordings],
            "final_text": {name: round(share, 4) for name, share in without.final_text.items()},
        }
    return made


def forecast_text(
    case: Case, issue: Issue, main: IssueForecast, without: IssueForecast | None, unknown: tuple[str, ...] = ()
) -> str:
    """Return one issue as a person reads it."""
    both = without is not None and bool(main.talked)
    lines = [f"{issue.title}  ({issue.id})"]
    if main.talked:
        names = ", ".join(case.delegations[d].name for d in main.talked if d in case.delegations)
        lines.append(f"  private talk with {names}: right-hand column without it" if both else f"  talk with {names}")
    for w in main.wordings:
        title = issue.wordings[w.wording].title
        on_table = "*" if w.wording == issue.tabled else " "
        other = f"   {without.wording(w.wording).p_consensus.percent():>15}" if both and without else ""
        lines.append(f" {on_table}{title[:44]:<45} passes {w.p_consensus.percent():>15}{other}")
        blocked = 1 - sum(w.by_member) / len(w.by_member)
        if w.blocs and blocked > 0.05:
            bloc, share = w.blocs[0]
            named = " ".join(case.delegations[d].label if d in case.delegations else f"({d})" for d in bloc)
            lines.append(
                f"    when blocked, most often by {named} ({round(100 * share / blocked)} % of blocked worlds)"
            )
    ends = [(n, s) for n, s in main.final_text.items() if s >= 0.005]
    from positions.simulation import ending_title

    titles = {n: ending_title(issue, n) for n, _ in ends}
    if unknown:
        names = ", ".join(case.delegations[d].name for d in unknown)
        lines.append(f"  not modelled, for nothing is known or assumed of them: {names}")
    lines.append("  ends with: " + "; ".join(f"{titles[n]} {round(100 * s)} %" for n, s in ends))
    return "\n".join(lines)
