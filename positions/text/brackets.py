r"""Read UN bracket notation, and write it back without loss.

``[Urges / Encourages / Invites] States Parties to [consider] not punishing victims[, in accordance with law,]``

- a bracket holds alternatives separated by `` / `` (a slash with a space, or the bracket's edge, on both sides);
- a lone bracket, or an empty alternative, means that the text may be left out;
- ``[Russia, Iran: ...]`` says whose bracket it is, by name or id;
- brackets may be nested; the inner choice arises only where the outer alternative is chosen;
- ``[]`` and ``[...]`` are placeholders: text still to come, no choice;
- ``\[ \] \/ \: \\`` are the characters themselves.
"""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field

from positions.errors import CaseError, Problem
from positions.text.records import ESCAPABLE, Alternative, Bracket, Draft, Part, Place, Placeholder, Plain

__all__ = ["MAX_DEPTH", "parse", "render"]

MAX_DEPTH = 8  # ours: deeper nesting is a slip of the pen, not a draft

_ID = r"[a-z][a-z0-9_\-]*"
_WORD = r"(?:[dl]['’])?[A-ZÀ-ÖØ-Þ0-9][\w'’.\-&()]*"
_LINK = r"(?:of|and|the|de|da|do|du|des|la|el|al|on|for|behalf|&|\+)"
_NAME = rf"(?:{_WORD}(?:[ ](?:{_LINK}|{_WORD}))*|{_ID})"
_OWNERS = re.compile(rf"\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*:(?=[\s\]\[]|$)")
_FEW = r"[^\W\d_][\w'’-]+(?:[ ][\w'’-]{2,}){0,2}"  # one to three words of two letters or more
_JOINED = re.compile(rf"\s*({_FEW})/({_FEW})\s*")  # the whole of a bracket: two alternatives, as it seems
_ONE_WORD = {"and/or", "either/or", "he/she", "she/he", "him/her", "her/him", "his/her", "her/his"}
_PLACEHOLDER = re.compile(r"\[(?:\s*|\s*(?:\.\s*){2,}|\s*…\s*)\]")


@dataclass(slots=True)
class _Frame:
    """An open bracket, while it is being read; the outermost frame is the text itself."""

    start: int
    alternatives: list[Alternative] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    owners: tuple[str, ...] = ()
    label: str = ""
    alternative_start: int = 0


class _Reader:
    def __init__(self, text: str, file: str, origin: Place) -> None:
        self.text, self.file, self.origin = text, file, origin
        self.line_starts = [0, *(m.end() for m in re.finditer("\n", text))]
        self.problems: list[Problem] = []

    def place(self, at: int) -> Place:
        row = bisect.bisect_right(self.line_starts, at) - 1
        return Place(self.origin.line + row, self.origin.column + at - self.line_starts[row])

    def problem(self, at: int, rule: str, message: str, hint: str) -> None:
        where = self.place(at)
        row = where.line - self.origin.line
        excerpt = " " * (self.origin.column - 1) + self.text.split("\n")[row].rstrip("\r")
        self.problems.append(Problem(self.file, where.line, where.column, rule, message, hint, excerpt))

    def read(self) -> tuple[Part, ...]:
        text = self.text
        stack = [_Frame(-1)]
        at = pending = 0  # text[pending:at] is running text not yet put away

        def put_away(end: int) -> None:
            if end > pending:
                stack[-1].parts.append(Plain(text[pending:end], self.place(pending)))

        while at < len(text):
            mark = text[at]
            if mark == "\\":
                if at + 1 >= len(text) or text[at + 1] not in ESCAPABLE:
                    self.problem(
                        at,
                        "bracket-escape",
                        "a backslash that escapes nothing",
                        r"write \\ for a backslash; \[ \] \/ \: for these characters",
                    )
                    at += 1
                else:
                    at += 2
            elif mark == "[":
                put_away(at)
                if gap := _PLACEHOLDER.match(text, at):
                    stack[-1].parts.append(Placeholder(gap.group(), self.place(at)))
                    at = pending = gap.end()
                    continue
                if len(stack) > MAX_DEPTH:
                    self.problem(at, "bracket-depth", f"brackets nested more than {MAX_DEPTH} deep", "split the text")
                frame = _Frame(at)
                stack.append(frame)
                at = pending = self._begin_alternative(frame, at + 1)
            elif mark == "]":
                if len(stack) == 1:
                    self.problem(
                        at,
                        "bracket-not-opened",
                        "a closing bracket without an opening one",
                        r"write \] for a literal ]",
                    )
                    at += 1
                    continue
                put_away(at)
                frame = stack.pop()
                self._end_alternative(frame)
                stack[-1].parts.append(self._bracket(frame))
                at += 1
                pending = at
            elif mark == "/" and len(stack) > 1 and self._separates(stack[-1], at):
                put_away(at)
                self._end_alternative(stack[-1])
                at = pending = self._begin_alternative(stack[-1], at + 1)
            else:
                at += 1
        put_away(at)
        for frame in stack[1:]:
            self.problem(
                frame.start, "bracket-not-closed", "this bracket is never closed", r"add ], or write \[ for a literal ["
            )
        return tuple(stack[0].parts)

    def _separates(self, frame: _Frame, at: int) -> bool:
        before = at == frame.alternative_start or self.text[at - 1].isspace()
        after = at + 1 >= len(self.text) or self.text[at + 1].isspace() or self.text[at + 1] == "]"
        return before and after

    def _begin_alternative(self, frame: _Frame, at: int) -> int:
        """Start an alternative at ``at``; return where its text starts, past an owner prefix."""
        frame.parts, frame.owners, frame.label = [], (), ""
        frame.alternative_start = at
        if named := _OWNERS.match(self.text, at):
            frame.owners = tuple(" ".join(name.split()) for name in named.group(1).split(","))
            frame.label = named.group()
            frame.alternative_start = named.end()
        return frame.alternative_start

    def _end_alternative(self, frame: _Frame) -> None:
        start = self.place(frame.alternative_start - len(frame.label.lstrip()))
        frame.alternatives.append(Alternative(tuple(frame.parts), frame.owners, frame.label, start))

    def _bracket(self, frame: _Frame) -> Bracket:
        bracket = Bracket(tuple(frame.alternatives), self.place(frame.start))
        if all(a.empty for a in bracket.alternatives):
            self.problem(
                frame.start,
                "bracket-empty",
                "this bracket offers no text",
                "write the text, or [...] for text still to come",
            )
        self._joined(frame, bracket)
        return bracket

    def _joined(self, frame: _Frame, bracket: Bracket) -> None:
        """Report a bracket that holds nothing but two alternatives with no spaces around the slash."""
        if len(bracket.alternatives) > 1 or len(bracket.alternatives[0].parts) != 1:
            return
        (part,) = bracket.alternatives[0].parts
        if not isinstance(part, Plain) or (found := _JOINED.fullmatch(part.raw)) is None:
            return
        if part.raw.strip().casefold() in _ONE_WORD or part.raw.isupper():
            return
        first, second = found.groups()
        self.problem(
            frame.alternative_start + found.end(1),
            "bracket-slash",
            f'"{first}/{second}" is read as one option',
            rf"write [{first} / {second}] for two, or {first}\/{second} for one",
        )


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
    CaseError
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
    positions.errors.CaseError: draft.txt:1:8: this bracket is never closed
    """
    origin = Place(line, column)
    reader = _Reader(text, file, origin)
    parts = reader.read()
    if reader.problems:
        raise CaseError(reader.problems)
    return Draft(parts, text, file, origin)


def render(draft: Draft) -> str:
    """Write a draft back in bracket notation: exactly what was read.

    Records made by hand must escape their running text (:func:`positions.text.escape`).
    """
    return "".join(_render_part(part) for part in draft.parts)


def _render_part(part: Part) -> str:
    if not isinstance(part, Bracket):
        return part.raw
    inner = (a.label + "".join(_render_part(p) for p in a.parts) for a in part.alternatives)
    return f"[{'/'.join(inner)}]"
