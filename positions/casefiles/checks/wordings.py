"""A wording chooses one option for every clause that has several, and every option has a strength."""

from __future__ import annotations

from typing import Any

from positions.casefiles.checks.stances import report_unless_option
from positions.casefiles.drafts import draft_clauses, draft_of
from positions.casefiles.nodes import MapNode, ScalarNode
from positions.casefiles.reading import Reading
from positions.casefiles.strengths import strength_of
from positions.casefiles.words import listed
from positions.errors import CaseProblems
from positions.model import MOST_SEATS, Clause, SilentSeats, Wording

__all__ = [
    "check_draft",
    "check_seats",
    "check_sense",
    "check_strength",
    "check_version",
    "check_weights",
    "check_wording",
]


def check_draft(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report slips in the bracketed draft, and an issue that has neither clauses nor a draft."""
    draft = draft_of(node)
    if draft is None:
        if "clauses" not in node.entries:
            hint = "add clauses: with their options, or draft: with the bracketed text (field: issue.clauses)"
            reading.report(node, "missing-field", "this issue has no clauses and no draft", hint)
        return
    _report_slips(draft, reading)


def check_version(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report slips in a state of the draft that is kept."""
    text = node.get("text")
    if "text" in values and isinstance(text, ScalarNode):
        _report_slips(text, reading)


def _report_slips(draft: ScalarNode, reading: Reading) -> None:
    try:
        draft_clauses(draft, reading.scope.owners)
    except CaseProblems as error:
        for problem in error.problems:
            if problem.rule != "unknown-delegation" or reading.scope.complete:
                reading.add(problem)


def check_wording(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report clauses that are left open and options that do not exist."""
    choice = node.get("choice")
    if not isinstance(choice, MapNode) or reading.issue is None:
        return
    for clause, (_, option) in choice.entries.items():
        report_unless_option(clause, option, reading)
    for clause, options in reading.issue.options.items():
        if clause not in choice.entries and len(options) > 1:
            message = f"this wording leaves the clause {clause} open"
            hint = f"add {clause}: with one of {listed(options)}"
            reading.report(choice, "open-clause", message, hint)


def check_strength(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an option whose strength is not given and cannot be read from its words."""
    if "strength" not in node.entries and "text" in values and strength_of(values["text"]) is None:
        hint = "add strength: 0.4, or a band strength: [0.3, 0.4, 0.6] where it is disputed (field: option.strength)"
        reading.report(node, "missing-strength", "this option has no strength", hint)


def check_weights(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an issue whose clauses all weigh nothing: its wordings would have no place on the ladder."""
    clauses: dict[str, Clause] = values.get("clauses", {})
    if clauses and all(clause.weight == 0 for clause in clauses.values()):
        hint = "give the clauses that matter a weight of 1 (field: clause.weight)"
        reading.report(node.entries["clauses"][1], "no-weight", "every clause of this issue has weight 0", hint)


def check_sense(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report wordings in which an option stands without what it names under ``only_with``."""
    clauses: dict[str, Clause] = values.get("clauses") or (reading.issue.drafted if reading.issue else {})
    wordings: dict[str, Wording] = values.get("wordings", {})
    place = node.get("wordings")
    for name, wording in wordings.items():
        for clause, option in wording.choice.items():
            known = clauses[clause].options.get(option) if clause in clauses else None
            for other in known.only_with if known else ():
                found = wording.choice.get(other.clause)
                if found in other.options or not isinstance(place, MapNode):
                    continue
                message = f"{option} makes sense only with {listed(other.options)} in {other.clause}, not with {found}"
                hint = f"change {clause} or {other.clause}, or the option's only_with"
                reading.report(place.entries[name][1], "senseless-wording", message, hint)


def check_seats(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report more silent seats than a meeting can have."""
    silent: dict[str, SilentSeats] = values.get("silent", {})
    seats = sum(each.seats for each in silent.values())
    if seats > MOST_SEATS:
        message = f"{seats:,} silent seats in all; an issue has at most {MOST_SEATS:,}"
        hint = "count delegations, not people or votes (field: silent.seats)"
        reading.report(node.entries["silent"][1], "out-of-range", message, hint)
