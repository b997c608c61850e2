"""Brackets that stand back to back: ``[shall][should]`` is a choice of one, ``[forests][, oceans]`` of each by itself.

Drafts write both in the same way. What the words themselves settle is read so, and said; all else is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from positions.text.kinds import SUFFIXES, one_kind
from positions.text.records import Alternative, Aside, Bracket, Draft, Part, Place, Plain

__all__ = ["Adjacent", "adjacent_brackets", "joined_parts"]

_BETWEEN = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_SLASH = re.compile(r"\s*[/／]\s*")
_GOES_ON = re.compile(
    r"\s*(?:[,;，、；،؛]|(?:and|or|et|ou|y|o|и|или|和|或|و|أو)\b|including\b|such as\b)", re.IGNORECASE
)
_NO_TEXT = re.compile(r"\s*no (?:text|provision)\b[^\n]{0,80}\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Two brackets back to back: texts, how they are read (``alternatives``, ``additions``, "" = not yet), and why."""

    place: Place
    texts: tuple[str, str]
    read: str
    why: str


def adjacent_brackets(draft: Draft) -> tuple[Adjacent, ...]:
    """Return every pair of brackets that stand back to back, at any depth, in the order of the text.

    Examples
    --------
    >>> from positions.text import parse
    >>> [(a.texts, a.read) for a in adjacent_brackets(parse("[shall][should] act [on land][at sea][, at once]"))]
    [(('shall', 'should'), 'alternatives'), (('on land', 'at sea'), ''), (('at sea', ', at once'), 'additions')]
    """
    return tuple(_pairs(draft.parts, draft.adjacent))


def _pairs(parts: Sequence[Part], answer: str) -> Iterator[Adjacent]:
    shown = [part for part in parts if not isinstance(part, Aside)]
    for i, part in enumerate(shown):
        if not isinstance(part, Bracket):
            continue
        for alternative in part.alternatives:
            yield from _pairs(alternative.parts, answer)
        found = _next_to(shown, i)
        if found is not None:
            after, between = found
            half = _half_word(shown, i)
            read, why = _read(part, after, between, half, answer)
            yield Adjacent(after.place, (_text(part), _text(after)), read, why)


def _next_to(parts: Sequence[Part], i: int) -> tuple[Bracket, str] | None:
    """Return the bracket that stands right behind bracket ``i``, and what is between them."""
    rest = parts[i + 1 : i + 3]
    if rest and isinstance(rest[0], Bracket):
        after, between = rest[0], ""
    elif len(rest) > 1 and isinstance(rest[0], Plain) and isinstance(rest[1], Bracket):
        after, between = rest[1], rest[0].raw
    else:
        return None
    first = parts[i]
    if not isinstance(first, Bracket) or first.signs[:1] == ("",) or after.signs[:1] == ("",):
        return None  # lists of options stand for themselves
    return (after, between) if _BETWEEN.fullmatch(between) or _SLASH.fullmatch(between) else None


def _read(first: Bracket, after: Bracket, between: str, half: bool, answer: str) -> tuple[str, str]:
    """Return how a pair is read, and by what."""
    if _SLASH.fullmatch(between):
        return "alternatives", "a slash between them"
    if all(b.alternatives[0].label and not b.alternatives[0].owners for b in (first, after)):
        return "alternatives", "both are called options"
    text, other = _text(first), _text(after)
    if half and other.strip() in SUFFIXES:
        return "alternatives", "endings of one word"
    plain = all(isinstance(p, Plain) for b in (first, after) for a in b.alternatives for p in a.parts)
    if plain and one_kind([p for b in (first, after) for p in _texts(b)]):
        return "alternatives", "words of one kind"
    if _GOES_ON.match(other) and not _GOES_ON.match(text):
        return "additions", "the second goes on from the first"
    if _GOES_ON.match(other):
        return "additions", "each goes on from the text before"
    if len(first.alternatives) + len(after.alternatives) > 2:
        return "additions", "alternatives are parted by a slash here"
    return answer, "the draft's own answer" if answer else ""


def _half_word(parts: Sequence[Part], i: int) -> bool:
    """Whether bracket ``i`` holds the ending of the word before it, or follows one that does."""
    part, before = parts[i], (parts[i - 1] if i else None)
    if not isinstance(part, Bracket) or _text(part) not in SUFFIXES:
        return False
    if isinstance(before, Plain) and before.raw[-1:].isalpha():
        return True
    k = i - 1 if isinstance(before, Bracket) else i - 2 if isinstance(before, Plain) and not before.raw.strip() else -1
    return k >= 0 and _half_word(parts, k)


def _texts(bracket: Bracket) -> list[str]:
    return ["".join(_raw(p) for p in alternative.parts) for alternative in bracket.alternatives]


def _text(bracket: Bracket) -> str:
    return " / ".join(_texts(bracket))


def _raw(part: Part) -> str:
    if isinstance(part, Bracket):
        return f"[{_text(part)}]"
    return part.text


def joined_parts(parts: Sequence[Part], answer: str) -> tuple[Part, ...]:
    """Return parts as they are read: no asides, running text in one piece, alternatives back to back as one bracket.

    The bracket that is made of several may be left out, as each of them may; endings of one word may not.
    """
    made: list[Part] = []
    shown = [part for part in parts if not isinstance(part, Aside)]
    i = 0
    while i < len(shown):
        part = shown[i]
        if isinstance(part, Bracket):
            part, i = _one_bracket(shown, i, answer)
        elif isinstance(part, Plain) and made and isinstance(last := made[-1], Plain):
            made.pop()
            part = Plain(last.raw + part.raw, last.place)
        made.append(part)
        i += 1
    return tuple(made)


def _one_bracket(parts: Sequence[Part], i: int, answer: str) -> tuple[Bracket, int]:
    first = parts[i]
    assert isinstance(first, Bracket)  # noqa: S101 - the caller looked
    group, half = [first], _half_word(parts, i)
    while (found := _next_to(parts, i)) is not None:
        after, between = found
        if _read(group[-1], after, between, half, answer)[0] != "alternatives":
            break
        group.append(after)
        i += 1 + (between != "")
    alternatives = tuple(
        Alternative(
            () if first.signs[:1] == ("",) and _NO_TEXT.fullmatch("".join(map(_raw, a.parts))) else
            joined_parts(a.parts, answer),
            bracket.owners_of(a), a.label, a.opposed, a.place,
        )
        for bracket in group
        for a in bracket.alternatives
    )  # fmt: skip
    if len(group) > 1 and not half and not any(a.empty for a in alternatives):
        alternatives += (Alternative(place=first.place),)
    return Bracket(alternatives, (), first.place), i
