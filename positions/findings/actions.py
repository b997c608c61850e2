"""What to do first, over all issues: three to five lines, with whom, on what, with which words and what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from positions.findings.phrases import (
    LEANING,
    ask_words,
    in_the_record,
    names,
    percent,
    unknown_question,
)
from positions.findings.records import Conversation, Findings, IssueFinding, TablerAdvice
from positions.markings import Marking
from positions.text.sentences import in_sentence

__all__ = ["MOST", "Action", "do_now", "see_action", "table_action"]

MOST = 5  # lines
FEW = 3  # names in a line
Kind = Literal["see", "put", "object", "table", "ask"]


@dataclass(frozen=True, slots=True)
class Action:
    """One line: ``head`` is the verb with whom, ``text`` the rest."""

    kind: Kind
    issue: str
    head: str
    text: str
    marking: Marking

    @property
    def plain(self) -> str:
        """The whole line."""
        return f"{self.head} {self.text}"


def do_now(findings: Findings) -> tuple[Action, ...]:
    """Return the lines, the most useful first: whom to see, what to put or to stop, who should table, what to ask.

    Each kind has its best line before any has its second one, but for talks, of which two may stand first. What a talk
    is advised for is not said a second time as a text to put.
    """
    see = [see_action(findings, c) for c in findings.see]
    advised = {c.issue for c in findings.see}
    pressing = [f for f in findings.issues if f.letter != "G" and not f.held_back]
    put = [a for f in pressing if f.issue not in advised and (a := _put(findings, f))]
    stop = [a for f in pressing if f.side.stand == "against" and (a := _object(findings, f))]
    table = [table_action(findings, t) for t in findings.table]
    ask = list(_ask(findings))
    rounds = zip_longest(see[1:], put, stop, table, ask)
    ordered = [*see[:1], *(action for row in rounds for action in row if action is not None)]
    return tuple(dict.fromkeys(ordered))[:MOST]


def see_action(findings: Findings, talk: Conversation) -> Action:
    """Return whom to see, on what, and what it does."""
    case = findings.case
    issue = case.issues[talk.issue]
    text = "the text as tabled" if talk.wording == issue.tabled else f"“{issue.wordings[talk.wording].title}”"
    when = " The record shows this talk took place." if talk.recorded else f" Before {case.meeting.start}."
    return Action(
        "see",
        talk.issue,
        f"See {names(findings, talk.issue, talk.delegations)}",
        f"on {in_sentence(issue.title)}, with {text}: in the game from {percent(talk.before)} to {percent(talk.after)}"
        f"{in_the_record(findings, talk)}.{when}",
        talk.marking,
    )


def _put(findings: Findings, found: IssueFinding) -> Action | None:
    """Return the text to put instead of the tabled one, where it needs no talk and nobody has to be told who tables."""
    way = found.way_out
    if found.side.stand == "against" or way is None or not way.gains or way.talked or way.wording == found.tabled:
        return None
    status = found.text(way.wording).status
    if status == "fallback":
        return None
    us = findings.case.meeting.principal
    decides = us in findings.case.delegations and findings.case.delegations[us].decides
    new = f" It is not tabled yet; {'we can table it' if decides else 'the chair can put it'}." * (status == "untabled")
    return Action(
        "put",
        found.issue,
        f"Put “{findings.wording_title(found.issue, way.wording)}”",
        f"on {in_sentence(findings.case.issues[found.issue].title)}: in the game {percent(way.passes)}, "
        f"the text as tabled {percent(found.on_table.passes)}.{new}",
        found.marking,
    )


def _object(findings: Findings, found: IssueFinding) -> Action | None:
    us = findings.case.meeting.principal
    if us not in found.on_table.forecast.actors:
        return None
    chances = {a: found.on_table.forecast.p_objects(a) for a in found.on_table.forecast.actors if a != us}
    near = sorted((a for a in chances if chances[a] >= LEANING), key=lambda a: (-round(chances[a], 3), a))
    company = f", with {names(findings, found.issue, tuple(near[:FEW]))}" if near else "; nobody else is near to it"
    return Action(
        "object",
        found.issue,
        "Object",
        f"to {in_sentence(findings.case.issues[found.issue].title)}{company}: in the game it passes with "
        f"{percent(found.on_table.passes)}.",
        found.marking,
    )


def table_action(findings: Findings, advice: TablerAdvice) -> Action:
    """Return who should table a text, and what it makes of it."""
    case = findings.case
    title = case.issues[advice.issue].wordings[advice.wording].title
    best = case.delegations[advice.delegation].name
    us = advice.instead_of == case.meeting.principal
    other = "under our name" if us else "from the chair" if not advice.instead_of else "otherwise"
    chances = (
        f"in the game {percent(advice.passes)}, against {percent(advice.passes_instead)} {other}, before any talk."
    )
    on = f"“{title}” on {in_sentence(case.issues[advice.issue].title)}"
    if advice.as_now:
        return Action("table", advice.issue, f"Keep {best} as sponsor", f"of {on}: {chances}", advice.marking)
    return Action("table", advice.issue, f"Let {best} table", f"{on}: {chances}", advice.marking)


def _ask(findings: Findings) -> Iterator[Action]:
    hangs = [f for f in findings.issues if f.held_back == "unknown"]
    for f in hangs:
        yield Action("ask", f.issue, "Find out:", unknown_question(findings, f), f.marking)
    for q in findings.ask:
        yield Action("ask", q.issue, "Find out:", ask_words(findings, q, brief=True), q.marking)
