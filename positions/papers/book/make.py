"""Everything that belongs into a briefing's folder, as bytes in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from positions.findings import Findings
from positions.findings.coalition import coalition
from positions.papers.book.book import make_book
from positions.papers.book.figures import Picture, draw, drawings
from positions.papers.book.look_closer import look_closer
from positions.papers.book.write import BOOK
from positions.papers.formats import html
from positions.papers.formats.document import Block, Book, Section
from positions.papers.formats.graph_formats import GRAPH_FORMATS

__all__ = ["Briefing", "make_briefing"]


@dataclass(frozen=True, slots=True, eq=False)
class Briefing:
    """A briefing, ready to be written: the book, and every file by its name."""

    book: Book
    files: Mapping[str, bytes]


def make_briefing(
    findings: Findings,
    pictures: Iterable[Picture] | None = None,
    *,
    progress: Callable[[], None] | None = None,
    on_issue: Mapping[str, Sequence[Block]] | None = None,
    more: Sequence[Section] = (),
) -> Briefing:
    """Make all files of a briefing but the numbers.

    Parameters
    ----------
    findings : Findings
    pictures : iterable of Picture, optional
        Drawn; all of :func:`positions.papers.book.figures.drawings` when not given.
    progress : callable, optional
        Called once for each picture.
    on_issue, more
        See :func:`positions.papers.book.make_book`.
    """
    files: dict[str, bytes] = {}
    graph = coalition(findings)
    made = findings.case.provenance
    stamp = f"positions {made.version}, case {made.short}, seed {findings.seed}, {findings.kind}"
    for form in GRAPH_FORMATS.values():
        text = form.write(graph, marking=findings.marking.label, provenance=stamp)
        files[f"graphs/coalition{form.suffix}"] = text.encode()
    closer = look_closer(findings)
    drawn: list[Picture] = []
    for picture in map(draw, drawings(findings)) if pictures is None else pictures:
        drawn.append(picture)
        files[f"charts/{picture.name}.png"] = picture.png
        if picture.svg:
            files[f"charts/{picture.name}.svg"] = picture.svg
        if progress is not None:
            progress()
    figures = {p.place: p.figure for p in drawn}
    book = make_book(findings, figures, on_issue=on_issue, more=more)
    images = {p.name: html.Picture(p.png, "image/png") for p in drawn}
    files[BOOK] = html.book_html(book, images, closer).encode()
    return Briefing(book, files)
