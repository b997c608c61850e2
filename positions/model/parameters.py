"""The objection game's parameters: central values, ranges, and where each comes from.

All of them are ours unless ``source`` says otherwise. They are drawn from their ranges in every simulation, and the
spread that this causes is what the bands show. *The record* is seven recorded consensus negotiations with 117 decided
issues; ranges in brackets are 90 % intervals.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated

from positions.markings import Marking
from positions.model.fields import Field

__all__ = ["PARAMETERS", "ParameterSpec", "Parameters"]

# fmt: off
# each field in a line or two, as in a table

OWN = "the program's own value"


@dataclass(frozen=True, slots=True)
class ParameterSpec:
    """A change to one parameter of the objection game. Parameters without a source are ours."""

    name: str
    symbol: str
    central: Annotated[float, Field("The value itself.", "0.6", filled_from=OWN)]
    low: Annotated[float, Field("Low end of its range.", "0.4", filled_from=OWN)]
    high: Annotated[float, Field("High end of its range.", "0.8", filled_from=OWN)]
    meaning: str
    source: Annotated[str, Field("The evidence; none = ours.", "our own three meetings", release="if marked")] = ""
    marking: Annotated[Marking | None, Field(
        "The marking of the change and its evidence.", "U",
        filled_from="nothing; the evidence then leaves in no release below the highest mark of the case")] = None


PARAMETERS: tuple[ParameterSpec, ...] = (
    ParameterSpec("base_cost", "β", 0.115, 0.09, 0.14,
        "cost of blocking consensus at all, in units of grievance",
        "ours: above the grievance of a -1 L (0.10), so that a lukewarm room blocks nothing, however large"),
    ParameterSpec("isolation_cost", "κ", 0.39, 0.24, 0.54,
        "further cost of standing alone, for a delegation with no resolve",
        "the record: against one stance of -2 a text was adopted in 6 of 43 cases (7-25 %); of those coded -2 M, "
        "28 of 38 are named as holding out, of -1 H 4 of 4, of -1 M 9 of 32. In the middle of the range a lone -2 M or "
        "-1 H holds out, a lone -1 M does not"),
    ParameterSpec("company_unit", "ω", 1.0, 0.6, 1.6, "influence that counts as one unit of company"),
    ParameterSpec("goodwill_effect", "η", 0.25, 0.0, 0.5, "how much a welcome tabler softens grievance"),
    ParameterSpec("association_scale", "α", 1.0, 0.6, 1.4, "multiplies every declared association weight"),
    ParameterSpec("talk_effect", "τ", 0.8, 0.6, 1.0, "share of a stance's mobility that a private talk realises"),
    ParameterSpec("noise", "σ", 0.03, 0.01, 0.05, "unexplained part of a grievance, one standard deviation"),
    ParameterSpec("group_correlation", "ρ", 0.2, 0.0, 0.4, "share of the uncertainty that members of a group share"),
    ParameterSpec("trade_rate", "θ", 0.5, 0.3, 0.7,
        "how much a gain on one issue offsets of a loss on another, in a package"),
    ParameterSpec("overrule", "π", 0.0, 0.0, 0.0, "chance that the chair overrules one isolated objector"),
    ParameterSpec("silent_objectors", "q", 0.012, 0.005, 0.02,
        "chance that a named delegation of influence 1 of which nothing is known has a reservation point below the "
        "most ambitious text; 0: none has, and unknown delegations take no part",
        "the record: of delegations that had not spoken and whose group had not either, 22 of 949 held out where "
        "somebody is named (48 issues), none is known to have on the other 69; of those with influence 2, 9 of 252"),
    ParameterSpec("silent_spread", "r", 0.8, 0.6, 1.0,
        "how far up from what stands such reservation points are spread, as a share of the way to the ladder's top"),
    ParameterSpec("supporter_floor", "φ", 0.03, 0.01, 0.10,
        "chance that a supporter refuses texts below a floor, somewhere between half of its ideal point and all of it",
        "the record: 1 of 142 supporters is named as holding out; at most 10 of 34 issues with a weaker text and "
        "supporters ended without any text for that reason"),
    ParameterSpec("forwarding", "λ", 0.12, 0.05, 0.20,
        "chance that the matter is forwarded before the next text is put: time runs out, or the chair defers it",
        "the record: 20 % of unopposed issues were forwarded (8-41), of all 26 % (20-33)"),
    ParameterSpec("forwarding_at_end", "ψ", 0.58, 0.46, 0.69,
        "chance that a matter on which no text passed is forwarded, instead of left at what stands",
        "the record: 30 of 52 issues without a text"),
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """One value for each parameter.

    Examples
    --------
    >>> central = Parameters.central_of(PARAMETERS)
    >>> central.base_cost, central.with_values({"noise": 0.0}).noise
    (0.115, 0.0)
    """

    base_cost: float
    isolation_cost: float
    company_unit: float
    goodwill_effect: float
    association_scale: float
    talk_effect: float
    noise: float
    group_correlation: float
    trade_rate: float
    overrule: float
    silent_objectors: float
    silent_spread: float
    supporter_floor: float
    forwarding: float
    forwarding_at_end: float

    @classmethod
    def central_of(cls, specs: Iterable[ParameterSpec]) -> "Parameters":
        """Return the central values of a case's parameters (``Case.parameters``)."""
        return cls(**{spec.name: spec.central for spec in specs})

    def with_values(self, values: Mapping[str, float]) -> "Parameters":
        """Return a copy with some values changed; an unknown name is a TypeError."""
        return replace(self, **values)

    def as_dict(self) -> dict[str, float]:
        """Return name → value, in the order of the table."""
        return {f.name: getattr(self, f.name) for f in fields(self)}
