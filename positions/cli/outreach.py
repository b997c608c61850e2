"""``positions outreach``: whom to see, on what, in which order; and what to find out first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks
from positions.cli.choosing import choose
from positions.cli.options import search_draws_option

if TYPE_CHECKING:
    from positions.model import Case
    from positions.search.asking import Asked as AskedFor
    from positions.search.outreach import OutreachPlan

__all__ = ["command"]


@click.command("outreach")
@click.option("--conversations", "-n", type=click.IntRange(1, 50), help="How many there is time for.  [the meeting's]")
@click.option("--for", "principal", metavar="PRINCIPAL", help="For whom, instead of the meeting's principal.")
@click.option("--ask", is_flag=True, help="Only what is most worth finding out.")
@search_draws_option
@asks(most=None)
def command(asked: Asked, conversations: int | None, principal: str | None, ask: bool, search_draws: int) -> None:
    """Plan private conversations before the meeting, and say what each should win.

    The gain of a step is on top of the steps before it; "alone" is what it wins by itself.

    \b
    Examples:
      positions outreach -n 3
      positions outreach --ask
      positions outreach my-meeting --for argentina --json
    """
    from positions.cli.progress import steps
    from positions.ledger.advice import outreach_plan
    from positions.search.plain import outreach_dict

    case = asked.case
    if principal is not None:
        choose("principal", principal, [*case.delegations, *case.groups])
    count = 0 if ask else conversations or case.meeting.consultations
    issues = [one.id for one in asked.issues]
    with steps("preparing", len(issues)) as step:
        made = outreach_plan(asked.ledger, issues, count, principal=principal or "", worlds=search_draws, progress=step)
    plan = None if ask else made.plan
    asked.show(
        lambda: outreach_dict(plan, made.asked, asked.seed, search_draws, asked.members),
        lambda: outreach_text(case, plan, made.asked),
    )


def outreach_text(case: Case, plan: OutreachPlan | None, asked: tuple[AskedFor, ...]) -> str:
    """Return the plan as a person reads it."""

    def name(d: str) -> str:
        return case.delegations[d].name

    lines: list[str] = []
    if plan is not None:
        whom = "whoever is worst off" if plan.principal == "worst" else plan.principal
        lines.append(f"For {name(plan.principal) if plan.principal in case.delegations else whom}, in this order:")
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
