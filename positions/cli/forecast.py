"""``positions forecast``: published models side by side, from the same stances."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks
from positions.cli.screen import table, tell

if TYPE_CHECKING:
    from positions.model import Case
    from positions.scoring import IssueModels

__all__ = ["command"]


@click.command("forecast")
@click.option("--assumed", is_flag=True, help="Count the silent seats too, as the case assumes them.")
@click.option(
    "--weights",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Table of delegations and their votes: power in a body that votes with weights, instead of influence.",
)
@asks(most=None, plays=False, cluster=True, reading=True)
def command(asked: Asked, assumed: bool, weights: Path | None) -> None:
    """Show what the published models forecast from the case's stances, and where and why they differ.

    They forecast a point on the issue's ladder (0 = nothing beyond what already binds, 1 = the most ambitious text),
    not who blocks: for that see `positions simulate`. How well such models do is in docs/score-eu-decisions.md.

    \b
    Examples:
      positions forecast
      positions forecast victim_care
      positions forecast my-meeting --assumed --json
      positions forecast council --weights votes.csv
    """
    from positions.cli.progress import steps
    from positions.scoring import LEARNT_FROM, forecast_case

    case, wanted = asked.case, {one.id for one in asked.issues}
    votes = None if weights is None else _votes(case, weights, assumed=assumed)
    with steps("forecasting", len(case.issues) + 1) as step:
        made = forecast_case(
            case, assumed=assumed, votes=votes, address=asked.cluster, store=asked.store, progress=step
        )
    found = [m for m in made if m.issue in wanted]
    head = [] if weights is None else [f"power: votes from {weights.name}"]
    foot = f"intervals learnt from {LEARNT_FROM}: they may not carry over to this meeting"
    asked.show(
        lambda: {
            "power": "influence" if weights is None else "votes",
            "issues": [models_dict(m) for m in found],
        },
        lambda: "\n\n".join([*head, *(models_text(case, m) for m in found), foot]),
    )


def _votes(case: Case, file: Path, *, assumed: bool) -> dict[str, float]:
    """Return the votes of every delegation that decides, and of one seat of each class that is counted."""
    from positions.interchange.tables import read_weights

    titles = {d.id: d.name for d in case.delegations.values() if d.decides}
    if assumed:
        titles |= {c.id: c.title for i in case.issues.values() for c in i.silent if c.seats > 0}
    found = read_weights(file, case, titles)
    for remark in found.remarks:
        tell(f"{file}: {remark}")
    return {actor: float(weight) for actor, weight in found.by_actor.items()}


def models_dict(m: IssueModels) -> dict[str, Any]:
    """Return the documented JSON of one issue."""
    from positions.scoring import where_they_differ

    interval = None
    if m.spread is not None:
        low, high = m.spread.interval(0.8)
        interval = {"low": round(low, 4), "high": round(high, 4), "level": 0.8, "learnt_from": m.spread.learnt_from}
    return {
        "issue": m.issue,
        "known": list(m.known),
        "unknown": list(m.unknown),
        "assumed": list(m.assumed),
        "models": {
            name: {"point": round(f.point, 4) if f.answered else None, "actors": f.actors, "how": f.how}
            for name, f in m.forecasts.items()
        },
        "interval": interval,
        "texts": {w: round(x, 4) for w, x in m.texts.items()},
        "fallback": round(m.fallback, 4),
        "differences": list(where_they_differ(m.forecasts, fallback=m.fallback, actors=len(m.known) + len(m.assumed))),
    }


def models_text(case: Case, m: IssueModels) -> str:
    """Return one issue as a person reads it."""
    from positions.reference import MODELS
    from positions.scoring import where_they_differ

    issue = case.issues[m.issue]
    counted = f"{len(m.known)} of {len(m.known) + len(m.unknown)} delegations have a stance"
    if m.assumed:
        seats = sum(s.seats for s in issue.silent if s.id in m.assumed)
        counted += f", {seats} seats assumed"
    lines = [f"{issue.title}  ({issue.id})   {counted}"]
    titles = {w: issue.wordings[w].title if w in issue.wordings else "no text" for w in m.texts}
    for w, x in sorted(m.texts.items(), key=lambda item: item[1]):
        note = ", on the table" if w == issue.tabled else ", if nothing is agreed" if w == issue.fallback else ""
        lines.append(f"  {x:.2f}  {titles[w]}{note}")
    rows = []
    for name, f in m.forecasts.items() if m.spread is not None else ():
        if not f.answered:
            rows.append((MODELS[name].title, "–", f.how))
            continue
        rows.append((MODELS[name].title, f"{f.point:.2f}", "" if name == "constant" else titles[m.nearest(f.point)]))
        if name == "pool" and m.spread is not None:
            low, high = m.spread.interval(0.8)
            rows.append(("  80 % interval", f"{low:.2f}–{high:.2f}", ""))
    if rows:
        lines.append(table(("model", "point", "nearest text"), rows, below=("nearest text",), indent=4))
    words = where_they_differ(m.forecasts, fallback=m.fallback, actors=len(m.known) + len(m.assumed))
    return "\n".join([*lines, *([f"  {' '.join(words)}"] if words else [])])
