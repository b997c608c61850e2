"""The decision rules that an issue may name. What they mean is computed elsewhere; here they are only known by name."""

from __future__ import annotations

import re

__all__ = ["RULE_PATTERN", "is_rule", "rules_in_words"]

NAMES = ("consensus", "simple_majority", "two_thirds_majority", "absolute_majority")
RULE_PATTERN = "|".join((*NAMES, "consensus_minus_[1-9][0-9]{0,2}"))


def is_rule(text: str) -> bool:
    """Return whether ``text`` names a rule.

    >>> [is_rule(t) for t in ("consensus", "consensus_minus_2", "consensus_minus_0", "majority")]
    [True, True, False, False]
    """
    return re.fullmatch(RULE_PATTERN, text, re.ASCII) is not None


def rules_in_words() -> str:
    """Return the rules as a list for an error or a page."""
    return ", ".join((*NAMES, "consensus_minus_k (k = 1, 2, …)"))
