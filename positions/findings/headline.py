"""The headline of a briefing: what fails, what saves it, what is left, in at most thirty words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from positions.findings.records import Conversation, IssueFinding
from positions.model import Case
from positions.text.sentences import count_word, in_sentence, list_words

__all__ = ["MOST_WORDS", "headline"]

MOST_WORDS = 30
OLDER = ("agreed_language", "sister_text")  # kinds of wordings that were agreed before
WHY_OPEN = {"unknown": "if those unknown agree", "record": "if the silent go along"}


def headline(
    case: Case, issues: Sequence[IssueFinding], see: Sequence[Conversation], searched: Collection[str] = ()
) -> str:
    """Return one to three short sentences, the most pressing first; what has no room is left to page one.

    Parameters
    ----------
    case : Case
    issues : sequence of IssueFinding
    see : sequence of Conversation
        The talks that are advised.
    searched : collection of str
        Issues on which a search found a text where those in the case hold nothing.
    """
    wanted = [f for f in issues if f.side.stand != "against"]
    failing = [f for f in wanted if f.letter != "G" and not f.held_back]
    against = [f for f in issues if f.side.stand == "against" and not f.held_back]
    if case.provenance.withheld:
        parts = [_failing(case, wanted, failing, " by what may be seen") if failing else "", _withheld(case)]
    else:
        hanging = [(why, sum(f.held_back == why for f in wanted)) for why in WHY_OPEN]
        parts = [
            _failing(case, wanted, failing) if failing else _passing(case, wanted),
            _saved(case, failing, see, searched) if failing else "",
            _unwanted(against),
            *(f"{_count(n)} {'passes' if n == 1 else 'pass'} only {WHY_OPEN[why]}." for why, n in hanging if n),
        ]
    said = ""
    for part in filter(None, parts):
        if len(f"{said} {part}".split()) <= MOST_WORDS:
            said = f"{said} {part}".strip()
    return said


def _count(n: int) -> str:
    return count_word(n).capitalize()


def _all(n: int) -> str:
    return "Both" if n == 2 else f"All {count_word(n)}"


def _noun(wanted: Sequence[IssueFinding]) -> str:
    return "texts we want" if any(f.side.stand == "for" for f in wanted) else "texts"


def _failing(case: Case, wanted: Sequence[IssueFinding], failing: Sequence[IssueFinding], seen: str = "") -> str:
    if len(wanted) == 1:
        return f"The text on {in_sentence(case.issues[wanted[0].issue].title)} fails as tabled{seen}."
    verb = "fails" if len(failing) == 1 else "fail"
    if len(failing) == len(wanted):
        return f"{_all(len(wanted))} {_noun(wanted)} {verb} as tabled{seen}."
    return f"{_count(len(failing))} of {count_word(len(wanted))} {_noun(wanted)} {verb} as tabled{seen}."


def _passing(case: Case, wanted: Sequence[IssueFinding]) -> str:
    sure = [f for f in wanted if not f.held_back]
    if not sure:
        return ""
    if len(wanted) == 1:
        return f"The text on {in_sentence(case.issues[wanted[0].issue].title)} is likely to pass."
    if len(sure) == len(wanted):
        return f"{_all(len(wanted))} {_noun(wanted)} are likely to pass."
    verb = "is" if len(sure) == 1 else "are"
    return f"{_count(len(sure))} of {count_word(len(wanted))} {_noun(wanted)} {verb} likely to pass."


def _saved(case: Case, failing: Sequence[IssueFinding], see: Sequence[Conversation], searched: Collection[str]) -> str:
    """Say how many a talk saves, how many another text, and what is left for the others."""
    advised = {c.issue: c for c in see}
    talks, texts, left = 0, 0, Counter[str]()
    whom = ""
    for f in failing:
        way = f.way_out
        if f.letter == "A" and way is not None and way.talked:
            talks += 1
            talk = advised.get(f.issue)
            whom = list_words([case.delegations[d].name for d in talk.delegations]) if talk is not None else ""
        elif f.letter == "A" or f.issue in searched:
            texts += 1
        else:
            left[_left(case, f)] += 1
    if len(failing) == 1:
        said = f"a talk{f' with {whom}' if whom else ''} saves it" if talks else "another text saves it"
        said = said if talks or texts else f"{next(iter(left))} is left"
    else:
        saves = [(what, n) for what, n in (("a talk", talks), ("another text", texts)) if n]
        clauses = [f"{what}{' saves' * (k == 0)} {count_word(n)}" for k, (what, n) in enumerate(saves)]
        clauses += [f"for {count_word(n)} {what} is left" for what, n in left.items()]
        said = ", ".join(clauses)
    return f"{said[0].upper()}{said[1:]}."


def _left(case: Case, found: IssueFinding) -> str:
    """Return what is left where no text of the case that is better for us is likely to pass."""
    way = found.way_out
    if way is None:
        return "nothing"
    if not way.gains:
        older = case.issues[found.issue].wordings[way.wording].kind in OLDER
        return "only older language" if older else "only the fallback"
    return "only a talk that may not do" if way.wording == found.tabled else "only a softer text"


def _unwanted(against: Sequence[IssueFinding]) -> str:
    passing = [f for f in against if f.letter != "G"]
    if not against:
        return ""
    if not passing:
        return f"{_count(len(against))} we oppose {'fails' if len(against) == 1 else 'fail'}, as we wish."
    return f"{_count(len(passing))} we oppose may pass."


def _withheld(case: Case) -> str:
    n = case.provenance.withheld
    return f"What passes cannot be judged at this marking: {n} item{'s' * (n != 1)} withheld."
