"""``positions read``: a cable's header, paragraphs and marks, and a worksheet for a person to code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.asked import json_page, out_options, outs_of, page_text, write_outs
from positions.cli.choosing import choose, open_case
from positions.cli.options import FOLDER, case_argument, json_option, release_option
from positions.cli.screen import tell

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
@click.argument("cable", type=FOLDER)
@click.option("--document", default="", metavar="ID", help="Id of this cable among the case's documents.")
@case_argument
@release_option
@out_options(("xlsx", "yaml"))
@json_option
def command(
    cable: Path,
    document: str,
    case: Path,
    release: Marking | None,
    out: tuple[Path, ...],
    parents: bool,
    form: str | None,
    as_json: bool,
) -> None:
    """Read a cable: header, sections, paragraphs with their marks, blocks.

    Damaged punctuation is put back, a web page around the cable is left out, and all of it is said: what was put back,
    what is missing, what does not agree. Nothing is coded by the machine. Written to FILE.xlsx or FILE.yaml, it is a
    worksheet of the passages where a delegation and an issue of the case meet, for you to code.

    \b
    Examples:
      positions read cable.txt
      positions read cable.txt -o coding.xlsx --document vienna_cable
      positions read cable.txt my-meeting -o coding.yaml --document vienna_cable
      positions read cable.txt --json > cable.json
    """
    from positions.cables import read_cable_file
    from positions.cables.records import cable_as_dict

    to, _ = outs_of(out, form, as_json, ("xlsx", "yaml"), parents=parents)
    if release is not None and any(form in ("text", "json") for form, _ in to):
        raise click.UsageError("--release works on the worksheet: --out FILE.xlsx or FILE.yaml, and no --json")
    read = read_cable_file(cable)

    def make(form: str, printed: bool) -> str | bytes:
        if form == "json":
            return json_page(cable_as_dict(read), read.marking, printed=printed)
        if form == "text":
            return page_text(_shown(cable_text(read)), None, printed=printed)
        return _worksheet(read, form, document, case, release)

    write_outs(to, make)


def _worksheet(cable: Cable, form: str, document: str, folder: Path, release: Marking | None) -> bytes:
    from positions.cables.worksheet import make_worksheet
    from positions.papers.formats.coding_sheet import worksheet_xlsx, worksheet_yaml

    case = open_case(folder, release)
    if document:
        choose("document", document, case.documents)
    sheet = make_worksheet(case, cable, document=document, release=release)
    tell(f"{len(sheet.passages)} passages to look at; none is coded")
    if not document:
        there = ", ".join(case.documents) or "none yet"
        tell(f"it names no document of the case, and import needs one: --document ID (there is: {there})")
    if sheet.unnamed:
        tell(f"never named: {', '.join(sheet.unnamed)}")
    if sheet.untouched:
        tell(f"no passage on: {', '.join(sheet.untouched)}")
    return worksheet_xlsx(sheet) if form == "xlsx" else worksheet_yaml(sheet).encode()


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
