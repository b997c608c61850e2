"""``positions merge``: several people's codings of one meeting as one case; what a group has in common."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import STDOUT, json_page, out_options, outs_of, page_text, write_outs
from positions.cli.choosing import CASE
from positions.cli.options import FOLDER, case_option, json_option, release_option
from positions.cli.screen import tell

if TYPE_CHECKING:
    from positions.agreement.coders import Reliability
    from positions.interchange.merge import Cell, GroupIssue, Merged
    from positions.markings import Marking
    from positions.model import Case, Stance

__all__ = ["command"]


@click.command("merge")
@click.argument("codings", nargs=-1, required=True, type=FOLDER, metavar="A B...")
@case_option
@click.option("--group", metavar="GROUP", help="Show what all members of GROUP have in common, and who is out of line.")
@release_option
@out_options(folder=True)
@json_option
def command(
    codings: tuple[Path, ...],
    case: Path | None,
    group: str | None,
    release: Marking | None,
    out: tuple[Path, ...],
    parents: bool,
    as_json: bool,
) -> None:
    """Put several people's codings of one meeting together: how far they agree, where they differ, one case of them.

    A coding is a case folder, a workbook, or a file of statements (lines as in floor.txt, or YAML) about the case that
    --case names, or the first folder. Where coders differ nothing is averaged: the ends of the acceptance interval
    then lie between theirs, and chances have wider bands. -o FOLDER writes the case; a file ends in .json or .txt.

    \b
    Examples:
      positions merge anna ben carla
      positions merge anna ben.xlsx carla.txt -o merged
      positions merge anna ben --group island_states
    """
    from positions.casefiles.plain import case_plain
    from positions.casefiles.starter import new_case_files, write_new_case
    from positions.cli.import_ import with_letters
    from positions.interchange.merge import group_positions, merge, read_coders
    from positions.model import release_statement

    if len(codings) < 2 and group is None:
        raise click.UsageError("name two codings or more, or a group with --group")
    outs, folders = outs_of(out, None, as_json, (), folder=True, parents=parents)
    found = merge(read_coders(codings, case, release, with_letters))
    if release is not None:
        tell(release_statement(found.case))
    click.get_current_context().meta[CASE] = found.case
    groups = () if group is None else group_positions(found.case, group)
    head = f"Merged from {len(found.coders)} codings. A source says who read a stance how, where they differ."
    written: list[str] = []
    for folder in folders:
        files = new_case_files(case_plain(found.case), folder, head)[1]
        write_new_case(folder, files)
        written = sorted(files)

    def make(form: str, printed: bool) -> str:
        if form == "json":
            return json_page(merged_dict(found, groups) | {"written": written}, printed=printed)
        text = merged_text(found) if group is None else group_text(found.case, group, groups)
        end = f"\n\nwritten: {folders[0]}   next: positions check {folders[0]}" if written and printed else ""
        return page_text(text + end, found.case.marking(), printed=printed)

    write_outs(outs or (("json" if as_json else "text", STDOUT),), make)


def merged_dict(found: Merged, groups: tuple[GroupIssue, ...]) -> dict[str, Any]:
    """Return the documented JSON (docs/numbers.md)."""
    released = bool(found.case.provenance.release)
    return {
        "coders": [{"coder": c.letter, "coding": "" if released else str(c.path)} for c in found.coders],
        "agreement": _reliability(found.agreement),
        "issues": [{"issue": name, **_reliability(told)} for name, told in found.by_issue.items()],
        "cells": [_cell(cell) for cell in found.cells],
        "group": [_group(each) for each in groups],
    }


def _reliability(told: Reliability) -> dict[str, Any]:
    numbers = {name: getattr(told, name) for name in ("alpha", "low", "high")}
    return {n: None if v != v else round(v, 4) for n, v in numbers.items()} | {"cells": told.units}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "issue": cell.issue,
        "delegation": cell.delegation,
        "differs": list(cell.differs),
        "readings": [{"coder": letter, **_stance(stance)} for letter, stance in cell.readings.items()],
        "taken": _stance(cell.stance)
        | {name: _pair(getattr(cell.stance, name)) for name in ("low_between", "high_between")},
    }


def _pair(ends: tuple[float, float] | None) -> list[float] | None:
    return None if ends is None else list(ends)


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "code": stance.code,
        "ideal": stance.ideal,
        "acceptance": list(stance.acceptance),
        "salience": stance.salience,
        "confidence": stance.confidence.value,
        "red_lines": [f"{line.clause}: {line.option}" for line in stance.red_lines],
        "demands": [f"{d.clause}: {', '.join(d.options)}" for d in stance.demands],
        "marking": stance.source.marking.value,
        "source": stance.source.cite(),
    }


def _group(each: GroupIssue) -> dict[str, Any]:
    at = each.position
    return {
        "issue": each.issue,
        "common": at is not None and at.common,
        "low": None if at is None else at.low,
        "high": None if at is None else at.high,
        "held_by": [] if at is None else list(at.held_by),
        "low_by": [] if at is None else list(at.low_by),
        "high_by": [] if at is None else list(at.high_by),
        "out": {} if at is None else dict(at.out),
        "unknown": list(each.unknown),
        "refused": {what: list(who) for what, who in each.refused.items()},
    }


def merged_text(found: Merged) -> str:
    """Return the page for a person: agreement, differences with all their sources, what one alone has coded."""
    case, released = found.case, bool(found.case.provenance.release)
    lines = [f"{c.letter}  {'' if released else c.path}".rstrip() for c in found.coders]
    lines += ["", "agreement: Krippendorff's alpha of the codes, 95 % interval; 1 = full, 0 = as by chance"]
    lines.append(f"  {'over all':32} {_alpha(found.agreement)}")
    lines += [f"  {name:32} {_alpha(told)}" for name, told in found.by_issue.items()]
    differ = [cell for cell in found.cells if cell.differs]
    lines += ["", f"{len(differ)} of {len(found.cells)} cells are read differently"]
    for cell in differ:
        lines += [
            "",
            f"{case.delegations[cell.delegation].name} on {cell.issue}: {', '.join(map(_words, cell.differs))}",
        ]
        lines += [f"  {letter}  {_reading(stance)}" for letter, stance in cell.readings.items()]
        lines += [f"  →  {_reading(cell.stance, source=False)}", *(f"     {each}" for each in _ends(cell.stance))]
    alone = [cell for cell in found.cells if len(cell.readings) == 1 < len(found.coders)]
    if alone:
        lines += ["", "coded by one alone, and taken"]
        lines += [f"  {next(iter(c.readings))}  {case.delegations[c.delegation].name} on {c.issue}" for c in alone]
    return "\n".join(lines)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _alpha(told: Reliability) -> str:
    cells = f"{told.units} cell{'s' * (told.units != 1)} coded by two or more"
    if told.alpha != told.alpha:
        return f"–  ({cells}; nothing to tell agreement from chance by)"
    return f"{told.alpha:.2f} ({told.low:.2f} to {told.high:.2f})  {cells}"


def _reading(stance: Stance, *, source: bool = True) -> str:
    low, high = stance.acceptance
    lines = [f"refuses {line.clause}: {line.option}" for line in stance.red_lines]
    lines += [f"asks for {d.clause}: {', '.join(d.options)}" for d in stance.demands]
    numbers = f"ideal {stance.ideal:g}, accepts {low:g} to {high:g}, salience {stance.salience:g}"
    said = [f"{stance.code or '–':5} {numbers}, {stance.confidence.value}", *lines]
    return "; ".join([*said, stance.source.cite()] if source else said)


def _ends(stance: Stance) -> Iterator[str]:
    for name, ends in (("low", stance.low_between), ("high", stance.high_between)):
        if ends is not None:
            yield f"{name} end between {ends[0]:g} and {ends[1]:g}: bands are wider for it"


def group_text(case: Case, group: str, found: tuple[GroupIssue, ...]) -> str:
    """Return what a group has in common, for a person."""
    lines = [f"{case.groups[group].name}  ({group})"]

    def names(ids: tuple[str, ...]) -> str:
        return ", ".join(case.delegations[d].name for d in ids)

    for each in found:
        at = each.position
        lines += ["", f"{case.issues[each.issue].title}  ({each.issue})"]
        if at is None:
            lines.append("  nothing is known of any member")
            continue
        part = f"{at.low:g} to {at.high:g}" if at.low < at.high else f"{at.low:g} alone"
        if at.common:
            lines.append(f"  common position: {part}, accepted by {names(at.held_by)}")
        else:
            many = f"{len(at.held_by)} of {len(at.held_by) + len(at.out)}"
            lines += ["  no common position", f"  at best {many} accept {part}: {names(at.held_by)}"]
        for name, by in at.out.items():
            way = "goes no further up than" if by < 0 else "begins only"
            lines.append(
                f"  out of line: {case.delegations[name].name} {way} {abs(by):g} {'below' if by < 0 else 'above'} it"
            )
        lines.append(f"  held down by {names(at.high_by)}; held up by {names(at.low_by)}")
        lines += [f"  refused: {what}, by {names(who)}" for what, who in each.refused.items()]
        lines += [f"  not known: {names(each.unknown)}"] if each.unknown else []
    return "\n".join(lines)
