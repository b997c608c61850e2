"""From YAML text to nodes, through PyYAML's event stream.

The stream (libyaml's where it is installed, the pure one otherwise) only says what stands where. What a scalar
means, that a key stands once, and how far aliases may multiply a file is decided here, so that every key and value
keeps its line and column.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from positions.casefiles.limits import DEPTH, PROBLEMS, VALUES
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText, problem_at
from positions.casefiles.syntax import syntax_problem
from positions.casefiles.words import shown
from positions.errors import Problem

__all__ = ["build_nodes"]

NOT_YAML = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
DEFAULT_PARSER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def build_nodes(file: SourceText, parser: Any = DEFAULT_PARSER) -> tuple[Node | None, list[Problem]]:
    """Return the one document of a file as nodes, with all problems found on the way.

    Parameters
    ----------
    file : SourceText
        Name and text; nothing is read from disk.
    parser : type
        A PyYAML loader class, used for its events only.

    Returns
    -------
    tuple
        ``(node, problems)``. ``node`` is None when the file is empty or what could be read of it is not worth
        going on with.

    Examples
    --------
    >>> node, problems = build_nodes(SourceText("a.yaml", "delegations:\\n  norway: {iso3: NO}\\n"))
    >>> node.entries["delegations"][1].entries["norway"][1].entries["iso3"][1].text, problems
    ('NO', [])
    >>> build_nodes(SourceText("a.yaml", "a: 1\\na: 2\\n"))[1][0].rule
    'duplicate-key'
    """
    if bad := NOT_YAML.search(file.text):
        return None, [_control_character(file, bad.start())]
    builder = _Builder(file)
    try:
        source = parser(file.text)
        try:
            builder.run(source.get_event)
        finally:
            source.dispose()
    except yaml.MarkedYAMLError as error:
        return None, [*builder.problems, syntax_problem(file, error)]
    except yaml.reader.ReaderError as error:
        problem = Problem(file.name, 0, 0, "yaml-syntax", f"not YAML: {error.reason}", "save it as plain UTF-8 text")
        return None, [*builder.problems, problem]
    except _StopError:
        return None, builder.problems
    return builder.root, builder.problems


class _StopError(Exception):
    """The rest of the file is not worth reading."""


class _Builder:
    """Keeps the open lists and mappings while the events go by."""

    def __init__(self, file: SourceText) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.count = 0  # nodes so far, aliases written out
        self.anchors: dict[str, tuple[Node, int]] = {}  # name -> node, number of nodes in it
        self.documents = 0

    def report(self, node: Node, rule: str, message: str, hint: str = "") -> None:
        """Note a problem at ``node``; give up when there are too many."""
        self.problems.append(problem_at(node, rule, message, hint))
        if len(self.problems) >= PROBLEMS:
            raise _StopError

    def run(self, next_event: Any) -> None:
        """Take events until the stream ends."""
        scalar_event, map_start, list_start = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent
        file = self.file
        escapes = "\\" in file.text  # only these can bring a character that may not stand in the text
        # open collections: (node, waiting key, anchor, count when it began)
        stack: list[tuple[Node, ScalarNode | None, str | None, int]] = []
        top: Node | None = None
        key: ScalarNode | None = None
        anchor: str | None = None
        began = 0
        node: Node
        while True:
            event = next_event()
            kind = type(event)
            if kind is scalar_event:
                mark = event.start_mark
                style = event.style
                node = ScalarNode(file, mark.line + 1, mark.column + 1, event.value, not style)
                self.count += 1
                if event.tag is not None or event.anchor is not None or (escapes and style == '"'):
                    self.look_at(node, event)
                if type(top) is MapNode:  # by far the most frequent case, spelt out for speed
                    if key is None:
                        key = node
                        continue
                    text = key.text
                    if text not in top.entries and self.count <= VALUES:
                        top.entries[text] = (key, node)
                        key = None
                        continue
            elif kind is map_start or kind is list_start:
                mark = event.start_mark
                node = (MapNode if kind is map_start else ListNode)(file, mark.line + 1, mark.column + 1)
                self.count += 1
                if event.tag is not None:
                    self.refuse_tag(node, event.tag)
                if len(stack) >= DEPTH:
                    self.report(node, "deep-nesting", f"nested more than {DEPTH} deep", "a case needs about eight")
                    raise _StopError
                if top is not None:
                    stack.append((top, key, anchor, began))
                top, key, anchor, began = node, None, event.anchor, self.count - 1
                if anchor is not None:
                    self.anchors.pop(anchor, None)  # until it is complete, nothing can repeat it
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                assert top is not None  # noqa: S101 - the parser balances its events
                node = top
                if anchor is not None:
                    self.anchors[anchor] = (node, self.count - began)
                top, key, anchor, began = stack.pop() if stack else (None, None, None, 0)
            elif kind is yaml.AliasEvent:
                node = self.repeat(event)
            elif kind is yaml.DocumentStartEvent:
                self.start_document(event)
                continue
            elif kind is yaml.StreamEndEvent:
                return
            else:
                continue
            if self.count > VALUES:
                self.report(node, "too-many-values", f"more than {VALUES:,} keys and values in one file", "split it")
                raise _StopError
            # put the finished node where it belongs
            if top is None:
                self.root = node
            elif type(top) is ListNode:
                top.items.append(node)
            elif key is None:
                key = self.as_key(node)
            else:
                assert type(top) is MapNode  # noqa: S101
                self.enter(top, key, node)
                key = None

    def look_at(self, node: ScalarNode, event: Any) -> None:
        """Look closer at the few scalars that can hold a surprise."""
        if event.tag is not None:
            self.refuse_tag(node, event.tag)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, 1)
        if event.style == '"' and (bad := CONTROL.search(node.text)):
            self.report(
                node,
                "control-character",
                f"the text holds the control character U+{ord(bad.group()):04X}",
                "take the escape out of the quoted text",
            )

    def refuse_tag(self, node: Node, tag: str) -> None:
        """Report a tag: none has a meaning here."""
        name = shown(tag.replace("tag:yaml.org,2002:", "!!"))
        self.report(node, "tag", f"the tag {name} has no meaning in a case", "leave it out")

    def as_key(self, node: Node) -> ScalarNode:
        """Return the node as a key, or report that it can be none."""
        if type(node) is ScalarNode:
            return node
        self.report(node, "key-not-text", "a list or mapping stands where a key should be", "a key is a single word")
        return ScalarNode(self.file, node.line, node.column, "", False)

    def enter(self, top: MapNode, key: ScalarNode, node: Node) -> None:
        """Put key and value into a mapping; the first of two equal keys stays."""
        if key.text in top.entries:
            first = top.entries[key.text][0]
            self.report(
                key,
                "duplicate-key",
                f'"{shown(key.text)}" stands here a second time; the first is in line {first.line}',
                "keep one of them; YAML readers would silently take the last",
            )
        else:
            top.entries[key.text] = (key, node)

    def repeat(self, event: Any) -> Node:
        """Return the node an alias stands for, and count what it would hold if written out."""
        here = ScalarNode(self.file, event.start_mark.line + 1, event.start_mark.column + 1, "", False)
        if event.anchor not in self.anchors:
            self.report(
                here,
                "alias",
                f"*{shown(event.anchor)} repeats nothing: no complete &{shown(event.anchor)} stands above it",
                f"write &{shown(event.anchor)} before the value that is to be repeated",
            )
            self.count += 1
            return here
        node, size = self.anchors[event.anchor]
        self.count += size
        if self.count > VALUES:
            message = f"with its aliases written out the file holds more than {VALUES:,} keys and values"
            self.report(here, "alias-bomb", message, "repeat less")
            raise _StopError
        return node

    def start_document(self, event: Any) -> None:
        """Allow the first document only."""
        self.documents += 1
        if self.documents > 1:
            here = ScalarNode(self.file, event.start_mark.line + 1, event.start_mark.column + 1, "", False)
            self.report(here, "several-documents", "a second YAML document begins here", 'take the line "---" out')
            raise _StopError


def _control_character(file: SourceText, offset: int) -> Problem:
    """Report the character at ``offset``, which YAML does not allow."""
    before = SourceText(file.name, file.text[:offset]).lines
    line, column = len(before), len(before[-1]) + 1
    return Problem(
        file.name,
        line,
        column,
        "control-character",
        f"the character U+{ord(file.text[offset]):04X} is not allowed in YAML",
        "it cannot be seen in most editors; type the line again",
    )
