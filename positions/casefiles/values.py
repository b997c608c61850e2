"""Readers of single values: text, numbers, dates, markings, choices, intervals and bands.

``value_reader(field)`` returns a function ``(node, reading) -> value``; it reports what is wrong and returns ``BAD``.
Each tries the right form first; only a value that is not right pays for finding out why.
"""

from __future__ import annotations

import contextlib
import datetime
import math
import re
import sys
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from positions.casefiles.decision_rules import is_rule, rules_in_words
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode
from positions.casefiles.reading import BAD, Reading
from positions.casefiles.scalars import NULLS, resolve
from positions.casefiles.words import hidden_character, nearest, shown
from positions.markings import Marking
from positions.model import Field

__all__ = ["DATE_PATTERN", "ID_PATTERN", "LONGEST_ID", "RESERVED", "Read", "as_scalar", "id_problem", "value_reader"]

Read: TypeAlias = Callable[[Node, Reading], Any]

NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
ID_PATTERN = "[a-z][a-z0-9_]*"
ID = re.compile(ID_PATTERN, re.ASCII)
DATE_PATTERN = "([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?"
ANY_DATE = "write year-month-day, year-month or year"
DATE = re.compile(DATE_PATTERN, re.ASCII)
LONGEST_ID = 64
RESERVED = {
    "true": "YAML reads it as yes or no",
    "false": "YAML reads it as yes or no",
    "null": "YAML reads it as nothing",
    "no_text": "it means that no text is agreed",
}
LARGEST = sys.float_info.max


def value_reader(field: Field) -> Read:
    """Return the function that reads one value of ``field``."""
    makers: dict[str, Callable[[Field], Read]] = {
        "text": _text,
        "number": _number,
        "integer": _integer,
        "boolean": _boolean,
        "date": _date,
        "marking": _marking,
        "choice": _choice,
        "id": _id,
        "rule": _rule,
        "interval": _interval,
        "band": _band,
    }
    return makers[field.type](field)


def as_scalar(field: Field, node: Node, reading: Reading) -> ScalarNode | None:
    """Return the node if it is a single value that is not empty; otherwise report."""
    if isinstance(node, ScalarNode):
        if node.text not in NULLS if node.plain else node.text or field.may_be_empty:
            return node
        optional = "" if field.required else " or leave it out"
        reading.report(node, "empty-value", f"{field.name} has no value", f"write e.g. {field.example}{optional}")
        return None
    kind = "list" if isinstance(node, ListNode) else "mapping"
    reading.report(node, "wrong-type", f"{field.name} is a single value, not a {kind}", f"e.g. {field.example}")
    return None


def _text(field: Field) -> Read:
    pattern = re.compile(field.pattern) if field.pattern else None

    def read(node: Node, reading: Reading) -> Any:
        if type(node) is not ScalarNode or node.text in NULLS:
            found = as_scalar(field, node, reading)
            return BAD if found is None else found.text
        text = node.text.strip()
        if not text and not field.may_be_empty:
            return reading.report(
                node, "empty-value", f"{field.name} holds nothing but spaces", f"e.g. {field.example}"
            )
        if not text.isascii() and (hidden := hidden_character(text)):
            named = unicodedata.name(hidden, "no character")
            message = f"{field.name} holds U+{ord(hidden):04X} ({named.lower()}), which cannot be seen"
            return reading.report(node, "hidden-character", message, "take it out, or type the text again")
        if pattern and not pattern.fullmatch(text):
            message = f'{field.name} "{shown(text)}" is not {field.pattern_hint}'
            return reading.report(node, "bad-format", message, f"e.g. {field.example} (field: {field.path})")
        return text

    return read


def _number(field: Field) -> Read:
    low = -LARGEST if field.low is None else math.nextafter(field.low, math.inf) if field.above else field.low
    high = LARGEST if field.high is None else field.high

    def read(node: Node, reading: Reading) -> Any:
        if type(node) is ScalarNode and node.plain and NUMBER.fullmatch(node.text):
            value = float(node.text)
            if low <= value <= high:
                return value + 0.0  # no negative zero
        return _explain_number(field, node, reading)

    return read


def _integer(field: Field) -> Read:
    number = _number(field)

    def read(node: Node, reading: Reading) -> Any:
        value = number(node, reading)
        if value is BAD:
            return BAD
        if value != int(value):
            return reading.report(node, "wrong-type", f"{field.name} {value:g} is not a whole number", field.meaning)
        return int(value)

    return read


def _explain_number(field: Field, node: Node, reading: Reading) -> Any:
    """Report why a value is no number of the field's range."""
    scalar = as_scalar(field, node, reading)
    if scalar is None:
        return BAD
    text = shown(scalar.text)
    where = f"(field: {field.path})"
    meant = resolve(scalar.text) if scalar.plain else None
    if isinstance(meant, bool) or not isinstance(meant, int | float):
        quoted = not scalar.plain and NUMBER.fullmatch(scalar.text)
        if quoted:
            hint = f"take the quotes away {where}"
        elif re.fullmatch("[-+]?[0-9]+,[0-9]+", scalar.text):
            hint = f"write {scalar.text.replace(',', '.')}, with a point {where}"
        elif re.fullmatch(r"[0-9.]+ ?%", scalar.text) and NUMBER.fullmatch(share := scalar.text.rstrip("% ")):
            hint = f"write {float(share) / 100:g} {where}"
        else:
            hint = f"e.g. {field.example} {where}"
        what = "a text in quotes, not a number" if quoted else "not a number"
        return reading.report(node, "not-a-number", f'{field.name} "{text}" is {what}', hint)
    if not math.isfinite(meant):
        hint = f"what is not known is left out {where}"
        return reading.report(node, "not-finite", f"{field.name} {text} is not a finite number", hint)
    if not NUMBER.fullmatch(scalar.text):  # 0x1F, 0o17
        hint = f"write {meant:g} {where}"
        return reading.report(node, "not-a-number", f"{field.name} {text} is not a decimal number", hint)
    suggestion = f"write {meant / 100:.6g}? " if field.high == 1 and 1 < meant <= 100 else ""
    message = f"{field.name} {text} is {'outside' if field.high is not None else 'not'} {field.range}"
    return reading.report(node, "out-of-range", message, f"{suggestion}{field.meaning} {where}")


def _word(field: Field, understood: Callable[[ScalarNode], Any], explain: Read) -> Read:
    """Return a reader of single values: what is understood is the value, what is not is explained in a problem."""

    def read(node: Node, reading: Reading) -> Any:
        if type(node) is ScalarNode and (found := understood(node)) is not None:
            return found
        scalar = as_scalar(field, node, reading)
        return BAD if scalar is None else explain(scalar, reading)

    return read


def _boolean(field: Field) -> Read:
    def understood(node: ScalarNode) -> Any:
        return meant if node.plain and isinstance(meant := resolve(node.text), bool) else None

    def explain(node: Any, reading: Reading) -> Any:
        message = f'{field.name} "{shown(node.text)}" is neither true nor false'
        return reading.report(node, "wrong-type", message, f"write true or false, without quotes (field: {field.path})")

    return _word(field, understood, explain)


def _date(field: Field) -> Read:
    def understood(node: ScalarNode) -> Any:
        if match := DATE.fullmatch(node.text):
            with contextlib.suppress(ValueError):
                datetime.date(*map(int, match.groups(default="1")))
                return node.text
        return None

    def explain(node: Any, reading: Reading) -> Any:
        if DATE.fullmatch(node.text):
            return reading.report(node, "bad-date", f"{field.name} {node.text} is not in the calendar", ANY_DATE)
        hint = f"{ANY_DATE}, e.g. {field.example.partition(': ')[2]}"
        return reading.report(node, "bad-date", f'{field.name} "{shown(node.text)}" is not a date', hint)

    return _word(field, understood, explain)


MARKINGS = {mark.value: mark for mark in Marking}


def _marking(field: Field) -> Read:
    def explain(node: Any, reading: Reading) -> Any:
        try:
            hint = f"write {Marking.parse(node.text).value}"
        except ValueError:
            hint = "the mark of this passage or item itself; the tool only copies it"
        message = f'unknown marking "{shown(node.text)}"; allowed: {", ".join(MARKINGS)}'
        return reading.report(node, "unknown-marking", message, hint)

    return _word(field, lambda node: MARKINGS.get(node.text), explain)


def _choice(field: Field) -> Read:
    allowed: dict[str, Any] = {choice: field.words(choice) if field.words else choice for choice in field.choices}

    def explain(node: Any, reading: Reading) -> Any:
        if field.other_text:
            return node.text.strip()
        message = f'{field.name} "{shown(node.text)}" is not one of {", ".join(field.choices)}'
        hint = nearest(node.text, field.choices)
        return reading.report(node, "not-a-choice", message, hint if "did you" in hint else field.meaning)

    return _word(field, lambda node: allowed.get(node.text), explain)


def _id(field: Field) -> Read:
    def explain(node: Any, reading: Reading) -> Any:
        id_problem(node, reading)
        return BAD

    return _word(field, lambda node: node.text if _is_id(node.text) else None, explain)


def _is_id(text: str) -> bool:
    return text not in RESERVED and len(text) <= LONGEST_ID and ID.fullmatch(text) is not None


def id_problem(node: ScalarNode, reading: Reading) -> bool:
    """Report an id that cannot be one; return whether it was."""
    text = node.text
    if _is_id(text):
        return False
    if text in RESERVED:
        reading.report(node, "reserved-id", f'"{text}" cannot be an id: {RESERVED[text]}', "choose another word")
        return True
    plain = unicodedata.normalize("NFKD", text[:LONGEST_ID].replace("'", "")).encode("ascii", "ignore").decode()
    better = re.sub("[^a-z0-9]+", "_", plain.lower()).strip("_")
    message = f'"{shown(text)}" is not an id: lower-case letters, digits and _, a letter first, at most {LONGEST_ID}'
    reading.report(node, "bad-id", message, f"write {better}" if ID.fullmatch(better) else "begin with a letter")
    return True


def _rule(field: Field) -> Read:
    def explain(node: Any, reading: Reading) -> Any:
        message = f'no decision rule is called "{shown(node.text)}"'
        return reading.report(node, "unknown-rule", message, f"there is: {rules_in_words()}")

    return _word(field, lambda node: node.text if is_rule(node.text) else None, explain)


def _numbers(field: Field, node: ListNode, reading: Reading) -> Any:
    """Return the numbers of a list, or BAD."""
    number = _number(field)
    found = [number(item, reading) for item in node.items]
    return BAD if any(each is BAD for each in found) else tuple(found)


def _interval(field: Field) -> Read:
    number = _number(field)

    def read(node: Node, reading: Reading) -> Any:
        if type(node) is not ListNode or len(node.items) != 2:
            message = f"{field.name} is an interval [low, high]"
            return reading.report(node, "wrong-type", message, f"e.g. {field.example} (field: {field.path})")
        low, high = number(node.items[0], reading), number(node.items[1], reading)
        if low is BAD or high is BAD:
            return BAD
        if low > high:
            message = f"{field.name} [{low:g}, {high:g}] is reversed: {low:g} is above {high:g}"
            return reading.report(node, "reversed-interval", message, f"write [{high:g}, {low:g}]?")
        return (low, high)

    return read


def _band(field: Field) -> Read:
    number = _number(field)

    def read(node: Node, reading: Reading) -> Any:
        if type(node) is ScalarNode:
            value = number(node, reading)
            return BAD if value is BAD else (value, value, value)
        if type(node) is MapNode or (type(node) is ListNode and len(node.items) != 3):
            message = f"{field.name} is one number or a band [low, mid, high]"
            return reading.report(node, "wrong-type", message, f"e.g. {field.example} (field: {field.path})")
        band = _numbers(field, node, reading)  # type: ignore[arg-type]
        if band is BAD:
            return BAD
        if list(band) != sorted(band):
            message = f"{field.name} {_as_list(band)} is not in the order low, mid, high"
            return reading.report(node, "unordered-band", message, f"write {_as_list(sorted(band))}?")
        return band

    return read


def _as_list(values: Any) -> str:
    return "[" + ", ".join(f"{v:g}" for v in values) + "]"
