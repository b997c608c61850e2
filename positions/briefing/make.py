"""Everything that belongs into a briefing's folder, as bytes in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from positions.briefing.book import make_book
from positions.briefing.write import BOOK
from positions.exports.document import Block, Book, Section
from positions.exports.graph_formats import GRAPH_FORMATS
from positions.exports.html import book_html
from positions.findings import Findings
from positions.findings.coalition import coalition

__all__ = ["Briefing", "make_briefing"]


@dataclass(frozen=True, slots=True, eq=False)
class Briefing:
    """A briefing, ready to be written: the book, and every file by its name."""

    book: Book
    files: Mapping[str, bytes]


def make_briefing(
    findings: Findings,
    *,
    on_issue: Mapping[str, Sequence[Block]] | None = None,
    more: Sequence[Section] = (),
) -> Briefing:
    """Make all files of a briefing but the numbers.

    Parameters
    ----------
    findings : Findings
    on_issue, more
        See :func:`positions.briefing.make_book`.
    """
    files: dict[str, bytes] = {}
    graph = coalition(findings)
    made = findings.case.provenance
    stamp = f"positions {made.version}, case {made.short}, seed {findings.seed}, {findings.kind}"
    for form in GRAPH_FORMATS.values():
        text = form.write(graph, marking=findings.marking.label, provenance=stamp)
        files[f"graphs/coalition{form.suffix}"] = text.encode()
    book = make_book(findings, on_issue=on_issue, more=more)
    files[BOOK] = book_html(book).encode()
    return Briefing(book, files)
