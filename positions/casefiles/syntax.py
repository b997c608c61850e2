"""YAML syntax errors in words that help."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import SourceText
from positions.errors import Problem

__all__ = ["syntax_problem"]

ENDS = "unexpected end of stream"
OTHERWISE = "look at quotes, brackets and indentation here and in the line above"
OPEN_LIST = "add the missing , or ]; a text with , : [ ] { } in it needs quotes"
OPEN_MAPPING = "add the missing , or }; a text with , : [ ] { } in it needs quotes"

# part of the parser's message -> what to say, how to mend
KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        'a ": " where none can be',
        'put a text that holds ": " in quotes; or the line above lacks its colon; or this one is indented too far',
    ),
    (
        "could not find expected ':'",
        "a key without its colon",
        "write key: value; a text of several lines needs quotes or a |",
    ),
    (
        "did not find expected key",
        "this line fits neither the mapping above it nor a new one",
        "indent it like its neighbours; a text with quotes in it needs quotes of the other kind around it",
    ),
    (
        "expected <block end>",
        "this line fits neither the block above it nor a new one",
        "indent it like its neighbours",
    ),
    (
        "did not find expected '-' indicator",
        "this line is no entry of the list above it",
        "begin it with - or indent it like the key that holds the list",
    ),
    (
        "did not find expected ',' or ']'",
        "a list [ … ] that is not closed before this",
        OPEN_LIST,
    ),
    (
        "did not find expected ',' or '}'",
        "a mapping { … } that is not closed before this",
        OPEN_MAPPING,
    ),
    (
        "expected ',' or ']'",
        "a list [ … ] that is not closed before this",
        OPEN_LIST,
    ),
    (
        "expected ',' or '}'",
        "a mapping { … } that is not closed before this",
        OPEN_MAPPING,
    ),
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
    excerpt = file.line(line)
    if "tab character" in said or ("\t" in excerpt[:column] and "cannot start any token" in said):
        place = max(excerpt.find("\t") + 1, 1)
        return Problem(
            file.name,
            line,
            place,
            "tab",
            "a tab where YAML wants spaces",
            "replace it by spaces; most editors can be told to do so",
            excerpt,
        )
    for part, message, hint in KNOWN:
        if part in said:
            return Problem(file.name, line, column, "yaml-syntax", message, hint, excerpt)
    return Problem(file.name, line, column, "yaml-syntax", f"not YAML: {said}", OTHERWISE, excerpt)
