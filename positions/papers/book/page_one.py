"""Page one: what will pass, what will not, and what to do. Whoever reads only this page can act."""

from __future__ import annotations

from positions.findings import Findings, IssueFinding
from positions.findings.phrases import (
    LETTER_MEANING,
    adopted,
    adopted_head,
    adopted_words,
    ask_words,
    blocked_by,
    coverage,
    instead,
    names,
    see_words,
    table_words,
    unknown_question,
    unknown_words,
)
from positions.model import Case, release_statement
from positions.papers.book.fitting import BUDGET, boxes_height, fit_boxes, fit_rows, head_height, table_height
from positions.papers.formats.document import (
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
from positions.text.sentences import count_word

__all__ = ["MOST_ROWS", "dates", "page_one", "risk_table", "rows_left_over"]

MOST_ROWS = 14  # issues on page one, if they fit; the others follow on page two
GRAPH_HEIGHT = 90.0  # mm that the coalition graph takes with its caption
MOST_ITEMS = 3  # in each box
MOST_UNKNOWN = 2  # texts that hang on delegations of whom nothing is known, under Ask
MOST_STUCK = 2  # texts that no talk frees, under See


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
    lead = opening(findings.case)
    note = reading_note(findings)
    feet = tuple(paragraph(small(line), style="note") for line in foot)
    rows, boxes = _fitted(findings, lead, (note, *feet), beside=graph is not None)
    below: Block = Boxes(boxes) if graph is None else Beside((graph,), (Boxes(boxes),), share=0.4)
    more = len(findings.issues) - rows
    blocks: tuple[Block, ...] = (
        lead,
        paragraph(findings.headline, style="headline", marking=findings.marking),
        risk_table(findings, findings.issues[:rows]),
        *((paragraph(small(f"{more} more issue{'s' * (more > 1)} on the next page."), style="note"),) if more else ()),
        note,
        below,
        *feet,
    )
    return Section("page_one", findings.case.meeting.title, blocks, short="Page one")


def _fitted(
    findings: Findings, lead: Paragraph, notes: tuple[Paragraph, ...], *, beside: bool
) -> tuple[int, tuple[Box, ...]]:
    """Return how many issues page one shows, and its boxes, so that it stays one page."""
    headline = f"{findings.marking.portion} {findings.headline}"
    head = head_height(findings.case.meeting.title, lead.plain, headline, [n.plain for n in notes])
    table = risk_table(findings, findings.issues[:MOST_ROWS])
    boxes = (see_box(findings), table_box(findings), ask_box(findings))
    least = max(GRAPH_HEIGHT if beside else 0.0, boxes_height(_first_items(boxes), wide=not beside))
    rows = fit_rows(table, BUDGET - head - least)
    room = BUDGET - head - table_height(table, rows)
    return rows, fit_boxes(boxes, room, wide=not beside)


def _first_items(boxes: tuple[Box, ...]) -> tuple[Box, ...]:
    return tuple(Box(b.title, b.items[:1], b.empty) for b in boxes)


def rows_left_over(findings: Findings, first: Section) -> Section | None:
    """Return the rest of the table where page one (``first``) does not hold it; None when it holds all."""
    shown = next(len(b.rows) for b in first.blocks if isinstance(b, Table))
    rest = findings.issues[shown:]
    if not rest:
        return None
    return Section("more_issues", "The other issues", (risk_table(findings, rest),), short="Other issues")


def opening(case: Case) -> Paragraph:
    """Return what is counted, and whether this is a replay or a forecast."""
    meeting = case.meeting
    seats = max((sum(s.seats for s in issue.silent) for issue in case.issues.values()), default=0)
    counts = [
        coverage(case),
        *([f"{seats} seats assumed"] if seats else []),
    ]
    whom = f"Prepared for: {case.delegations[meeting.principal].name}. " if meeting.principal else ""
    parts: list[str | Run] = [f"{dates(case)}. {whom}{', '.join(counts)}. "]
    if meeting.fictitious:
        parts.append(bold("Everything in this case is invented. "))
    if meeting.is_replay:
        parts.append(bold(f"A replay, not a forecast: stances were coded on {meeting.coded_after}, after the meeting."))
    else:
        parts.append(bold("A forecast."))
    if statement := release_statement(case):
        parts.append(f" {statement}")
    return paragraph(*parts, style="lead")


def dates(case: Case) -> str:
    """Return the dates and the place of the meeting."""
    meeting = case.meeting
    span = meeting.start if meeting.end in ("", meeting.start) else f"{meeting.start} to {meeting.end}"
    return f"{span}, {meeting.place}" if meeting.place else span


def risk_table(findings: Findings, issues: tuple[IssueFinding, ...]) -> Table:
    """Return one line an issue, worst first."""
    return Table(
        head=("", "Issue", _first_up(adopted_head(findings)), "Blocked by", "What passes instead"),
        rows=tuple(_row(findings, f) for f in issues),
        kind="risks",
        widths=(0.04, 0.27, 0.2, 0.18, 0.31),
        marking=findings.marking,
    )


def _row(findings: Findings, found: IssueFinding) -> tuple[Cell, ...]:
    issue = findings.case.issues[found.issue]
    title: list[Run] = [Run(f"{found.marking.portion} ", "small"), Run(issue.title, "", f"issue_{found.issue}")]
    if found.side.stand == "against":
        title.append(small(" we oppose it"))
    if found.unknown:
        title.append(small(f" {unknown_words(found)}"))
    chance = adopted(findings, found)
    words, _, condition = adopted_words(findings, found).partition(")")
    return (
        Cell((bold(found.letter),), kind=found.letter),
        Cell(tuple(title), kind="head"),
        Cell((Run(f"{words})"), *([small(condition)] if condition else [])), kind="number", bar=chance),
        Cell(run(blocked_by(findings, found))),
        Cell(run(instead(findings, found))),
    )


def reading_note(findings: Findings) -> Paragraph:
    """Return how the table is read, in one small line."""
    letters = {f.letter for f in findings.issues}
    said = "; ".join(f"{key} {text}" for key, text in LETTER_MEANING.items() if key in letters)
    withheld = " Only what may be seen at this marking counts." if findings.case.provenance.withheld else ""
    game = "In the game, 80 % (37–96): passes in 80 of 100 worlds, 37 to 96 with what no source tells"
    forecast = "" if findings.game else f"{_forecast_note(findings)} All other chances are in the game. "
    return paragraph(small(f"{said}. {forecast}{game}. * assumed. No talk held, unless said.{withheld}"), style="note")


def _forecast_note(findings: Findings) -> str:
    """Return what the forecast is, and what it rests on."""
    after = ". Here it reads stances that were coded after the meeting" if findings.case.meeting.is_replay else ""
    return (
        "Forecast: how often such texts were adopted, with 80 % of what the record allows "
        f"({findings.ledger.fitted.record_words}){after}."
    )


def _first_up(words: str) -> str:
    return words[0].upper() + words[1:]


def see_box(findings: Findings) -> Box:
    """Return whom to see first."""
    items = [paragraph(see_words(findings, c), marking=c.marking) for c in findings.see[:MOST_ITEMS]]
    advised = {c.issue for c in findings.see}  # what a talk raises is not said to be out of its reach
    stuck = [(f, said) for f in findings.issues if f.issue not in advised and (said := _stuck(findings, f))]
    items += [paragraph(said, marking=f.marking) for f, said in stuck[:MOST_STUCK]]
    return Box("See", tuple(items), empty=_none(findings, "No private talk changes what passes."))


def _stuck(findings: Findings, found: IssueFinding) -> str:
    """Say why talks do not free a text that we want; empty where they do or none is called for."""
    if found.letter != "R" or found.side.stand == "against":
        return ""
    title = findings.case.issues[found.issue].title
    if found.conversations:
        whom = names(findings, found.issue, tuple(dict.fromkeys(d for c in found.conversations for d in c.delegations)))
        return f"{title}: a talk alone does not move {whom}."
    need = min((len(p) for p in found.on_table.analysis.peel_off_sets), default=0)
    most = findings.case.meeting.consultations
    if need > most:
        return f"{title}: {count_word(need)} would have to let go, more than {count_word(most)} talks can reach."
    return ""


def table_box(findings: Findings) -> Box:
    """Return who should table what."""
    items = [paragraph(table_words(findings, t), marking=t.marking) for t in findings.table]
    return Box(
        "Table",
        tuple(items[:MOST_ITEMS]),
        empty=_none(findings, "Who tables a text makes no difference that we can see."),
    )


def ask_box(findings: Findings) -> Box:
    """Return what to find out."""
    hangs = [f for f in findings.issues if f.held_back == "unknown"]
    items = [paragraph(unknown_question(findings, f), marking=f.marking) for f in hangs[:MOST_UNKNOWN]]
    items += [paragraph(ask_words(findings, q, brief=True), marking=q.marking) for q in findings.ask]
    return Box("Ask", tuple(items[:MOST_ITEMS]), empty=_none(findings, "No doubtful stance decides anything."))


def _none(findings: Findings, words: str) -> str:
    """Return what an empty box says: of a released case nothing, for what is withheld may say otherwise."""
    return "Cannot be judged at this marking." if findings.case.provenance.withheld else words
