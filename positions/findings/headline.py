"""The first sentence of a briefing: what will pass, what will not, and what can be done, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from positions.findings.records import Conversation, IssueFinding
from positions.model import Case

__all__ = ["count_word", "headline", "list_words"]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_word(n: int) -> str:
    """Return a small number as a word.

    >>> count_word(0), count_word(3), count_word(40)
    ('no', 'three', '40')
    """
    return _WORDS[n] if n < len(_WORDS) else str(n)


def list_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as one says them.

    >>> list_words(["a", "b", "c"])
    'a, b and c'
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def headline(case: Case, issues: Sequence[IssueFinding], see: Sequence[Conversation]) -> str:
    """Return two or three sentences that a reader can act on.

    Parameters
    ----------
    case : Case
    issues : sequence of IssueFinding
    see : sequence of Conversation
        The talks that are advised.
    """
    wanted = [f for f in issues if f.side.stand != "against"]
    against = [f for f in issues if f.side.stand == "against"]
    failing = [f for f in wanted if f.letter != "G"]
    parts = [_first(case, wanted, failing)]
    if failing:
        parts.append(_what_can_be_done(case, wanted, failing, see))
    if against:
        parts.append(_unwanted(against))
    return " ".join(p for p in parts if p)


def _first(case: Case, wanted: Sequence[IssueFinding], failing: Sequence[IssueFinding]) -> str:
    if not wanted:
        return ""
    known = any(f.side.stand == "for" for f in wanted)
    noun = "texts we want" if known else "texts on the table"
    total = count_word(len(wanted))
    if len(wanted) == 1:
        title = case.issues[wanted[0].issue].title
        return f"The text on {_quoted(title)} {'is likely to fail as tabled' if failing else 'is likely to pass'}."
    if not failing:
        return f"{'Both' if len(wanted) == 2 else f'All {total}'} {noun} are likely to pass as tabled."
    if len(failing) == len(wanted):
        none = "Neither" if len(wanted) == 2 else "None"
        return f"{none} of the {total} {noun} is likely to pass as tabled."
    verb = "is" if len(failing) == 1 else "are"
    return f"{count_word(len(failing)).capitalize()} of the {total} {noun} {verb} likely to fail as tabled."


def _about_the_one(case: Case, found: IssueFinding, advised: Mapping[str, Conversation]) -> str:
    """Say what can be done about the only text that we want."""
    way = found.way_out
    if found.letter == "R" or way is None:
        return "Only older language is left." if way is not None else "Nothing is left in its place."
    if not way.talked:
        return "It can be saved with another text."
    talk = advised.get(found.issue)
    whom = list_words([case.delegations[d].name for d in talk.delegations]) if talk else "those who object"
    return f"It can be saved by a conversation with {whom}."


def _what_can_be_done(
    case: Case, wanted: Sequence[IssueFinding], failing: Sequence[IssueFinding], see: Sequence[Conversation]
) -> str:
    """Say how many a talk saves, how many another text saves, and how many are left with what stands anyway."""
    advised = {c.issue: c for c in see}
    saved = [f for f in failing if f.letter == "A" and f.way_out is not None]
    by_talk = [f for f in saved if f.way_out is not None and f.way_out.talked]
    by_text = [f for f in saved if f not in by_talk]
    lost = [f for f in failing if f not in saved]
    said: list[str] = []
    if len(failing) == len(wanted) == 1:
        return _about_the_one(case, failing[0], advised)
    if by_talk:
        whom = [_whom(case, advised[f.issue]) for f in by_talk if f.issue in advised]
        each = "by one conversation each" if len(by_talk) > 1 else "by a conversation"
        said.append(f"{count_word(len(by_talk))} can be saved {each}" + (f" ({'; '.join(whom)})" if whom else ""))
    if by_text:
        said.append(f"{count_word(len(by_text))} {'with another text' if said else 'can be saved with another text'}")
    if lost:
        texts = sum(f.way_out is not None for f in lost)
        left = "only older language" if texts == len(lost) else "only the fallback" if texts else "nothing"
        said.append(f"for {count_word(len(lost))} {left} is left")
    sentence = ", ".join(said[:-1]) + ("; " if len(said) > 1 else "") + said[-1]
    return sentence[0].upper() + sentence[1:] + "."


def _whom(case: Case, talk: Conversation) -> str:
    names = list_words([case.delegations[d].name for d in talk.delegations])
    return f"{names} on {_quoted(case.issues[talk.issue].title)}"


def _quoted(title: str) -> str:
    """Return a title inside a sentence: small initial, unless the first word is written in capitals."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() or not first[1:].islower() else title[0].lower() + title[1:]


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
