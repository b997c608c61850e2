"""A case with one stance changed, for what-ifs: checked like one that is read from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from difflib import get_close_matches
from typing import Any

from positions.errors import ExitCode, PositionsError
from positions.model import SALIENCES, Case, Confidence, Source, Stance

__all__ = ["changed_stance", "lets_go", "with_interval"]

FIXED = ("delegation", "issue", "source")
ASKED = ("ideal", "acceptance", "salience")


def changed_stance(case: Case, issue: str, delegation: str, values: Mapping[str, Any]) -> Case:
    """Return a case with another stance.

    Raises
    ------
    PositionsError
        For a field that a stance does not have, a number outside 0..1, an interval the wrong way round, or a stance
        that is not known yet and lacks one of ideal, acceptance and salience.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> case = changed_stance(load_case(Path("data")), "victim_care", "pakistan", {"ideal": 0.9})
    >>> case.stances["pakistan", "victim_care"].acceptance
    (0.0, 0.9)
    """
    there_are = [f.name for f in fields(Stance) if f.name not in FIXED]
    for name in values:
        if name not in there_are:
            near = get_close_matches(name, there_are, n=1)
            raise _wrong(
                f'a stance has no field "{name}"', f"did you mean {near[0]}?" if near else ", ".join(there_are)
            )
    held = case.stance(delegation, issue)
    given: dict[str, Any] = {
        name: Confidence(v) if name == "confidence" and isinstance(v, str) else v for name, v in values.items()
    }
    if held is None:
        missing = [name for name in ASKED if name not in given]
        if missing:
            raise _wrong(f"nothing is known of {delegation} on {issue}: give {', '.join(missing)} too", "")
        source = Source(document="what if", marking=case.issues[issue].marking)
        held = Stance(
            delegation, issue, given["ideal"], tuple(given["acceptance"]), given["salience"], Confidence.ASSUMED, source
        )
    made = replace(held, **given)
    low, high = (float(v) for v in made.acceptance)
    if "acceptance" not in given:
        low, high = min(low, made.ideal), max(high, made.ideal)
    for name, value in (("ideal", made.ideal), ("salience", made.salience), ("mobility", made.mobility)):
        if not 0 <= value <= 1:
            raise _wrong(f"{name} {value} is outside 0..1", "0 is nothing beyond what binds, 1 the most ambitious text")
    if not 0 <= low <= made.ideal <= high <= 1:
        raise _wrong(f"ideal {made.ideal} is not in acceptance {low} to {high}, within 0..1", "give both")
    made = replace(made, acceptance=(low, high))
    if "acceptance" in given:  # then nobody differs about it
        made = replace(made, low_between=given.get("low_between"), high_between=given.get("high_between"))
    return replace(case, stances={**case.stances, (delegation, issue): made})


def lets_go(case: Case, issue: str, delegation: str) -> Case:
    """Return a case in which a delegation accepts everything on one issue: it stays in the room and does not object.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> case = lets_go(load_case(Path("data")), "victim_care", "pakistan")
    >>> case.stances["pakistan", "victim_care"].red_lines
    ()
    """
    return with_interval(case, issue, delegation, 0.0, 1.0, {"red_lines": (), "demands": ()})


def with_interval(
    case: Case, issue: str, delegation: str, low: float, high: float, more: Mapping[str, Any] | None = None
) -> Case:
    """Return a case in which a delegation accepts an interval; its ideal point goes with it where it lies outside.

    Of whom nothing is known, what the issue assumes of the silent is taken for the rest, and else the middle of the
    interval and a middling salience.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> case = with_interval(load_case(Path("data")), "victim_care", "pakistan", 0.2, 0.8)
    >>> case.stances["pakistan", "victim_care"].ideal
    0.2
    """
    if not 0 <= low <= high <= 1:
        raise _wrong(f"{low:g} to {high:g} is no interval within 0..1", "write the lower end first, as in 0.2-0.5")
    held = case.stance(delegation, issue)
    assumed = next((c for c in case.issues[issue].silent if c.covers_named), None)
    known = held or assumed
    ideal = min(max(known.ideal, low), high) if known else (low + high) / 2
    salience = known.salience if known else SALIENCES["M"]
    values = {"acceptance": (low, high), "ideal": ideal, "salience": salience, **(more or {})}
    return changed_stance(case, issue, delegation, values)


def _wrong(message: str, hint: str) -> PositionsError:
    return PositionsError(message, hint=hint, exit_code=ExitCode.USAGE)
