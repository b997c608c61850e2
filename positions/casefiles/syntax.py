"""YAML syntax errors in words that help."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import SourceText
from positions.errors import Problem

__all__ = ["syntax_problem"]

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
    if "unexpected end of stream" in said and error.context_mark:
        mark = error.context_mark  # where the text begins, not where the file ends
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    excerpt = file.line(line)
    if "\t" in excerpt[:column] and "cannot start any token" in said:
        place = excerpt.index("\t") + 1
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
    return Problem(file.name, line, column, "yaml-syntax", f"not YAML: {said}", "", excerpt)
