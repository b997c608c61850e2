"""What a bracketed draft is made of: running text, placeholders, footnotes, brackets with alternatives.

Every record keeps what was written, so that nothing is lost between reading and writing. Places (line and column)
are for messages and do not count when two drafts are compared.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = [
    "Alternative",
    "Aside",
    "Bracket",
    "Draft",
    "Part",
    "Place",
    "Placeholder",
    "Plain",
    "escape",
    "tidy",
    "unescape",
]

ESCAPABLE = "[]/:\\"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column, one-based."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Running text as written, escapes and spaces included."""

    raw: str
    place: Place = field(default=Place(1, 1), compare=False)

    @property
    def text(self) -> str:
        r"""The text that is meant: ``\[`` is a literal bracket.

        >>> Plain(r"see \[note\] ").text
        'see [note] '
        """
        return unescape(self.raw)


@dataclass(frozen=True, slots=True)
class Placeholder:
    """An empty bracket, ``[]`` or ``[...]``: something is still missing here. It is text, not a choice."""

    raw: str
    place: Place = field(default=Place(1, 1), compare=False)

    @property
    def text(self) -> str:
        """The placeholder as it stands in the text."""
        return self.raw


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in a draft and is no word of its text: a footnote's call, a footnote, the line that answers."""

    raw: str
    place: Place = field(default=Place(1, 1), compare=False)

    @property
    def text(self) -> str:
        """Nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class Alternative:
    """One alternative of a bracket. ``label`` is its prefix as written (``"Russia, Iran:"``, ``"Option 1:"``), or "".

    ``owners`` are those who propose or support it, ``opposed`` those of whom the prefix says that they oppose it.
    """

    parts: tuple[Part, ...] = ()
    owners: tuple[str, ...] = ()
    label: str = ""
    opposed: tuple[str, ...] = ()
    place: Place = field(default=Place(1, 1), compare=False)

    @property
    def empty(self) -> bool:
        """Whether it says nothing: choosing it leaves the bracket out."""
        return all(isinstance(part, Plain) and not part.raw.strip() for part in self.parts)


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket: a choice between its alternatives.

    A lone bracket (one alternative) is a choice between its text and nothing. ``signs`` are what stands before, between
    and behind the alternatives, where that is not ``[``, ``/`` and ``]``.
    """

    alternatives: tuple[Alternative, ...]
    signs: tuple[str, ...] = ()
    place: Place = field(default=Place(1, 1), compare=False)

    @property
    def may_be_omitted(self) -> bool:
        """Whether leaving it out is one of the choices."""
        return len(self.alternatives) == 1 or any(a.empty for a in self.alternatives)

    def owners_of(self, alternative: Alternative) -> tuple[str, ...]:
        """Return who stands behind an alternative.

        A prefix on the first alternative alone owns the whole bracket; once a later alternative has its own prefix,
        each prefix speaks for its own alternative only.
        """
        if any(a.owners for a in self.alternatives[1:]):
            return alternative.owners
        return self.alternatives[0].owners


Part = Plain | Placeholder | Aside | Bracket


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft. ``file`` and ``origin`` say where it stands, for messages about its meaning.

    ``adjacent`` is its answer for brackets that stand back to back: ``alternatives``, ``additions``, or "" for none.
    """

    parts: tuple[Part, ...]
    adjacent: str = ""
    source: str = field(default="", compare=False, repr=False)
    file: str = field(default="", compare=False)
    origin: Place = field(default=Place(1, 1), compare=False)

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """The outermost brackets, in order."""
        return tuple(part for part in self.parts if isinstance(part, Bracket))


def escape(text: str) -> str:
    r"""Return ``text`` so that the notation reads it as running text, wherever it stands.

    >>> escape("[sic] and/or a:b")
    '\\[sic\\] and\\/or a\\:b'
    """
    return re.sub(r"[\[\]/:\\]", lambda m: "\\" + m.group(), text)


def unescape(raw: str) -> str:
    r"""Return what escaped text means.

    >>> unescape(escape(r"a [b] / c: \d"))
    'a [b] / c: \\d'
    """
    return re.sub(r"\\([\[\]/:\\])", r"\1", raw)


def tidy(text: str) -> str:
    """Return ``text`` with single spaces; paragraph breaks stay as one empty line.

    >>> tidy(" a  b\\n c\\n\\n d ")
    'a b c\\n\\nd'
    """
    paragraphs = (" ".join(p.split()) for p in re.split(r"\n[^\S\n]*\n", text))
    return "\n\n".join(p for p in paragraphs if p)
