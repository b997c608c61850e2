"""``positions package``: texts of several issues that pass together where they do not one by one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import choose, open_case, talked_on
from positions.cli.options import (
    case_option,
    cluster_options,
    json_option,
    print_json,
    release_option,
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
@click.option("--members", default=64, show_default=True, type=click.IntRange(1, 4096), help="Parameter sets.")
@click.option("--draws", default=160, show_default=True, type=click.IntRange(1), help="Worlds per parameter set.")
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
    from positions.search.packages import find_packages
    from positions.search.plain import package_dict
    from positions.simulation import make_ensemble

    opened = open_case(case, release)
    names = tuple(dict.fromkeys(choose("issue", i, opened.issues) for i in issues))
    if len(names) < 2:
        raise click.UsageError("a package needs two different issues: positions package ISSUE ISSUE")
    ensemble = make_ensemble(opened.parameters, members=members, seed=seed)
    talked = {i: talked_on(opened.issues[i], talks) for i in names}
    if cluster is None:
        found = find_packages(opened, names, ensemble, draws=draws, talked=talked)
    else:
        from positions.cli.progress import steps
        from positions.search.shared_packages import PackagePlan, package_parts, shared_packages
        from positions.work import Store

        plan = PackagePlan(opened, names, ensemble, draws, talked)
        with steps("trying packages", package_parts(plan)) as step:
            found = shared_packages(plan, address=cluster, store=Store(parts), progress=step)
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
        return case.delegations[d].name if d in case.delegations else f"assumed seats ({d})"

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
