"""``positions score``: what happened, beside the simulation and beside rules that anybody could use."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.choosing import open_case
from positions.cli.options import (
    case_argument,
    cluster_options,
    draws_option,
    json_option,
    print_json,
    release_option,
    seed_option,
)
from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.ledger import Ledger
    from positions.markings import Marking
    from positions.model import Case
    from positions.scoring import RecordScore, TargetScore
    from positions.simulation import IssueForecast
    from positions.work import Store, Workers

__all__ = ["command"]

WITHOUT = "simulation, no private talks"


@click.command("score")
@draws_option
@seed_option
@case_argument
@release_option
@cluster_options
@json_option
def command(
    draws: int,
    seed: int,
    case: Path,
    release: Marking | None,
    cluster: Workers | None,
    parts: Path,
    as_json: bool,
) -> None:
    """Score the simulation on the outcomes that the case records, against naive rules.

    Needs issues with an `outcome`. Lower Brier and log scores are better; differences come with 95 % bootstrap
    intervals. Where stances were coded with the outcome known, it is a replay and says so: no test of foresight.

    \b
    Examples:
      positions score
      positions score my-meeting --json
      positions score --draws 100000 --cluster local
    """
    from positions.ledger import Ledger
    from positions.scoring import decided_issues, score_record
    from positions.work import Store

    opened = open_case(case, release)
    if not decided_issues(opened):
        raise PositionsError(
            "no issue of this case has an outcome, so there is nothing to score",
            hint="add an outcome to an issue in issues.yaml once it is decided; see docs/case-format.md",
        )
    ledger = Ledger(opened, seed=seed, draws=draws)
    held, without = _simulate(ledger, cluster, None if cluster is None else Store(parts))
    others = {WITHOUT: without} if any(run.talked for run in held.values()) else {}
    result = score_record(opened, held, seed=seed, others=others)
    if as_json:
        made = {"marking": opened.marking().label, **record_dict(result), "seed": seed, "draws": draws}
        print_json(made)
    else:
        click.echo(record_text(opened, result))
        sets = f"{ledger.members} parameter sets x {draws} worlds, seed {seed}"
        click.echo(f"{sets}; no parameter was fitted to this record")


def _simulate(
    ledger: Ledger, workers: Workers | None, store: Store | None
) -> tuple[dict[str, IssueForecast], dict[str, IssueForecast]]:
    """Return the forecasts of the decided issues with the declared talks, and without any."""
    from positions.cli.progress import steps
    from positions.scoring import decided_issues
    from positions.simulation.simulate import part_count

    issues = decided_issues(ledger.case)
    asked = [(issue, talks) for issue in issues for talks in ("declared", "none")]
    with steps("simulating", len(asked) * part_count(ledger.draws, ledger.members)) as step:
        ledger.play(asked, address=workers, store=store, progress=step)
    return {i: ledger.issue(i) for i in issues}, {i: ledger.issue(i, "none") for i in issues}


def record_dict(r: RecordScore) -> dict[str, Any]:
    """Return the documented JSON of a scored record."""
    return {
        "replay": r.replay,
        "issues": [
            {"issue": i, "happened": h, "simulated": f, "p_happened": round(p, 4)}
            for i, h, f, p in zip(r.issues, r.happened, r.final, r.chance, strict=True)
        ],
        "final_text_right": r.right,
        "ambitious": _target_dict(r.ambitious),
        "any_text": _target_dict(r.any_text),
    }


def _target_dict(t: TargetScore) -> dict[str, Any]:
    return {
        "question": t.question,
        "happened": list(t.happened),
        "rules": [
            {
                "name": s.name,
                "title": s.title,
                "brier": round(s.score.brier, 4),
                "log": round(s.score.log, 4),
                "right": round(s.score.hits * s.score.n, 1),
                "of": s.score.n,
                "probabilities": [round(p, 4) for p in s.probabilities],
                "brier_against_simulation": None
                if s.against is None
                else {
                    "difference": round(s.against.difference, 4),
                    "low": round(s.against.low, 4),
                    "high": round(s.against.high, 4),
                    "level": s.against.level,
                },
            }
            for s in t.rules
        ],
        "calibration": [
            {"low": b.low, "high": b.high, "n": b.n, "forecast": round(b.forecast, 4), "happened": round(b.happened, 4)}
            for b in t.calibration
        ],
    }


def record_text(case: Case, r: RecordScore) -> str:
    """Return a scored record as a person reads it."""
    import textwrap

    lines = [f"{case.meeting.title}   {len(r.issues)} of {len(case.issues)} issues decided"]
    lines.append(f"marking: {case.marking().label}")
    if r.replay:
        lines.append(
            f"REPLAY, not a forecast: stances were coded on {case.meeting.coded_after}, with the outcome known."
        )
        lines.append("It shows no foresight.")
        if any(case.issues[i].talks for i in r.issues):
            lines.append("How far a private talk moves a delegation may have been read off the outcome too:")
            lines.append("the line without talks is the safer one.")
    for target in (r.ambitious, r.any_text):
        lines += ["", *_target_lines(target)]
    lines += ["", "Which text stands at the end?"]
    mean = sum(r.chance) / len(r.chance)
    lines.append(f"  simulation right on {r.right} of {len(r.issues)}; gave {mean:.0%} on average to what happened")
    lines += _issue_lines(r)
    for i in r.issues:
        outcome = case.issues[i].outcome
        if outcome is not None and outcome.note:
            lines += textwrap.wrap(f"note on {i}: {outcome.note}", 100, initial_indent="  ", subsequent_indent="    ")
    return "\n".join(lines)


def _issue_lines(r: RecordScore) -> list[str]:
    """One row an issue; an x marks a final text that the simulation did not expect."""
    wide, ended = (max(map(len, names)) for names in (r.issues, (*r.happened, "ended with")))
    rules = ("blocks-at-2", "blocks-at-3", "mean-sign")
    lines = [f"    {'':<{wide}}  {'ended with':<{ended}}  given   ambitious?  given   -2   -3   mean"]
    for n, i in enumerate(r.issues):
        mark = " " if r.final[n] == r.happened[n] else "x"
        p, happened = r.ambitious.rule("simulation").probabilities[n], r.ambitious.happened[n]
        said = "".join(f"{'yes' if r.ambitious.rule(name).probabilities[n] > 0.5 else 'no':<5}" for name in rules)
        lines.append(
            f"  {mark} {i:<{wide}}  {r.happened[n]:<{ended}}  {r.chance[n]:>5.0%}   "
            f"{'yes' if happened else 'no':<10}  {p:>5.0%}   {said}".rstrip()
        )
    return [*lines, "    -2, -3, mean: what the naive rules say about the ambitious text"]


def _target_lines(t: TargetScore) -> list[str]:
    n = len(t.happened)
    lines = [f"{t.question}   ({sum(t.happened)} of {n} were)"]
    lines.append(f"  {'':<34} {'Brier':>6} {'log':>6} {'right':>9}   Brier above the simulation's")
    for s in sorted(t.rules, key=lambda rule: (rule.against is not None, rule.score.brier)):
        gap = ""
        if s.against is not None:
            ends = (s.against.difference, s.against.low, s.against.high)
            gap = "{} ({} to {})".format(*(f"{v:+.2f}" if round(v, 2) else "0.00" for v in ends))
        right = f"{s.score.hits * n:g} of {n}"
        lines.append(f"  {s.title:<34} {s.score.brier:>6.2f} {s.score.log:>6.2f} {right:>9}   {gap}".rstrip())
    beaten = [s for s in t.rules if s.against is not None and s.against.low > 0]
    open_ = [s.title for s in t.rules if s.against is not None and s.against.low <= 0]
    if not beaten:
        lines.append(f"  The simulation is not shown to be better than any of them: {n} issues are few.")
    elif open_:
        lines.append(f"  Not shown to be better than: {'; '.join(open_)}.")
    return lines
