"""The first sentence of a briefing: what will pass, what will not, and what can be done, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from positions.findings.records import Conversation, IssueFinding
from positions.model import Case
from positions.text.sentences import count_word, in_sentence, list_words

__all__ = ["headline"]

OLDER = ("agreed_language", "sister_text")  # kinds of wordings that were agreed before
SOFTER = "only a softer text"
FOUND = "the search found another text"
WHY_OPEN = {
    "unknown": "only if those agree of whom nothing is known",
    "record": "only if the silent go along, and the record of such texts is against it",
}


def headline(
    case: Case, issues: Sequence[IssueFinding], see: Sequence[Conversation], searched: Collection[str] = ()
) -> str:
    """Return two or three sentences that a reader can act on.

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
    against = [f for f in issues if f.side.stand == "against"]
    failing = [f for f in wanted if f.letter != "G" and not f.held_back]
    hanging = [f for f in wanted if f.held_back]
    if case.provenance.withheld:
        return _released(case, wanted, failing)
    parts = [_first(case, wanted, failing, hanging)]
    if failing:
        parts.append(_what_can_be_done(case, wanted, failing, see, searched))
    if hanging and len(wanted) > 1:
        parts += [_hanging(wanted, [f for f in hanging if f.held_back == why]) for why in WHY_OPEN]
    if against:
        parts.append(_unwanted(against))
    return " ".join(p for p in parts if p)


def _released(case: Case, wanted: Sequence[IssueFinding], failing: Sequence[IssueFinding]) -> str:
    """Say what fails by what may be seen, and that nothing else can be judged: what is withheld may be an objection."""
    n = case.provenance.withheld
    why = f"cannot be judged at this marking: {n} item{'s' * (n != 1)} withheld."
    if not failing:
        return f"What will pass {why}"
    total, noun = count_word(len(wanted)), _noun(wanted)
    verb = "is" if len(failing) == 1 else "are"
    which = f"The text on {in_sentence(case.issues[wanted[0].issue].title)}"
    if len(wanted) > 1:
        which = f"{count_word(len(failing)).capitalize()} of the {total} {noun}"
    return f"{which} {verb} likely to fail as tabled, by what may be seen. What will pass {why}"


def _noun(wanted: Sequence[IssueFinding]) -> str:
    return "texts we want" if any(f.side.stand == "for" for f in wanted) else "texts on the table"


def _first(
    case: Case, wanted: Sequence[IssueFinding], failing: Sequence[IssueFinding], hanging: Sequence[IssueFinding]
) -> str:
    if not wanted:
        return ""
    noun, total = _noun(wanted), count_word(len(wanted))
    if len(wanted) == 1:
        title = case.issues[wanted[0].issue].title
        said = "is likely to fail as tabled" if failing else "is likely to pass"
        if hanging:
            said = f"passes {WHY_OPEN[hanging[0].held_back]}"
        return f"The text on {in_sentence(title)} {said}."
    if not failing and not hanging:
        return f"{'Both' if len(wanted) == 2 else f'All {total}'} {noun} are likely to pass as tabled."
    if len(failing) == len(wanted):
        none = "Neither" if len(wanted) == 2 else "None"
        return f"{none} of the {total} {noun} is likely to pass as tabled."
    told = failing or [f for f in wanted if f not in hanging]
    if not told:
        return ""
    verb = "is" if len(told) == 1 else "are"
    ends = "fail" if failing else "pass"
    return f"{count_word(len(told)).capitalize()} of the {total} {noun} {verb} likely to {ends} as tabled."


def _hanging(wanted: Sequence[IssueFinding], hanging: Sequence[IssueFinding]) -> str:
    """Say how many pass on a condition; nothing where there are none."""
    if not hanging:
        return ""
    many, total = count_word(len(hanging)).capitalize(), count_word(len(wanted))
    verb = "passes" if len(hanging) == 1 else "pass"
    return f"{many}{f' of the {total}' if len(wanted) == len(hanging) else ''} {verb} {WHY_OPEN[hanging[0].held_back]}."


def _about_the_one(case: Case, found: IssueFinding, advised: Mapping[str, Conversation], left: str) -> str:
    """Say what can be done about the only text that we want."""
    way = found.way_out
    if found.letter == "R" or way is None:
        said = _is_left(left)
        return f"{said[0].upper()}{said[1:]}."
    if_they = ", if those unknown agree" if found.unknown else ""
    if not way.talked:
        return f"It can be saved with another text{if_they}."
    talk = advised.get(found.issue)
    whom = list_words([case.delegations[d].name for d in talk.delegations]) if talk else "those who object"
    return f"It can be saved by a conversation with {whom}{if_they}."


def _what_can_be_done(
    case: Case,
    wanted: Sequence[IssueFinding],
    failing: Sequence[IssueFinding],
    see: Sequence[Conversation],
    searched: Collection[str],
) -> str:
    """Say how many a talk saves, how many another text saves, and how many are left with what stands anyway."""
    advised = {c.issue: c for c in see}
    saved = [f for f in failing if f.letter == "A" and f.way_out is not None]
    by_talk = [f for f in saved if f.way_out is not None and f.way_out.talked]
    by_text = [f for f in saved if f not in by_talk]
    said: list[str] = []
    if len(failing) == len(wanted) == 1:
        return _about_the_one(case, failing[0], advised, _left(case, failing[0], searched))
    if by_talk:
        whom = [_whom(case, advised[f.issue]) for f in by_talk if f.issue in advised]
        each = "by one conversation each" if len(by_talk) > 1 else "by a conversation"
        said.append(f"{count_word(len(by_talk))} can be saved {each}" + (f" ({'; '.join(whom)})" if whom else ""))
    if by_text:
        said.append(f"{count_word(len(by_text))} {'with another text' if said else 'can be saved with another text'}")
    if any(f.unknown for f in saved):
        said[-1] += " if those unknown agree"
    lost = Counter(_left(case, f, searched) for f in failing if f not in saved)
    said += [f"for {count_word(n)} {_is_left(left)}" for left, n in lost.items()]
    sentence = ", ".join(said[:-1]) + ("; " if len(said) > 1 else "") + said[-1]
    return sentence[0].upper() + sentence[1:] + "."


def _is_left(left: str) -> str:
    if left == FOUND:
        return left
    return f"{left} is left{', and it may fail too' if left == SOFTER else ''}"


def _left(case: Case, found: IssueFinding, searched: Collection[str]) -> str:
    """Say what is left of a text that the texts in the case do not save."""
    way = found.way_out
    if found.issue in searched:
        return FOUND
    if way is None:
        return "nothing"
    if not way.gains:
        older = case.issues[found.issue].wordings[way.wording].kind in OLDER
        return "only older language" if older else "only the fallback"
    if way.wording == found.tabled:
        return "only a talk that may not be enough"
    return SOFTER


def _whom(case: Case, talk: Conversation) -> str:
    names = list_words([case.delegations[d].name for d in talk.delegations])
    return f"{names} on {in_sentence(case.issues[talk.issue].title)}"


def _unwanted(against: Sequence[IssueFinding]) -> str:
    failing = [f for f in against if f.letter == "G"]
    one = len(against) == 1
    texts = "The text we oppose" if one else f"Of the {count_word(len(against))} texts we oppose"
    if len(failing) == len(against):
        whole = texts if one else f"The {count_word(len(against))} texts we oppose"
        return f"{whole} {'is' if one else 'are'} likely to fail, as we wish."
    passing = len(against) - len(failing)
    if one:
        return f"{texts} may well pass."
    return f"{texts}, {count_word(passing)} may well pass."
