"""``positions outreach``: whom to see, on what, in which order; and what to find out first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import choose, open_case
from positions.cli.options import (
    case_argument,
    json_option,
    members_option,
    print_json,
    release_option,
    search_draws_option,
    seed_option,
)

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model import Case
    from positions.search.asking import Asked
    from positions.search.outreach import OutreachPlan

__all__ = ["command"]


@click.command("outreach")
@case_argument
@click.option("--conversations", "-n", type=click.IntRange(1, 50), help="How many there is time for.  [the meeting's]")
@click.option("--for", "principal", metavar="PRINCIPAL", help="For whom, instead of the meeting's principal.")
@click.option("--ask", is_flag=True, help="Only what is most worth finding out.")
@members_option
@search_draws_option()
@seed_option
@release_option
@json_option
def command(
    case: Path,
    conversations: int | None,
    principal: str | None,
    ask: bool,
    members: int,
    draws: int,
    seed: int,
    release: Marking | None,
    as_json: bool,
) -> None:
    """Plan private conversations before the meeting, and say what each should win.

    The gain of a step is on top of the steps before it; "alone" is what it wins by itself.

    \b
    Examples:
      positions outreach -n 3
      positions outreach --ask
      positions outreach my-meeting --for argentina --json
    """
    from positions.cli.outputs import stamp, stamped
    from positions.cli.progress import steps
    from positions.ledger import Ledger, outreach_plan
    from positions.search.plain import outreach_dict

    opened = open_case(case, release)
    if principal is not None:
        choose("principal", principal, [*opened.delegations, *opened.groups])
    count = 0 if ask else conversations or opened.meeting.consultations
    ledger = Ledger(opened, seed=seed, members=members)
    with steps("preparing", len(opened.issues)) as step:
        made = outreach_plan(
            ledger, tuple(opened.issues), count, principal=principal or "", worlds=draws, progress=step
        )
    plan, asked = None if ask else made.plan, made.asked
    if as_json:
        print_json(outreach_dict(plan, asked, seed, draws, members) | stamp(opened))
    else:
        click.echo(stamped(opened, outreach_text(opened, plan, asked)))


def outreach_text(case: Case, plan: OutreachPlan | None, asked: tuple[Asked, ...]) -> str:
    """Return the plan as a person reads it."""

    def name(d: str) -> str:
        return case.delegations[d].name

    lines: list[str] = []
    if plan is not None:
        lines.append(
            f"For {name(plan.principal) if plan.principal in case.delegations else plan.principal}, in this order:"
        )
        for number, step in enumerate(plan.steps, 1):
            through = f", through {name(step.channel.delegation)}" if step.channel else ""
            lines.append(f"{number}. {name(step.delegation)}{through}")
            for g in step.gains:
                issue = case.issues[g.issue]
                lines.append(f"     {issue.title}: {issue.wordings[g.wording].title}")
                lines.append(f"       {g.before.percent()} -> {g.after.percent()}   alone {g.alone.percent()} more")
            if not step.gains:
                lines.append("     nothing by itself; together with the others")
            if step.follows:
                lines.append(f"     after {', '.join(map(name, step.follows))}, whom it follows")
        if not plan.steps:
            lines.append("  no conversation is expected to win anything")
        others = set(case.delegations) - {plan.principal}
        cheap = [p for p in plan.peel_offs if others.issuperset(p.members)][:4]
        if cheap:
            lines.append("")
            lines.append("Cheapest ways to free a text on the table (cost: how hard they are to move, ours):")
            for p in cheap:
                members = " and ".join(map(name, p.members))
                lines.append(f"  {case.issues[p.issue].title}: {members}  ({p.cost:.1f})")
        lines.append("")
    lines.append("Find out first:")
    for a in asked[:5]:
        issue = case.issues[a.issue]
        changed = f"; it may call for {' or '.join(issue.wordings[w].title for w in a.changes)}" if a.changes else ""
        lines.append(f"  {name(a.delegation)} on {issue.title} ({a.kind}){changed}")
    if not asked:
        lines.append("  nothing that would change what to put")
    return "\n".join(lines)
