r"""Read UN bracket notation, and write it back without loss.

``[Urges / Encourages / Invites] States Parties to [consider] not punishing victims[, in accordance with law,]``

- a bracket holds alternatives separated by `` / `` (a slash with a space, or the bracket's edge, on both sides), or by
  a full-width slash; ``[shall/should]`` too, where both are words of one kind;
- a lone bracket, or an empty alternative, means that the text may be left out;
- ``[Russia, Iran: ...]`` and ``[US/AU propose; NZ oppose: ...]`` say whose bracket it is, by name or id;
- ``Option 1: ...`` and ``Alt 1: ...`` at the beginning of paragraphs are alternatives;
- brackets may be nested; the inner choice arises only where the outer alternative is chosen;
- ``[]`` and ``[...]`` are placeholders: text still to come, no choice;
- ``word[1]``, ``[^1]`` and the footnotes themselves are no words of the text;
- ``\[ \] \/ \: \\`` are the characters themselves.

Whether brackets that stand back to back are alternatives is settled in :mod:`positions.text.adjacent`.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from functools import cache

from positions.errors import CaseProblems, Problem
from positions.text.kinds import kind_of, one_kind
from positions.text.records import ESCAPABLE, Alternative, Aside, Bracket, Draft, Part, Place, Placeholder, Plain

__all__ = ["ANSWERS", "MAX_DEPTH", "parse", "render"]

MAX_DEPTH = 8  # ours: deeper nesting is a slip of the pen, not a draft
MAX_PROBLEMS = 1000  # of one text; more are not listed

_ID = r"[a-z][a-z0-9_\-]*"
_WORD = r"(?:[dl]['’])?[A-ZÀ-ÖØ-ÞА-ЯЁІЇЄΑ-Ω0-9][\w'’.\-&()]*|[\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af]{2,12}"
_LINK = r"(?:of|and|the|de|da|do|du|des|la|el|al|on|for|behalf|&|\+)"
_NAME = rf"(?:(?:{_WORD})(?:[ ](?:{_LINK}|{_WORD}))*|{_ID})"
_NAMES = rf"{_NAME}(?:(?:\s*[,;]\s*|/){_NAME})*"
_STANDS = r"(?:propos(?:es?|ed|al)|support(?:s|ed)?|oppos(?:es?|ed))\d{0,3}"
_SAID = re.compile(rf"\s*[;,]?\s*(?P<names>.+?)\s+(?P<stands>{_STANDS})")
_OPTION_WORD = (
    r"(?:Option|Alt(?:ernative)?|Variante?|Opción|Вариант|Альтернатива|备选案文|备选方案|الخيار)\.?[ \t]*"
    r"\(?(?P<number>\d{1,2}|[A-Z]|[一二三四五六])\)?"
)
_OPTION = re.compile(rf"(?im)^[ \t]*\**{_OPTION_WORD}\**[ \t]*[:：.]\**[ \t]*")
_OPTION_LABEL = re.compile(rf"(?i)\s*{_OPTION_WORD}\s*[:：]")
_FEW = re.compile(r"\s*(?:[^\W\d_][\w'’-]*(?:[ ][\w'’-]{2,}){0,2}|\d[\d.,]*)\s*")  # one to three words, or a number
_ONE_WORD = {"and/or", "either/or", "he/she", "she/he", "him/her", "her/him", "his/her", "her/his"}
_PLACEHOLDER = re.compile(r"[\[［](?:\s*|\s*(?:\.\s*){2,}|\s*…+\s*)[\]］]")
_CALL = re.compile(r"[\[［](?:\^\w{1,8}|(?P<touches>\d{1,3}|\*{1,3}))[\]］](?P<colon>:)?")
_RAISED = re.compile(r"(?:(?<=[^\W\d_]{3})|(?<=[.,;:)”\"]))[⁰¹²³⁴-⁹]+")  # "year¹", not "km²"
_NOTES = re.compile(r"\n[ \t]*[_—-]{5,}[ \t]*\n")  # what stands below a ruled line are footnotes
ANSWER = re.compile(r"\s*adjacent[ \t]*:[ \t]*(?P<answer>\w*)[ \t]*(?:\n|$)")
ANSWERS = ("alternatives", "additions")
_OPEN, _CLOSE, _SLASHES = "[［", "]］", "/／"


@cache
def _owner_names() -> re.Pattern[str]:
    """Return the expression for whose bracket it is: made on first use, for it takes long to make."""
    return re.compile(
        rf"\s*(?P<said>{_NAMES}\s+{_STANDS}(?:\s*[;,]\s*{_NAMES}\s+{_STANDS})*|(?P<plain>{_NAMES}))\s*"
        r"(?:：|:(?=[\s\]\[\u0600-\u06ff\u3040-\u9fff\uac00-\ud7af]|$))"
    )


@dataclass(slots=True)
class _Frame:
    """An open bracket, or a list of options, while it is being read; the outermost frame is the text itself."""

    start: int
    signs: list[str]
    alternatives: list[Alternative] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    owners: tuple[str, ...] = ()
    opposed: tuple[str, ...] = ()
    label: str = ""
    alternative_start: int = 0
    listed: bool = False  # a list of options: no brackets


class _Reader:
    def __init__(self, text: str, file: str, origin: Place) -> None:
        self.text, self.file, self.origin = text, file, origin
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.problems: list[Problem] = []
        self.stack = [_Frame(-1, [])]
        self.pending = 0  # text[pending:at] is running text not yet put away
        self.adjacent = ""
        self.labels, self.ends = _option_lists(text)

    def place(self, at: int) -> Place:
        row = bisect.bisect_right(self.line_starts, at) - 1
        return Place(self.origin.line + row, self.origin.column + at - self.line_starts[row])

    def problem(self, at: int, rule: str, message: str, hint: str) -> None:
        if len(self.problems) == MAX_PROBLEMS:
            return
        where = self.place(at)
        begin = self.line_starts[where.line - self.origin.line]
        excerpt = " " * (self.origin.column - 1) + self.text[begin:].partition("\n")[0].rstrip("\r")
        self.problems.append(Problem(self.file, where.line, where.column, rule, message, hint, excerpt))

    def put_away(self, end: int) -> None:
        if end > self.pending:
            self.stack[-1].parts.append(Plain(self.text[self.pending : end], self.place(self.pending)))
        self.pending = end

    def aside(self, at: int, end: int) -> int:
        self.put_away(at)
        self.stack[-1].parts.append(Aside(self.text[at:end], self.place(at)))
        self.pending = end
        return end

    def read(self) -> tuple[Part, ...]:
        text, at = self.text, self._answer()
        notes = next((m.start() for m in _NOTES.finditer(text)), len(text))
        while at < len(text):
            mark = text[at]
            if at in self.ends and self.stack[-1].listed:
                self._end_list(at)
            if at == notes and len(self.stack) == 1:
                at = self.aside(at, len(text))
            elif at in self.labels:
                at = self._option(at)
            elif mark == "\\":
                at += self._escape(at)
            elif (end := self._footnote(at)) > at:
                at = self.aside(at, end)
            elif mark in _OPEN:
                self.put_away(at)
                if gap := _PLACEHOLDER.match(text, at):
                    self.stack[-1].parts.append(Placeholder(gap.group(), self.place(at)))
                    at = self.pending = gap.end()
                    continue
                if sum(not frame.listed for frame in self.stack) > MAX_DEPTH:
                    self.problem(at, "bracket-depth", f"brackets nested more than {MAX_DEPTH} deep", "split the text")
                    return tuple(self.stack[0].parts)  # what follows cannot be told from the slip
                self.stack.append(_Frame(at, [mark]))
                at = self.pending = self._begin_alternative(at + 1)
            elif mark in _CLOSE:
                at = self._close(at)
            elif mark in _SLASHES and self._separates(at):
                self._end_alternative(at)
                self.stack[-1].signs.append(mark)
                at = self.pending = self._begin_alternative(at + 1)
            else:
                at += 1
        if self.stack[-1].listed:
            self._end_list(at)
        self.put_away(at)
        for frame in self.stack[1:]:
            self.problem(
                frame.start, "bracket-not-closed", "this bracket is never closed", r"add ], or write \[ for a literal ["
            )
        return tuple(self.stack[0].parts)

    def _answer(self) -> int:
        """Take the line that answers for brackets back to back; return where the text begins."""
        if (m := ANSWER.match(self.text)) is None:
            return 0
        self.adjacent = m["answer"] if m["answer"] in ANSWERS else ""
        if not self.adjacent:
            message = f'"{m["answer"]}" says nothing about brackets that stand back to back'
            self.problem(m.start("answer"), "adjacent-answer", message, f"allowed: {', '.join(ANSWERS)}")
        return self.aside(0, m.end())

    def _escape(self, at: int) -> int:
        if at + 1 < len(self.text) and self.text[at + 1] in ESCAPABLE:
            return 2
        hint = r"write \\ for a backslash; \[ \] \/ \: for these characters"
        self.problem(at, "bracket-escape", "a backslash that escapes nothing", hint)
        return 1

    def _footnote(self, at: int) -> int:
        """Return where a footnote or its call ends that begins here, or ``at``."""
        text = self.text
        if text[at] in "⁰¹²³⁴⁵⁶⁷⁸⁹" and (raised := _RAISED.match(text, at)):
            return raised.end()
        if (call := _CALL.match(text, at)) is None:
            return at
        begins = not text[:at].rpartition("\n")[2].strip()
        if begins and len(self.stack) == 1 and (call["colon"] or (call["touches"] and self._called(at, call))):
            end = re.compile(r"\n(?=[ \t]*(?:\n|[\[［]\^?\w{1,8}[\]］]))").search(text, at)
            return end.start() if end else len(text)
        touching = at > 0 and (text[at - 1].isalnum() or text[at - 1] in ".,;:)”\"’'" or self._after_call(at))
        return call.end("touches") + 1 if call["touches"] and touching else at if call["touches"] else call.end()

    def _after_call(self, at: int) -> bool:
        parts = self.stack[-1].parts
        return self.pending == at and bool(parts) and isinstance(parts[-1], Aside)

    def _called(self, at: int, call: re.Match[str]) -> bool:
        return re.search(rf"[\w.,;:)]\[{re.escape(call['touches'])}\]", self.text[:at]) is not None

    def _option(self, at: int) -> int:
        """Begin an option of a list; return where its text starts."""
        first, label = self.labels[at]
        if first:
            self.put_away(at)
            self.stack.append(_Frame(at, [""], listed=True))
        elif self.stack[-1].listed:
            self._end_alternative(at)
            self.stack[-1].signs.append("")
        else:  # a bracket that began in the option before is still open: it is reported at the end
            return at + len(label)
        frame = self.stack[-1]
        frame.parts, frame.owners, frame.opposed, frame.label = [], (), (), label
        self.pending = frame.alternative_start = at + len(label)
        return self.pending

    def _end_list(self, at: int) -> None:
        self._end_alternative(at)
        frame = self.stack.pop()
        self.stack[-1].parts.append(Bracket(tuple(frame.alternatives), (*frame.signs, ""), self.place(frame.start)))

    def _close(self, at: int) -> int:
        if self.stack[-1].listed and len(self.stack) > 2:
            self._end_list(at)
        if len(self.stack) == 1 or self.stack[-1].listed:
            hint = r"write \] for a literal ]"
            self.problem(at, "bracket-not-opened", "a closing bracket without an opening one", hint)
            return at + 1
        self._end_alternative(at)
        frame = self.stack.pop()
        frame.signs.append(self.text[at])
        self.stack[-1].parts.append(self._bracket(frame))
        self.pending = at + 1
        return at + 1

    def _separates(self, at: int) -> bool:
        frame = self.stack[-1]
        if len(self.stack) == 1 or frame.listed:
            return False
        before = at == frame.alternative_start or self.text[at - 1].isspace()
        after = at + 1 >= len(self.text) or self.text[at + 1].isspace() or self.text[at + 1] in _CLOSE
        return (before and after) or self.text[at] == "／"

    def _begin_alternative(self, at: int) -> int:
        """Start an alternative at ``at``; return where its text starts, past an owner prefix."""
        frame = self.stack[-1]
        frame.parts, frame.owners, frame.opposed, frame.label = [], (), (), ""
        frame.alternative_start = at
        if (named := _OPTION_LABEL.match(self.text, at) or _owner_names().match(self.text, at)) is not None:
            if named.re is _owner_names():
                frame.owners, frame.opposed = _owners(named)
            frame.label = named.group()
            frame.alternative_start = named.end()
        return frame.alternative_start

    def _end_alternative(self, at: int) -> None:
        self.put_away(at)
        frame = self.stack[-1]
        start = self.place(frame.alternative_start - len(frame.label.lstrip()))
        frame.alternatives.append(Alternative(tuple(frame.parts), frame.owners, frame.label, frame.opposed, start))

    def _bracket(self, frame: _Frame) -> Bracket:
        signs = tuple(frame.signs) if set(frame.signs) - set("[/]") else ()
        bracket = Bracket(self._joined(frame), signs, self.place(frame.start))
        if all(a.empty for a in bracket.alternatives):
            self.problem(
                frame.start,
                "bracket-empty",
                "this bracket offers no text",
                "write the text, or [...] for text still to come",
            )
        return bracket

    def _joined(self, frame: _Frame) -> tuple[Alternative, ...]:
        """Part ``shall/should`` where both are of one kind; report what may be two alternatives and may be one word."""
        made = tuple(frame.alternatives)
        if len(made) > 1 or len(made[0].parts) != 1 or not isinstance(part := made[0].parts[0], Plain):
            return made
        raw = part.raw
        pieces = raw.split("/")
        if len(pieces) < 2 or not all(_FEW.fullmatch(piece) for piece in pieces):
            return made
        if raw.strip().casefold() in _ONE_WORD:
            return made
        numbers = [piece.strip()[:1].isdigit() for piece in pieces]
        if any(numbers) and not all(numbers):
            return made  # the symbol of a document
        if one_kind(pieces) and (not all(numbers) or kind_of(pieces[0]) == "date"):
            at = [frame.alternative_start + len("/".join(pieces[:n])) + (n > 0) for n in range(len(pieces))]
            return tuple(
                Alternative(
                    (Plain(piece, self.place(start)),),
                    made[0].owners,
                    made[0].label if start == at[0] else "",
                    made[0].opposed,
                    self.place(start),
                )
                for piece, start in zip(pieces, at, strict=True)
            )
        if not raw.isupper() and (all(numbers) or all(len(piece.strip()) > 1 for piece in pieces)):
            first, second = raw.strip().split("/", 1)
            self.problem(
                frame.alternative_start + raw.index("/"),
                "bracket-slash",
                f'"{first}/{second}" is read as one option',
                rf"write [{first} / {second}] for two, or {first}\/{second} for one",
            )
        return made


def _owners(named: re.Match[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return those who propose or support, and those who oppose.

    >>> _owners(_owner_names().match("US/AU propose; NZ oppose: text"))
    (('US', 'AU'), ('NZ',))
    """
    sides: tuple[list[str], list[str]] = ([], [])
    if named["plain"] is not None:
        told = [(named["plain"], "proposes")]
    else:
        told = [(m["names"], m["stands"]) for m in _SAID.finditer(named["said"])]
    for names, stands in told:
        sides[stands.startswith("oppos")].extend(" ".join(n.split()) for n in re.split(r"\s*[,/;]\s*", names.strip()))
    return tuple(sides[0]), tuple(sides[1])


def _option_lists(text: str) -> tuple[dict[int, tuple[bool, str]], set[int]]:
    """Return where options of lists begin (whether it is the first of its list, and its label) and where lists end.

    A list counts from 1 or A and has two options at least. Its last option ends with its paragraph.
    """
    runs: list[list[re.Match[str]]] = []
    for m in _OPTION.finditer(text):
        place = _option_number(m["number"])
        if place == 1:
            runs.append([m])
        elif runs and place == len(runs[-1]) + 1:
            runs[-1].append(m)
    labels: dict[int, tuple[bool, str]] = {}
    ends: set[int] = set()
    for run in runs:
        if len(run) > 1:
            labels.update({m.start(): (m is run[0], m.group()) for m in run})
            begins = re.compile(r"\S").search(text, run[-1].end())
            end = re.compile(r"\n[^\S\n]*\n").search(text, begins.start() if begins else len(text))
            ends.add(end.start() if end else len(text))
    return labels, ends


def _option_number(written: str) -> int:
    if written.isdigit():
        return int(written)
    return "一二三四五六".find(written) + 1 or ord(written.upper()) - 64


def parse(text: str, *, file: str = "", line: int = 1, column: int = 1) -> Draft:
    r"""Read a draft in bracket notation.

    Parameters
    ----------
    text : str
        The draft; several paragraphs are fine.
    file : str
        Where it stands, for messages.
    line, column : int
        Where its first character stands in that file; further lines are taken to start at the same column, as in
        an indented block of YAML.

    Raises
    ------
    CaseProblems
        With one problem for every slip, each with line and column.

    Examples
    --------
    >>> draft = parse("[Urges / Invites] States to [consider] acting[Iran: , as appropriate]")
    >>> len(draft.brackets), draft.brackets[2].alternatives[0].owners
    (3, ('Iran',))
    >>> render(draft)
    '[Urges / Invites] States to [consider] acting[Iran: , as appropriate]'
    >>> parse("States [shall", file="draft.txt")
    Traceback (most recent call last):
    positions.errors.CaseProblems: draft.txt:1:8: this bracket is never closed
    """
    origin = Place(line, column)
    reader = _Reader(text, file, origin)
    parts = reader.read()
    if reader.problems:
        raise CaseProblems(reader.problems)
    return Draft(parts, reader.adjacent, text, file, origin)


def render(draft: Draft) -> str:
    """Write a draft back in bracket notation: exactly what was read.

    Records made by hand must escape their running text (:func:`positions.text.escape`).
    """
    return "".join(_render_part(part) for part in draft.parts)


def _render_part(part: Part) -> str:
    if not isinstance(part, Bracket):
        return part.raw
    signs = part.signs or ("[", *"/" * (len(part.alternatives) - 1), "]")
    inner = (a.label + "".join(_render_part(p) for p in a.parts) for a in part.alternatives)
    return "".join(sign + text for sign, text in zip(signs, (*inner, ""), strict=True))
