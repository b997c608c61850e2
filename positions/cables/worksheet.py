"""Passages for a person to code: wherever a delegation and an issue of the case meet in a cable.

The machine finds places and codes nothing: it does not say what a delegation holds, nor whether the passage is about
the issue at all. It would rather show one passage too many than one too few.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from positions.cables.records import Cable, Paragraph
from positions.cables.sentences import STOPWORDS, Sentence, sentences
from positions.markings import Marking
from positions.model import Case, Issue
from positions.names import NameFinder, words_for

__all__ = ["REACH", "IssueCues", "Passage", "Worksheet", "make_worksheet"]

REACH = 4  # sentences between a name and a cue that still belong together; ours
ENOUGH = 0.9  # weight of cue words from which a sentence may be about an issue; ours
LONGEST_QUOTE = 600
_WORD = re.compile(r"[A-Za-z][A-Za-z'-]*[A-Za-z]|\d{4}")
_SUFFIX = re.compile(r"(?:ations?|itions?|ments?|ings?|edly|ies|ied|ed|es|ers?|ors?|ly|s|al|e|y)$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A place where ``delegation`` is named near words of ``issue``.

    ``mark`` is None when the paragraph is unmarked: a person has to mark it. ``apart`` is the number of sentences
    between the name and the nearest cue words (0 = the same sentence). ``weight`` says how much the cue words are the
    issue's own (1 = one word of its title that no other issue has): a help for sorting, no probability.
    """

    delegation: str
    issue: str
    paragraph: int
    mark: Marking | None
    first_line: int
    last_line: int
    quote: str
    cue_words: tuple[str, ...]
    apart: int
    weight: float


@dataclass(frozen=True, slots=True)
class Worksheet:
    """All passages of one cable, in the order of its paragraphs, and what it was made from.

    ``unnamed`` are delegations that the cable never names, ``untouched`` issues without a passage.
    """

    cable: str
    document: str
    date: str
    passages: tuple[Passage, ...]
    unnamed: tuple[str, ...]
    untouched: tuple[str, ...]
    marking: Marking | None
    withheld: int = 0  # passages left out for a release
    ladders: tuple[tuple[str, str], ...] = ()  # issue with passages, and what the points of its ladder mean


def _stem(word: str) -> str:
    """Return a word without its ending, crudely: for finding, not for reading.

    >>> _stem("recommendations"), _stem("criminalised"), _stem("harbouring"), _stem("harboring")
    ('recommend', 'criminaliz', 'harbor', 'harbor')
    """
    word = word.lower().replace("'s", "").strip("'-")
    word = word.replace("our", "or") if len(word) > 5 else word
    word = re.sub(r"is(?=(?:e|ed|es|ing|ation|ations)$)", "iz", word)
    short = _SUFFIX.sub("", word)
    return short if len(short) >= 3 else word


class IssueCues:
    """The words by which an issue is recognised, weighed by how few issues share them."""

    def __init__(self, issues: Mapping[str, Issue]) -> None:
        told = {i: _issue_words(issue) for i, issue in issues.items()}
        shared: dict[str, int] = {}
        for words in told.values():
            for stem in words:
                shared[stem] = shared.get(stem, 0) + 1
        n = len(issues) + 1
        self.weights: dict[str, dict[str, float]] = {
            i: {stem: weight * math.log(n / shared[stem]) / math.log(n) for stem, weight in words.items()}
            for i, words in told.items()
        }

    def found(self, text: str) -> dict[str, tuple[float, tuple[str, ...]]]:
        """Return for each issue that ``text`` may be about how much says so, and the words."""
        words: dict[str, str] = {}
        for m in _WORD.finditer(text):
            for part in {m.group(), *m.group().split("-")}:
                words.setdefault(_stem(part), m.group())
        cues: dict[str, tuple[float, tuple[str, ...]]] = {}
        for issue, weights in self.weights.items():
            hits = {stem: weights[stem] for stem in words if stem in weights}
            if sum(hits.values()) >= ENOUGH:
                cues[issue] = sum(hits.values()), tuple(dict.fromkeys(words[stem] for stem in hits))
        return cues


def _issue_words(issue: Issue) -> dict[str, float]:
    """Return the stems of an issue's own words: full weight for its title and question, less for its texts."""
    strong = [issue.title, issue.question, issue.id.replace("_", " ")]
    weak = [issue.agenda_item, *(r.meaning for r in issue.ladder)]
    for clause in issue.clauses.values():
        weak += [clause.title, *(o.text for o in clause.options.values())]
    weak += [w.title for w in issue.wordings.values()]
    weights: dict[str, float] = {}
    for texts, weight in ((weak, 0.5), (strong, 1.0)):
        for m in _WORD.finditer(" ".join(texts)):
            for part in {m.group(), *m.group().split("-")}:
                if part.lower() not in STOPWORDS and len(part) > 2:
                    weights[_stem(part)] = max(weight, weights.get(_stem(part), 0.0))
    return weights


def make_worksheet(case: Case, cable: Cable, *, document: str = "", release: Marking | None = None) -> Worksheet:
    """Return every passage of ``cable`` where a delegation and an issue of ``case`` meet.

    Parameters
    ----------
    case : Case
        Names and ISO codes of delegations and the words of issues are taken from it; its stances are not looked at.
    cable : Cable
    document : str
        Id under which the case declares this cable, for the source of what will be coded.
    release : Marking, optional
        Leaves out every passage that is marked above it, and every unmarked one.
    """
    finder = NameFinder({d: words_for(one.iso3, one.name) for d, one in case.delegations.items()})
    cues = IssueCues(case.issues)
    passages: list[Passage] = []
    named: set[str] = set()
    for paragraph in cable.paragraphs:
        found, here = _passages(paragraph, finder, cues)
        passages += found
        if release is None or (paragraph.mark is not None and paragraph.mark <= release):
            named |= here

    def released(marking: Marking | None) -> bool:
        return release is None or (marking is not None and marking <= release)

    seen = [p for p in passages if released(p.mark) and released(case.issues[p.issue].marking)]
    whole = released(cable.marking)  # neither name nor date of a cable speak of what is withheld of it
    marking = cable.marking if release is None else max((p.mark for p in seen if p.mark), default=Marking.U)
    shown = [issue for i, issue in case.issues.items() if any(p.issue == i for p in seen)]
    if marking is not None:
        marking = max([marking, *(issue.marking for issue in shown)])
    return Worksheet(
        cable=cable.name if whole else "",
        document=document,
        date=cable.header.sent[:10] if whole else "",
        passages=tuple(seen),
        unnamed=tuple(d for d in case.delegations if d not in named),
        untouched=tuple(i for i in case.issues if i not in {p.issue for p in seen}),
        marking=marking,
        withheld=len(passages) - len(seen),
        ladders=tuple((i.id, "; ".join(f"{r.at:g} = {r.meaning.rstrip('.')}" for r in i.ladder)) for i in shown),
    )


def _passages(paragraph: Paragraph, finder: NameFinder, cues: IssueCues) -> tuple[list[Passage], set[str]]:
    told = sentences(paragraph)
    named: dict[str, list[int]] = {}
    about: dict[str, dict[int, tuple[float, tuple[str, ...]]]] = {}
    for n, sentence in enumerate(told):
        for mention in finder.find(sentence.text):
            named.setdefault(mention.id, []).append(n)
        for issue, cue in cues.found(sentence.text).items():
            about.setdefault(issue, {})[n] = cue
    found = [
        passage
        for delegation, mentions in named.items()
        for issue, places in about.items()
        if (passage := _passage(paragraph, told, delegation, issue, mentions, places)) is not None
    ]
    return sorted(found, key=lambda p: (-p.weight, p.issue, p.first_line)), set(named)


def _passage(
    paragraph: Paragraph,
    told: tuple[Sentence, ...],
    delegation: str,
    issue: str,
    mentions: Iterable[int],
    places: Mapping[int, tuple[float, tuple[str, ...]]],
) -> Passage | None:
    """Return the passage of one delegation and one issue in one paragraph, if they stand near enough."""
    near = sorted((abs(m - c), m, c) for m in set(mentions) for c in places)
    apart, first, other = near[0]
    if apart > REACH:
        return None
    low, high = min(first, other), max(first, other)
    for distance, m, c in near[1:]:  # all that is said of both at once belongs into the quote
        if distance == 0 and apart == 0:
            low, high = min(low, m, c), max(high, m, c)
    quote = " ".join(s.text for s in told[low : high + 1])
    if len(quote) > LONGEST_QUOTE:
        quote = quote[: LONGEST_QUOTE - 4].rsplit(" ", 1)[0] + " ..."
    cues = [places[n] for n in range(low, high + 1) if n in places]
    return Passage(
        delegation=delegation,
        issue=issue,
        paragraph=paragraph.number,
        mark=paragraph.mark,
        first_line=told[low].first_line,
        last_line=told[high].last_line,
        quote=quote,
        cue_words=tuple(dict.fromkeys(word for _, words in cues for word in words)),
        apart=apart,
        weight=round(max(weight for weight, _ in cues), 2),
    )
