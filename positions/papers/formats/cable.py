"""A briefing's findings as the draft of a cable: summary, one line an issue, what to do, the coalition as a list."""

from __future__ import annotations

from collections.abc import Sequence

from positions.agreement import CoalitionGraph, column, ties
from positions.cables.draft import CableDraft, DraftParagraph, Lines, Part, Quoted
from positions.cables.layout import Edge, adjacency, edge_list
from positions.findings import Findings, IssueFinding
from positions.findings.actions import see_action, table_action
from positions.findings.coalition import coalition
from positions.findings.phrases import (
    LETTER_MEANING,
    adopted_head,
    adopted_words,
    ask_words,
    blocked_by,
    instead,
    unknown_question,
    unknown_words,
    verdict,
)
from positions.findings.reasons import held_words, why
from positions.markings import REVIEW_STATEMENT, Marking, highest, raised
from positions.model import NO_TEXT, release_statement
from positions.text.sentences import list_words

__all__ = ["cable_draft", "graph_paragraph"]

MOST_EXPLAINED = 3  # delegations whose reasons stand under an issue; ours
MOST_EDGES = 20  # edges listed, strongest first; ours
KINDS = {"association": "follows", "co_blocking": "both block"}
ANNEX = "coalition graph as picture and as GraphML, briefing book (positions brief writes them)"


def cable_draft(
    findings: Findings,
    *,
    marking: Marking | None = None,
    subject: str = "",
    tags: Sequence[str] = (),
    annexes: Sequence[str] = (),
    declassify: str = "N/A",
    classified_by: str = "",
    reason: str = "",
    width: int = 55,
) -> CableDraft:
    """Return the findings as a cable, ready for :func:`positions.cables.draft.compose`.

    Parameters
    ----------
    findings : Findings
    marking : Marking, optional
        Raises the overall marking; ValueError when it would lower it.
    subject, tags : optional
        Instead of those of the meeting.
    annexes : sequence of str
        Names of what is sent separately.
    declassify, classified_by, reason : str
        What a classified cable has to say; a person's to give.
    width : int
        For the lists, which are set in lines already here.
    """
    case = findings.case
    pressing = [f for f in findings.issues if f.letter != "G"]
    paragraphs = [
        _summary(findings),
        _table(findings),
        *(_issue(findings, f) for f in pressing),
        *_advice(findings),
        *graph_paragraph(coalition(findings), width=width),
        _comment(findings),
    ]
    return CableDraft(
        subject=subject or f"{case.meeting.title}: who blocks which text",
        paragraphs=tuple(paragraphs),
        tags=tuple(tags or case.meeting.tags),
        references=case.meeting.references,
        order=case.meeting.order,
        declassify=declassify,
        classified_by=classified_by,
        reason=reason,
        marking=raised(findings.marking, marking),
        annexes=tuple(annexes) or (ANNEX,),
    )


def _summary(findings: Findings) -> DraftParagraph:
    meeting = findings.case.meeting
    kind = "This is a forecast."
    if meeting.is_replay:
        kind = f"This is a replay and no forecast: stances were coded on {meeting.coded_after}, after the meeting."
    if meeting.fictitious:
        kind = f"Everything in this case is invented. {kind}"
    released = release_statement(findings.case)
    text = " ".join(part for part in (findings.headline, kind, released) if part)
    return DraftParagraph(findings.marking, text, frame="summary")


def _table(findings: Findings) -> DraftParagraph:
    """Return one entry an issue, worst first, each with its own mark."""
    lines: list[str] = []
    for f in findings.issues:
        title = findings.case.issues[f.issue].title + (" (we oppose it)" if f.side.stand == "against" else "")
        lines += [
            "",
            f"{f.letter} {f.marking.portion} {title}",
            f"  {adopted_head(findings)}: {adopted_words(findings, f)}",
        ]
        if f.unknown:
            lines.append(f"  unknown: {unknown_words(f)}")
        blockers = blocked_by(findings, f)
        if blockers != "-":
            lines.append(f"  blocked by: {blockers}")
        if f.letter != "G" or f.side.stand == "against":
            lines.append(f"  instead: {instead(findings, f)}")
    letters = " ".join(f"{letter}: {meaning}." for letter, meaning in LETTER_MEANING.items())
    learnt = f"Forecast: how often such texts were adopted, {findings.ledger.fitted.record_words}. "
    forecast = "" if findings.game else learnt
    text = (
        f"Issues, worst first. {letters} {forecast}In the game, 80 % (37-96): passes in 80 of 100 worlds; between 37 "
        "and 96 depending on parameters that no source gives. *: nobody said so, the stance is assumed."
    )
    return DraftParagraph(findings.marking, text, (Lines(tuple(lines[1:])),), heading="Which Texts Fail")


def _issue(findings: Findings, found: IssueFinding) -> DraftParagraph:
    """Return the verdict on one issue, why those object who do, and the text that passes instead."""
    issue = findings.case.issues[found.issue]
    at = found.on_table
    parts: list[Part] = []
    told = [e for e in at.explanations if e.delegation in at.analysis.blocking_bloc]
    for e in told[:MOST_EXPLAINED]:
        who = findings.actor_name(found.issue, e.delegation)
        stance = findings.case.stance(e.delegation, found.issue)
        mark = stance.source.marking if stance else found.marking
        portion = max(mark, found.marking).portion
        held = "" if stance and not stance.assumed else " (assumed, nobody said so)"
        parts.append(f"-- {portion} {who}{held} {held_words(e)}. {why(findings, found, e, at.analysis)}")
    if len(told) > MOST_EXPLAINED:
        parts.append(f"-- {found.marking.portion} And {len(told) - MOST_EXPLAINED} more, see the briefing book.")
    way = found.way_out
    if way is not None and way.wording not in (found.tabled, NO_TEXT) and found.text(way.wording).text:
        text = found.text(way.wording)
        portion = max(text.marking, found.marking).portion
        parts += [f'{portion} Text of "{text.title}":', Quoted(text.text)]
    return DraftParagraph(found.marking, verdict(findings, found), tuple(parts), heading=issue.title)


def _advice(findings: Findings) -> list[DraftParagraph]:
    """Return whom to see, who should table, what to ask; what is empty is left out."""
    groups = (
        (
            "Whom to see before the texts are put, best first.",
            [(c.marking, see_action(findings, c).plain) for c in findings.see],
        ),
        ("Who should table.", [(t.marking, table_action(findings, t).plain) for t in findings.table]),
        (
            "What to find out, by how much hangs on it.",
            [
                *((f.marking, unknown_question(findings, f)) for f in findings.issues if f.held_back == "unknown"),
                *((q.marking, ask_words(findings, q, brief=True)) for q in findings.ask),
            ][:5],
        ),
    )
    made: list[DraftParagraph] = []
    for lead, items in groups:
        if items:
            marks = [mark for mark, _ in items]
            bullets = tuple(f"-- {mark.portion} {text}" for mark, text in items)
            made.append(DraftParagraph(max(marks), lead, bullets, heading="" if made else "What To Do"))
    return made


def graph_paragraph(graph: CoalitionGraph, *, width: int = 55) -> list[DraftParagraph]:
    """Return the coalition graph as prose, a numbered list of edges and an adjacency block; nothing without edges.

    Associations come first, then who is likely to block together; the rest of the graph is left to the annex.
    """
    label = column(graph, "label")
    found = sorted(ties(graph, "association", "co_blocking"), key=lambda e: (e[2]["kind"], -e[2]["weight"]))
    if not found:
        return []
    edges = [Edge(label[s], label[t], KINDS[tie["kind"]], tie["weight"], tie["directed"]) for s, t, tie in found]
    listed = edges[:MOST_EDGES]
    lines = [*edge_list(listed, width)]
    if len(edges) > len(listed):
        lines.append(f"and {len(edges) - len(listed)} weaker ones, in the annex")
    lines += ["", "Neighbours:", *adjacency(listed, width)]
    text = (
        f"The coalition, over all issues. {_prose(edges)} In the list, follows is in units of grievance, from follower "
        "to leader; both block is the share of issues on which both can be expected to end up objecting."
    )
    mark = highest(Marking(tie["marking"]) for *_, tie in found)
    return [DraftParagraph(mark, text, (Lines(tuple(lines)),), heading="Who Stands With Whom")]


def _prose(edges: Sequence[Edge]) -> str:
    """Return the graph in one or two sentences."""
    said: list[str] = []
    followers: dict[str, list[str]] = {}
    for e in edges:
        if e.directed:
            followers.setdefault(e.source, []).append(e.target)
    said += [f"{who} follows {list_words(leaders)}." for who, leaders in followers.items()]
    together = [e for e in edges if not e.directed][:3]
    if together:
        pairs = list_words([f"{e.source} with {e.target} ({e.weight:.2f})" for e in together])
        said.append(f"Most often in the way together: {pairs}.")
    return " ".join(said)


def _comment(findings: Findings) -> DraftParagraph:
    """Return what the numbers rest on."""
    case = findings.case
    seats = sum(s.seats for issue in case.issues.values() for s in issue.silent)
    assumed = "What silent delegations hold is assumed, not known. " if seats else ""
    made = case.provenance
    text = (
        f"Chances are medians over {len(findings.members)} parameter sets with {findings.draws:,} worlds each; the "
        f"range holds 80 % of the sets. {assumed}The parameters are the model's own. Taken together these "
        f"assessments may need a higher marking than each alone. {REVIEW_STATEMENT} Positions {made.version}, case "
        f"{made.short}, seed {findings.seed}."
    )
    return DraftParagraph(findings.marking, text, frame="comment")
