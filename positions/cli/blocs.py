"""``positions blocs``: who blocks which wording, who leads, who follows, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks
from positions.cli.choosing import choose

if TYPE_CHECKING:
    from positions.api.results import BlocsAnswer
    from positions.model import Case, Issue

__all__ = ["command"]

UNITS = "(all in units of grievance, parameters at their central values; they are ours)"


@click.command("blocs")
@click.option("--wording", metavar="W", help="Only this wording.")
@click.option("--why", metavar="DELEGATION", help="Take one delegation's final state apart.")
@asks(most=None, plays=False, talks=True, reading=True)
def command(asked: Asked, wording: str | None, why: str | None) -> None:
    """Show, for each wording, the blocking bloc and what holds it together.

    Parameters of the game stand at their central values here; `positions simulate` shows how sure it is. Private talks
    that the case declares are held unless you say --talks none; where they change who blocks, both are shown.

    \b
    Examples:
      positions blocs non_punishment
      positions blocs non_punishment --why pakistan
      positions blocs my-meeting --talks none
    """
    from positions.api import Meeting

    meeting = Meeting(asked.ledger)
    wording = asked.one_wording(wording)
    if why is not None:
        if len(asked.ids) != 1:
            raise click.UsageError("--why needs an issue: positions blocs ISSUE --why DELEGATION")
        (one,) = asked.issues
        arrays = asked.ledger.arrays(one.id)
        choose("delegation", why, [*asked.case.delegations, *arrays.actors])
        if why not in arrays.actors:
            raise click.UsageError(f"{why} is not at the table: nothing is known or assumed of it on this issue")
        told = [meeting.why(one.id, why, w, talks=asked.talks) for w in ([wording] if wording else one.wordings)]
        asked.show(
            lambda: {"issues": [{"issue": one.id, "delegation": why, "wordings": [e.as_dict() for e in told]}]},
            lambda: "\n\n".join([*map(str, told), UNITS]),
        )
        return
    found = [meeting.blocs(one.id, talks=asked.talks) for one in asked.issues]
    if wording is not None:
        found = [answer.only(wording) for answer in found]
    asked.show(
        lambda: {"issues": [answer.as_dict() for answer in found]},
        lambda: "\n\n".join(
            blocs_text(asked.case, one, answer) for one, answer in zip(asked.issues, found, strict=True)
        ),
    )


def _names(case: Case, issue: Issue, actors: Sequence[str]) -> str:
    from positions.text.sentences import list_words

    return list_words([case.actor_name(issue.id, a) for a in actors])


def _let_go(actors: tuple[str, ...]) -> str:
    return "lets go" if len(actors) == 1 else "let go"


def blocs_text(case: Case, issue: Issue, found: BlocsAnswer) -> str:
    """Return one issue as a person reads it."""
    lines = [f"{issue.title}  ({issue.id})"]
    alone = {a.wording: a for a in found.without_talks}
    for a in found.texts:
        record = issue.wordings[a.wording]
        on_table = ", on the table" if a.wording == issue.tabled else ""
        lines.append(f"  {record.title}  [{a.wording}{on_table}]")
        if a.talked:
            lines.append(f"    after a talk  with {_names(case, issue, a.talked)}")
        if a.stands:
            lines.append("    stands        if nothing is agreed; it is not put to the room")
            continue
        quiet = alone.get(a.wording, a)
        if quiet.blocking_bloc != a.blocking_bloc:
            lines.append(f"    without it    {found.said(quiet)}")
        if a.passes:
            gone = {d for step in a.let_go for d in step}
            hurt = [d for d in a.lone_holdouts if d in gone]
            lines.append("    passes        nobody objects in the end" + (f"; watch {', '.join(hurt)}" if hurt else ""))
            continue
        lines.append(f"    blocked by    {_names(case, issue, a.blocking_bloc)}")
        if a.lone_holdouts:
            lines.append(f"    even alone    {_names(case, issue, a.lone_holdouts)}")
        for f in a.followers[:4]:
            head = "follows     " if f.follows else "in company  "
            sets = [f"{_names(case, issue, s)} {_let_go(s)}" for s in f.lets_go_with if len(s) <= 3][:2]
            more = " (and in other ways)" if sets and len(f.lets_go_with) > len(sets) else ""
            when = f"if {'; or if '.join(sets)}{more}" if sets else "when too few are left"
            lines.append(f"    {head}  {case.actor_name(issue.id, f.delegation)} lets go {when}")
        if a.peel_off_sets:
            sets = [_names(case, issue, p) for p in a.peel_off_sets[:3]]
            more = f" (and {len(a.peel_off_sets) - 3} other ways)" if len(a.peel_off_sets) > 3 else ""
            lines.append(f"    to free it    {'; or '.join(sets)} must let go{more}")
        if not a.families_complete:
            lines.append("    note          there are more such sets than were listed")
    if found.unknown:
        names = ", ".join(case.delegations[d].name for d in found.unknown)
        lines.append(f"  not modelled (nothing known or assumed): {names}")
    return "\n".join(lines)
