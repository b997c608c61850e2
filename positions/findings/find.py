"""From a case to findings: each issue on its own, then what to do over all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from positions.findings.conversations import WORTH_A_TALK, candidates, conversation
from positions.findings.headline import headline
from positions.findings.portion_marks import issue_marking
from positions.findings.questions import questions
from positions.findings.record_check import record_check
from positions.findings.records import Conversation, Findings, IssueFinding, Side, TextFinding
from positions.findings.sides import principal_side
from positions.findings.tablers import tabler_advice
from positions.findings.ways_out import NO_BETTER, Choice, best_way_out, held_back, letter, risk
from positions.game import Explanation, PreparedIssue, WordingAnalysis, explain
from positions.ledger.forecast import change_of, outlook
from positions.ledger.ledger import NO_TALKS, Answers, Ledger
from positions.markings import highest
from positions.model import NO_TEXT, Case
from positions.simulation import Band, IssueForecast, WordingForecast

__all__ = ["find", "find_issue"]

Found = tuple[IssueFinding, Answers]
WORTH_EXPLAINING = 0.02  # probability of objecting from which a delegation's state is taken apart


def find(
    ledger: Ledger,
    *,
    progress: Callable[[], None] | None = None,
    mapper: Callable[[Callable[[str], Found], list[str]], Iterable[Found]] = map,
) -> Findings:
    """Compute everything that a briefing on a case says.

    Parameters
    ----------
    ledger : Ledger
        Of the case, already filtered when there is a release mark. It holds all answers afterwards.
    progress : callable, optional
        Called once for each finished issue.
    mapper : callable, optional
        Like ``map``; may work in several processes.
    """
    case = ledger.case
    done: dict[str, IssueFinding] = {}
    longest_first = sorted(case.issues, key=lambda i: -len(case.issues[i].wordings))
    for made, answers in mapper(partial(find_issue, ledger.empty()), longest_first):
        done[made.issue] = made
        ledger.take(answers)
        if progress is not None:
            progress()
    found = [done[issue] for issue in case.issues]
    ordered = tuple(sorted(found, key=lambda f: ("RAG".index(f.letter), -round(f.risk, 2))))
    see = _best_for_each_issue([c for f in ordered for c in f.conversations if c.worth >= WORTH_A_TALK])
    pressing = [f for f in ordered if f.letter != "G"]
    return Findings(
        case=case,
        issues=ordered,
        see=see,
        table=tuple(f.tabler for f in pressing if f.tabler is not None),
        ask=tuple(sorted((q for f in pressing for q in f.questions), key=lambda q: -q.leverage)),
        headline=headline(case, ordered, see),
        marking=highest([case.marking(), *(f.marking for f in found)]),
        members=ledger.ensemble.members,
        draws=ledger.draws,
        seed=ledger.seed,
        ledger=ledger,
    )


def _best_for_each_issue(talks: Sequence[Conversation]) -> tuple[Conversation, ...]:
    best: dict[str, Conversation] = {}
    for talk in sorted(talks, key=lambda c: (-c.worth, len(c.delegations))):
        best.setdefault(talk.issue, talk)
    return tuple(best.values())


def find_issue(ledger: Ledger, issue: str) -> Found:
    """Compute everything that a briefing says about one issue, and the answers that it rests on."""
    case, at = ledger.case, ledger.at(issue)
    arrays = ledger.arrays(issue)
    side = principal_side(case, arrays)
    marking = issue_marking(case, issue)
    plain, held = ledger.issue(issue, NO_TALKS), ledger.issue(issue)
    talked = held.talked
    texts = tuple(
        _text(case, arrays, ledger.analysis(issue, w, NO_TALKS), plain.wording(w), held, side) for w in arrays.wordings
    )
    fallback = "" if at.fallback == NO_TEXT else at.fallback
    floor = side.value(0.0) if not fallback else next(t.value for t in texts if t.wording == fallback)
    tabled = next(t for t in texts if t.wording == at.tabled)
    wanted = [t for t in texts if t.value > floor + NO_BETTER]
    on_course = letter(side, tabled.passes, None) == "G"
    told = outlook(ledger, issue, NO_TALKS)
    chance = told.forecast.chance["adopted"]
    held_up = held_back(side, arrays.unknown, case.provenance.withheld, chance) if on_course else ""
    runs: dict[tuple[str, ...], tuple[WordingForecast, ...]] = {talked: held.wordings} if talked else {}
    if not on_course:
        for group in candidates(case, issue, wanted):
            if group not in runs:
                runs[group] = ledger.issue(issue, group).wordings
    talks = [
        replace(c, forecast=change_of(ledger, issue, text=c.wording, talks=c.delegations))
        for d, after in runs.items()
        if (c := conversation(case, issue, d, wanted, after, floor, marking)) is not None
    ]
    by_name = {t.wording: t for t in texts}
    options = [_choice(t, (), t.passes) for t in texts if t is not tabled]
    for group, after in runs.items():
        options += [_choice(by_name[f.wording], group, f.p_consensus) for f in after]
    way_out = best_way_out(options, floor, fallback)
    if way_out is not None:
        then = outlook(ledger, issue, way_out.talked or NO_TALKS).forecast.chance
        way_out = replace(way_out, weaker=then["weakened"], some_text=then["text"])
    key_texts = _key_texts(texts, tabled, way_out.wording if way_out else "")
    made = IssueFinding(
        issue=issue,
        letter=letter(side, tabled.passes, way_out, held_up),
        risk=risk(side, tabled.passes),
        side=side,
        texts=texts,
        tabled=at.tabled,
        way_out=way_out,
        talked=talked,
        final_text=held.final_text,
        final_bands=held.final_bands,
        final_without_talks=plain.final_text,
        conversations=tuple(sorted(talks, key=lambda c: -c.worth)),
        tabler=None if on_course else tabler_advice(ledger, issue, key_texts[-1], tabled, marking),
        questions=questions(case, issue, key_texts, marking),
        record=record_check(case, issue, held.final_text, plain.final_text),
        unknown=arrays.unknown,
        room=sum(d.decides for d in case.delegations.values()),
        held_back=held_up,
        outlook=told,
        outlook_after=outlook(ledger, issue) if talked else None,
        marking=marking,
    )
    return made, ledger.answers()


def _choice(text: TextFinding, talked: tuple[str, ...], passes: Band) -> Choice:
    return Choice(text.wording, talked, passes, text.value, new_text=text.status == "untabled")


def _key_texts(texts: Sequence[TextFinding], tabled: TextFinding, way_out: str) -> tuple[TextFinding, ...]:
    """Return the tabled text and, if it is another one, the way out."""
    return (tabled, *(t for t in texts if t.wording == way_out and t is not tabled))


def _text(
    case: Case,
    arrays: PreparedIssue,
    analysis: WordingAnalysis,
    forecast: WordingForecast,
    held: IssueForecast,
    side: Side,
) -> TextFinding:
    at = case.issues[arrays.issue]
    record = at.wordings[analysis.wording]
    if record.id == at.tabled:
        status = "tabled"
    elif record.id == at.fallback:
        status = "fallback"
    else:
        status = "path" if record.id in at.path else "untabled"
    return TextFinding(
        wording=record.id,
        title=record.title,
        text=at.text(record.id),
        status=status,  # type: ignore[arg-type]
        passes=forecast.p_consensus,
        after_talks=held.wording(record.id).p_consensus if held.talked else None,
        analysis=analysis,
        forecast=forecast,
        explanations=_explanations(arrays, analysis, forecast),
        value=side.value(analysis.position),
        marking=record.marking,
    )


def _explanations(
    arrays: PreparedIssue, analysis: WordingAnalysis, forecast: WordingForecast
) -> tuple[Explanation, ...]:
    """Take the states of those apart who object, or may."""
    return tuple(
        explain(arrays, analysis.wording, d)
        for d in arrays.actors
        if d in analysis.blocking_bloc or forecast.p_objects(d) >= WORTH_EXPLAINING
    )
