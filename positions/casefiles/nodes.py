"""What a YAML file holds before anything is made of it: nodes in which every key and value knows its place."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TypeAlias

from positions.casefiles.words import printable
from positions.errors import Problem

__all__ = ["Entry", "ListNode", "MapNode", "Node", "ScalarNode", "SourceText", "problem_at"]

# YAML 1.1 parsers count these as line ends; excerpts must count the same way
LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class SourceText:
    """One file: its name as the user would type it, and its text."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._excerpts: dict[int, str] = {}

    @cached_property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        return LINE_END.split(self.text)

    def line(self, number: int) -> str:
        """Return line ``number`` (from 1), or nothing when there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def excerpt(self, number: int) -> str:
        """Return line ``number`` as it can be printed: what cannot be seen is a sign of its own, columns stay."""
        if number not in self._excerpts:  # many problems may stand in one long line
            self._excerpts[number] = printable(self.line(number), "\N{REPLACEMENT CHARACTER}")
        return self._excerpts[number]


class ScalarNode:
    """A single value as it was written. ``plain`` tells ``5`` from ``"5"``."""

    __slots__ = ("column", "file", "line", "plain", "text")

    def __init__(self, file: SourceText, line: int, column: int, text: str, plain: bool) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.text = text
        self.plain = plain


class ListNode:
    """A list."""

    __slots__ = ("column", "file", "items", "line")

    def __init__(self, file: SourceText, line: int, column: int) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.items: list[Node] = []


class MapNode:
    """A mapping: text of the key to the key's own node and the value's, in the order of the file."""

    __slots__ = ("column", "entries", "file", "line")

    def __init__(self, file: SourceText, line: int, column: int) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.entries: dict[str, Entry] = {}

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, or None."""
        entry = self.entries.get(key)
        return entry[1] if entry else None


Node: TypeAlias = ScalarNode | ListNode | MapNode
Entry: TypeAlias = tuple[ScalarNode, Node]


def problem_at(node: Node, rule: str, message: str, hint: str = "") -> Problem:
    """Return a problem that points at ``node``."""
    return Problem(node.file.name, node.line, node.column, rule, message, hint, node.file.excerpt(node.line))
