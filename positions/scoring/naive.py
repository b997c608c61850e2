"""Rules that anybody could use instead of a model: they say yes or no to "is the ambitious text adopted?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from positions.model import Case, Stance

__all__ = ["NAIVE_RULES", "base_rates", "stance_code"]

# ideal point that the coding table gives each code; the nearest one stands in where a stance carries no code
CODES = {3: 1.0, 2: 0.85, 1: 0.6, -1: 0.3, -2: 0.1, -3: 0.0}


def stance_code(stance: Stance) -> int:
    """Return a stance as −3 (blocks) … +3 (proposes): the coder's own code, or the nearest to its ideal point.

    A minus sign may be typed as ``-`` or ``−``.
    """
    written = re.match(r"\s*([+\-−]?)\s*([0-3])(?!\d)", stance.code)
    if written:
        return int(written[2]) * (-1 if written[1] in ("-", "−") else 1)
    return min(CODES, key=lambda code: (abs(CODES[code] - stance.ideal), code))


def _nobody_at(limit: int) -> Callable[[Case, str], bool]:
    return lambda case, issue: all(stance_code(s) > limit for s in case.stances_on(issue))


def _mean_is_positive(case: Case, issue: str) -> bool:
    codes = [stance_code(s) for s in case.stances_on(issue)]
    return sum(codes) > 0


NAIVE_RULES: Mapping[str, tuple[str, Callable[[Case, str], bool]]] = {
    "blocks-at-3": ("anyone at -3 blocks", _nobody_at(-3)),
    "blocks-at-2": ("anyone at -2 or below blocks", _nobody_at(-2)),
    "mean-sign": ("sign of the plain mean of stances", _mean_is_positive),
    "never": ("always no", lambda case, issue: False),  # noqa: ARG005
}


def base_rates(happened: Sequence[bool]) -> tuple[float, ...]:
    """Return, for each event, the share of the *other* events that happened; one half when there are no others.

    Examples
    --------
    >>> base_rates([True, False, False])
    (0.0, 0.5, 0.5)
    """
    n, total = len(happened), sum(happened)
    return tuple((total - h) / (n - 1) if n > 1 else 0.5 for h in happened)
