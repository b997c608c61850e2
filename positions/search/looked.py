"""A search that was done in pieces, by whomever, as the main search takes it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from positions.search.proposers import Proposer

__all__ = ["Looked"]


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What somebody who looked through all wordings found: those that may be on the front, in the search's order.

    Parameters
    ----------
    named : mapping of wording to (clause to option)
    exact, gap, searched
        As in :class:`Compromise`.
    evaluated : int
    tablers : mapping of wording to tuple of Proposer
        For each wording of the front.
    """

    named: Mapping[str, Mapping[str, str]]
    exact: bool
    gap: float
    searched: int
    evaluated: int
    tablers: Mapping[str, tuple[Proposer, ...]]
