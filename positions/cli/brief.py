"""``positions brief``: the main job, from a case to the briefing book."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks, paper
from positions.cli.options import json_text, print_text, speaks_unicode
from positions.cli.outputs import can_be_written, deliver_bytes
from positions.cli.screen import fitted, tell, width_of_lines, width_of_terminal
from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.findings import Findings
    from positions.model import Case
    from positions.papers.book.make import Briefing

__all__ = ["command"]

PRELOAD = ("positions.findings", "positions.papers.book", "positions.papers.charts.sheet")


@click.command("brief")
@click.option("--cable", "with_cable", is_flag=True, help="The findings as a cable too, as cable.txt in the folder.")
@click.option("--game", is_flag=True, help="Show the chances in the game instead of the forecast.")
@click.option("--digest", is_flag=True, help="Print the digest of the sealed forecast in the foot; see positions seal.")
@asks(jobs=True, reading=True, fit=True, files=("docx", "pdf"), folder=True)
def command(asked: Asked, with_cable: bool, game: bool, digest: bool) -> None:
    """Write the briefing book: what to do now, who will block which text, what to aim for.

    One offline HTML file with everything in it, charts and graph files beside it, all numbers as JSON. Page one is
    enough to act on. The same case, seed and program give the same bytes.

    \b
    Examples:
      positions brief
      positions brief my-meeting --out /tmp/book
      positions brief my-meeting --release U
      positions brief my-meeting -o book.docx -o book.pdf
      positions brief --cable
      positions brief --game
    """
    from positions.api.brief import make_book_of
    from positions.cli.progress import steps

    opened, mark = asked.case, asked.release
    folder = asked.folder or Path("reports") / (opened.meeting.id + (f"-release-{mark.value}" if mark else ""))
    papers = {form: path for form, path in asked.outs if form in ("docx", "pdf")}
    can_be_written(folder, parents=True, folder=True)
    if with_cable:
        _can_be_cabled(opened)
    _tell_letters(opened, pdf="pdf" in papers)
    from positions.papers.book import summary, write_folder
    from positions.work import mapper

    with mapper(asked.jobs, preload=PRELOAD) as workers:
        made = make_book_of(asked.ledger, game=game, digest=digest, mapper=workers, watch=steps)
    findings, briefing = made.findings, made.briefing
    found = made.numbers()
    try:
        files = write_folder(folder, {**briefing.files, **(_cable(findings) if with_cable else {})}, found)
    except OSError as error:
        raise PositionsError(f"{folder} cannot be written: {error.strerror}", hint="name another with --out") from error
    for form, path in papers.items():
        deliver_bytes(paper("Word and PDF", partial(_paper, briefing, form)), path, said=False)
    if asked.as_json:
        whole = {**found, "data": {**found["data"], "files": list(files), "folder": str(folder)}}
        print_text(json_text(whole, plain=not speaks_unicode(sys.stdout)))
        return
    charts = sum(name.endswith(".png") for name in files)
    graphs = sum(name.startswith("graphs/") for name in files)
    cabled = ["cable.txt"] if with_cable else []
    beside = ", ".join([*([f"{charts} charts"] if charts else []), f"{graphs} graph files", *cabled, "numbers.json"])
    told = [
        summary(findings, width_of_terminal()),
        "",
        f"{folder / 'briefing.html'}   {beside}   seed {asked.seed}",
        *map(str, papers.values()),
    ]
    print_text(fitted("\n".join(told), width_of_lines()))


def _can_be_cabled(case: Case) -> None:
    """Refuse at once, and not after all the work, what no cable can be made of."""
    from positions.markings import Marking

    if not case.meeting.tags:
        raise PositionsError(
            "no cable can be made: the meeting has no tags",
            hint='write them into the case, under "meeting": tags: [KCRM, PREL]; or leave out --cable',
        )
    if case.marking() >= Marking.C:
        raise PositionsError(
            "a classified cable says on whose authority it is so",
            hint="positions cable --declassify WHEN --classified-by WHO --reason WHY makes it",
        )


def _cable(findings: Findings) -> dict[str, bytes]:
    """Return the annex of the folder: the findings as a cable, and say which letters were changed for it."""
    from positions.cables.draft import compose
    from positions.cli.cable import tell_changes
    from positions.papers.book.write import CABLE
    from positions.papers.formats.cable import cable_draft

    made = compose(cable_draft(findings, marking=findings.marking))
    tell_changes(made.changes)
    return {CABLE: made.text.encode("ascii")}


def _tell_letters(case: Case, *, pdf: bool) -> None:
    """Say at once which names and titles no font on this machine can set; a PDF of them is refused."""
    from positions.papers.fonts import not_printable

    texts = [case.meeting.title, *(d.name for d in case.delegations.values())]
    texts += [
        title for issue in case.issues.values() for title in (issue.title, *(w.title for w in issue.wordings.values()))
    ]
    found = not_printable(texts)
    if not found:
        return
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    said = f"no font on this machine has all letters of: {', '.join(found[:5])}{more}"
    hint = "install a font for them (Noto Sans has one for every script)"
    if pdf:
        raise PositionsError(said, hint=f"{hint}, or leave out the PDF: the page shows them in any browser that can")
    tell(f"{said}; charts show codes and boxes instead: {hint}")


def _paper(briefing: Briefing, form: str) -> bytes:
    """Return the book for Word or for printing."""
    pictures = {f.name: briefing.files[f"charts/{f.name}.png"] for f in briefing.book.figures()}
    if form == "docx":
        from positions.papers.formats.word import book_docx

        return book_docx(briefing.book, pictures)
    from positions.papers.formats.pdf import book_pdf

    return book_pdf(briefing.book, pictures)
