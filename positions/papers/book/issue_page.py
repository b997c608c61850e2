"""One page an issue: what one needs in the room when it comes up. One function a part."""

from __future__ import annotations

from difflib import SequenceMatcher
from textwrap import shorten

from positions.findings import Conversation, Findings, IssueFinding, TextFinding
from positions.findings.phrases import (
    ask_words,
    blocked_by,
    cite,
    letter_words,
    names,
    passes_words,
    percent,
    points,
    verdict,
)
from positions.findings.reasons import held_words, why
from positions.game import LETTERS, StanceLetters
from positions.model import NO_TEXT, Issue, Stance
from positions.papers.formats.document import (
    Block,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Run,
    RunStyle,
    Section,
    Table,
    bold,
    facts,
    paragraph,
    run,
    small,
    table,
)
from positions.simulation import whole_percent
from positions.text import changes

__all__ = ["as_changes", "issue_page"]

STATUS = {
    "tabled": "on the table",
    "path": "the chair's next text",
    "fallback": "stands if nothing is agreed",
    "untabled": "not tabled",
}
MAY_OBJECT = 0.05  # share of worlds from which a delegation that lets go is named
MOST_QUESTIONS = 4
WORTH_ASKING = 0.02  # leverage
FEW_STANCES, MOST_STANCES = 20, 20  # told one by one
LONG = 48  # characters of an option that a table quotes
NO_CHANGE = 0.005  # gain below which a talk is not told
ALIKE = 0.35  # share of words in common from which changes are shown and not two texts


def issue_page(
    findings: Findings,
    found: IssueFinding,
    letters: StanceLetters,
    *,
    ladder: Figure | None = None,
    graph: Figure | None = None,
    before: tuple[Block, ...] = (),
) -> Section:
    """Return the page on one issue.

    Parameters
    ----------
    findings : Findings
    found : IssueFinding
    letters : StanceLetters
        How each delegation stands to the tabled text.
    ladder, graph : Figure, optional
    before : tuple of Block
        What stands right after the verdict, e.g. a recommended text.
    """
    issue = findings.case.issues[found.issue]
    blocks: list[Block] = [
        paragraph(bold(f"{found.letter}: {letter_words(findings, found)}. "), verdict(findings, found), style="lead",
                  marking=found.marking),
        paragraph(run_back(), style="back"),
        *before,
        *talks(findings, found),
        texts_on_the_table(findings, found, issue),
        *questions(findings, found),
        agenda(findings, issue),
        *([ladder] if ladder is not None else []),
        *reasons(findings, found),
        *([graph] if graph is not None else []),
        *positions(findings, found, issue, letters),
        where_it_ends(findings, found, issue),
        *assumptions(findings, found, issue),
        *notes(findings, issue),
    ]  # fmt: skip
    return Section(f"issue_{found.issue}", issue.title, tuple(blocks), marking=found.marking)


def run_back() -> Run:
    """Return the way back to page one."""
    return Run("Back to page one", "small", "page_one")


def agenda(findings: Findings, issue: Issue) -> Table:
    """Return the agenda item, the documents, the agreed language and the rule."""
    case = findings.case
    rows: list[tuple[str, str]] = []
    if issue.question:
        rows.append(("Question", issue.question))
    if issue.agenda_item:
        rows.append(("Agenda item", issue.agenda_item))
    for name in issue.documents:
        document = case.documents[name]
        reference = f" ({document.reference})" if document.reference else ""
        rows.append(("Document", f"{document.marking.portion} {document.title}{reference}"))
    agreed = [w for w in issue.wordings.values() if w.kind in ("agreed_language", "sister_text")]
    rows += [("Agreed language", f"{w.title}: “{issue.text(w.id)}”") for w in agreed]
    fallback = "no text" if issue.fallback == NO_TEXT else issue.wordings[issue.fallback].title
    rows.append(("If nothing is agreed", f"{fallback}. Decided by {issue.rule.replace('_', ' ')}."))
    if issue.note:
        rows.append(("Note", issue.note))
    return facts(rows, marking=issue.marking, share=0.18)


def texts_on_the_table(findings: Findings, found: IssueFinding, issue: Issue) -> Table:
    """Return every text with its chances; others than the tabled one as changes to it where they are alike."""
    seen = bool(found.talked)
    head = ("Text", "Words", "Passes in the game", *(("After the talks",) if seen else ()), "Blocked by")
    rows = (_text_row(findings, found, issue, t, seen) for t in found.texts)
    widths = (0.19, 0.37, 0.15, 0.14, 0.15) if seen else (0.2, 0.45, 0.18, 0.17)
    return table(head, rows, numbers=(2, 3) if seen else (2,), title="Texts", widths=widths, marking=found.marking)


def _text_row(
    findings: Findings, found: IssueFinding, issue: Issue, text: TextFinding, seen: bool
) -> tuple[str | tuple[Run, ...], ...]:
    case = findings.case
    record = issue.wordings[text.wording]
    by = f"; tabled by {case.delegations[record.tabled_by].name}" if record.tabled_by else ""
    by += f", drafted by {case.delegations[record.drafted_by].name}" if record.drafted_by else ""
    named = (bold(record.title), small(f" {text.marking.portion} {STATUS[text.status]}{by}"))
    after = (percent(text.after_talks),) if seen and text.after_talks is not None else ()
    words = as_changes(found.on_table.text, text.text)
    return named, words, passes_words(found, text), *after, blocked_by(findings, found, text)


def as_changes(tabled: str, text: str) -> tuple[Run, ...]:
    """Return the words of a text, as changes to the tabled one where they are alike enough to be read so."""
    if not text:
        return (Run("Says nothing.", "em"),)
    if text == tabled or SequenceMatcher(None, tabled.split(), text.split(), autojunk=False).ratio() < ALIKE:
        return run(text)
    style: dict[str, RunStyle] = {"equal": "", "insert": "ins", "delete": "del"}
    return tuple(Run(r.text, style[r.kind]) for r in changes(tabled, text))


def positions(findings: Findings, found: IssueFinding, issue: Issue, letters: StanceLetters) -> list[Block]:
    """Return what each delegation holds, relative to ours, with red lines and what to say if it is raised.

    Of many delegations those that may object are told one by one, and the others counted.
    """
    case = findings.case
    ours = case.stance(case.meeting.principal, issue.id)
    held = _stances(findings, found)
    if not held:
        return []
    forecast = found.on_table.forecast
    telling = [s for s in held if s.source.quote or s.reason or s.red_lines or s.demands or s.if_raised]
    told = held if len(held) <= FEW_STANCES else telling
    told = sorted(told, key=lambda s: -forecast.p_objects(s.delegation) if s.delegation in forecast.actors else 0.0)
    shown = [s for s in held if s in told[:MOST_STANCES]]
    made: list[Block] = [
        table(
            ("Delegation", "Position", "Against ours", "Red lines, demands", "If raised"),
            (_stance_row(findings, issue, s, ours, letters) for s in shown),
            title="Positions relative to ours",
            widths=(0.13, 0.33, 0.13, 0.23, 0.18),
            marking=found.marking,
        )
    ]
    if others := len(held) - len(shown):
        can = sum(s.delegation not in found.on_table.analysis.blocking_bloc for s in held if s not in shown)
        made.append(paragraph(f"{others} others have a stance; {can} of them can live with the text on the table."))
    return made if shown else made[1:]


def _stances(findings: Findings, found: IssueFinding) -> list[Stance]:
    """Return the coded stances: ours, then those that object, then the rest by how much they want.

    Ours is left out where it has neither reason nor limits: what we want stands in the verdict.
    """
    principal = findings.case.meeting.principal
    bloc = found.on_table.analysis.blocking_bloc
    held = [
        s
        for s in findings.case.stances_on(found.issue)
        if s.delegation != principal or s.reason or s.red_lines or s.demands or s.if_raised
    ]
    return sorted(held, key=lambda s: (s.delegation != principal, s.delegation not in bloc, s.ideal))


def _stance_row(
    findings: Findings, issue: Issue, stance: Stance, ours: Stance | None, letters: StanceLetters
) -> tuple[str | tuple[Run, ...] | Cell, ...]:
    case = findings.case
    who = case.delegations[stance.delegation]
    d, i = letters.delegations.index(who.id), letters.issues.index(issue.id)
    letter = letters.letters[d][i]
    us = who.id == case.meeting.principal
    title = (bold("Ours" if us else who.name), small(f" {who.label}, {letter}: {LETTERS[letter]}"))
    quote = f" “{stance.source.quote}”" if stance.source.quote else ""
    position = (Run(stance.reason + quote), small(f" {cite(case, stance.source)}, {stance.confidence.value}"))
    return (
        title,
        Cell(position, "assumed" if stance.assumed else ""),
        "–" if us or ours is None else _distance(stance, ours),
        "; ".join([*_red_lines(issue, stance), *_demands(issue, stance)]) or "–",
        stance.if_raised or "–",
    )


def _distance(stance: Stance, ours: Stance) -> str:
    """Return in words how far a stance is from ours, and whether it can accept what we want."""
    apart = stance.ideal - ours.ideal
    low, high = stance.acceptance
    reach = "accepts our aim" if low <= ours.ideal <= high else "not our aim"
    if abs(apart) < 0.1:
        return f"the same; {reach}"
    size = "far" if abs(apart) >= 0.5 else "somewhat"
    return f"{size} {'more' if apart > 0 else 'less'}; {reach}"


def _red_lines(issue: Issue, stance: Stance) -> list[str]:
    return [f"not “{_option(issue, r.clause, r.option)}”" for r in stance.red_lines]


def _demands(issue: Issue, stance: Stance) -> list[str]:
    made = []
    for demand in stance.demands:
        either = " or ".join(f"“{_option(issue, demand.clause, o)}”" for o in demand.options)
        made.append(f"must see {either}")
    return made


def _option(issue: Issue, clause: str, option: str) -> str:
    text = issue.clauses[clause].options[option].text.strip(" ,.;")
    return shorten(text, LONG, placeholder=" …") if text else f"no {issue.clauses[clause].title or clause}"


def reasons(findings: Findings, found: IssueFinding) -> list[Block]:
    """Return why those who object to the tabled text do, or would."""
    at = found.on_table
    inside = [e for e in at.explanations if e.objects]
    principal = findings.case.meeting.principal
    outside = [
        e
        for e in at.explanations
        if not e.objects and e.delegation != principal and at.forecast.p_objects(e.delegation) >= MAY_OBJECT
    ]
    if not inside and not outside:
        return []
    items: list[Paragraph] = []
    for e in inside:
        who = names(findings, found.issue, (e.delegation,))
        items.append(
            paragraph(bold(f"{who[0].upper()}{who[1:]} {held_words(e)}. "), why(findings, found, e, at.analysis),
                      small(_cited(findings, found.issue, e.delegation)))
        )  # fmt: skip
    if outside:
        rest = "; ".join(
            f"{names(findings, found.issue, (e.delegation,))} {whole_percent(at.forecast.p_objects(e.delegation))} %"
            for e in outside
        )
        items.append(paragraph(f"Lets go in the central world, but objects in a share of the others: {rest}."))
    heading = "Why they object to" if inside else "Who may object to"
    title = paragraph(f"{heading} “{at.title}”", style="label", marking=found.marking)
    return [title, Bullets(tuple(items))]


def _cited(findings: Findings, issue: str, actor: str) -> str:
    stance = findings.case.stance(actor, issue)
    if stance is None:
        return " Assumed, nobody said so."
    return f" {cite(findings.case, stance.source)}, {stance.confidence.value}."


def talks(findings: Findings, found: IssueFinding) -> list[Block]:
    """Return the private talks that change something, with what each does."""
    told = [c for c in found.conversations if abs(c.gain.median) >= NO_CHANGE]
    if not told:
        return []
    title = paragraph("Who to see", style="label", marking=found.marking)
    return [title, Bullets(tuple(paragraph(_talk(findings, c)) for c in told))]


def _talk(findings: Findings, talk: Conversation) -> str:
    title = findings.wording_title(talk.issue, talk.wording)
    effect = (
        f"in the game “{title}” passes with {percent(talk.before)} without the talk, {percent(talk.after)} after it"
    )
    change = f"median gain {points(talk.gain)} points, {points_range(talk)}"
    status = " The record shows this talk took place." if talk.recorded else " Planned." if talk.declared else ""
    return f"{names(findings, talk.issue, talk.delegations)}: {effect} ({change}).{status}"


def points_range(talk: Conversation) -> str:
    """Return the band of a gain in words."""
    return f"between {whole_percent(talk.gain.low):+d} and {whole_percent(talk.gain.high):+d}"


def where_it_ends(findings: Findings, found: IssueFinding, issue: Issue) -> Table:
    """Return how often each text, or none, is what stands at the end; the recorded outcome kept apart."""
    seen, outcome = bool(found.talked), issue.outcome
    head = ["At the end stands", "In the model" + (", talks held" if seen else "")]
    head[1] += ", mean of all worlds"
    head += ["No talks, mean"] * seen + ["On record"] * (outcome is not None)
    rows = []
    for name, band in found.final_bands.items():
        share = f"{whole_percent(found.final_text[name])} % ({whole_percent(band.low)}–{whole_percent(band.high)})"
        cells = [findings.wording_title(found.issue, name), share]
        cells += [f"{whole_percent(found.final_without_talks[name])} %"] * seen
        cells += ["this" if outcome.wording == name else ""] if outcome is not None else []
        rows.append(cells)
    title = "Where it ends"
    if outcome is not None:
        decided = "" if outcome.decided else " (presumed, not counted)"
        title += f". On record{decided}: {cite(findings.case, outcome.source)}"
    return table(head, rows, numbers=(1, 2) if seen else (1,), title=title, marking=found.marking)


def questions(findings: Findings, found: IssueFinding) -> list[Block]:
    """Return what is worth finding out."""
    worth = [q for q in found.questions if q.leverage >= WORTH_ASKING][:MOST_QUESTIONS]
    if not worth:
        return []
    items = tuple(paragraph(ask_words(findings, q)) for q in worth)
    return [paragraph("Worth asking", style="label", marking=found.marking), Bullets(items)]


def assumptions(findings: Findings, found: IssueFinding, issue: Issue) -> list[Block]:
    """Return what silence is assumed to mean, and of whom nothing is known."""
    items = [
        paragraph(
            bold(f"{s.title}, {s.seats} seats: "),
            f"assumed to accept {s.acceptance[0]:.2f} to {s.acceptance[1]:.2f}"
            + (", also for named delegations that said nothing" if s.covers_named else "")
            + f". {s.reason}",
            marking=s.marking,
        )
        for s in issue.silent
    ]
    if found.side.assumed:
        items.append(paragraph("Our own side on this issue is assumed in the same way; no stance of ours is coded."))
    if found.unknown:
        unknown = names(findings, found.issue, found.unknown)
        items.append(paragraph(f"Not modelled, nothing is known or assumed: {unknown}."))
    if not items:
        return []
    return [paragraph("Assumed", style="label"), Bullets(tuple(items))]


def notes(findings: Findings, issue: Issue) -> list[Block]:
    """Return what is noted about this issue: contradictions, doubts, readings."""
    about = [n for n in findings.case.notes if issue.id in n.about]
    if not about:
        return []
    items = tuple(
        paragraph(n.text, small(f" {cite(findings.case, n.source)}"), marking=n.source.marking) for n in about
    )
    return [paragraph("Noted", style="label"), Bullets(items)]
