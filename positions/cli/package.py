"""``positions package``: texts of several issues that pass together where they do not one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks

if TYPE_CHECKING:
    from positions.model import Case
    from positions.search.packages import Package

__all__ = ["command"]


@click.command("package")
@asks(least=2, most=None, talks=True, cluster=True)
def command(asked: Asked) -> None:
    """Find packages: a loss on one issue offset by a gain on another. Red lines are never traded.

    Private talks that the case declares are held unless you say --talks none.

    \b
    Examples:
      positions package domestic_scope global_plan
      positions package my-meeting domestic_scope global_plan civil_society_links --json
      positions package domestic_scope global_plan --draws 2000 --cluster local
    """
    from positions.cli.progress import steps
    from positions.ledger.advice import searched_packages
    from positions.search.plain import package_dict
    from positions.search.shared_packages import package_parts

    case, names = asked.case, asked.ids
    try:
        parts = package_parts(case, names)
    except ValueError as error:  # too many texts together
        raise click.UsageError(str(error)) from None
    with steps("trying packages", parts) as step:
        found = searched_packages(
            asked.ledger,
            names,
            talks=asked.talks,
            worlds=asked.draws,
            address=asked.cluster,
            store=asked.store,
            progress=step,
        )
    asked.show(
        lambda: {"issues": list(names), "packages": [package_dict(p) for p in found]},
        lambda: packages_text(case, names, found),
    )


def _packages(count: int) -> str:
    return "1 package passes" if count == 1 else f"{count} packages pass"


def packages_text(case: Case, issues: tuple[str, ...], found: tuple[Package, ...]) -> str:
    """Return the packages as a person reads them."""

    def name(d: str) -> str:
        at = next(i for i in issues if d in case.delegations or any(s.id == d for s in case.issues[i].silent))
        return case.actor_name(at, d)

    titles = " + ".join(case.issues[i].title for i in issues)
    if not found:
        return f"{titles}: no package passes more often than its texts do one by one."
    lines = [f"{titles}: {_packages(len(found))} more often together than one by one", ""]
    for p in found[:5]:
        lines.append(
            "; ".join(f"{case.issues[i].title}: {case.issues[i].wordings[w].title}" for i, w in p.wordings.items())
        )
        lines.append(
            f"    together {p.p_consensus.percent()}   one by one {p.p_one_by_one.percent()}"
            f"   all or nothing, untraded {p.p_untraded.percent()}"
        )
        for t in [t for t in p.trades if t.lets_go][:4]:
            gives = ", ".join(case.issues[i].title for i, _ in t.gives)
            gets = ", ".join(case.issues[i].title for i, _ in t.gets)
            lines.append(f"    {name(t.delegation)} gives way on {gives} for {gets}")
        if p.objectors:
            lines.append(f"    still objecting: {', '.join(map(name, p.objectors))}")
        crossed = ", ".join(f"{name(d)} on {case.issues[i].title}" for d, i in p.red_lines)
        lines.append(f"    red lines in it, not traded: {crossed}" if crossed else "    no red line is in it")
    return "\n".join(lines)
