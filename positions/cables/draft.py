"""A cable as it is drafted, set into lines that obey the conventions, or refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from positions.cables.layout import harmless, table, wrap
from positions.cables.lint import lint
from positions.cables.plain_letters import Change, plain_letters
from positions.errors import CaseProblems, PositionsError, Problem
from positions.markings import Marking, highest, raised

__all__ = ["CableDraft", "CableText", "DraftParagraph", "Lines", "Quoted", "Table", "compose"]

PLACEHOLDERS = (
    "[PRECEDENCE, DATE-TIME GROUP, NUMBER: BY THE TERMINAL]",
    "[FROM: YOUR POST]",
    "[TO AND INFO: YOUR ADDRESSEES]",
)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under headers; the first column stands flush left."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines that are already set (an edge list, say) and may be broken only when they are too wide."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quoted:
    """The text of a proposed wording, set between BEGIN TEXT and END TEXT."""

    text: str


Part = str | Table | Lines | Quoted


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph: its mark, its text, what follows it, and the heading above it.

    ``frame`` is ``summary``, ``comment`` or ``note``: the text then opens and closes with that word.
    """

    mark: Marking | None
    text: str
    parts: tuple[Part, ...] = ()
    heading: str = ""
    frame: str = ""


@dataclass(frozen=True, slots=True)
class CableDraft:
    """What a cable says, before it is set.

    ``marking`` raises the overall marking above that of the paragraphs. A classified cable needs ``declassify``,
    ``classified_by`` and ``reason`` from a person.
    """

    subject: str
    paragraphs: tuple[DraftParagraph, ...]
    tags: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    order: str = "E.O. 13526"
    declassify: str = "N/A"
    classified_by: str = ""
    reason: str = ""
    marking: Marking | None = None
    captions: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CableText:
    """The cable, and the words whose letters were changed for it."""

    text: str
    width: int
    marking: Marking
    changes: tuple[Change, ...] = field(default=())


def compose(draft: CableDraft, *, width: int = 55) -> CableText:
    r"""Set a cable.

    Raises
    ------
    CaseProblems
        With every reason why it would break the conventions: an unmarked paragraph, characters without a plain form, a
        word too long for a line, a classified cable without its authority, a long text without a summary.

    Examples
    --------
    >>> one = DraftParagraph(Marking.U, "Russia and Iran hold.", frame="summary")
    >>> two = DraftParagraph(Marking.SBU, "Côte d'Ivoire asks for time.")
    >>> made = compose(CableDraft("Who holds", (one, two), tags=("PREL", "UN")))
    >>> print(made.text[made.text.index("UNCLASSIFIED"):])
    UNCLASSIFIED
    SENSITIVE
    <BLANKLINE>
    E.O. 13526: N/A
    TAGS: PREL UN
    SUBJECT: WHO HOLDS
    <BLANKLINE>
    1. (U) Summary: Russia and Iran hold. End summary.
    <BLANKLINE>
    2. (SBU) Cote d'Ivoire asks for time.
    <BLANKLINE>
    UNCLASSIFIED
    SENSITIVE
    <BLANKLINE>
    >>> made.changes
    (Change(before='Côte', after='Cote'),)
    """
    _refuse(_reasons(draft))
    setter = _Setter(width)
    marking = raised(highest(p.mark for p in draft.paragraphs if p.mark is not None), draft.marking)
    head = setter.header(draft, marking)
    body = setter.body(draft)
    foot = list(marking.banner)
    text = "\n".join([*head, "", *body, "", *foot]) + "\n"
    problems = [*setter.problems, *(p for p in lint(text, width=width, file="the cable") if not setter.problems)]
    _refuse(problems)
    return CableText(text, width, marking, tuple(dict.fromkeys(setter.changes)))


def _refuse(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if found:
        raise CaseProblems(found)


def _reasons(draft: CableDraft) -> list[Problem]:
    """Return what is wrong with a draft before a line of it is set."""

    def refuse(rule: str, message: str, hint: str = "") -> Problem:
        return Problem("the cable", 0, 0, rule, message, hint)

    found: list[Problem] = []
    for n, paragraph in enumerate(draft.paragraphs, start=1):
        if paragraph.mark is None:
            hint = "unmarked is never treated as U: mark what it rests on"
            found.append(refuse("mark-missing", f"paragraph {n} is unmarked", hint))
    marks = [p.mark for p in draft.paragraphs if p.mark is not None]
    if not marks:
        return [*found, refuse("no-text", "there is nothing to report")]
    try:
        marking = raised(highest(marks), draft.marking)
    except ValueError as error:
        return [*found, refuse("overall-too-low", str(error))]
    if marking >= Marking.C:
        lacking = [
            option
            for option, value in (
                ("--declassify", "" if draft.declassify == "N/A" else draft.declassify),
                ("--classified-by", draft.classified_by),
                ("--reason", draft.reason),
            )
            if not value
        ]
        if lacking:
            message = f"the cable is {marking.label}, and a classified cable says on whose authority"
            found.append(refuse("no-declassification", message, f"a person has to give {', '.join(lacking)}"))
    if not draft.subject.strip():
        found.append(refuse("no-subject", "the cable has no subject"))
    if not draft.tags:
        found.append(refuse("no-tags", "the cable has no tags", "give the meeting tags, or --tags KCRM,PREL"))
    return found


class _Setter:
    """Sets text into lines and keeps what changed and what could not be set."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.changes: list[Change] = []
        self.problems: list[Problem] = []

    def plain(self, text: str) -> str:
        """Return plain letters; note changes, and what has no plain form as a problem."""
        made, changes, leftover = plain_letters(text)
        self.changes.extend(changes)
        odd = set(leftover)
        words = [word.strip("\"'.,:;()[]") for word in text.split() if odd.intersection(word)]
        for word in dict.fromkeys(words):  # one for a word, wherever it stands
            codes = ", ".join(f"U+{ord(c):04X}" for c in sorted(odd.intersection(word)))
            message = f'"{word}" has no form in plain letters ({codes})'
            problem = Problem(
                "the cable",
                0,
                0,
                "not-ascii",
                message,
                f"write it in Latin letters in the case; it stands in: {text[:60]}",
            )
            if all(problem.message != other.message for other in self.problems):
                self.problems.append(problem)
        return made

    def wrapped(self, text: str, *, indent: str = "", first: str = "") -> list[str]:
        """Return lines; what cannot be wrapped becomes a problem."""
        try:
            return wrap(self.plain(text), self.width, indent=indent, first=first)
        except PositionsError as error:
            self.problems.append(Problem("the cable", 0, 0, "too-long", str(error), error.hint))
            return []

    def header(self, draft: CableDraft, marking: Marking) -> list[str]:
        """Return everything above the text."""
        lines = [*PLACEHOLDERS, "", *marking.banner, *(self.plain(c).upper() for c in draft.captions), ""]
        lines += self.wrapped(f"{draft.order}: {draft.declassify}")
        lines += self.wrapped(f"TAGS: {' '.join(draft.tags)}")
        lines += self.wrapped(self.plain(draft.subject).upper(), first="SUBJECT: ")
        for n, reference in enumerate(draft.references):
            start = "REF: " if n == 0 else "     "
            letter = f"{chr(ord('A') + n)}. " if len(draft.references) > 1 else ""
            lines += self.wrapped(reference, first=start + letter, indent=" " * 8)
        if draft.classified_by:
            lines += ["", *self.wrapped(f"CLASSIFIED BY: {draft.classified_by}")]
            lines += self.wrapped(f"REASON: {draft.reason}")
        return lines

    def body(self, draft: CableDraft) -> list[str]:
        """Return the numbered paragraphs with what belongs to them."""
        paragraphs = list(draft.paragraphs)
        lines: list[str] = []
        for number, paragraph in enumerate(paragraphs, start=1):
            mark = paragraph.mark.portion if paragraph.mark else ""
            first = f"{number}. {mark} " if len(paragraphs) > 1 else f"{mark} "
            if lines:
                lines.append("")
            if paragraph.heading:
                lines += [*self.wrapped(harmless(paragraph.heading.strip(" ."))), ""]
            lines += self.wrapped(_framed(paragraph), first=first)
            for part in paragraph.parts:
                lines += ["", *self.part(part)]
        if draft.annexes:
            lines += ["", *self.wrapped(f"Annexes, sent separately: {'; '.join(draft.annexes)}.")]
        return lines

    def part(self, part: Part) -> list[str]:
        """Return a table, an edge list, a quoted text, or further text."""
        if isinstance(part, str):
            return self.wrapped(harmless(part.strip()))
        if isinstance(part, Quoted):
            blocks = [line for block in part.text.split("\n\n") for line in ["", *self.wrapped(block)]]
            return ["BEGIN TEXT", *blocks, "", "END TEXT"]
        if isinstance(part, Table):
            rows = [[self.plain(cell) for cell in row] for row in part.rows]
            try:
                return table([self.plain(h) for h in part.headers], rows, self.width)
            except PositionsError as error:
                self.problems.append(Problem("the cable", 0, 0, "too-long", str(error), error.hint))
                return []
        return [piece for line in part.lines for piece in self.set_line(line)]

    def set_line(self, line: str) -> list[str]:
        """Return a line as it stands where it fits, and broken under its own indent where it does not."""
        indent = line[: len(line) - len(line.lstrip())]
        made = self.plain(line.rstrip())
        if len(made) <= self.width:
            return [made]
        return self.wrapped(made.strip(), first=indent, indent=indent + "  ")


def _framed(paragraph: DraftParagraph) -> str:
    """Return the text between its opening and closing words."""
    if not paragraph.frame:
        return paragraph.text
    word = paragraph.frame
    return f"{word.capitalize()}: {paragraph.text.rstrip()} End {word}."
