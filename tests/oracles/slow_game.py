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


def slow_worlds(wording, hardness, columns, without=()):
    """The kernel in plain loops, single precision, one world and one actor at a time.

    ``hardness`` is (C, B, M); returns for each world, draw by draw and member by member, the columns that object in
    the greatest and in the least equilibrium. ``without`` holds numbers of columns that never object.
    """
    one = np.float32
    greatest_sets, least_sets = [], []
    _, draws, members = hardness.shape
    for b in range(draws):
        for m in range(members):
            hurt = []
            for c, d in enumerate(columns):
                z = hardness[c, b, m]
                room = wording.room
                off = min(max(room.slope[d, m] * z + wording.gap[d, m], one(0)), wording.cap[d, m])
                off = off * room.salience[d]
                if wording.firm[d]:
                    line = max(one(2.0) * (room.spread[d] * z) + one(1), one(0))
                    off = off + line * wording.firm[d]
                hurt.append(off * wording.tabler_factor[d, m])

            def reply(state, hurt=hurt, m=m, room=wording.room):
                answer = set()
                for c, d in enumerate(columns):
                    company = one(0)
                    taken = one(0)
                    for e, j in enumerate(columns):
                        if e in state:
                            company = company + room.weight[j]
                            taken = taken + room.follow[d, j]
                    load = hurt[c]
                    if any(room.follow[d, j] for j in columns):
                        load = load + taken * wording.follow_scale[d, m]
                    spare = load - wording.base[m]
                    if spare <= 0:
                        continue
                    need = (room.isolation[d, m] / spare - one(1)) * room.unit[m]
                    if company > (need + room.own[d] if c in state else need):
                        answer.add(c)
                return answer - set(without)

            top = set(range(len(columns))) - set(without)
            while (following := top & reply(top)) != top:
                top = following
            bottom = set()
            while (following := bottom | reply(bottom)) != bottom:
                bottom = following
            greatest_sets.append(top)
            least_sets.append(bottom)
    return greatest_sets, least_sets
