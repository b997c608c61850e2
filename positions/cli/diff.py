"""``positions diff``: what changed between two states of a case."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import print_page
from positions.cli.options import json_option, print_json, release_option

if TYPE_CHECKING:
    from positions.casefiles.differences import CaseDifferences, Difference, Place
    from positions.markings import Marking
    from positions.model import Case, Provenance

__all__ = ["NOT_WRITTEN", "command", "deliver_changes"]

NOT_WRITTEN = "nothing was written; the same with --write writes it"

SIGNS = {"added": "+", "removed": "-"}
LONGEST = 60  # characters of a value that are shown


@click.command("diff")
@click.argument("before", type=click.Path(path_type=Path), metavar="A")
@click.argument("after", type=click.Path(path_type=Path), metavar="B")
@release_option
@json_option
def command(before: Path, after: Path, release: Marking | None, as_json: bool) -> None:
    """Show what changed from case A to case B: stances first, each change with its place.

    Only meaning counts: moving a value to another file or writing it otherwise changes nothing.
    With --release no places are given, for they would tell of what is withheld.

    \b
    Examples:
      cp -r data data.monday          on Monday: a copy to compare with
      positions diff data.monday data
    """
    from positions.casefiles import load_with_nodes
    from positions.casefiles.differences import case_differences
    from positions.cli.choosing import CASE, open_case

    click.get_current_context().meta[CASE] = None  # it is about two
    if release is not None:
        found = case_differences(open_case(before, release), open_case(after, release))
    else:
        (old, old_nodes), (new, new_nodes) = load_with_nodes(before), load_with_nodes(after)
        found = case_differences(old, new, nodes_before=old_nodes, nodes_after=new_nodes)
    if as_json:
        print_json(differences_dict(found), marking=found.marking)
    else:
        print_page(differences_text(found), found.marking)


def deliver_changes(
    folder: Path, before: Case, found: CaseDifferences, texts: Mapping[str, str], *, write: bool, as_json: bool,
    said: str = "",
) -> None:  # fmt: skip
    """Write the changed files of a case where that is asked for, and print what changes.

    Parameters
    ----------
    before : Case
        As it was read: a file that somebody has changed since is not overwritten.
    texts : mapping of file name to its new text
    said : str
        What stands above the changes.
    """
    from positions.casefiles.edit import write_changes

    if write:
        write_changes(folder, before, texts)
    if as_json:
        print_json({**differences_dict(found), "written": sorted(texts) if write else []}, marking=found.marking)
        return
    parts = [part for part in (said, differences_text(found)) if part]
    if texts:
        names = ", ".join(str(folder / name) for name in sorted(texts))
        parts.append(f"written: {names}" if write else f"would change {names}\n{NOT_WRITTEN}")
    print_page("\n\n".join(parts), found.marking)


def differences_dict(found: CaseDifferences) -> dict[str, Any]:
    """Return the differences as they stand in the JSON."""
    return {
        "before": _provenance(found.before),
        "after": _provenance(found.after),
        "differences": [
            {
                "path": list(d.path),
                "kind": d.kind,
                "before": d.before,
                "after": d.after,
                "place_before": _place(d.place_before),
                "place_after": _place(d.place_after),
            }
            for d in found
        ],
    }


def _place(place: Place | None) -> dict[str, Any] | None:
    return {"file": place.file, "line": place.line, "column": place.column} if place else None


def _provenance(provenance: Provenance) -> dict[str, Any]:
    return {"hash": provenance.short, "files": dict(provenance.files), "release": provenance.release}


def differences_text(found: CaseDifferences) -> str:
    """Return the differences as lines: by section, then by what they belong to."""
    lines: list[str] = []
    if not len(found):
        same = found.before.short == found.after.short
        return "no differences" if same else "no differences in meaning, only in how it is written"
    section, above = "", ""
    for difference in found:
        if difference.section != section:
            section, above = difference.section, ""
            lines.append(section)
        where, what = _split(difference)
        if where != above:
            above = where
            if where:
                lines.append(f"  {where}")
        place = difference.place_after or difference.place_before
        if difference.kind == "removed":
            place = difference.place_before
        lines.append(f"    {what}" + (f"   [{place}]" if place else ""))
    lines += ["", _count(found)]
    return "\n".join(lines)


def _split(difference: Difference) -> tuple[str, str]:
    """Return what a change belongs to, and the change in words."""
    path, before, after = difference.path, difference.before, difference.after
    if difference.kind in SIGNS:
        value = after if difference.kind == "added" else before
        return ", ".join(path[1:-1]), f"{SIGNS[difference.kind]} {path[-1]}: {_shown(value)}"
    depth = 3 if path[0] in ("stances", "believed") else 2
    depth = min(depth, len(path) - 1)
    field = ".".join(path[depth:])
    if difference.kind == "reordered":
        return ", ".join(path[1:depth]), f"{field}: now in the order {', '.join(after)}"
    return ", ".join(path[1:depth]), f"{field}: {_shown(before)} → {_shown(after)}"


def _shown(value: Any) -> str:
    """Return a value in a few words."""
    if isinstance(value, dict):
        return _summary(value)
    if isinstance(value, list):
        text = "[" + ", ".join(_shown(each) for each in value) + "]"
    elif isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, float):
        text = f"{value:g}"
    else:
        text = " ".join(str(value).split()) if value not in (None, "") else "nothing"
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _summary(tree: dict[str, Any]) -> str:
    """Return what tells a whole object: a stance's numbers, otherwise its name or text."""
    if "acceptance" in tree:
        low, high = tree["acceptance"]
        counts = [f"{len(tree[n])} {n.replace('_', ' ')}" for n in ("red_lines", "demands") if tree[n]]
        stand = f"ideal {tree['ideal']:g}, accepts {low:g}..{high:g}, salience {tree['salience']:g}"
        return ", ".join([stand, tree["confidence"], *counts])
    for name in ("title", "name", "text", "meaning", "event", "reason", "wording"):
        if tree.get(name):
            return _shown(tree[name])
    numbers = [f"{name} {_shown(value)}" for name, value in tree.items() if isinstance(value, float)]
    return ", ".join(numbers) or f"{len(tree)} entries"


def _count(found: CaseDifferences) -> str:
    sections: dict[str, int] = {}
    for difference in found:
        sections[difference.section] = sections.get(difference.section, 0) + 1
    parts = ", ".join(f"{number} in {section}" for section, number in sections.items())
    return f"{len(found)} difference{'s' * (len(found) != 1)}: {parts}"
