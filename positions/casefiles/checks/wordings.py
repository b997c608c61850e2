"""A wording chooses one option for every clause, and every option has a strength."""

from __future__ import annotations

from typing import Any

from positions.casefiles.checks.stances import report_unless_option
from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.casefiles.strengths import strength_of
from positions.casefiles.words import listed

__all__ = ["check_strength", "check_wording"]


def check_wording(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report clauses that are left open and options that do not exist."""
    choice = node.get("choice")
    if not isinstance(choice, MapNode) or reading.issue is None:
        return
    for clause, (_, option) in choice.entries.items():
        report_unless_option(clause, option, reading)
    for clause, options in reading.issue.options.items():
        if clause not in choice.entries:
            message = f"this wording leaves the clause {clause} open"
            hint = f"add {clause}: with one of {listed(options)}"
            reading.report(choice, "open-clause", message, hint)


def check_strength(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an option whose strength is not given and cannot be read from its words."""
    if "strength" not in node.entries and "text" in values and strength_of(values["text"]) is None:
        hint = "add strength: 0.4, or a band strength: [0.3, 0.4, 0.6] where it is disputed (field: option.strength)"
        reading.report(node, "missing-strength", "this option has no strength", hint)
