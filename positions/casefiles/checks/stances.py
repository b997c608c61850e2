"""What a delegation holds does not contradict itself and speaks of options that exist."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import ListNode, MapNode, ScalarNode
from positions.casefiles.reading import Reading
from positions.casefiles.references import unknown
from positions.casefiles.scope import mappings_in, text_of
from positions.casefiles.words import shown
from positions.model import SALIENCES, code_values, read_code

__all__ = [
    "check_between",
    "check_code",
    "check_code_numbers",
    "check_demand_options",
    "check_lines",
    "check_option",
    "check_stand",
    "check_statement",
    "report_unless_option",
]


def check_stand(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an ideal point that its own holder would not accept."""
    ideal, acceptance = values.get("ideal"), values.get("acceptance")
    if ideal is None or acceptance is None or acceptance[0] <= ideal <= acceptance[1]:
        return
    low, high = acceptance
    message = f"ideal {ideal:g} lies outside its own acceptance [{low:g}, {high:g}]"
    better = f"[{min(low, ideal):g}, {max(high, ideal):g}]"
    hint = f"who has an ideal point accepts it: widen acceptance to {better}, or move the ideal"
    reading.report(node.entries["ideal"][1], "ideal-outside-acceptance", message, hint)


def check_between(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an end of an acceptance interval that does not lie where it is said to lie."""
    acceptance = values.get("acceptance") or (code_values(values.get("code", ""), reading.codes) or {}).get(
        "acceptance"
    )
    for name, end in (("low_between", 0), ("high_between", 1)):
        between = values.get(name)
        if between is None or acceptance is None or between[0] <= acceptance[end] <= between[1]:
            continue
        word = ("low", "high")[end]
        message = f"the {word} end of acceptance, {acceptance[end]:g}, is not within {name} [{between[0]:g}, "
        message += f"{between[1]:g}]"
        wider = f"[{min(between[0], acceptance[end]):g}, {max(between[1], acceptance[end]):g}]"
        hint = f"write {name}: {wider}, or move the end of acceptance"
        reading.report(node.entries[name][1], "end-outside-range", message, hint)


def check_code_numbers(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report a code whose numbers stand twice, or do not go together with the rest of the coding table."""
    code = values.get("code", "")
    letter = code in SALIENCES
    if not code:
        return
    if any(each.code == code or (not letter and read_code(each.code) == read_code(code)) for each in reading.codes):
        hint = "put all that it means into one entry"
        reading.report(node.entries["code"][1], "duplicate-entry", f"codes names {shown(code)} twice", hint)
    for name in ("ideal", "acceptance"):
        if letter and name in node.entries:
            message = f"a letter says how hard, and has no {name}"
            reading.report(node.entries[name][0], "unknown-key", message, "give it to the codes, e.g. code: -3")
    if not letter and ("ideal" in values or "acceptance" in values):
        whole = {**(code_values(code) or {}), **values}
        if not whole["acceptance"][0] <= whole["ideal"] <= whole["acceptance"][1]:
            low, high = whole["acceptance"]
            message = (
                f"the ideal point of {shown(code)}, {whole['ideal']:g}, is not in its acceptance [{low:g}, {high:g}]"
            )
            hint = "give both, so that the interval holds the ideal point"
            reading.report(node.entries["code"][1], "ideal-outside-acceptance", message, hint)


def check_code(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report a stance that has neither its numbers nor a code that gives them."""
    missing = [name for name in ("ideal", "acceptance", "salience", "confidence") if name not in node.entries]
    code = node.get("code")
    if not missing or code_values(values.get("code", "")) is not None:
        return
    if isinstance(code, ScalarNode) and "code" in values:
        message = f'code "{shown(code.text)}" is not one of the coding table, and there is no {missing[0]}'
        reading.report(code, "missing-code", message, "write -3 to +3 with H, M or L, e.g. -3 H; or give the numbers")
        return
    hint = "add code: -3 (blocks) to +3 (proposes), with H, M or L; or the numbers themselves"
    for name in missing:
        reading.report(node, "missing-field", f"this stance has no {name}", hint)


def check_statement(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report clauses and options that do not exist, unless a later draft may have taken them away."""
    if "options" in node.entries and "clause" not in node.entries:
        message = "options of which clause? there is none"
        reading.report(node.entries["options"][0], "missing-field", message, "add clause: with the id of the clause")
    clause, at = values.get("clause", ""), reading.issue
    if at is None or at.unread or not clause or values.get("date", "9") < at.redrafted:
        return
    if clause in at.options or not reading.scope.complete:
        check_demand_options(values, node, reading)
    else:
        scalar: Any = node.get("clause")
        unknown("clause", "unknown-clause", "in this issue", scalar, at.options, reading)


def check_lines(values: dict[str, Any], node: MapNode, reading: Reading) -> None:  # noqa: ARG001
    """Report what is ruled out twice, and a demand for what is ruled out."""
    ruled_out: dict[tuple[str, str], MapNode] = {}
    for line in mappings_in(node.get("red_lines")):
        place = (text_of(line, "clause"), text_of(line, "option"))
        if not all(place):
            continue
        if place in ruled_out:
            message = f"a second red line on {shown(place[1])} in {shown(place[0])}"
            reading.report(line, "duplicate-entry", message, "keep the firmer one")
        ruled_out[place] = line
    demanded: set[str] = set()
    for demand in mappings_in(node.get("demands")):
        clause = text_of(demand, "clause")
        if clause and clause in demanded:
            message = f"a second demand in clause {shown(clause)}"
            reading.report(demand, "duplicate-entry", message, "put all that would do into one list of options")
        demanded.add(clause)
        options = demand.get("options")
        for option in options.items if isinstance(options, ListNode) else ():
            if isinstance(option, ScalarNode) and (line_there := ruled_out.get((clause, option.text))):
                message = f"demands {shown(option.text)}, which its own red line in line {line_there.line} rules out"
                reading.report(option, "contradicting-demand", message, "take out the demand or the red line")


def check_option(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report a red line on an option that its clause does not have."""
    if "clause" in values and "option" in values:
        report_unless_option(values["clause"], node.entries["option"][1], reading)


def check_demand_options(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report demanded options that the clause does not have."""
    options = node.get("options")
    if "clause" in values and isinstance(options, ListNode):
        for option in options.items:
            report_unless_option(values["clause"], option, reading)


def report_unless_option(clause: str, node: object, reading: Reading) -> None:
    """Report an option that ``clause`` does not have."""
    if reading.issue is None or not reading.scope.complete or not isinstance(node, ScalarNode):
        return
    options = reading.issue.options.get(clause)
    if options is not None and node.text not in options:
        unknown("option", "unknown-option", f"in clause {clause}", node, options, reading)
