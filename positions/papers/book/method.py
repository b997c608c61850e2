"""The last pages: how it was computed, from what, with what doubt, and how it compares with the record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from positions.findings import Findings, RecordCheck
from positions.findings.phrases import cite
from positions.markings import REVIEW_STATEMENT, Marking
from positions.model import NO_TEXT, release_statement
from positions.papers.formats.document import (
    Block,
    Bullets,
    Paragraph,
    Section,
    bold,
    facts,
    paragraph,
    run,
    small,
    table,
)
from positions.simulation import whole_percent

__all__ = ["how_it_works", "provenance", "record", "what_it_rests_on"]


def how_it_works(findings: Findings) -> Section:
    """Return the method in plain words, and the parameters with their ranges."""
    case = findings.case
    worlds = f"{len(findings.members)} parameter sets × {findings.draws:,} worlds"
    steps = (
        "Each delegation has an interval of texts that it joins without objecting, red lines, and how much it cares."
        " A text outside its interval or across a red line gives it a grievance.",
        "Blocking consensus is costly, and costlier alone. A delegation keeps objecting only while its grievance,"
        " and what it takes over from those it follows, outweighs that cost in the company it has.",
        "Objections are voiced freely, then peel off as company thins. Those that remain are the blocking bloc."
        " Consensus is there when nobody remains.",
        f"Nobody knows the intervals or the costs exactly, so the meeting is played in {worlds}. The first figure is"
        " the median over parameter sets, the figures in brackets hold 80 % of them. A wide band means that the answer"
        " hangs on parameters that no source gives.",
        "A private talk moves a delegation's limits towards the text by its mobility; red lines stay. Who tables a text"
        " changes how it is heard.",
        "“Aim for” is the text from which we may expect most: its chance times its nearness to our ideal"
        " point, with the fallback if it fails, less a small effort for a talk or a text that is not on the table.",
    )
    parameters = table(
        ("Parameter", "Middle", "Range", "Meaning", "Source"),
        (
            (
                f"{s.symbol} {s.name.replace('_', ' ')}",
                f"{s.central:g}",
                f"{s.low:g}–{s.high:g}",
                s.meaning,
                s.source or "ours",
            )
            for s in case.parameters
        ),
        numbers=(1, 2),
        title="Parameters: drawn from their ranges in every run",
        widths=(0.2, 0.1, 0.12, 0.35, 0.23),
        marking=Marking.U,
    )
    blocks: tuple[Block, ...] = (
        Bullets(tuple(Paragraph(run(s)) for s in steps)),
        paragraph("“Ours” means: chosen by the authors of this program, from no source.", style="note"),
        parameters,
    )
    return Section("method", "How it was computed", blocks, marking=Marking.U)


def record(findings: Findings) -> Section | None:
    """Return the model beside what happened; None when the case records no outcomes."""
    checks = [(f, f.record) for f in findings.issues if f.record is not None]
    if not checks:
        return None
    case = findings.case
    place = {i: n for n, i in enumerate(case.issues)}
    checks.sort(key=lambda pair: place[pair[0].issue])
    rows = [_check_row(findings, c) for _, c in checks if c is not None]
    decided = [c for _, c in checks if c is not None and c.decided]
    hits = sum(c.hit for c in decided)
    called = sum(c.ambitious_called == c.ambitious_adopted for c in decided)
    coded = [c for c in decided if c.naive is not None]
    naive = sum(c.naive == c.ambitious_adopted for c in coded)
    blocks: list[Block] = []
    if case.meeting.is_replay:
        text = (
            f"This is a replay. The stances were coded on {case.meeting.coded_after}, after the meeting, from a source"
            " that knew how it ended; a good match shows that the model can tell the story, not that it would have"
            " foreseen it."
        )
        blocks.append(paragraph(bold("Not a forecast. "), text, style="warning"))
    said = (
        f"The text that stands most often in the model is the one on record in {hits} of {len(decided)} decided issues"
        f"{_without(decided)}."
        f" Whether the ambitious text was adopted is called right in {called} of {len(decided)}"
    )
    said += (
        f"; the rule “anyone coded -2 or lower blocks” is right in {naive} of {len(coded)}."
        if coded
        else ". There are no codes to hold a simpler rule against."
    )
    blocks += [
        paragraph(said),
        table(
            ("Issue", "Model ends with", "On record", "Same", "Ambitious text: model", "Record", "Naive rule"),
            rows,
            title="One set of parameters for all issues; recorded talks held",
            widths=(0.2, 0.22, 0.18, 0.08, 0.12, 0.1, 0.1),
            marking=findings.marking,
        ),
    ]
    return Section("record", "Beside the record", tuple(blocks), level=2)


def _without(decided: Sequence[RecordCheck]) -> str:
    """Say how many are right when the recorded talks are left out, if that makes a difference."""
    hits = sum(c.hit_without_talks for c in decided)
    return "" if hits == sum(c.hit for c in decided) else f" ({hits} when the private talks are left out)"


def _check_row(findings: Findings, check: RecordCheck) -> tuple[str, ...]:
    adopted = {True: "adopted", False: "not"}
    title = findings.case.issues[check.issue].title + ("" if check.decided else " (presumed, not counted)")
    modal = f"{findings.wording_title(check.issue, check.modal)} {whole_percent(check.modal_share)} %"
    naive = "–" if check.naive is None else adopted[check.naive] + _mark(check.naive == check.ambitious_adopted)
    ours = f"{adopted[check.ambitious_called]} ({whole_percent(check.ambitious_share)} %)"
    return (
        title,
        modal,
        findings.wording_title(check.issue, check.outcome or NO_TEXT),
        "yes" if check.hit else "no",
        ours + _mark(check.ambitious_called == check.ambitious_adopted),
        adopted[check.ambitious_adopted],
        naive,
    )


def _mark(right: bool) -> str:
    return "" if right else ", wrong"


def what_it_rests_on(findings: Findings) -> Section:
    """Return the documents, the assumptions, and the contradictions that were kept."""
    case = findings.case
    confidence = Counter(s.confidence.value for s in case.stances.values())
    marks = Counter(s.source.marking for s in case.stances.values())
    by_confidence = ", ".join(f"{n} {c}" for c, n in sorted(confidence.items(), key=lambda item: -item[1]))
    by_mark = ", ".join(f"{n} {m.portion}" for m, n in sorted(marks.items()))
    cells = len(case.issues) * sum(d.decides for d in case.delegations.values())
    blocks: list[Block] = [
        paragraph(
            f"{len(case.stances)} stances of {cells} possible ones are coded: {by_confidence}. Marked: {by_mark}."
            " Every other cell is unknown or, where an issue says so, assumed; an assumption never counts as a"
            " statement."
        ),
        table(
            ("Document", "Reference", "Kind", "Date", "Note"),
            (
                ((small(f"{d.marking.portion} "), *run(d.title)), d.reference, d.kind, d.date, d.note)
                for d in case.documents.values()
            ),
            title="Documents",
            widths=(0.32, 0.17, 0.11, 0.11, 0.29),
            marking=max((d.marking for d in case.documents.values()), default=Marking.U),
        ),
    ]
    if case.meeting.note:
        blocks.append(paragraph(case.meeting.note, marking=case.meeting.marking))
    if case.notes:
        items = tuple(
            paragraph(n.text, small(f" {cite(case, n.source)}"), marking=n.source.marking) for n in case.notes
        )
        blocks += [paragraph("Contradictions and doubts that were kept, not mended", style="label"), Bullets(items)]
    if case.meeting.follow_ups:
        dated = tuple(
            paragraph(bold(f"{f.start}{f' to {f.end}' if f.end else ''}: "), f.title, f". {f.note}" if f.note else "")
            for f in case.meeting.follow_ups
        )
        blocks += [paragraph("Later dates that the same questions come back to", style="label"), Bullets(dated)]
    return Section("rests_on", "What it rests on", tuple(blocks), level=2, marking=findings.marking)


def provenance(findings: Findings) -> Section:
    """Return how to make this book again, and what its markings mean."""
    case = findings.case
    made = case.provenance
    rows = [
        ("Program", f"positions {made.version}"),
        ("Case", f"{case.meeting.id}, {made.short}"),
        ("Seed", str(findings.seed)),
        ("Worlds", f"{findings.draws:,} for each of {len(findings.members)} parameter sets"),
        *((f"File {name}", f"SHA-256 {digest}") for name, digest in sorted(made.files.items())),
    ]
    if statement := release_statement(case):
        rows.append(("Release", statement))
    return Section(
        "provenance",
        "Provenance",
        (
            facts(rows, marking=Marking.U, share=0.25),
            paragraph("The same files, program and seed give the same bytes."),
            paragraph(REVIEW_STATEMENT),
        ),
        level=2,
        marking=Marking.U,
    )
