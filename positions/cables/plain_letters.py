"""Text in 7-bit letters, with a list of the words that changed.

Accents are dropped (Unicode decomposition), letters without one are spelt out by table, Cyrillic follows ICAO Doc 9303
part 3 (section 6, the table for travel documents), Greek ISO 843 in its plain form. What has no plain form is given
back as it is, for the caller to refuse.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

__all__ = ["Change", "plain_letters"]

_PUNCTUATION = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "″": '"', "–": "-", "—": "--", "‐": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "·": "-", "→": "->",
    "←": "<-", "↔": "<->", "×": "x", "≥": ">=", "≤": "<=", "±": "+/-", "≈": "about ", "§": "section ", "№": "No. ",
    "°": " degrees", "€": "EUR ", "£": "GBP ", "½": "1/2", "¼": "1/4", "¾": "3/4", "\u200b": "", "\ufeff": "",
    "\u00ad": "",
}  # fmt: skip
_LATIN = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i", "ŋ": "ng", "Ŋ": "Ng", "ħ": "h",
    "Ħ": "H", "ə": "a", "Ə": "A", "ŧ": "t", "Ŧ": "T",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "ie", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "є": "ie", "і": "i", "ї": "i", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "d", "џ": "dz",
}  # fmt: skip
_GREEK = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip
_LETTERS = {
    **_LATIN,
    **_CYRILLIC,
    **_GREEK,
    **{k.upper(): v.capitalize() for k, v in {**_CYRILLIC, **_GREEK}.items() if k.upper() != k},
}


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """A word whose letters were changed."""

    before: str
    after: str


def plain_letters(text: str) -> tuple[str, tuple[Change, ...], tuple[str, ...]]:
    """Return ``text`` in 7-bit letters.

    Returns
    -------
    tuple
        The text; the words whose letters changed, each once, in order (punctuation is exchanged without a word); and
        the characters that have no plain form and still stand in the text.

    Examples
    --------
    >>> plain_letters("Côte d’Ivoire and Türkiye")
    ("Cote d'Ivoire and Turkiye", (Change(before='Côte', after='Cote'), Change(before='Türkiye', after='Turkiye')), ())
    >>> plain_letters("Россия, 中国")
    ('Rossiia, 中国', (Change(before='Россия', after='Rossiia'),), ('中', '国'))
    """
    if text.isascii():
        return text, (), ()
    words = re.split(r"(\s+)", text)
    changes: dict[Change, None] = {}
    leftover: dict[str, None] = {}
    out = []
    for word in words:
        plain = "".join(_plain(c) for c in unicodedata.normalize("NFC", word))
        out.append(plain)
        before, after = word.strip(_EDGES), plain.strip(_EDGES)
        if any(not c.isascii() and c not in _PUNCTUATION and not c.isspace() for c in word):
            left = [c for c in plain if not c.isascii()]
            leftover.update(dict.fromkeys(left))
            if not left:
                changes[Change(before, after)] = None
    return "".join(out), tuple(changes), tuple(leftover)


_EDGES = "".join([*_PUNCTUATION, ".,;:!?()[]\"'"])


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in _PUNCTUATION:
        return _PUNCTUATION[character]
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isspace():
        return " "
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    spelt = "".join(_LETTERS.get(c, _PUNCTUATION.get(c, c)) for c in bare)
    return spelt if spelt.isascii() else character
