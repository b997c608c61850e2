"""Page one: what to do, what will not pass, who blocks it. Whoever reads only this page can act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from positions.findings import Findings, IssueFinding
from positions.findings.actions import do_now
from positions.findings.glance import (
    MOST_CODES,
    Aim,
    Grid,
    Holder,
    aim,
    at_times,
    blocker_grid,
    confidence,
    holders,
    numbered,
    pressing,
)
from positions.findings.phrases import (
    LETTER_MEANING,
    adopted,
    adopted_head,
    adopted_words,
    coverage,
    unknown_words,
)
from positions.model import Case, codes, release_statement
from positions.papers.book.fitting import BUDGET, fit_rows, height_of, table_height
from positions.papers.formats.document import (
    Block,
    Bullets,
    Cell,
    Paragraph,
    Run,
    Section,
    Table,
    bold,
    paragraph,
    small,
)

__all__ = ["MOST_ROWS", "actions", "dates", "page_one", "risk_table", "rows_left_over"]

MOST_ROWS = 14  # issues on page one, if they fit; the others follow on page two
ROWS_BEFORE_GRID = 6  # rows that page one has before the grid gets any room
MOST_NAMED = 12  # issues on course that are named in their line
MARKS = {"alone": "■", "follows": "▸", "company": "□"}
MEANS = {"alone": "objects alone", "follows": "follows another", "company": "objects only in company"}


def page_one(findings: Findings, foot: tuple[str, ...]) -> Section:
    """Return page one: as much of the table and of the grid as one sheet holds below what there is to do.

    Parameters
    ----------
    findings : Findings
    foot : tuple of str
        Provenance, one line each.
    """
    shown, with_grid = _fitted(findings, foot)
    worst, _ = pressing(findings.issues)
    more = len(worst) - shown
    over = f"{more} more issue{'s' * (more > 1)} on the next page. " if more else ""
    over += "" if with_grid else "Who blocks which text: on the next page."
    blocks = (
        *_before(findings),
        *([risk_table(findings, worst[:shown])] if shown else []),
        *([paragraph(small(over.strip()), style="note")] if over else []),
        *_after(findings, foot, grid=with_grid),
    )
    return Section("page_one", findings.case.meeting.title, blocks, short="Page one")


def _before(findings: Findings) -> tuple[Block, ...]:
    """Return what stands above the table: the headline, and what to do."""
    return (
        opening(findings.case),
        paragraph(findings.headline, style="headline", marking=findings.marking),
        paragraph("Do now", style="label"),
        actions(findings),
    )


def _after(findings: Findings, foot: tuple[str, ...], *, grid: bool) -> tuple[Block, ...]:
    """Return what stands below the table."""
    return (
        *on_course(findings),
        reading_note(findings),
        *(grid_blocks(findings) if grid else ()),
        *(paragraph(small(line), style="note") for line in foot),
    )


def _fitted(findings: Findings, foot: tuple[str, ...]) -> tuple[int, bool]:
    """Return how many issues page one shows, and whether it has room for the grid, so that it stays one page."""
    worst, _ = pressing(findings.issues)
    table = risk_table(findings, worst[:MOST_ROWS])
    title = paragraph(findings.case.meeting.title, style="headline")
    room = BUDGET - sum(map(height_of, (title, *_before(findings), *_after(findings, foot, grid=False))))
    grid = sum(map(height_of, grid_blocks(findings)))
    beside = fit_rows(table, room - grid)
    enough = min(len(table.rows), ROWS_BEFORE_GRID)
    if not grid or (beside >= enough and table_height(table, beside) + grid <= room):
        return beside, True
    return fit_rows(table, room), False


def rows_left_over(findings: Findings, first: Section) -> Section | None:
    """Return what page one (``first``) does not hold of the table and the grid; None when it holds all."""
    kinds = {b.kind: len(b.rows) for b in first.blocks if isinstance(b, Table)}
    rest = pressing(findings.issues)[0][kinds.get("risks", 0) :]
    grid = () if "grid" in kinds else grid_blocks(findings)
    if not rest and not grid:
        return None
    blocks = (*([risk_table(findings, rest)] if rest else []), *grid)
    title, short = ("The other issues", "Other issues") if rest else ("Who blocks which text",) * 2
    return Section("more_issues", title, blocks, short=short)


def actions(findings: Findings) -> Block:
    """Return what to do, as a numbered list; or that there is nothing, of a released case that it cannot be judged."""
    items = tuple(paragraph(bold(a.head), f" {a.text}", marking=a.marking) for a in do_now(findings))
    if items:
        return Bullets(items, numbered=True)
    if findings.case.provenance.withheld:  # what is withheld may say otherwise
        return paragraph("Cannot be judged at this marking.")
    return paragraph("Nothing that the model can see: no talk, text, sponsor or doubtful stance changes what passes.")


def on_course(findings: Findings) -> tuple[Paragraph, ...]:
    """Return the issues that need nothing, in one line."""
    _, fine = pressing(findings.issues)
    if not fine:
        return ()
    parts: list[str | Run] = [bold("G  On course: ")]
    for n, f in enumerate(fine[:MOST_NAMED]):
        parts += [", "] * (n > 0) + [Run(findings.case.issues[f.issue].title, "", f"issue_{f.issue}")]
    more = len(fine) - MOST_NAMED
    parts.append(f" and {more} more." if more > 0 else ".")
    return (paragraph(*parts, marking=findings.marking),)


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


def risk_table(findings: Findings, issues: Sequence[IssueFinding]) -> Table:
    """Return one line an issue that needs something done, worst first."""
    known, numbers = codes(findings.case.delegations), numbered(findings)
    head = adopted_head(findings)
    return Table(
        head=("", "Issue", head[0].upper() + head[1:], "Blocked by", "Aim for", "Confidence"),
        rows=tuple(_row(findings, f, known, numbers[f.issue]) for f in issues),
        kind="risks",
        widths=(0.04, 0.21, 0.25, 0.14, 0.25, 0.11),
        marking=findings.marking,
    )


def _row(findings: Findings, found: IssueFinding, known: Mapping[str, str], number: int) -> tuple[Cell, ...]:
    issue = findings.case.issues[found.issue]
    title = [Run(f"{found.marking.portion} ", "small"), Run(f"{number} {issue.title}", "", f"issue_{found.issue}")]
    if found.side.stand == "against":
        title.append(small(" we oppose it"))
    if found.unknown:
        title.append(small(f" {unknown_words(found)}"))
    chance, goal = adopted(findings, found), aim(findings, found)
    words, _, condition = adopted_words(findings, found).partition(")")
    said = (Run(f"{words})"), *([small(condition)] if condition else []))
    return (
        Cell((bold(found.letter),), kind=found.letter),
        Cell(tuple(title), kind="head"),
        Cell(said, kind="number", bar=chance, best=goal.best),
        Cell(_blocked_by(findings, found, known)),
        Cell(_aim(goal)),
        Cell((Run(confidence(findings, found)),)),
    )


def _blocked_by(findings: Findings, found: IssueFinding, known: Mapping[str, str]) -> tuple[Run, ...]:
    """Return at most four codes: who would alone in bold, followers in brackets, the others counted."""
    held = holders(findings, found, known)
    if not held:
        if not found.on_table.forecast.actors:
            return (Run("nothing is known"),)
        likely = at_times(findings, found, known)
        if not likely:
            return (Run("–"),)
        more = f" +{len(likely) - MOST_CODES}" if len(likely) > MOST_CODES else ""
        return (small("at times "), Run(" ".join(h.code for h in likely[:MOST_CODES]) + more))
    made: list[Run] = []
    for n, h in enumerate(held[:MOST_CODES]):
        made += [Run(" ")] * (n > 0)
        made.append(bold(h.code) if h.role == "alone" else Run(f"({h.code})" if h.role == "follows" else h.code))
    if len(held) > MOST_CODES:
        made.append(Run(f" +{len(held) - MOST_CODES}"))
    return tuple(made)


def _aim(goal: Aim) -> tuple[Run, ...]:
    rest = ", ".join(part for part in (goal.whose, goal.chance) if part)
    return (Run(goal.words), *([small(f" {rest}")] if rest else []))


def reading_note(findings: Findings) -> Paragraph:
    """Return how the table is read, in a few small lines."""
    letters = {f.letter for f in findings.issues}
    said = "; ".join(f"{key} {text}" for key, text in LETTER_MEANING.items() if key in letters)
    withheld = " Only what may be seen at this marking counts." if findings.case.provenance.withheld else ""
    game = "In the game, 80 % (37–96): passes in 80 of 100 worlds, 37 to 96 with what no source tells"
    forecast = "" if findings.game else f"{_forecast_note(findings)} All other chances are in the game. "
    signs = (
        "○ as tabled with its band, ● with the best move (a weaker text counts where it is one); "
        "bold objects alone, (in brackets) follows, * assumed"
    )
    return paragraph(small(f"{said}. {signs}. {forecast}{game}. No talk held, unless said.{withheld}"), style="note")


def _forecast_note(findings: Findings) -> str:
    """Return what the forecast is, and what it rests on."""
    after = ". Here it reads stances that were coded after the meeting" if findings.case.meeting.is_replay else ""
    return (
        "Forecast: how often such texts were adopted, with 80 % of what the record allows "
        f"({findings.ledger.fitted.record_words}){after}."
    )


def grid_blocks(findings: Findings) -> tuple[Block, ...]:
    """Return who blocks which of the texts that fail, with what its signs mean; nothing where nobody blocks any."""
    grid = blocker_grid(findings, codes(findings.case.delegations))
    if not grid.rows:
        return ()
    numbers = numbered(findings)
    rows = [(Cell(_who(row.code, row.name), "head"), *(_sign(held) for held in row.marks)) for row in grid.rows]
    if grid.others:
        others = (Run(f"{grid.others} other{'s' * (grid.others > 1)}"),)
        rows.append((Cell(others, "head"), *(_count(n) for n in grid.by_others)))
    wide = 0.34
    made = Table(
        head=("Blocks text", *(str(numbers[i]) for i in grid.issues)),
        rows=tuple(rows),
        title="Who blocks which text, the heaviest first",
        kind="grid",
        widths=(wide, *[(1 - wide) / len(grid.issues)] * len(grid.issues)),
        marking=findings.marking,
    )
    return (made, paragraph(small(_grid_note(findings, grid)), style="note"))


def _grid_note(findings: Findings, grid: Grid) -> str:
    numbers = numbered(findings)
    signs = "; ".join(f"{MARKS[role]} {means}" for role, means in MEANS.items())
    texts = "; ".join(f"{numbers[i]} {findings.case.issues[i].title}" for i in grid.issues)
    more = f" {grid.left_out} more texts fail." if grid.left_out else ""
    return f"{signs}; hatched and * assumed. {texts}.{more}"


def _who(code: str, name: str) -> tuple[Run, ...]:
    return (bold(code), Run(f" {name}")) if code and code.upper() != name.upper() else (Run(name),)


def _sign(held: Holder | None) -> Cell:
    if held is None:
        return Cell((Run(""),), "number", alt="does not block")
    alt = MEANS[held.role] + (", assumed" if held.assumed else "")
    return Cell((Run(MARKS[held.role] + "*" * held.assumed),), "assumed" if held.assumed else "number", alt=alt)


def _count(n: int) -> Cell:
    return Cell((Run(f"+{n}" if n else ""),), "number", alt=f"{n} of them block it")
