"""All wordings that an issue's clauses and options allow, as rows of option numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from positions.arrays import Ints
from positions.model import Issue

__all__ = ["ENUMERABLE", "OptionSpace", "in_order", "named_choice", "option_space", "own_combinations", "space_size"]

ENUMERABLE = 65_536  # combinations that are still looked at one by one


@dataclass(frozen=True, slots=True, eq=False)
class OptionSpace:
    """The sensible combinations of an issue's options.

    Parameters
    ----------
    clauses : tuple of str
        K clauses.
    options : tuple of tuple of str
        The options of each clause.
    choices : ndarray (W, K) int
        Numbers of the options; only combinations that make sense (see ``Issue.makes_sense``).
    all_combinations : int
        How many there are before those that make no sense are left out.
    """

    issue: str
    clauses: tuple[str, ...]
    options: tuple[tuple[str, ...], ...]
    choices: Ints
    all_combinations: int

    def choice(self, row: int) -> dict[str, str]:
        """Return one combination as clause → option."""
        return {k: self.options[n][o] for n, (k, o) in enumerate(zip(self.clauses, self.choices[row], strict=True))}

    def row(self, choice: Mapping[str, str]) -> int | None:
        """Return the row of a combination, or None when it is not in the space."""
        wanted = np.array([self.options[n].index(choice[k]) for n, k in enumerate(self.clauses)])
        found = np.flatnonzero((self.choices == wanted).all(axis=1))
        return int(found[0]) if found.size else None


def space_size(issue: Issue) -> int:
    """Return the number of combinations, sensible or not."""
    return prod(len(clause.options) for clause in issue.clauses.values())


def option_space(issue: Issue) -> OptionSpace:
    """Enumerate the sensible combinations of an issue; ValueError when there are more than ``ENUMERABLE``."""
    size = space_size(issue)
    if size > ENUMERABLE:
        raise ValueError(f"{size} combinations are more than {ENUMERABLE}: search them with bounds instead")
    clauses = tuple(issue.clauses)
    options = tuple(tuple(issue.clauses[k].options) for k in clauses)
    rows = np.array(list(product(*(range(len(o)) for o in options))), dtype=np.int64).reshape(size, len(clauses))
    keep = np.ones(size, dtype=bool)
    for n, k in enumerate(clauses):
        for o, option in enumerate(options[n]):
            for other in issue.clauses[k].options[option].only_with:
                at = clauses.index(other.clause)
                allowed = [options[at].index(name) for name in other.options]
                keep &= (rows[:, n] != o) | np.isin(rows[:, at], allowed)
    return OptionSpace(issue.id, clauses, options, rows[keep], size)


def named_choice(choice: Mapping[str, str]) -> str:
    """Return the name of a wording that has none: its ``clause=option`` pairs, joined by ``+``."""
    return "+".join(f"{k}={o}" for k, o in choice.items())


def in_order(issue: Issue, choice: Mapping[str, str]) -> dict[str, str]:
    """Return a choice with its clauses in the order of the issue."""
    return {k: choice[k] for k in issue.clauses}


def own_combinations(issue: Issue) -> dict[str, dict[str, str]]:
    """Return all sensible combinations by name, the issue's own wordings first: of equals, the one with a name stands.

    ValueError when there are too many (see :func:`option_space`).
    """
    space = option_space(issue)
    made = {named_choice(c): c for c in (in_order(issue, w.choice) for w in issue.wordings.values())}
    return made | {named_choice(c): c for c in map(space.choice, range(len(space.choices)))}
