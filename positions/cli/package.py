"""``positions package``: texts of several issues that pass together where they do not one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions import defaults
from positions.cli.choosing import choose, open_case
from positions.cli.options import (
    case_option,
    cluster_options,
    json_option,
    members_option,
    print_json,
    release_option,
    search_draws_option,
    seed_option,
    talks_option,
)

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model import Case
    from positions.search.packages import Package
    from positions.work import Workers

__all__ = ["command"]


@click.command("package")
@click.argument("issues", nargs=-1, required=True, metavar="ISSUE ISSUE...")
@members_option
@search_draws_option(defaults.PACKAGE_DRAWS)
@seed_option
@talks_option("none")
@case_option
@release_option
@cluster_options
@json_option
def command(
    issues: tuple[str, ...],
    members: int,
    draws: int,
    seed: int,
    talks: str,
    case: Path,
    release: Marking | None,
    cluster: Workers | None,
    parts: Path,
    as_json: bool,
) -> None:
    """Find packages: a loss on one issue offset by a gain on another. Red lines are never traded.

    \b
    Examples:
      positions package domestic_scope global_plan
      positions package domestic_scope global_plan civil_society_links --json
      positions package domestic_scope global_plan --draws 2000 --cluster local
    """
    from positions.cli.outputs import stamp, stamped
    from positions.cli.progress import steps
    from positions.ledger import Ledger, searched_packages
    from positions.search.plain import package_dict
    from positions.search.shared_packages import package_parts
    from positions.work import Store

    opened = open_case(case, release)
    names = tuple(dict.fromkeys(choose("issue", i, opened.issues) for i in issues))
    if len(names) < 2:
        raise click.UsageError("a package needs two different issues: positions package ISSUE ISSUE")
    ledger = Ledger(opened, seed=seed, members=members)
    with steps("trying packages", package_parts(ledger.case, names)) as step:
        found = searched_packages(
            ledger,
            names,
            talks=talks,
            worlds=draws,
            address=cluster,
            store=None if cluster is None else Store(parts),
            progress=step,
        )
    if as_json:
        print_json(
            {"packages": [package_dict(p) for p in found], "seed": seed, "draws": draws, "members": members}
            | stamp(opened)
        )
    else:
        click.echo(stamped(opened, packages_text(opened, names, found)))


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
