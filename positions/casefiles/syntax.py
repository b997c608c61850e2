"""YAML syntax errors in words that help."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import SourceText
from positions.errors import Problem

__all__ = ["syntax_problem"]

ENDS = "unexpected end of stream"
SPACES = " \t"
ODD_SPACES = "\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200C))) + "\u202f\u205f\u3000\ufeff"
ORDINARY = "it came with pasted text and cannot be told from a space; type the spaces of this line again"
LINES_BACK = 3  # a parser may stumble over the line after the one that is wrong
OTHERWISE = "look at quotes, brackets and indentation here and in the line above"
OPEN_LIST = "add the missing , or ]; a text with , : [ ] { } in it needs quotes"
OPEN_MAPPING = "add the missing , or }; a text with , : [ ] { } in it needs quotes"

# part of the parser's message -> what to say, how to mend
# fmt: off
KNOWN: tuple[tuple[str, str, str], ...] = (
    ("mapping values are not allowed", 'a ": " where none can be',
     'put a text that holds ": " in quotes; or the line above lacks its colon; or this one is indented too far'),
    ("could not find expected ':'", "a key without its colon",
     "write key: value; a text of several lines needs quotes or a |"),
    ("did not find expected key", "this line fits neither the mapping above it nor a new one",
     "indent it like its neighbours; a text with quotes in it needs quotes of the other kind around it"),
    ("expected <block end>", "this line fits neither the block above it nor a new one",
     "indent it like its neighbours"),
    ("did not find expected '-' indicator", "this line is no entry of the list above it",
     "begin it with - or indent it like the key that holds the list"),
    ("expected ',' or ']'", "a list [ … ] that is not closed before this", OPEN_LIST),
    ("expected ',' or '}'", "a mapping { … } that is not closed before this", OPEN_MAPPING),
    ("unexpected end of stream", "a quoted text that is not closed", "add the missing quote"),
    ("cannot start any token", "a character that cannot begin a value", "put the value in quotes"),
    ("expected <document start>", "text that belongs to no section", "write section: and indent what it holds"),
    ("expected node content", "a value is missing here", "write one, or take the key or comma out"),
    ("unknown escape character", "a backslash that escapes nothing", "write \\\\, or put the text in single quotes"),
    ("expected hexdecimal number", "an unfinished escape \\x or \\u", "write \\\\, or put the text in single quotes"),
    ("sequence entries are not allowed", "a list entry where none can be", "begin the list on the next line"),
    ("mapping keys are not allowed", "a key where none can be", "put it on a line of its own"),
    ("alphabetic or numeric character", "& or * without a name", "put a text that begins with & or * in quotes"),
    ("comment or line break", "text after | or >", "begin the text on the next line, indented"),
    ("unexpected document indicator", "--- or ... inside a text", "indent the text, or put it in quotes"),
    ("unexpected end of file", "the file ends in the middle of a value", "finish it"),
)
# fmt: on


def syntax_problem(file: SourceText, error: Any) -> Problem:
    """Return the problem for an error of the YAML parser.

    >>> import yaml
    >>> try:
    ...     list(yaml.parse("a: b: c"))
    ... except yaml.MarkedYAMLError as error:
    ...     syntax_problem(SourceText("x.yaml", "a: b: c"), error).message
    'a ": " where none can be'
    """
    said = str(error.problem or error.context or "not YAML")
    mark = error.problem_mark or error.context_mark
    if mark and error.context_mark and (ENDS in said or not file.line(mark.line + 1).strip()):
        mark = error.context_mark  # where it begins, not where the file ends
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if not any(each.strip() for each in file.lines[line - 1 :]):  # at the end of the file: after the last that stands
        line = max((n for n, each in enumerate(file.lines, 1) if each.strip()), default=1)
        column = len(file.line(line).rstrip()) + 1
    tab = "tab character" in said or ("\t" in file.line(line)[:column] and "cannot start any token" in said)
    found = ("yaml-syntax", f"not YAML: {said}", OTHERWISE)
    if tab:
        column = max(file.line(line).find("\t") + 1, 1)
        found = ("tab", "a tab where YAML wants spaces", "replace it by spaces; most editors can be told to do so")
    elif odd := _odd_space(file, line):
        line, column = odd
        named = f"U+{ord(file.line(line)[column - 1]):04X}"
        found = ("odd-space", f"the character {named} where YAML wants a space", ORDINARY)
    else:
        found = next((("yaml-syntax", message, hint) for part, message, hint in KNOWN if part in said), found)
    return Problem(file.name, line, column, *found, file.excerpt(line))


def _odd_space(file: SourceText, line: int) -> tuple[int, int] | None:
    """Return line and column of a space that is none for YAML and indents this line or one just above it."""
    for number in range(line, max(line - LINES_BACK, 0), -1):
        text = file.line(number)
        for column, character in enumerate(text[: len(text) - len(text.lstrip(SPACES + ODD_SPACES))], 1):
            if character not in SPACES:
                return number, column
    return None
