"""The objection game once more, in plain loops: slow, obvious, and nothing shared with the real one."""

from itertools import combinations

import numpy as np


def replies(game, objecting):
    """Who would object if exactly ``objecting`` (a set of rows) did?"""
    answer = set()
    for d in range(len(game.actors)):
        load = game.grievance[d]
        company = 0.0
        for j in objecting:
            load = load + game.association[d, j]
            company = company + game.company[d, j]
        if load > game.base_cost + game.isolation[d] / (1.0 + company):
            answer.add(d)
    return answer


def greatest(game, without=()):
    state = {d for d in range(len(game.actors)) if d not in without}
    while True:
        following = state & replies(game, state)
        if following == state:
            return state
        state = following


def least(game):
    state = set()
    while True:
        following = state | replies(game, state)
        if following == state:
            return state
        state = following


def all_sets(n):
    for size in range(n + 1):
        yield from (set(c) for c in combinations(range(n), size))


def self_sustaining(game):
    return [s for s in all_sets(len(game.actors)) if s and s <= replies(game, s)]


def equilibria(game):
    return [s for s in all_sets(len(game.actors)) if replies(game, s) == s]


def minimal(family):
    return [s for s in family if not any(t < s for t in family)]


def transversals(family, n):
    hitting = [s for s in all_sets(n) if all(s & edge for edge in family)]
    return minimal(hitting)


def slow_worlds(setting, hardness, columns):
    """The kernel in plain loops, single precision, one world and one actor at a time."""
    one = np.float32
    greatest_sets, least_sets = [], []
    for z in hardness:
        hurt = []
        for c, d in enumerate(columns):
            off = min(max(setting.gap[d] + setting.spread[d] * z[c], one(0)), setting.cap[d])
            off = off * setting.salience[d]
            if any(setting.firm[e] for e in columns):
                off = off + setting.firm[d] * max(one(1) + one(2.0) * setting.spread[d] * z[c], one(0))
            hurt.append(off * setting.welcome[d] + setting.noise * z[c])

        def reply(state, hurt=hurt):
            answer = set()
            for c, d in enumerate(columns):
                company = one(0)
                taken = one(0)
                for e, j in enumerate(columns):
                    if e in state:
                        company = company + setting.units[j]
                        taken = taken + setting.follow[d, j]
                if c in state:
                    company = company - setting.own[d]
                spare = (hurt[c] + taken if taken else hurt[c]) - setting.base
                if spare > 0 and company > setting.isolation[d] / spare - one(1):
                    answer.add(c)
            return answer

        top = set(range(len(columns)))
        while (following := top & reply(top)) != top:
            top = following
        bottom = set()
        while (following := bottom | reply(bottom)) != bottom:
            bottom = following
        greatest_sets.append(top)
        least_sets.append(bottom)
    return greatest_sets, least_sets
