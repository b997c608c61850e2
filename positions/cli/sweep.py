"""``positions sweep``: the same meeting with other numbers, other people in the room, another order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from positions import defaults
from positions.cli.asked import Asked, asks
from positions.cli.choosing import choose
from positions.cli.screen import tell

if TYPE_CHECKING:
    from positions.model import Case
    from positions.search.sweeps import Sweep

__all__ = ["command", "sweep_text"]

MOST_LINES_OF_TEXT = 40


@click.command("sweep")
@click.option("--vary", multiple=True, metavar="NAME=A:B:N", help="NAME=A:B:N or NAME=V1,V2; may be repeated.")
@click.option("--absent", multiple=True, metavar="D,D", help="A scenario without these delegations; may be repeated.")
@click.option("--order", "orders", multiple=True, metavar="W,W", help="Wordings in the order tried; may be repeated.")
@click.option("--rule", "rules", multiple=True, metavar="R", help="A rule as in positions vote; may be repeated.")
@click.option(
    "--talks",
    "held",
    default=defaults.TALKS,
    show_default=True,
    type=click.Choice(["declared", "none", "both"]),
    help="With the private talks that the case declares, without, or both.",
)
@asks(most=None, cluster=True, files=("csv", "parquet", "png", "svg"))
def command(
    asked: Asked,
    vary: tuple[str, ...],
    absent: tuple[str, ...],
    orders: tuple[str, ...],
    rules: tuple[str, ...],
    held: str,
) -> None:
    """Simulate every combination of values, absences, orders, talks and rules; one row a text.

    What can be varied: a parameter (base_cost, isolation_cost, ...), stance.ISSUE.DELEGATION.FIELD (ideal,
    acceptance_low, acceptance_high, salience, mobility), delegation.DELEGATION.FIELD (influence, resolve) and
    association.FOLLOWER.LEADER.weight. All points meet the same worlds. A sweep that is stopped goes on when the
    same command is given again.

    \b
    Examples:
      positions sweep non_punishment --vary base_cost=0.05:0.15:5
      positions sweep victim_care --vary stance.victim_care.pakistan.salience=0.2:0.9:8 -o care.png
      positions sweep --absent iran --absent iran,russia --talks both -o who.csv
    """
    from positions.cli.progress import steps
    from positions.papers.formats.sweep_table import sweep_csv, sweep_parquet
    from positions.search.sweeps import make_plan, read_axis, sweep
    from positions.work import Store

    case = asked.case
    try:
        plan = make_plan(
            case,
            axes=[read_axis(v) for v in vary],
            issues=asked.ids,
            absent=[_names(a, "delegation", case) for a in absent],
            orders=[tuple(w.strip() for w in o.split(",")) for o in orders],
            talks={"none": (False,), "declared": (True,), "both": (False, True)}[held],
            rules=rules or ("consensus",),
        )
        _check_rules(case, plan.issues, rules)
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    with steps("sweeping", len(plan.points) * len(plan.issues)) as step:
        found = sweep(
            case,
            plan,
            seed=asked.seed,
            draws=asked.draws,
            members=asked.members,
            address=asked.cluster,
            store=Store(asked.parts),
            progress=step,
        )
    about = {"marking": case.marking().label, "provenance": asked.made_from()}
    asked.show(
        lambda: _sweep_dict(found),
        lambda: sweep_text(case, found),
        {
            "csv": partial(sweep_csv, found, **about),
            "parquet": partial(sweep_parquet, found, **about),
            **{form: partial(_chart, case, found, form) for form in ("png", "svg")},
        },
    )


def _names(given: str, kind: str, case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(choose(kind, name.strip(), case.delegations) for name in given.split(",")))


def _check_rules(case: Case, issues: tuple[str, ...], rules: tuple[str, ...]) -> None:
    """Find a rule that cannot be read before anything is simulated."""
    from positions.game import prepare_issue
    from positions.voting import parse_rule

    for text in rules:
        if text != "consensus":
            parse_rule(text, prepare_issue(case, issues[0], only=[]).actors)


def _chart(case: Case, found: Sweep, form: str) -> bytes:
    """Return the texts on the table as a picture: lines over the first axis, or one row a scenario."""
    from positions.cli.outputs import picture
    from positions.papers.charts.consensus import MOST_ROWS, ConsensusRow, draw_consensus, size_consensus
    from positions.papers.charts.sheet import case_furniture
    from positions.papers.charts.sweep import MOST_LINES, draw_sweep, size_sweep

    furniture = case_furniture(case, seed=found.seed, draws=found.draws * found.members)
    lines = _lines(case, found)
    if lines and len(lines[0].xs) > 1:
        name = found.plan.axes[0].name
        title = _message(lines[0], name)
        if len(lines) > MOST_LINES:
            tell(f"the chart shows {MOST_LINES} of {len(lines)} lines; one issue and fewer values narrow it")
        shown, across = lines[:MOST_LINES], f"{name}; chance that the text on the table passes"
        return picture(lambda ax: draw_sweep(ax, shown, title=title, across=across), size_sweep(), furniture, form)
    rows = [ConsensusRow(line.label, line.bands[0]) for line in lines][:MOST_ROWS]
    title = f"The text on the table in {len(rows)} scenario{'s' if len(rows) != 1 else ''}"
    return picture(lambda ax: draw_consensus(ax, rows, title=title), size_consensus(rows), furniture, form)


def _lines(case: Case, found: Sweep) -> list[Any]:
    """Return the tabled text's chance over the first axis, a line for each issue and everything else."""
    from positions.papers.charts.sweep import SweepLine

    grouped: dict[str, list[tuple[float, Any]]] = {}
    for row in found.rows:
        if row.wording != case.issues[row.issue].tabled or row.passes is None:
            continue
        point = found.plan.points[row.point]
        label = _scenario(case, found, row.point, row.issue, skip=1)
        grouped.setdefault(label, []).append((point.values[0] if point.values else 0.0, row.passes))
    made = []
    for label, pairs in grouped.items():
        ordered = sorted(pairs, key=lambda pair: pair[0])
        made.append(SweepLine(label, tuple(x for x, _ in ordered), tuple(b for _, b in ordered)))
    return made


def _scenario(case: Case, found: Sweep, at: int, issue: str, *, skip: int = 0) -> str:
    """Return a point in words; ``skip`` axes are left out."""
    point, plan = found.plan.points[at], found.plan
    said = [case.issues[issue].title] if len(plan.issues) > 1 else []
    said += [f"{a.name} {v:g}" for a, v in zip(plan.axes[skip:], point.values[skip:], strict=True)]
    if point.absent:
        said.append("without " + ", ".join(case.delegations[d].name for d in point.absent))
    if point.order:
        said.append("order " + " > ".join(point.order))
    if point.talks:
        said.append("after the talks")
    if point.rule != "consensus":
        said.append(point.rule)
    return ", ".join(said) or "as in the case"


def _message(line: Any, name: str) -> str:
    first, last = line.bands[0], line.bands[-1]
    return (
        f"From {name} {line.xs[0]:g} to {line.xs[-1]:g} the text on the table passes "
        f"{round(100 * first.median)}\u00a0% to {round(100 * last.median)}\u00a0% of the time ({line.label})"
    )


def sweep_text(case: Case, found: Sweep) -> str:
    """Return the texts on the table, one line a point, as a person reads it."""
    lines = []
    rows = [r for r in found.rows if r.wording == case.issues[r.issue].tabled and r.passes is not None]
    for row in rows[:MOST_LINES_OF_TEXT]:
        assert row.passes is not None  # noqa: S101  # filtered above
        lines.append(f"{row.passes.percent():>15}  {_scenario(case, found, row.point, row.issue)}")
    if len(rows) > MOST_LINES_OF_TEXT:
        lines.append(f"({len(rows) - MOST_LINES_OF_TEXT} more; --out FILE.csv has them all)")
    return "the text on the table passes:\n" + "\n".join(lines) + "\n"


def _sweep_dict(found: Sweep) -> dict[str, Any]:
    from positions.papers.formats.sweep_table import sweep_columns

    return {
        "columns": sweep_columns(found),
        "points": len(found.plan.points),
        "seed": found.seed,
        "draws": found.draws,
        "members": found.members,
    }
