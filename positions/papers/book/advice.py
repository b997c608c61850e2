"""Negotiating lines on an issue's page, and the plan of conversations as a section of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from positions.findings import Findings, IssueFinding
from positions.findings.advice import Advice, fall_back_on
from positions.findings.phrases import names, percent, points
from positions.markings import Marking
from positions.model import NO_TEXT
from positions.papers.book.issue_page import as_changes
from positions.papers.formats.document import (
    Block,
    Bullets,
    Cell,
    Paragraph,
    Run,
    Section,
    bold,
    paragraph,
    run,
    small,
    table,
)
from positions.search.compromise import Compromise, CompromisePoint

__all__ = ["lines_on_issues", "outreach_section"]

_Row = tuple[str | Run | tuple[Run, ...] | Cell, ...]


def lines_on_issues(findings: Findings, advice: Advice | None) -> Mapping[str, tuple[Block, ...]]:
    """Return for each issue that was searched: aspiration, reserve and walk-away, with words and tabler."""
    if advice is None:
        return {}
    return {issue: _lines(findings, found) for issue, found in advice.lines.items()}


def _lines(findings: Findings, found: Compromise) -> tuple[Block, ...]:
    issue = findings.case.issues[found.issue]
    mark = findings.issue(found.issue).marking
    tabled = issue.text(found.tabled)
    rows: list[_Row] = []
    if found.aspiration is not None:
        rows.append(_row(findings, "Ask for", found.aspiration, tabled))
    reserve = fall_back_on(findings, found)
    rows += _way_out(findings, findings.issue(found.issue), tabled, (found.aspiration, reserve))
    if reserve is not None and reserve is not found.aspiration:
        rows.append(_row(findings, "Fall back on", reserve, tabled))
    elif reserve is None:
        left = "no text" if issue.fallback == NO_TEXT else issue.wordings[issue.fallback].title
        rows.append((bold("Fall back on"), f"Nothing better than {left}.", "–", "–"))
    walk = "No text." if issue.fallback == NO_TEXT else issue.text(issue.fallback)
    rows.append((bold("Walk away to"), walk, Cell(run("what stands if nothing is agreed")), "–"))
    lines = table(
        (
            "",
            "Words; changes to the text on the table where they are alike",
            "Passes in the game",
            "Let it be tabled by",
        ),
        rows,
        numbers=(2,),
        title="Our lines",
        widths=(0.13, 0.45, 0.17, 0.25),
        marking=mark,
    )
    return (lines, _how(findings, found, mark))


def _way_out(
    findings: Findings, found: IssueFinding, tabled: str, shown: Sequence[CompromisePoint | None]
) -> list[_Row]:
    """Return what page one says passes instead, with its talk: the search looks at what passes without one.

    Nothing where it needs no talk and is among the lines already ``shown``.
    """
    way = found.way_out
    if way is None or not way.gains or found.side.stand == "against":
        return []
    if not way.talked and any(point is not None and point.wording == way.wording for point in shown):
        return []
    text = found.text(way.wording)
    seen = f"after a talk with {names(findings, found.issue, way.talked)}" if way.talked else "as on page one"
    by = findings.case.issues[found.issue].wordings[way.wording].tabled_by
    tabler = (bold(findings.case.delegations[by].name), small(", as now")) if by else run("–")
    head = "With a talk" if way.talked else "Or put"
    words = (Run(f"{text.title}. "), *as_changes(tabled, text.text))
    return [(bold(head), words, (Run(percent(way.passes)), small(f" {seen}")), tabler)]


def _row(findings: Findings, role: str, point: CompromisePoint, tabled: str) -> _Row:
    tabler: tuple[Run, ...] = run("–")
    if point.proposers:
        best = point.proposers[0]
        name = findings.case.delegations[best.delegation].name
        tabler = (bold(name), small(f" {percent(best.p_consensus)}; {best.reason}"))
    return bold(role), as_changes(tabled, point.text), percent(point.p_consensus), tabler


def _how(findings: Findings, found: Compromise, mark: Marking) -> Paragraph:
    """Return how the texts were found, what costs most, and that moves' texts are drafts."""
    exact = "every combination looked at" if found.exact else f"bounded search, up to {found.gap:.0%} could be missing"
    parts = [f"{found.searched} texts tried ({exact})."]
    if found.costliest is not None:
        issue = findings.case.issues[found.issue]
        clause = issue.clauses[found.costliest.clause]
        text = clause.options[found.costliest.option].text.strip(" ,.")
        what = f"“{text}”" if text else f"that it says nothing under “{clause.title or found.costliest.clause}”"
        parts.append(
            f"What costs most in the text on the table: {what} ({found.costliest.share:.0%} of the resistance)."
        )
    parts.append("Texts made by softening are first drafts: read them before you hand them on.")
    return paragraph(small(" ".join(parts)), style="note", marking=mark)


def outreach_section(findings: Findings, advice: Advice | None) -> Section | None:
    """Return whom to see in which order, and what to find out; None when there is nothing to say."""
    if advice is None or not (advice.outreach.steps or advice.asked):
        return None
    case = findings.case
    blocks: list[Block] = []
    if advice.outreach.steps:
        blocks.append(
            table(
                ("", "See", "On", "Chance in the game, before and after", "Alone"),
                (_step(findings, n, advice) for n in range(len(advice.outreach.steps))),
                numbers=(3, 4),
                title="Conversations, in this order",
                widths=(0.05, 0.25, 0.3, 0.24, 0.16),
                marking=findings.marking,
            )
        )
        blocks.append(
            paragraph(
                small("Gains are on top of the talks before; “alone” is what the talk wins by itself, the median."),
                style="note",
            )
        )
    if advice.asked:
        items = tuple(
            paragraph(
                bold(case.delegations[a.delegation].name),
                f" on {case.issues[a.issue].title} ({a.kind})",
                _instead(findings, a.issue, a.changes),
                marking=findings.issue(a.issue).marking,
            )
            for a in advice.asked[:5]
        )
        blocks += [paragraph("Worth finding out, for the answer may change what we put", style="label"), Bullets(items)]
    return Section("outreach", "Before the meeting", tuple(blocks), marking=findings.marking)


def _step(findings: Findings, n: int, advice: Advice) -> tuple[str | Cell, ...]:
    case, step = findings.case, advice.outreach.steps[n]
    through = f" through {case.delegations[step.channel.delegation].name}" if step.channel else ""
    after = (
        f"; after {', '.join(case.delegations[d].name for d in step.follows)}, whom it follows" if step.follows else ""
    )
    gains = step.gains[:3]
    on = "; ".join(f"{case.issues[g.issue].title}: {case.issues[g.issue].wordings[g.wording].title}" for g in gains)
    moved = "; ".join(f"{percent(g.before)} → {percent(g.after)}" for g in gains)
    alone = "; ".join(points(g.alone) for g in gains)
    return (
        Cell(run(f"{n + 1}."), "number"),
        Cell((bold(case.delegations[step.delegation].name), small(f"{through}{after}")), "head"),
        on or "together with the others",
        moved or "–",
        alone or "–",
    )


def _instead(findings: Findings, issue: str, changes_to: tuple[str, ...]) -> str:
    titles = [findings.case.issues[issue].wordings[w].title for w in changes_to]
    return f": it may call for {' or '.join(titles)}" if titles else ""
