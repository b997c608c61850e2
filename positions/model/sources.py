"""Where a statement comes from."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from positions.markings import Marking
from positions.model.fields import Field, NoteText

__all__ = ["Document", "Note", "Passage", "Source"]

# fmt: off
# each field in a line or two, as in a table

DOCUMENT_KINDS = ("cable", "report", "draft", "agreed", "statement", "assumption", "fiction")


@dataclass(frozen=True, slots=True)
class Document:
    """A document that stances are read from or that the meeting works on."""

    id: str
    title: Annotated[str, Field("Its title.", "Summary of the first reading")]
    marking: Annotated[Marking, Field("The highest marking of anything in it.", "U")]
    reference: Annotated[str, Field("Symbol or number.", "CTOC/COP/WG.4/2010/6")] = ""
    kind: Annotated[str, Field("What it is.", "report", choices=DOCUMENT_KINDS)] = "report"
    date: Annotated[str, Field("Its date.", "2010-02-17", type="date")] = ""
    note: NoteText = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The passage behind one statement."""

    document: Annotated[str, Field("The document.", "summary", of="document")]
    marking: Annotated[Marking, Field("The marking of this passage, not of the whole document.", "U")]
    paragraph: Annotated[str, Field("Paragraph or page.", "5")] = ""
    date: Annotated[str, Field("When it was said, if not the document's date.", "2010-01-28", type="date")] = ""
    quote: Annotated[str, Field("The words themselves.", '"cannot accept any mention"')] = ""
    note: NoteText = ""
    told_in_confidence: Annotated[bool, Field(
        "Another government said so in confidence; it never leaves in a release.", "true")] = False

    def cite(self) -> str:
        """Return a short citation such as ``vienna_cable para 5 (SBU)``."""
        para = f" para {self.paragraph}" if self.paragraph else ""
        return f"{self.document}{para} {self.marking.portion}"


Passage: TypeAlias = Annotated[Source, Field(
    "The passage that says so.", "{document: summary, paragraph: 4, marking: U}")]


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth keeping that is no stance: a contradiction in the source, a doubt, a reading."""

    text: Annotated[str, Field("The note itself.", "Paragraph 1 names ten states, paragraph 12 eleven.")]
    source: Passage
    about: Annotated[tuple[str, ...], Field(
        "The issues, delegations, groups or documents it is about.", "[fees, sund]", of="id", release="all")] = ()
