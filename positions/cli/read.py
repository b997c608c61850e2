"""``positions read``: a cable's header, paragraphs and marks, and a worksheet for a person to code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.options import FOLDER, json_option, print_json, release_option

if TYPE_CHECKING:
    from positions.cables import Cable
    from positions.markings import Marking

__all__ = ["command"]

_HEADS = {
    "repair": "put back",
    "gap": "missing",
    "contradiction": "does not agree",
    "dropped": "left out",
    "note": "to note",
}


@click.command("read")
@click.argument("cable", type=click.Path(path_type=Path))
@click.option(
    "--worksheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the passages where a delegation and an issue of the case meet, for you to code (.xlsx or .yaml).",
)
@click.option("--document", default="", metavar="ID", help="Id of this cable among the case's documents.")
@click.option("--case", "case", default="data", show_default=True, type=FOLDER, help="The case, for --worksheet.")
@release_option
@json_option
def command(
    cable: Path, worksheet: Path | None, document: str, case: Path, release: Marking | None, as_json: bool
) -> None:
    """Read a cable: header, sections, paragraphs with their marks, blocks.

    Damaged punctuation is put back, a web page around the cable is left out, and all of it is said: what was put back,
    what is missing, what does not agree. Nothing is coded by the machine; --worksheet gives you the places to look at.

    \b
    Examples:
      positions read cable.txt
      positions read cable.txt --worksheet coding.xlsx --case data --document vienna_cable
      positions read cable.txt --json > cable.json
    """
    from positions.cables import read_cable_file
    from positions.cables.records import cable_as_dict

    if worksheet is not None and worksheet.suffix.lower() not in (".xlsx", ".yaml", ".yml"):
        raise click.UsageError(
            f"--worksheet writes .xlsx or .yaml, not {worksheet.suffix or 'a file without a suffix'}"
        )
    if release is not None and (worksheet is None or as_json):
        raise click.UsageError("--release works on the worksheet: give --worksheet, and no --json")
    read = read_cable_file(cable)
    if as_json:
        print_json(cable_as_dict(read))
    elif release is None:  # the cable's own text is not released by this
        click.echo(_shown(cable_text(read)))
    if worksheet is not None:
        _write_worksheet(read, worksheet, document, case, release)


def _write_worksheet(cable: Cable, target: Path, document: str, folder: Path, release: Marking | None) -> None:
    from positions.cables.worksheet import make_worksheet
    from positions.cli.choosing import choose, open_case
    from positions.papers.formats.coding_sheet import worksheet_xlsx, worksheet_yaml
    from positions.writing import write_bytes

    case = open_case(folder, release)
    if document:
        choose("document", document, case.documents)
    sheet = make_worksheet(case, cable, document=document, release=release)
    xlsx = target.suffix.lower() == ".xlsx"
    write_bytes(target, worksheet_xlsx(sheet) if xlsx else worksheet_yaml(sheet).encode())
    click.echo(f"{target}: {len(sheet.passages)} passages to look at; none is coded", err=True)
    if not document:
        there = ", ".join(case.documents) or "none yet"
        click.echo(
            f"it names no document of the case, and import needs one: --document ID (there is: {there})", err=True
        )
    if sheet.unnamed:
        click.echo(f"never named: {', '.join(sheet.unnamed)}", err=True)
    if sheet.untouched:
        click.echo(f"no passage on: {', '.join(sheet.untouched)}", err=True)


def _shown(text: str) -> str:
    """Return text that is safe on a terminal: no control or invisible characters."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in text)


def cable_text(cable: Cable) -> str:
    """Return the cable as a person looks it over: header, one line a paragraph, blocks, remarks."""
    h = cable.header
    lines = [h.subject or "(no subject)"]
    sent = " ".join(x for x in (h.sender and f"from {h.sender}", h.sent, h.precedence) if x)
    if sent:
        lines.append(f"  {sent}")
    for role in ("TO", "INFO"):
        posts = [a.post for a in h.addresses if a.role == role]
        if posts:
            lines.append(f"  {role.lower():4} {', '.join(posts)}")
    if h.tags:
        lines.append(f"  tags {' '.join(h.tags)}")
    lines += [f"  ref  {r.letter:2}{r.text}{f' = {r.canonical}' if r.canonical else ''}" for r in h.references]
    marking = cable.marking.label if cable.marking else "not known: not every paragraph is marked"
    lines.append(f"  marking {marking}" + (f"; unmarked: {_numbers(cable.unmarked)}" if cable.unmarked else ""))
    lines.append("")
    for p in cable.paragraphs:
        mark = p.mark.portion if p.mark else "unmarked"
        if p.heading:
            lines.append(f"      {p.heading}")
        lines.append(f"{p.number:4}. {mark:9} lines {p.first_line}-{p.last_line}  {_start(p.text, 60)}")
    if cable.blocks:
        lines += ["", "blocks"]
    for b in cable.blocks:
        edges = "" if b.opened and b.closed else "  (not opened)" if b.closed else "  (not closed)"
        lines.append(f"  {b.kind:15} para {_numbers(b.paragraphs)}  lines {b.first_line}-{b.last_line}{edges}")
    for kind, head in _HEADS.items():
        found = cable.remarks_of(kind)
        if found:
            lines += ["", f"{head} ({len(found)})", *(f"  {r.line}: {r.message}" for r in found)]
    return "\n".join(lines)


def _start(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 3].rsplit(" ", 1)[0] + " ..."


def _numbers(numbers: tuple[int, ...]) -> str:
    """Return ``1-7, 10`` for consecutive numbers and a single one."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}-{r[-1]}" for r in runs)
