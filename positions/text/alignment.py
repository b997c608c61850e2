"""Which words of two texts belong to each other: short stretches by difflib, long ones cut at words that occur once.

difflib alone takes minutes on two different texts of a few thousand words. Long stretches are therefore first cut at
anchors, words (then groups of three) that occur exactly once in either text and stand in the same order in both (the
longest such sequence, after B. Cohen's patience diff); a long stretch without any anchor is replaced as a whole.
"""

from __future__ import annotations

import bisect
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence

__all__ = ["Block", "align", "longest_rising"]

Block = tuple[int, int, int, int]  # old[a:b] becomes new[c:d]
_SHORT = 250_000  # words times words that difflib does in well under a second


def align(old: Sequence[str], new: Sequence[str]) -> Iterator[Block]:
    """Yield blocks that cover both sequences in order; a block with equal sides stays, any other is replaced.

    >>> list(align(["a", "b", "c"], ["a", "x", "c"]))
    [(0, 1, 0, 1), (1, 2, 1, 2), (2, 3, 2, 3)]
    """
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    tail = 0
    while tail < min(len(old), len(new)) - start and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if start:
        yield 0, start, 0, start
    yield from _middle(old, new, start, len(old) - tail, start, len(new) - tail)
    if tail:
        yield len(old) - tail, len(old), len(new) - tail, len(new)


def _middle(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Block]:
    if a == b and c == d:
        return
    if (b - a) * (d - c) <= _SHORT:
        matcher = difflib.SequenceMatcher(str.isspace, old[a:b], new[c:d], autojunk=False)
        for _, e, f, g, h in matcher.get_opcodes():
            yield a + e, a + f, c + g, c + h
        return
    anchors = _anchors(old[a:b], new[c:d], 1) or _anchors(old[a:b], new[c:d], 3)
    if not anchors:
        yield a, b, c, d
        return
    from_old, from_new = a, c
    for i, j in anchors:
        yield from _stretch(old, new, from_old, a + i, from_new, c + j)
        from_old, from_new = a + i, c + j
    yield from _stretch(old, new, from_old, b, from_new, d)


def _stretch(old: Sequence[str], new: Sequence[str], a: int, b: int, c: int, d: int) -> Iterator[Block]:
    """Yield the blocks between two anchors: what is equal at its start, and the rest."""
    same = 0
    while a + same < b and c + same < d and old[a + same] == new[c + same]:
        same += 1
    if same:
        yield a, a + same, c, c + same
    yield from _middle(old, new, a + same, b, c + same, d)


def _anchors(old: Sequence[str], new: Sequence[str], length: int) -> list[tuple[int, int]]:
    """Return places where both sequences have the same words, each once, in one order."""
    words_old = [n for n, word in enumerate(old) if not word.isspace()]
    words_new = [n for n, word in enumerate(new) if not word.isspace()]
    at_old, at_new = _once(old, words_old, length), _once(new, words_new, length)
    return longest_rising(sorted((at_old[key], at_new[key]) for key in at_old.keys() & at_new.keys()))


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest sequence of pairs, given in the order of their first value, of which the second rises too.

    >>> longest_rising([(0, 5), (1, 1), (2, 2), (3, 0), (4, 3)])
    [(1, 1), (2, 2), (4, 3)]
    """
    ends: list[int] = []  # patience: the least last place in new of a sequence of each length
    best: list[list[int]] = []
    back: list[int] = []
    for n, (_, j) in enumerate(pairs):
        k = bisect.bisect_left(ends, j)
        ends[k:] = [j] if k == len(ends) else [j, *ends[k + 1 :]]
        if k == len(best):
            best.append([])
        best[k].append(n)
        back.append(best[k - 1][-1] if k else -1)
    found: list[tuple[int, int]] = []
    n = best[-1][-1] if best else -1
    while n >= 0:
        found.append(pairs[n])
        n = back[n]
    return found[::-1]


def _once(tokens: Sequence[str], words: list[int], length: int) -> dict[tuple[str, ...], int]:
    groups = [tuple(tokens[w] for w in words[n : n + length]) for n in range(len(words) - length + 1)]
    count = Counter(groups)
    return {group: words[n] for n, group in enumerate(groups) if count[group] == 1}
