"""Places of a cable that do not agree with one another, as far as a machine can find them.

Each rule is narrow on purpose: what it reports is for a person to read, and nothing is changed. Not finding anything
proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from positions.cables.records import Cable, Remark
from positions.cables.sentences import STOPWORDS, Sentence, sentences
from positions.names import NameFinder, known_codes, words_for

__all__ = ["find_contradictions"]

_WORDS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
          "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]  # fmt: skip
_NUMBER = {word: n for n, word in enumerate(_WORDS, start=2)}
_COUNT = rf"(?P<count>{'|'.join(_WORDS)}|\d{{1,3}})"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_LISTED = re.compile(rf"\b{_COUNT}\b(?P<what>(?: [A-Za-z'-]+){{1,10}}): (?P<list>[^:;]+?)\.?$", re.IGNORECASE)
_NEW = re.compile(rf"\b{_COUNT} (?:new|more|further|additional|other) (?P<noun>[A-Za-z]+)", re.IGNORECASE)
_SINCE = re.compile(rf"\bsince (?:the )?(?P<date>{_MONTH} \d{{4}})")
_EVENT = re.compile(
    r"\b(?P<event>(?:interim|annual|full|final|mid-term|next|reporting)(?: full)?"
    r" (?:assessment|report|review|session|meeting|period))\b",
    re.IGNORECASE,
)
_DATE = re.compile(rf"\b(?P<date>{_MONTH} \d{{4}}(?:-\d{{4}}| (?:through|to|until) {_MONTH} \d{{4}})?)\b")
_NOTES_PROMISED = re.compile(r"\bnotes?\b[^.]{0,40}\bin (?:square )?brackets\b", re.IGNORECASE)
_TERM = re.compile(r"(?=\b([a-z]{4,}(?:-[a-z]+)?) ([a-z]{4,})\b)")
_MOST_LISTS = 200  # each is compared with each
_LONGEST_SENTENCE = 1000
_REACH = 90  # characters between an event and the date that belongs to it


def find_contradictions(cable: Cable, delegations: Iterable[str] = ()) -> tuple[Remark, ...]:
    """Return what does not agree: counts and lists, numbers, dates of one event, lists of names, marks, blocks.

    ``delegations`` adds names (of groups, say) to the states that are known.
    """
    told = [(p.number, s) for p in cable.paragraphs for s in sentences(p) if len(s.text) <= _LONGEST_SENTENCE]
    found = [
        *_counts(told),
        *_increments(told),
        *_dates(told),
        *_lists_of_names(told, tuple(delegations)),
        *_marks(cable),
        *_brackets(cable),
    ]
    return tuple(sorted(set(found)))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBER[text.lower()]


def _counts(told: list[tuple[int, Sentence]]) -> Iterator[Remark]:
    """``eleven more States had acceded: `` followed by ten names."""
    for paragraph, sentence in told:
        m = _LISTED.search(sentence.text)
        if m is None:
            continue
        items = [item for item in re.split(r",\s*(?:and |or )?|\s+and\s+", m["list"]) if item.strip()]
        capitals = sum(item.strip()[:1].isupper() for item in items)
        if len(items) >= 3 and capitals >= 0.8 * len(items) and len(items) != _number(m["count"]):
            message = f'paragraph {paragraph} says "{m["count"]}{m["what"]}" and lists {len(items)}'
            yield Remark(sentence.first_line, 1, "contradiction", "count-and-list", message)


def _increments(told: list[tuple[int, Sentence]]) -> Iterator[Remark]:
    """``ten new signatories since October 2008`` against ``eleven more States since the October 2008 meeting``."""
    seen: dict[str, tuple[int, str, str]] = {}
    for paragraph, sentence in told:
        number, since = _NEW.search(sentence.text), _SINCE.search(sentence.text)
        if number is None or since is None:
            continue
        before = seen.setdefault(since["date"], (paragraph, number["count"].lower(), number["noun"]))
        if _number(before[1]) != _number(number["count"]):
            message = (
                f"since {since['date']}: paragraph {before[0]} counts {before[1]} {before[2]}, "
                f"paragraph {paragraph} counts {number['count'].lower()} {number['noun']}"
            )
            yield Remark(sentence.first_line, 1, "contradiction", "numbers-differ", message)


def _dates(told: list[tuple[int, Sentence]]) -> Iterator[Remark]:
    """One event, two months."""
    seen: dict[str, list[tuple[str, int, int]]] = {}
    for paragraph, sentence in told:
        events = list(_EVENT.finditer(sentence.text))
        for d in _DATE.finditer(sentence.text):  # a date belongs to the event nearest to it
            near = [(max(d.start() - e.end(), e.start() - d.end()), e["event"].lower()) for e in events]
            if near and min(near)[0] <= _REACH:
                seen.setdefault(min(near)[1], []).append((d["date"], paragraph, sentence.first_line))
    for event_name, places in seen.items():
        if len({date for date, _, _ in places}) > 1:
            told_dates = "; ".join(
                f"{date} (paragraph{'s' * (len(where) > 1)} {', '.join(map(str, where))})"
                for date in dict.fromkeys(d for d, _, _ in places)
                for where in [list(dict.fromkeys(p for d, p, _ in places if d == date))]
            )
            yield Remark(places[-1][2], 1, "contradiction", "dates-differ", f"{event_name}: {told_dates}")


@cache
def _finder(names: tuple[str, ...]) -> NameFinder:
    return NameFinder({**{iso: words_for(iso) for iso in known_codes()}, **{name: (name,) for name in names}})


def _lists_of_names(told: list[tuple[int, Sentence]], names: tuple[str, ...]) -> Iterator[Remark]:
    """The same matter, with three or more delegations named each time, and not the same ones."""
    finder = _finder(names)
    listed: list[tuple[int, Sentence, frozenset[str], frozenset[str]]] = []
    for paragraph, sentence in told:
        who = frozenset(m.id for m in finder.find(sentence.text))
        pairs = (m.groups() for m in _TERM.finditer(sentence.text.lower()))
        terms = frozenset(" ".join(pair) for pair in pairs if not STOPWORDS & set(pair))
        if len(who) >= 3 and terms:
            listed.append((paragraph, sentence, who, terms))
    for (p1, _, who1, terms1), (p2, s2, who2, terms2) in combinations(listed[:_MOST_LISTS], 2):
        shared = terms1 & terms2
        if p1 != p2 and shared and who1 != who2 and len(who1 & who2) >= 2:
            only = [
                f"{', '.join(sorted((words_for(w) or (w,))[0] for w in who))} only in paragraph {p}"
                for who, p in ((who1 - who2, p1), (who2 - who1, p2))
                if who
            ]
            message = f'named on "{min(shared)}": {"; ".join(only)}'
            yield Remark(s2.first_line, 1, "contradiction", "names-differ", message)


def _marks(cable: Cable) -> Iterator[Remark]:
    """A portion above the class line."""
    whole = cable.header.marking
    for paragraph in cable.paragraphs:
        if whole is not None and paragraph.mark is not None and paragraph.mark > whole:
            message = f"paragraph {paragraph.number} is {paragraph.mark.portion}, the header only {whole.label}"
            yield Remark(paragraph.first_line, 1, "contradiction", "portion-above-header", message)


def _brackets(cable: Cable) -> Iterator[Remark]:
    """The text speaks of notes in brackets, and the plan holds none."""
    plans = [b for b in cable.blocks if b.kind == "action plan"]
    if not plans or any("[" in cable.lines[n - 1] for b in plans for n in range(b.first_line, b.last_line + 1)):
        return
    for paragraph in cable.paragraphs:
        for piece in paragraph.pieces:
            if (m := _NOTES_PROMISED.search(piece.text)) is not None:
                message = f"paragraph {paragraph.number} speaks of notes in brackets; the action plan holds none"
                yield Remark(piece.line_at(m.start()), 1, "contradiction", "notes-absent", message)
