"""From the values of an object that is in order to its record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

from positions.casefiles.outcomes import completed
from positions.casefiles.reading import Reading
from positions.casefiles.strengths import strength_of, strengths_of
from positions.casefiles.table import CLASSES
from positions.markings import Marking
from positions.model import (
    PARAMETERS,
    Believed,
    Clause,
    CodeNumbers,
    Confidence,
    DraftVersion,
    Issue,
    Option,
    Outcome,
    ParameterSpec,
    Stance,
    Wording,
    code_values,
    derived_stances,
)

__all__ = ["Build", "builder"]

Values: TypeAlias = dict[str, Any]
Build: TypeAlias = Callable[[Values, Reading], Any]


def builder(name: str) -> Build:
    """Return what makes the record of an object from its values; most records hold just these."""
    cls = CLASSES[name]
    return SPECIAL.get(name) or (lambda values, reading: cls(**values))  # noqa: ARG005


def _option(values: Values, reading: Reading) -> Option:  # noqa: ARG001
    if "strength" in values:
        return Option(**values)
    strength = strength_of(values["text"])
    assert strength is not None  # noqa: S101 - checked with the object
    return Option(**values, strength=strength, read_by="lexicon")


def _marked(values: Values, reading: Reading) -> Values:
    """Fill in the issue's marking where there is none."""
    if "marking" not in values:
        # an issue without a marking is a problem of its own, and then no case is made of this
        mark = reading.issue.marking if reading.issue else ""
        values["marking"] = Marking(mark) if mark in Marking.__members__ else Marking.TS
    return values


def _wording(values: Values, reading: Reading) -> Wording:
    _marked(values, reading)
    if reading.issue is not None and "choice" in values:  # a clause with one option needs no choosing
        chosen, options = values["choice"], reading.issue.options
        values["choice"] = {k: chosen[k] if k in chosen else next(iter(options[k]), "") for k in options}
    return Wording(**values)


def _draft_version(values: Values, reading: Reading) -> DraftVersion:
    return DraftVersion(**_marked(values, reading))


def _clause(values: Values, reading: Reading) -> Clause:  # noqa: ARG001
    options: dict[str, Option] = values["options"]
    if any(option.read_by == "lexicon" for option in options.values()):
        strengths = strengths_of([option.text for option in options.values()])
        for (name, option), strength in zip(options.items(), strengths, strict=True):
            if option.read_by == "lexicon":
                options[name] = replace(option, strength=strength)
    return Clause(**values)


def _outcome(values: Values, reading: Reading) -> Outcome:
    ambitious, wordings = (tuple(reading.issue.ambitious), reading.issue.wordings) if reading.issue else ((), {})
    found = completed(values, ambitious, wordings)
    named_with = found.pop("with", ())
    return Outcome(**found, with_=named_with)


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


def _code_numbers(values: Values, reading: Reading) -> CodeNumbers:
    made = CodeNumbers(**values)
    reading.codes = (*reading.codes, made)
    return made


def _stance(values: Values, reading: Reading) -> Stance:
    by_code = code_values(values.get("code", ""), reading.codes) or {}
    if "ideal" in values:
        by_code.pop("mobility", None)
    return Stance(**{"confidence": Confidence.STATED, **by_code, **values})


def _believed(values: Values, reading: Reading) -> Believed:
    chance = {"chance": values.pop("chance")} if "chance" in values else {}
    stance = _stance(values, reading)
    return Believed(**{name: getattr(stance, name) for name in Stance.__dataclass_fields__}, **chance)


def _case(values: Values, reading: Reading) -> Values:
    """Return the arguments of a ``Case``."""
    changed: dict[str, ParameterSpec] = values.pop("parameters", {})
    for section in ("stances", "believed"):
        by_issue: dict[str, dict[str, Stance]] = values.get(section, {})
        values[section] = {(d, i): stance for i, held in by_issue.items() for d, stance in held.items()}
    said, issues, written = values.get("statements", ()), values.get("issues", {}), values["stances"]
    values["stances"] = {**written, **derived_stances(said, issues, written, reading.codes)}
    values["parameters"] = tuple(changed.get(spec.name, spec) for spec in PARAMETERS)
    values.setdefault("groups", {})
    return values


SPECIAL: dict[str, Build] = {
    "option": _option,
    "clause": _clause,
    "wording": _wording,
    "outcome": _outcome,
    "draft_version": _draft_version,
    "issue": _issue,
    "code_numbers": _code_numbers,
    "stance": _stance,
    "believed": _believed,
    "parameter": _parameter,
    "case": _case,
}
