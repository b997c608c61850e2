"""Where a statement comes from."""

from __future__ import annotations

from dataclasses import dataclass

from positions.markings import Marking

__all__ = ["Document", "Note", "Source"]


@dataclass(frozen=True, slots=True)
class Document:
    """A document that stances are read from or a meeting works on.

    ``kind`` is one of ``cable``, ``report``, ``draft``, ``agreed``, ``statement``, ``assumption``, ``fiction``.
    """

    id: str
    title: str
    marking: Marking
    reference: str = ""
    kind: str = "report"
    date: str = ""  # ISO 8601
    note: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The passage behind one statement: document, paragraph, and the marking of that passage.

    ``told_in_confidence`` marks what another government gave in confidence; it never leaves in a release.
    """

    document: str
    marking: Marking
    paragraph: str = ""
    date: str = ""
    quote: str = ""
    note: str = ""
    told_in_confidence: bool = False

    def cite(self) -> str:
        """Return a short citation such as ``vienna_cable para 5 (SBU)``."""
        para = f" para {self.paragraph}" if self.paragraph else ""
        return f"{self.document}{para} {self.marking.portion}"


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth keeping that is no stance: a contradiction in the source, a doubt, a reading."""

    text: str
    source: Source
    about: tuple[str, ...] = ()  # ids of issues and delegations
