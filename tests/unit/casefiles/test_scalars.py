"""The core schema of YAML 1.2 (10.3.2), case by case."""

from __future__ import annotations

import math

import pytest

from positions.casefiles.scalars import resolve


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(("text", "value"), [("true", True), ("TRUE", True), ("False", False), ("false", False)])
def test_yes_and_no(text: str, value: bool) -> None:
    assert resolve(text) is value


@pytest.mark.parametrize(
    "text",
    # each of these is something else than text to a reader of YAML 1.1
    ["yes", "Yes", "no", "NO", "on", "off", "y", "n", "12:30", "1:20:30", "2010-01-27", "1_000", "0b101", "<<", "="],
)
def test_text_that_older_readers_change(text: str) -> None:
    assert resolve(text) == text


LOOKS_LIKE = "nULL tRUE 1e e5 . + - --1 1.2.3 0x 0o8 0O7 +0x1 inf nan .iNF \u0661 Infinity NaN 1,5 1\u00a0000"


@pytest.mark.parametrize("text", LOOKS_LIKE.split(" "))
def test_text_that_looks_like_something_else(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("-19", -19), ("+12", 12), ("012", 12), ("0o7", 7), ("0x3A", 58), ("0xfF", 255)],
)
def test_integers(text: str, value: int) -> None:
    assert resolve(text) == value
    assert isinstance(resolve(text), int)


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.", 0.0), ("-0.0", -0.0), (".5", 0.5), ("+12e03", 12000.0), ("-2E+05", -200000.0), ("1.5e-3", 0.0015)],
)
def test_numbers(text: str, value: float) -> None:
    assert resolve(text) == value
    assert isinstance(resolve(text), float)


def test_infinite_and_not_a_number() -> None:
    assert resolve(".inf") == resolve("+.INF") == math.inf
    assert resolve("-.Inf") == -math.inf
    assert all(math.isnan(float(str(resolve(text)))) for text in (".nan", ".NaN", ".NAN"))
    assert resolve("-.nan") == "-.nan"


def test_very_long_numbers_do_no_harm() -> None:
    assert resolve("9" * 100_000) == math.inf
    assert resolve("0." + "3" * 100_000) == pytest.approx(1 / 3)
