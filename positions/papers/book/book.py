"""The book: page one, a page an issue, method and provenance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from positions.findings import Findings
from positions.game import stance_letters
from positions.markings import REVIEW_STATEMENT
from positions.papers.book.issue_page import issue_page
from positions.papers.book.method import how_it_works, provenance, record, what_it_rests_on
from positions.papers.book.page_one import page_one, rows_left_over
from positions.papers.formats.document import Block, Book, Figure, Section

__all__ = ["foot_lines", "make_book"]


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
        By place: ``coalition``, ``matrix`` (or ``matrix_1`` …), ``ladder/ISSUE``, ``states/ISSUE``. A place without a
        figure stays empty.
    on_issue : mapping of issue id to blocks, optional
        What stands right after the verdict of an issue: a recommended text, a fallback ladder.
    more : sequence of Section, optional
        Sections between page one and the issues: an outreach plan, packages.
    """
    pictures = figures or {}
    letters = stance_letters(findings.case)
    first = page_one(findings, foot_lines(findings), pictures.get("coalition"))
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
            states=pictures.get(f"states/{found.issue}"),
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
        f"{len(findings.members)} parameter sets × {findings.draws:,} worlds. {REVIEW_STATEMENT}",
    )
