"""From the values of an object that is in order to its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from positions.casefiles.reading import Reading
from positions.casefiles.strengths import strength_of, strengths_of
from positions.markings import Marking
from positions.model import (
    PARAMETERS,
    ActionPlan,
    Ask,
    Association,
    Clause,
    Companion,
    Confidence,
    Deadline,
    Delegation,
    Demand,
    Document,
    FollowUp,
    Group,
    Incentive,
    Issue,
    Meeting,
    Note,
    Option,
    Outcome,
    ParameterSpec,
    PlanLink,
    RedLine,
    Rung,
    SilentSeats,
    Source,
    Stance,
    Statistic,
    Talk,
    TalkingPoint,
    Tie,
    Wording,
)

__all__ = ["CLASSES", "RECORDS"]

Values: TypeAlias = dict[str, Any]
CONFIDENCES = {confidence.value: confidence for confidence in Confidence}
CLASSES: dict[str, type] = {
    "document": Document,
    "source": Source,
    "group": Group,
    "delegation": Delegation,
    "association": Association,
    "tie": Tie,
    "note": Note,
    "stance": Stance,
    "red_line": RedLine,
    "demand": Demand,
    "meeting": Meeting,
    "follow_up": FollowUp,
    "parameter": ParameterSpec,
    "issue": Issue,
    "rung": Rung,
    "clause": Clause,
    "option": Option,
    "companion": Companion,
    "wording": Wording,
    "silent": SilentSeats,
    "talk": Talk,
    "outcome": Outcome,
    "plan": ActionPlan,
    "ask": Ask,
    "deadline": Deadline,
    "statistic": Statistic,
    "incentive": Incentive,
    "talking_point": TalkingPoint,
    "link": PlanLink,
}


def _plain(cls: type) -> Callable[..., Any]:
    """Return a builder for a record whose fields are the object's."""

    def build(values: Values, reading: Reading) -> Any:  # noqa: ARG001
        return cls(**values)

    return build


def _stance(values: Values, reading: Reading) -> Stance:  # noqa: ARG001
    values["confidence"] = CONFIDENCES[values["confidence"]]
    return Stance(**values)


def _silent(values: Values, reading: Reading) -> SilentSeats:  # noqa: ARG001
    if "confidence" in values:
        values["confidence"] = CONFIDENCES[values["confidence"]]
    return SilentSeats(**values)


def _option(values: Values, reading: Reading) -> Option:  # noqa: ARG001
    if "strength" in values:
        return Option(**values)
    strength = strength_of(values["text"])
    assert strength is not None  # noqa: S101 - checked with the object
    return Option(**values, strength=strength, read_by="lexicon")


def _wording(values: Values, reading: Reading) -> Wording:
    if "marking" not in values:
        assert reading.issue is not None  # noqa: S101 - wordings stand in an issue
        # an issue without a marking is a problem of its own, and then no case is made of this
        mark = reading.issue.marking
        values["marking"] = Marking(mark) if mark in Marking.__members__ else Marking.TS
    if reading.issue is not None and "choice" in values:  # a clause with one option needs no choosing
        chosen, options = values["choice"], reading.issue.options
        values["choice"] = {k: chosen[k] if k in chosen else next(iter(options[k])) for k in options}
    return Wording(**values)


def _clause(values: Values, reading: Reading) -> Clause:  # noqa: ARG001
    options: dict[str, Option] = values["options"]
    if any(option.read_by == "lexicon" for option in options.values()):
        strengths = strengths_of([option.text for option in options.values()])
        for (name, option), strength in zip(options.items(), strengths, strict=True):
            if option.read_by == "lexicon":
                options[name] = replace(option, strength=strength)
    return Clause(**values)


def _issue(values: Values, reading: Reading) -> Issue:
    if "clauses" not in values and reading.issue is not None:
        values["clauses"] = reading.issue.drafted
    values.setdefault("ambitious", (values["tabled"],))
    if "silent" in values:
        values["silent"] = tuple(values["silent"].values())
    return Issue(**values)


def _parameter(values: Values, reading: Reading) -> ParameterSpec:  # noqa: ARG001
    known = next(spec for spec in PARAMETERS if spec.name == values["name"])
    return replace(known, **{"source": "", **values})


def _case(values: Values, reading: Reading) -> Values:  # noqa: ARG001
    """Return the arguments of a ``Case``."""
    changed: dict[str, ParameterSpec] = values.pop("parameters", {})
    by_issue: dict[str, dict[str, Stance]] = values.get("stances", {})
    values["stances"] = {(d, i): stance for i, held in by_issue.items() for d, stance in held.items()}
    values["parameters"] = tuple(changed.get(spec.name, spec) for spec in PARAMETERS)
    values.setdefault("groups", {})
    return values


RECORDS: dict[str, Callable[..., Any]] = {name: _plain(cls) for name, cls in CLASSES.items()} | {
    "stance": _stance,
    "silent": _silent,
    "option": _option,
    "clause": _clause,
    "wording": _wording,
    "issue": _issue,
    "parameter": _parameter,
    "case": _case,
}
