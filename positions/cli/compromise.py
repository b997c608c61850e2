"""``positions compromise``: wordings that pass, with tracked changes, what they cost whom, who should table them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks
from positions.cli.choosing import choose
from positions.cli.options import search_draws_option

if TYPE_CHECKING:
    from positions.model import Case, Issue
    from positions.search.compromise import Compromise, CompromisePoint

__all__ = ["command"]


@click.command("compromise")
@click.option("--for", "principal", metavar="PRINCIPAL", help="A delegation, a group, proponents, or worst.")
@click.option("--budget", default=20_000, show_default=True, type=click.IntRange(1), help="Partial texts to look at.")
@click.option("--moves/--no-moves", default=True, help="Also try the known ways to soften the text.")
@click.option("--tabled-by", metavar="DELEGATION", help="Who tables what is found, instead of today's tabler.")
@click.option("--all", "show_all", is_flag=True, help="Print the whole front, not only what matters.")
@search_draws_option
@asks(least=1, most=1, talks=True, cluster=True)
def command(
    asked: Asked,
    principal: str | None,
    budget: int,
    moves: bool,
    tabled_by: str | None,
    show_all: bool,
    search_draws: int,
) -> None:
    """Search the wordings of an issue: what passes, what it is worth, what it costs whom, who should table it.

    The front holds every wording that no other beats in both P(consensus) and worth to the principal. Among them the
    rank looks at the number of objectors, then at whether it is blocked, then at the worst-off. Private talks that the
    case declares are held unless you say --talks none.

    \b
    Examples:
      positions compromise victim_care
      positions compromise non_punishment --for russia
      positions compromise my-meeting domestic_scope --talks none --json
      positions compromise victim_care --search-draws 2000 --cluster local
    """
    from positions.cli.progress import steps
    from positions.ledger.advice import searched_compromise
    from positions.search.plain import compromise_dict

    case, (one,) = asked.case, asked.issues
    if principal is not None:
        choose("principal", principal, [*case.delegations, *case.groups, "proponents", "worst"])
    if tabled_by is not None:
        choose("delegation", tabled_by, case.delegations)
    found = searched_compromise(
        asked.ledger,
        one.id,
        principal=principal or "",
        talks=asked.talks,
        tabled_by=tabled_by,
        moves=moves,
        budget=budget,
        worlds=search_draws,
        address=asked.cluster,
        store=asked.store,
        watch=None if asked.cluster is None else steps,
    )
    asked.show(lambda: compromise_dict(found), lambda: compromise_text(case, one, found, show_all))


def compromise_text(case: Case, issue: Issue, found: Compromise, show_all: bool) -> str:
    """Return the search as a person reads it."""
    how = (
        "all looked at"
        if found.exact
        else f"bounded search; a better one could pass {100 * found.gap:.0f} % more often"
    )
    lines = [
        f"{issue.title}  ({issue.id}), for {found.principal.name}: {found.searched} texts, {how}",
        f"on the table: {issue.text(found.tabled)}",
    ]
    if found.costliest:
        c = found.costliest
        text = issue.clauses[c.clause].options[c.option].text.lstrip(", ")
        gone = "without it" if text else "with one"
        frees = f"; {gone} the text passes" if c.frees else f"; even {gone} the text is blocked"
        what = f'"{text}"' if text else "that there is no qualifier"
        lines.append(f"costs most: {what}, {round(100 * c.share)} % of what the objectors hold against it{frees}")
    lines.append("")
    shown = list(found.front) if show_all else _worth_showing(found)
    for point in shown:
        role = "".join(
            f"  <- {word}"
            for word, which in (("ask for this first", found.aspiration), ("fall back on this", found.reserve))
            if which is point
        )
        lines += _point(case, issue, found, point, role)
    if len(shown) < len(found.front):
        lines.append(f"({len(found.front) - len(shown)} more on the front; --all shows them)")
    if issue.fallback == "no_text":
        lines.append("if nothing passes: no text")
    else:
        lines.append(f"if nothing passes: {issue.wordings[issue.fallback].title}")
    return "\n".join(lines)


def _worth_showing(found: Compromise) -> list[CompromisePoint]:
    """Return the roles, and up to three neighbours above the first of them."""
    roles = [p for p in (found.aspiration, found.reserve) if p is not None]
    if not roles:
        return list(found.front[:4])
    first = min(found.front.index(p) for p in roles)
    return [p for n, p in enumerate(found.front) if p in roles or first - 3 <= n < first + 2]


def _point(case: Case, issue: Issue, found: Compromise, p: CompromisePoint, role: str) -> list[str]:
    from positions.text.changes import as_plain, changes

    def name(d: str) -> str:
        return case.delegations[d].name if d in case.delegations else f"assumed seats ({d})"

    tracked = as_plain(changes(issue.text(found.tabled), p.text)) if p.text else "(nothing is said)"
    lines = [f"passes {p.p_consensus.percent():>15}   worth {p.utility:.2f}{role}", f"    {tracked}"]
    if p.objectors:
        lines.append(f"    blocked by {', '.join(map(name, p.objectors))}")
    if p.newly_lost:
        lines.append(f"    newly lost {', '.join(map(name, p.newly_lost))}")
    if p.worst_off[0]:
        lines.append(f"    hardest to live with for {name(p.worst_off[0])}")
    for edit in p.edits[:3]:
        text = issue.clauses[edit.clause].options[edit.after].text.lstrip(", ") or "(leave it out)"
        lines.append(f'    {name(edit.objector)} lets go with "{text}" in {edit.clause}')
    if p.see and p.objectors:
        lines.append(f"    see {' and '.join(map(name, p.see[0]))}")
    if p.proposers:
        best = p.proposers[0]
        lines.append(f"    let {name(best.delegation)} table it: {best.p_consensus.percent()}; {best.reason}")
    return lines
