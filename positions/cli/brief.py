"""``positions brief``: the main job, from a case to the briefing book."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import open_case
from positions.cli.options import (
    case_argument,
    draws_option,
    fitted_option,
    jobs_option,
    json_option,
    marking_option,
    print_json,
    read_fit,
    release_option,
    seed_option,
)
from positions.errors import ExitCode, PositionsError, how_to_install

if TYPE_CHECKING:
    from positions.findings import Findings
    from positions.markings import Marking
    from positions.model import Case
    from positions.papers.book.make import Briefing

__all__ = ["command"]

PRELOAD = ("positions.findings", "positions.papers.book", "positions.papers.charts.sheet")
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("brief")
@case_argument
@click.option(
    "--out",
    default=None,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to write; reports/MEETING when not given, reports/MEETING-release-MARK for a release.",
)
@click.option("--docx", default=None, type=_FILE, metavar="FILE", help="The same book for Word, as FILE.")
@click.option("--pdf", default=None, type=_FILE, metavar="FILE", help="The same book for printing, as FILE.")
@click.option("--game", is_flag=True, help="Show the chances in the game instead of the forecast.")
@click.option("--digest", is_flag=True, help="Print the digest of the sealed forecast in the foot; see positions seal.")
@click.option("--cable", "with_cable", is_flag=True, help="The findings as a cable too, as cable.txt in the folder.")
@seed_option
@draws_option
@fitted_option
@release_option
@marking_option
@jobs_option
@json_option
def command(
    case: Path,
    out: Path | None,
    docx: Path | None,
    pdf: Path | None,
    game: bool,
    digest: bool,
    with_cable: bool,
    seed: int,
    draws: int,
    fitted: Path | None,
    release: Marking | None,
    marking: Marking | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Write the briefing book: who will block which text, what passes instead, what to do about it.

    One offline HTML file with everything in it, charts and graph files beside it, all numbers as JSON. Page one is
    enough to act on. The same case, seed and program give the same bytes.

    \b
    Examples:
      positions brief
      positions brief my-meeting --out /tmp/book
      positions brief my-meeting --release U
      positions brief my-meeting --docx book.docx --pdf book.pdf
      positions brief --cable
      positions brief --game
    """
    from positions.api.brief import make_book_of
    from positions.cli.progress import steps
    from positions.ledger import Ledger

    opened = open_case(case, release)
    folder = out or Path("reports") / (opened.meeting.id + (f"-release-{release.value}" if release else ""))
    _writable(folder)
    _raised(opened.marking(), marking)
    if with_cable:
        _can_be_cabled(opened, marking)
    _tell_letters(opened, pdf)
    from positions.papers.book import summary, write_folder
    from positions.work import mapper

    with mapper(jobs, preload=PRELOAD) as workers:
        try:
            made = make_book_of(
                Ledger(opened, seed=seed, draws=draws, fitted=read_fit(fitted)),
                marking=marking,
                game=game,
                digest=digest,
                mapper=workers,
                watch=steps,
            )
        except ValueError as error:
            raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
    findings, briefing = made.findings, made.briefing
    found = made.numbers()
    try:
        files = write_folder(folder, {**briefing.files, **(_cable(findings) if with_cable else {})}, found)
    except OSError as error:
        raise _unwritable(folder, error.strerror) from error
    _papers(briefing, docx, pdf)
    if as_json:
        print_json({**found, "folder": str(folder), "files": list(files)})
        return
    click.echo(summary(findings))
    charts = sum(name.endswith(".png") for name in files)
    graphs = sum(name.startswith("graphs/") for name in files)
    cabled = ["cable.txt"] if with_cable else []
    papers = [str(each) for each in (docx, pdf) if each is not None]
    beside = ", ".join([*([f"{charts} charts"] if charts else []), f"{graphs} graph files", *cabled, "numbers.json"])
    click.echo(f"\n{folder / 'briefing.html'}   {beside}   seed {seed}")
    for paper in papers:
        click.echo(paper)


def _writable(folder: Path) -> None:
    """Refuse at once, and not after all the work, a folder that nothing can be written to."""
    import os

    there = folder
    while not there.exists():
        there = there.parent
    if not there.is_dir():
        raise _unwritable(folder, f"{there} is a file")
    if not os.access(there, os.W_OK | os.X_OK):
        raise _unwritable(folder, f"{there} is not yours to write to")


def _unwritable(folder: Path, why: str | None) -> PositionsError:
    return PositionsError(f"{folder} cannot be written: {why}", hint="name another folder with --out")


def _can_be_cabled(case: Case, marking: Marking | None) -> None:
    """Refuse at once, and not after all the work, what no cable can be made of."""
    from positions.markings import Marking

    if not case.meeting.tags:
        raise PositionsError(
            "no cable can be made: the meeting has no tags",
            hint='write them into the case, under "meeting": tags: [KCRM, PREL]; or leave out --cable',
        )
    if max(case.marking(), marking or Marking.U) >= Marking.C:
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


def _tell_letters(case: Case, pdf: Path | None) -> None:
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
    if pdf is not None:
        raise PositionsError(said, hint=f"{hint}, or leave out --pdf: the page shows them in any browser that can")
    click.echo(f"{said}; charts show codes and boxes instead: {hint}", err=True)


def _papers(briefing: Briefing, docx: Path | None, pdf: Path | None) -> None:
    """Write the book for Word and for printing where they are asked for."""
    from positions.writing import write_bytes

    if docx is None and pdf is None:
        return
    pictures = {f.name: briefing.files[f"charts/{f.name}.png"] for f in briefing.book.figures()}
    try:
        if docx is not None:
            from positions.papers.formats.word import book_docx

            write_bytes(docx, book_docx(briefing.book, pictures))
        if pdf is not None:
            from positions.papers.formats.pdf import book_pdf

            write_bytes(pdf, book_pdf(briefing.book, pictures))
    except ImportError as error:
        raise PositionsError(f"Word and PDF need {error.name}", hint=how_to_install("papers")) from None
    except OSError as error:
        raise PositionsError(f"{docx or pdf} cannot be written: {error.strerror}", hint="name another file") from error


def _raised(found: Marking, wanted: Marking | None) -> Marking:
    """Return the marking that the user wants, never lower than that of what is in it."""
    from positions.markings import raised

    try:
        return raised(found, wanted)
    except ValueError as error:
        raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
