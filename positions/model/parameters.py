"""The objection game's parameters: central values, ranges, and where each comes from.

All of them are ours unless ``source`` says otherwise: no source gives numbers for them. They are therefore drawn
from their ranges in every simulation, and the spread that this causes is what the bands show.
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
    ParameterSpec("base_cost", "β", 0.10, 0.05, 0.15, "cost of holding up consensus at all, in units of grievance"),
    ParameterSpec("isolation_cost", "κ", 0.50, 0.30, 0.70,
        "further cost of standing alone, for a delegation with no resolve",
        "direction only: dissent falls to a quarter without an ally in conformity experiments"),
    ParameterSpec("company_unit", "ω", 1.0, 0.6, 1.6, "influence that counts as one unit of company"),
    ParameterSpec("goodwill_effect", "η", 0.25, 0.0, 0.5, "how much a welcome tabler softens grievance"),
    ParameterSpec("association_scale", "α", 1.0, 0.6, 1.4, "multiplies every declared association weight"),
    ParameterSpec("talk_effect", "τ", 0.8, 0.6, 1.0, "share of a stance's mobility that a private talk realises"),
    ParameterSpec("noise", "σ", 0.03, 0.01, 0.05, "unexplained part of a grievance, one standard deviation"),
    ParameterSpec("group_correlation", "ρ", 0.2, 0.0, 0.4, "share of the uncertainty that members of a group share"),
    ParameterSpec("trade_rate", "θ", 0.5, 0.3, 0.7,
        "how much a gain on one issue offsets of a loss on another, in a package"),
    ParameterSpec("overrule", "π", 0.0, 0.0, 0.0, "chance that the chair overrules one isolated objector"),
)


@dataclass(frozen=True, slots=True)
class Parameters:
    """One value for each parameter.

    Examples
    --------
    >>> central = Parameters.central_of(PARAMETERS)
    >>> central.base_cost, central.with_values({"noise": 0.0}).noise
    (0.1, 0.0)
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
