"""Paragraphs, tables and numbers of a page in Markdown."""

from __future__ import annotations

import numpy as np

__all__ = ["num", "para", "percent", "table"]


def para(text: str) -> str:
    """Return a paragraph on one line."""
    return " ".join(text.split())


def table(head: list[str], lines: list[list[object]]) -> str:
    cells = [[str(c) for c in line] for line in lines]
    return "\n".join(["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *cells)])


def num(value: float, digits: int = 2) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def percent(value: float) -> str:
    return "-" if np.isnan(value) else f"{100 * value:.0f} %"
