"""The book: page one, a page an issue, method and provenance; and all files of a briefing, as bytes in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from positions.findings import Findings
from positions.findings.coalition import coalition, coalition_of
from positions.game import stance_letters
from positions.markings import REVIEW_STATEMENT
from positions.papers.book.figures import Picture, draw, drawings
from positions.papers.book.issue_page import issue_page
from positions.papers.book.method import how_it_works, provenance, record, what_it_rests_on
from positions.papers.book.page_one import page_one, rows_left_over
from positions.papers.book.write import BOOK
from positions.papers.formats import html
from positions.papers.formats.document import Block, Book, Figure, Section
from positions.papers.formats.graph_formats import GRAPH_FORMATS
from positions.papers.formats.html.live import Live, live_part

__all__ = ["Briefing", "foot_lines", "look_closer", "make_book", "make_briefing"]


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
        See :func:`make_book`.
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


def make_book(
    findings: Findings,
    figures: Mapping[str, Figure] | None = None,
    *,
    on_issue: Mapping[str, Sequence[Block]] | None = None,
    more: Sequence[Section] = (),
) -> Book:
    """Put the book together.

    Parameters
    ----------
    findings : Findings
    figures : mapping of str to Figure, optional
        By place: ``matrix`` (or ``matrix_1`` …), ``ladder/ISSUE``, ``graph/ISSUE``. A place without a
        figure stays empty.
    on_issue : mapping of issue id to blocks, optional
        What stands right after the verdict of an issue: a recommended text, a fallback ladder.
    more : sequence of Section, optional
        Sections between page one and the issues: an outreach plan, packages.
    """
    pictures = figures or {}
    letters = stance_letters(findings.case)
    first = page_one(findings, foot_lines(findings))
    sections: list[Section] = [first]
    rest = rows_left_over(findings, first)
    if rest is not None:
        sections.append(rest)
    sections += more
    sections += [
        issue_page(
            findings,
            found,
            letters,
            ladder=pictures.get(f"ladder/{found.issue}"),
            graph=pictures.get(f"graph/{found.issue}"),
            before=tuple((on_issue or {}).get(found.issue, ())),
        )
        for found in findings.issues
    ]
    matrix = tuple(p for place, p in pictures.items() if place.startswith("matrix"))
    if matrix:
        sections.append(Section("matrix", "Who holds what", matrix, marking=findings.marking))
    sections.append(how_it_works(findings))
    checked = record(findings)
    if checked is not None:
        sections.append(checked)
    sections += [what_it_rests_on(findings), provenance(findings)]
    return Book(
        title=findings.case.meeting.title,
        marking=findings.marking,
        statement=REVIEW_STATEMENT,
        foot=foot_lines(findings),
        sections=tuple(sections),
    )


def foot_lines(findings: Findings) -> tuple[str, ...]:
    """Return where the numbers come from, for the foot of page one."""
    case = findings.case
    made = case.provenance
    kind = (
        f"replay, stances coded {case.meeting.coded_after}, after the meeting"
        if case.meeting.is_replay
        else "forecast, stances coded before the meeting"
    )
    return (
        f"Meeting of {case.meeting.start}; {kind}; positions {made.version}, case {made.short}, seed {findings.seed}, "
        f"{len(findings.members)} parameter sets × {findings.draws:,} worlds."
        f"{f' Digest of the sealed forecast {findings.digest}.' if findings.digest else ''} {REVIEW_STATEMENT}",
    )


def look_closer(findings: Findings) -> Live:
    """Return the matrix and the graph of a briefing, ready for the page."""
    case = findings.case
    by_issue = {f.issue: coalition_of(case, [f.on_table.forecast]) for f in findings.issues}
    return live_part(case, stance_letters(case), coalition(findings), by_issue)
