"""Page one: what will pass, what will not, and what to do. Whoever reads only this page can act."""

from __future__ import annotations

from positions.exports.document import (
    Beside,
    Block,
    Box,
    Boxes,
    Cell,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
    bold,
    paragraph,
    run,
    small,
)
from positions.findings import Findings, IssueFinding
from positions.findings.phrases import (
    ask_words,
    blocked_by,
    instead,
    percent,
    see_words,
    table_words,
)
from positions.model import Case

__all__ = ["MOST_ROWS", "dates", "page_one", "risk_table", "rows_left_over"]

MOST_ROWS = 12  # issues on page one; the others follow on page two
MOST_ITEMS = 3  # in each box


def page_one(findings: Findings, foot: tuple[str, ...], graph: Figure | None = None) -> Section:
    """Return page one.

    Parameters
    ----------
    findings : Findings
    foot : tuple of str
        Provenance, one line each.
    graph : Figure, optional
        The coalition graph, drawn small.
    """
    boxes = Boxes((see_box(findings), table_box(findings), ask_box(findings)))
    below: tuple[Block, ...] = (boxes,) if graph is None else (Beside((graph,), (boxes,), share=0.4),)
    blocks: list[Block] = [
        opening(findings.case),
        paragraph(findings.headline, style="headline", marking=findings.marking),
        risk_table(findings, findings.issues[:MOST_ROWS]),
        reading_note(findings),
        *below,
        *(paragraph(small(line), style="note") for line in foot),
    ]
    return Section("page_one", findings.case.meeting.title, tuple(blocks), short="Page one")


def rows_left_over(findings: Findings) -> Section | None:
    """Return the rest of the table where page one cannot hold it; None when it holds all."""
    rest = findings.issues[MOST_ROWS:]
    if not rest:
        return None
    return Section("more_issues", "The other issues", (risk_table(findings, rest),), short="Other issues")


def opening(case: Case) -> Paragraph:
    """Return what is counted, and whether this is a replay or a forecast."""
    meeting = case.meeting
    seats = max((sum(s.seats for s in issue.silent) for issue in case.issues.values()), default=0)
    coded = len({d for d, _ in case.stances})
    counts = [
        f"{len(case.issues)} issue{'s' * (len(case.issues) != 1)}",
        f"{coded} delegations coded",
        *([f"{seats} seats assumed"] if seats else []),
    ]
    parts: list[str | Run] = [
        f"{dates(case)}. Prepared for: {case.delegations[meeting.principal].name}. {', '.join(counts)}. "
    ]
    if meeting.fictitious:
        parts.append(bold("Everything in this case is invented. "))
    if meeting.is_replay:
        parts.append(bold(f"A replay, not a forecast: stances were coded on {meeting.coded_after}, after the meeting."))
    else:
        parts.append(bold("A forecast."))
    if withheld := case.provenance.withheld:
        parts.append(
            f" Released at {case.provenance.release}: {withheld} item{'s' * (withheld != 1)} above it left out before"
            " anything was computed; the numbers are those of what is left."
        )
    return paragraph(*parts, style="lead")


def dates(case: Case) -> str:
    """Return the dates and the place of the meeting."""
    meeting = case.meeting
    span = meeting.start if meeting.end in ("", meeting.start) else f"{meeting.start} to {meeting.end}"
    return f"{span}, {meeting.place}" if meeting.place else span


def risk_table(findings: Findings, issues: tuple[IssueFinding, ...]) -> Table:
    """Return one line an issue, worst first."""
    return Table(
        head=("", "Issue", "Tabled text passes", "Blocked by", "What passes instead"),
        rows=tuple(_row(findings, f) for f in issues),
        kind="risks",
        widths=(0.04, 0.23, 0.25, 0.2, 0.28),
        marking=findings.marking,
    )


def _row(findings: Findings, found: IssueFinding) -> tuple[Cell, ...]:
    issue = findings.case.issues[found.issue]
    title: list[Run] = [Run(f"{found.marking.portion} ", "small"), Run(issue.title, "", f"issue_{found.issue}")]
    if found.side.stand == "against":
        title.append(small(" we oppose it"))
    passes = found.on_table.passes
    return (
        Cell((bold(found.letter),), kind=found.letter),
        Cell(tuple(title), kind="head"),
        Cell(run(percent(passes)), kind="number", bar=passes),
        Cell(run(blocked_by(findings, found))),
        Cell(run(instead(findings, found))),
    )


def reading_note(findings: Findings) -> Paragraph:
    """Return how the table is read, in one small line."""
    letters = {f.letter for f in findings.issues}
    meanings = {
        "R": "R fails as tabled, nothing better than the fallback in sight",
        "A": "A fails as tabled, can be saved",
        "G": "G on course for us",
    }
    said = "; ".join(text for key, text in meanings.items() if key in letters)
    return paragraph(
        small(
            f"{said}. 80 % (37–96): passes in 80 of 100 worlds; between 37 and 96 depending on parameters that no "
            "source gives. * nobody said so, the stance is assumed. Chances before any private talk unless said."
        ),
        style="note",
    )


def see_box(findings: Findings) -> Box:
    """Return whom to see first."""
    items = [paragraph(see_words(findings, c), marking=c.marking) for c in findings.see[:MOST_ITEMS]]
    stuck = [f for f in findings.issues if f.letter == "R" and f.side.stand != "against" and f.conversations]
    if stuck and len(items) < MOST_ITEMS:
        titles = ", ".join(findings.case.issues[f.issue].title for f in stuck[:2])
        items.append(paragraph(f"No talk alone frees: {titles}."))
    return Box("See", tuple(items), empty="No private talk changes what passes.")


def table_box(findings: Findings) -> Box:
    """Return who should table what."""
    items = tuple(paragraph(table_words(findings, t), marking=t.marking) for t in findings.table[:MOST_ITEMS])
    return Box("Table", items, empty="Who tables a text makes no difference that we can see.")


def ask_box(findings: Findings) -> Box:
    """Return what to find out."""
    items = tuple(paragraph(ask_words(findings, q, brief=True), marking=q.marking) for q in findings.ask[:MOST_ITEMS])
    return Box("Ask", items, empty="No doubtful stance decides anything.")
