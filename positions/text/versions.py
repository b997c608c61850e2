"""What became of each clause of a draft in the next one: kept, changed, moved, renumbered, split, merged, new, gone.

A clause is here a paragraph of the draft, or a line that begins with a number or letter; a bracket or a list of
options that runs over several paragraphs is one clause with what stands around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from positions.model import Clause
from positions.model.issue import join_text
from positions.text.adjacent import joined_parts
from positions.text.alignment import longest_rising
from positions.text.brackets import ANSWER, render
from positions.text.clauses import to_clauses
from positions.text.reading import read_options, read_strength
from positions.text.records import Bracket, Draft, Part, Place, Plain

__all__ = ["DraftClause", "Fate", "align_drafts", "draft_clauses"]

Band = tuple[float, float, float]
LIKE = 0.5  # share of common words from which a clause may be another one, changed; ours
PART = 0.7  # share of a clause's words that must stand in another for it to be a part of it; ours
_NUMBER = re.compile(
    r"\s*\**(?P<number>\(?(?:\d{1,3}(?:\.\d{1,3})*(?:bis|ter)?|[a-z]|[ivx]{1,5}|[A-Z])[.)]|OP ?\d+|PP ?\d+)[.:]?\**\s"
)
_BREAK = re.compile(rf"\n[^\S\n]*\n\s*|\n(?={_NUMBER.pattern})")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class DraftClause:
    """A clause of a draft: its number as written ("" for none), its text in brackets, its place in the draft."""

    number: str
    raw: str
    place: Place
    draft: Draft = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """Its text in brackets, without the line by which a draft says how adjacent brackets are read."""
        return self._without_answer(self.raw).strip()

    def _without_answer(self, text: str) -> str:
        first = self.draft.adjacent and self.place == self.draft.origin
        return ANSWER.sub("", text, count=1) if first and ANSWER.match(text) else text

    @cached_property
    def words(self) -> Counter[str]:
        """Its words without number, brackets and footnotes, of all options."""
        text = self._without_answer(_spoken(joined_parts(self.draft.parts, self.draft.adjacent)))
        return Counter(_WORD.findall(text.strip().removeprefix(self.number).casefold()))

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        made = to_clauses(self.draft, read=lambda texts: [reading.strength for reading in read_options(texts)])
        return tuple(made.values())

    @property
    def options(self) -> tuple[tuple[str, ...], ...]:
        """The options of each of its choices, in order; "" for leaving it out. CaseProblems as :func:`to_clauses`."""
        return tuple(tuple(o.text for o in c.options.values()) for c in self._clauses if len(c.options) > 1)

    @cached_property
    def strength(self) -> Band:
        """How strongly it binds with the hardest option of every choice, by the lexicon (0..1, with its band)."""
        hardest = (max(c.options.values(), key=lambda o: o.strength[1]).text for c in self._clauses)
        return read_strength(join_text(hardest)).strength


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a clause. ``old`` is empty for a new one, ``new`` for one that is gone; several for split, merged.

    ``kinds``: ``kept`` alone, or any of ``changed``, ``moved``, ``renumbered``, ``split``, ``merged``, or ``new`` or
    ``gone`` alone. ``appeared`` and ``vanished`` are options. ``strength`` is that of the old and of the new text with
    their hardest options (None for a side that is empty).
    """

    kinds: tuple[str, ...]
    old: tuple[DraftClause, ...]
    new: tuple[DraftClause, ...]
    appeared: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    strength: tuple[Band | None, Band | None] = (None, None)

    @property
    def harder(self) -> int:
        """1 when the new text can bind more strongly than the old one, -1 when less, 0 when as much or unknown."""
        before, after = self.strength
        return 0 if before is None or after is None else (after[1] > before[1]) - (after[1] < before[1])


def draft_clauses(draft: Draft) -> tuple[DraftClause, ...]:
    """Cut a draft into its clauses; their raw texts together are the draft.

    >>> from positions.text import parse
    >>> [(c.number, c.raw) for c in draft_clauses(parse("1. Parties [shall][may] act.\\n2. Rest."))]
    [('1.', '1. Parties [shall][may] act.\\n'), ('2.', '2. Rest.')]
    """
    groups: list[list[Part]] = [[]]
    for part in draft.parts:
        if not isinstance(part, Plain):
            groups[-1].append(part)
            continue
        cuts = [m.end() for m in _BREAK.finditer(part.raw)]
        for begin, end in zip([0, *cuts], [*cuts, len(part.raw)], strict=True):
            if begin and (groups[-1] and _spoken(groups[-1]).strip()):
                groups.append([])
            if end > begin:
                groups[-1].append(Plain(part.raw[begin:end], _moved(part, begin)))
    if len(groups) > 1 and not _spoken(groups[-1]).strip():
        groups[-2] += groups.pop()
    return tuple(_clause(tuple(group), draft) for group in groups if group)


def _moved(part: Plain, by: int) -> Place:
    rows = part.raw[:by].split("\n")
    return Place(part.place.line + len(rows) - 1, len(rows[-1]) + (part.place.column if len(rows) == 1 else 1))


def _clause(parts: tuple[Part, ...], draft: Draft) -> DraftClause:
    own = replace(draft, parts=parts)
    raw = render(own)
    made = DraftClause("", raw, parts[0].place, own)
    number = _NUMBER.match(made.text + " ")
    return replace(made, number=number["number"]) if number else made


def _spoken(parts: Sequence[Part]) -> str:
    return " ".join(
        " ".join(_spoken(a.parts) for a in part.alternatives) if isinstance(part, Bracket) else part.text
        for part in parts
    )


def align_drafts(old: Draft, new: Draft) -> tuple[Fate, ...]:
    """Return what became of every clause of ``old`` and where every clause of ``new`` comes from.

    Each clause of either draft stands in exactly one fate. Fates are in the order of ``new``; those that are gone come
    behind the clause that stood before them.

    Parameters
    ----------
    old, new : Draft
        Two versions of a text, from :func:`positions.text.parse`.

    Raises
    ------
    CaseProblems
        Where a draft does not say how its brackets are meant, as :func:`positions.text.to_clauses`.

    Notes
    -----
    Clauses with the same text are paired first, in the order of the text where they can be; then, best first, those
    that share at least half of their words (Dice's coefficient). What is left over and stands almost wholly in a clause
    that is paired already makes that one a split or a merger. Out of order is what is not in the longest sequence that
    rises in both drafts.

    Examples
    --------
    >>> from positions.text import parse
    >>> before = parse("1. Ports shall report fees.\\n\\n2. Urges ports to open.")
    >>> after = parse("1. Ports [shall][may] report fees.\\n\\n2. Tugs are new.\\n\\n3. Urges ports to open.")
    >>> [(f.kinds, f.appeared) for f in align_drafts(before, after)]
    [(('changed',), ('shall', 'may', '')), (('new',), ()), (('renumbered',), ())]
    """
    a, b = draft_clauses(old), draft_clauses(new)
    pairs = _pairs(a, b)
    olds, news = {j: [i] for i, j in pairs.items()}, {i: [j] for i, j in pairs.items()}
    for i, j in _parts_of(a, b, pairs, set(range(len(b))) - olds.keys()):  # split: a new clause out of an old one
        news[i].append(j)
    for j, i in _parts_of(b, a, {j: i for i, j in pairs.items()}, set(range(len(a))) - news.keys()):
        if len(news[olds[j][0]]) == 1:
            olds[j].append(i)
    straight = set(longest_rising(sorted(pairs.items())))
    taken_new = {j for group in news.values() for j in group}
    taken_old = {i for group in olds.values() for i in group}
    found: list[tuple[tuple[int, int], Fate]] = []
    for i, j in pairs.items():
        fate = _fate([a[n] for n in sorted(olds[j])], [b[n] for n in sorted(news[i])], moved=(i, j) not in straight)
        found.append(((min(news[i]), 0), fate))
    found += [((j, 0), _fate([], [b[j]])) for j in range(len(b)) if j not in taken_new]
    for i in range(len(a)):
        if i not in taken_old:
            before = max((max(news[k]) for k in pairs if k < i), default=-1)
            found.append(((before, 1 + i), _fate([a[i]], [])))
    return tuple(fate for _, fate in sorted(found, key=lambda f: f[0]))


def _pairs(a: Sequence[DraftClause], b: Sequence[DraftClause]) -> dict[int, int]:
    """Pair clauses: the same text first, then what is like it, best first."""
    pairs: dict[int, int] = {}
    same: dict[str, list[int]] = {}
    for j, clause in enumerate(b):
        same.setdefault(_bare(clause), []).append(j)
    equal = [(i, same[_bare(clause)]) for i, clause in enumerate(a) if _bare(clause) in same]
    once = longest_rising([(i, places[0]) for i, places in equal if len(places) == 1])
    free = set(range(len(b)))
    for i, j in [*once, *((i, j) for i, places in equal for j in places)]:
        if i not in pairs and j in free:
            pairs[i] = j
            free.discard(j)
    likely = [
        (-score, abs(i - j), i, j)
        for i, clause in enumerate(a)
        if i not in pairs
        for j in free
        if (score := _alike(clause, b[j])) >= LIKE
    ]
    for _, _, i, j in sorted(likely):
        if i not in pairs and j in free:
            pairs[i] = j
            free.discard(j)
    return pairs


def _bare(clause: DraftClause) -> str:
    return " ".join(clause.text.removeprefix(clause.number).split())


def _alike(one: DraftClause, other: DraftClause) -> float:
    """Return the share of common words, twice their number by the sum (Dice)."""
    total = one.words.total() + other.words.total()
    return 2 * (one.words & other.words).total() / total if total else 0.0


def _parts_of(
    whole: Sequence[DraftClause], parts: Sequence[DraftClause], pairs: dict[int, int], left: set[int]
) -> Iterator[tuple[int, int]]:
    """Yield (index of a paired clause, index of one that is left over and is another part of it), best first.

    What the parts of a clause have in common ("The secretariat is requested to") may stand in it once: of a part its
    own words count, those that no other part has, and of all its words enough must stand there too.
    """
    room = {i: whole[i].words - parts[j].words for i, j in pairs.items()}
    taken = {i: parts[j].words for i, j in pairs.items()}

    def fits(i: int, n: int) -> float:
        own = parts[n].words - taken[i]
        if not own:
            return 0.0
        share = min((w & r).total() / w.total() for w, r in ((parts[n].words, whole[i].words), (own, room[i])))
        return share if share >= PART else 0.0

    found = sorted(
        (-share, abs(pairs[i] - n), i, n) for n in left if parts[n].words for i in pairs if (share := fits(i, n))
    )
    done: set[int] = set()
    for _, _, i, n in found:
        if n not in done and fits(i, n):
            done.add(n)
            room[i] = room[i] - parts[n].words
            taken[i] = taken[i] | parts[n].words
            yield i, n


def _fate(old: list[DraftClause], new: list[DraftClause], *, moved: bool = False) -> Fate:
    if not old or not new:
        return Fate(("gone",) if old else ("new",), tuple(old), tuple(new), strength=_bands(old, new))
    before = [option for clause in old for options in clause.options for option in options]
    after = [option for clause in new for options in clause.options for option in options]
    alone = len(old) == len(new) == 1
    said = (
        ("split", len(new) > 1),
        ("merged", len(old) > 1),
        ("changed", alone and _bare(old[0]) != _bare(new[0])),
        ("moved", moved),
        ("renumbered", alone and old[0].number != new[0].number),
    )
    return Fate(
        tuple(kind for kind, holds in said if holds) or ("kept",),
        tuple(old),
        tuple(new),
        tuple(dict.fromkeys(o for o in after if o not in before)),
        tuple(dict.fromkeys(o for o in before if o not in after)),
        _bands(old, new),
    )


def _bands(old: Sequence[DraftClause], new: Sequence[DraftClause]) -> tuple[Band | None, Band | None]:
    first, second = (max((c.strength for c in side), key=lambda s: s[1], default=None) for side in (old, new))
    return first, second
