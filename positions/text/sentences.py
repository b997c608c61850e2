"""Small words that sentences are put together from: lists, counts, titles."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["count_word", "in_sentence", "list_words"]

_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_word(n: int) -> str:
    """Return a small number as a word.

    >>> count_word(0), count_word(3), count_word(40)
    ('no', 'three', '40')
    """
    return _WORDS[n] if n < len(_WORDS) else str(n)


def list_words(words: Sequence[str], last: str = "and") -> str:
    """Join words as one says them.

    >>> list_words(["a", "b", "c"]), list_words(["a"]), list_words(["a", "b"], "or")
    ('a, b and c', 'a', 'a or b')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"


def in_sentence(title: str) -> str:
    """Return a title with a small initial, unless its first word is a name or an abbreviation in capitals.

    >>> in_sentence("Harbour fees"), in_sentence("IOM's role")
    ('harbour fees', "IOM's role")
    """
    first = title.split(" ", 1)[0]
    return title if first.isupper() or not first[1:].islower() else title[0].lower() + title[1:]
