"""What a cable is made of once it has been read. Every record knows the lines it came from (one-based)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from positions.markings import Marking, highest

__all__ = [
    "REMARK_KINDS",
    "Address",
    "Block",
    "Cable",
    "CableReference",
    "Header",
    "Heading",
    "Paragraph",
    "Piece",
    "Remark",
    "Section",
    "cable_as_dict",
]

REMARK_KINDS = ("repair", "gap", "contradiction", "dropped", "note")


@dataclass(frozen=True, slots=True, order=True)
class Remark:
    """Something the reader did or found and will not keep to itself.

    ``kind``: ``repair`` (a character put back), ``gap`` (something is missing), ``contradiction`` (two places do not
    agree), ``dropped`` (lines that are no part of the cable), ``note`` (anything else worth knowing).
    """

    line: int
    column: int
    kind: str
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Address:
    """One addressee: ``role`` is ``TO`` or ``INFO``; routing, precedence and number may be absent."""

    role: str
    post: str
    line: int
    routing: str = ""
    precedence: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CableReference:
    """One entry of the REF line.

    ``year`` is None when the text gives none; by convention that is the cable's own year, and ``canonical`` then uses
    it. ``canonical`` is empty for a reference that is no cable (an e-mail, a telephone call).
    """

    letter: str
    text: str
    line: int
    year: int | None = None
    post: str = ""
    number: int | None = None
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """Everything above the text. Absent fields are empty, and the reader's remarks say which are missing.

    ``marking`` is what class line, captions, banners and page lines give together; None when there are none, or when a
    word of them is not understood.
    """

    transmission: str = ""
    precedence: str = ""
    routing: str = ""
    serial: str = ""
    sent: str = ""  # ISO 8601 date and time of the date-time group, UTC
    date_time_group: str = ""
    sender: str = ""
    addresses: tuple[Address, ...] = ()
    classification: str = ""
    marking: Marking | None = None
    sections: int = 0
    station: str = ""
    number: str = ""
    captions: tuple[str, ...] = ()
    order: str = ""
    declassify: str = ""
    tags: tuple[str, ...] = ()
    subject: str = ""
    references: tuple[CableReference, ...] = ()
    classified_by: str = ""
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A line where the message was cut for transmission: section ``number`` of ``total``."""

    number: int
    total: int
    line: int
    station: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line between paragraphs; ``before`` is the number of the paragraph that follows."""

    text: str
    line: int
    before: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a paragraph set off by blank lines.

    ``kind``: ``text``, ``bullet`` or ``subheading``. ``text`` is repaired and on one line. ``complete`` is False when
    it breaks off without an end of sentence.
    """

    kind: str
    text: str
    first_line: int
    last_line: int
    complete: bool = True
    offsets: tuple[tuple[int, int], ...] = field(default=(), repr=False)  # (where in text a line begins, its number)

    def line_at(self, position: int) -> int:
        """Return the number of the source line that holds the character at ``position`` of ``text``."""
        return next((line for start, line in reversed(self.offsets) if start <= position), self.first_line)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A numbered paragraph. ``mark`` is None when it carries none: unmarked is never taken for U."""

    number: int
    mark: Marking | None
    mark_text: str
    pieces: tuple[Piece, ...]
    first_line: int
    last_line: int
    heading: str = ""

    @property
    def text(self) -> str:
        """The paragraph on one line, without its number and mark."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def complete(self) -> bool:
        """Whether its last piece ends like a sentence."""
        return not self.pieces or self.pieces[-1].complete


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch between BEGIN and END words.

    ``kind``: ``text``, ``talking points``, ``action plan``, ``note``, ``comment``, ``summary``, ``action request``.
    ``opened`` or ``closed`` is 0 when that tag is missing; then the block reaches to the paragraph's edge.
    """

    kind: str
    text: str
    paragraphs: tuple[int, ...]
    first_line: int
    last_line: int
    opened: int
    closed: int


@dataclass(frozen=True, slots=True)
class Cable:
    """A cable as read, with what was repaired, what is missing and what does not agree.

    ``lines`` are the lines of the source as they stood, so that any repaired text can be compared with it.
    """

    name: str
    header: Header
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[Heading, ...]
    blocks: tuple[Block, ...]
    sections: tuple[Section, ...]
    remarks: tuple[Remark, ...]
    signature: str = ""
    banners: tuple[Marking, ...] = ()  # marks of page lines, of banners in the text, and of the page around the cable
    lines: tuple[str, ...] = field(default=(), repr=False)

    def paragraph(self, number: int) -> Paragraph:
        """Return paragraph ``number``; KeyError when the cable has none."""
        for found in self.paragraphs:
            if found.number == number:
                return found
        raise KeyError(number)

    def remarks_of(self, kind: str) -> tuple[Remark, ...]:
        """Return the remarks of one kind, in the order of the lines."""
        return tuple(r for r in self.remarks if r.kind == kind)

    @property
    def unmarked(self) -> tuple[int, ...]:
        """Numbers of the paragraphs without a legal portion mark."""
        return tuple(p.number for p in self.paragraphs if p.mark is None)

    @property
    def marking(self) -> Marking | None:
        """The highest mark found; None when neither the header nor every paragraph gives one.

        A header's mark, or a banner, covers unmarked paragraphs. Without it one unmarked paragraph leaves the whole
        open, and so does, anywhere, a mark that is not understood.
        """
        if any(r.rule == "mark-unknown" for r in self.remarks):
            return None
        portions = [p.mark for p in self.paragraphs if p.mark is not None]
        covers = [m for m in (self.header.marking, *self.banners) if m is not None]
        if covers:
            return highest([*covers, *portions])
        return highest(portions) if portions and not self.unmarked else None


def cable_as_dict(cable: Cable) -> dict[str, Any]:
    """Return the cable as dictionaries and lists, without the source lines.

    Keys are the records' fields; ``marking`` and ``unmarked`` are added, each paragraph gets its ``text``.
    """
    made: dict[str, Any] = {
        "name": cable.name,
        "marking": cable.marking.value if cable.marking else None,
        "unmarked": list(cable.unmarked),
    }
    made.update({f.name: _plain(getattr(cable, f.name)) for f in fields(cable) if f.name not in ("name", "lines")})
    for paragraph, told in zip(cable.paragraphs, made["paragraphs"], strict=True):
        told["text"] = paragraph.text
    return made


def _plain(value: Any) -> Any:
    if isinstance(value, Marking):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name != "offsets"}
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value
