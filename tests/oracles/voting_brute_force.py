"""Plain enumeration of votes and coalitions, and a generator of odd rules to enumerate them under."""

from fractions import Fraction
from itertools import product

import numpy as np

from positions.voting import EVERYBODY, PRESENT, VOTING, All, AnyOf, Condition, Rule, Tally, Vote

YES = (Vote.YES,)


def odd_rule(rng, members):
    """A random formula of up to three conditions: counts, weights, vetoes, shares of those voting or present."""

    def condition():
        kind = rng.integers(6)
        weights = tuple(int(w) for w in rng.integers(0, 6, members)) if rng.random() < 0.5 else None
        share = Fraction(int(rng.integers(1, 6)), int(rng.integers(5, 8)))
        if kind == 0:
            return Condition(Tally(YES, weights), "at least", int(rng.integers(0, members + 2)))
        if kind == 1:
            base = [VOTING, PRESENT, EVERYBODY][int(rng.integers(3))]
            return Condition(Tally(YES, weights), "more than", share, Tally(base, weights))
        if kind == 2:
            some = tuple(sorted(rng.choice(members, size=min(2, members), replace=False).tolist()))
            return Condition(Tally((Vote.NO,), None, some), "at most", 0)
        if kind == 3:
            return Condition(Tally((Vote.NO,), weights), "at most", int(rng.integers(0, members)))
        if kind == 4:
            return Condition(
                Tally((Vote.ABSTAIN, Vote.NO, Vote.ABSENT)), "fewer than", int(rng.integers(1, members + 1))
            )
        return Condition(Tally(YES, weights), "at least", share, Tally(EVERYBODY, weights))

    parts = tuple(condition() for _ in range(int(rng.integers(1, 4))))
    if len(parts) == 3 and rng.random() < 0.5:
        formula = AnyOf((All(parts[:2]), parts[2]))
    elif len(parts) == 1:
        formula = parts[0]
    else:
        formula = All(parts) if rng.random() < 0.5 else AnyOf(parts)
    return Rule("odd", "odd rule", formula)


def verdicts_by_hand(rule, members):
    """What the rule's own words say of all 4^D votes, shape (4,) * D."""
    cast = product((1, 0, -1, 9), repeat=members)
    return np.array([rule.verdict(votes).adopted for votes in cast]).reshape((4,) * members)


def chance_by_hand(verdicts, chances):
    """P(adoption): the sum over all votes that adopt."""
    for row in chances:
        verdicts = np.tensordot(row, verdicts, axes=([0], [0]))
    return float(verdicts)


def winning_by_hand(game):
    """All coalitions, (2^P, P) bool, and whether each wins, straight from weights and tests."""
    players = len(game.players)
    inside = (np.arange(2**players)[:, None] >> np.arange(players) & 1).astype(bool)
    return inside, np.array(game.wins(inside))


def swings_by_hand(inside, wins):
    """For each player, the coalitions (as numbers) that win with it and lose without."""
    numbers = np.arange(len(inside))
    return [numbers[inside[:, d] & wins & ~wins[numbers & ~(1 << d)]] for d in range(inside.shape[1])]


def minimal_by_hand(inside, wins):
    """Minimal winning coalitions as a sorted list of tuples of places."""
    numbers = np.arange(len(inside))
    minimal = wins.copy()
    for d in range(inside.shape[1]):
        minimal &= ~(inside[:, d] & wins[numbers & ~(1 << d)])
    return sorted(tuple(np.flatnonzero(row).tolist()) for row in inside[minimal])
