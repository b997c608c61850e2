"""Made-up conferences of any size, seeded: cases for timing and for trying things at scale.

Stances cluster by group; objectors refuse the strongest options; a share of the seats is silent. Nothing in such a case
means anything.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from positions.markings import Marking
from positions.model import (
    NO_TEXT,
    Association,
    Case,
    Clause,
    Confidence,
    Delegation,
    Document,
    Group,
    Issue,
    Meeting,
    Option,
    RedLine,
    Rung,
    SilentSeats,
    Source,
    Stance,
    Wording,
)

__all__ = ["conference"]

U = Marking.U
SOURCE = Source("made_up", U, "1")


def conference(
    *,
    delegations: int = 193,
    issues: int = 50,
    clauses: int = 4,
    options: int = 3,
    wordings: int = 4,
    can_object: float = 0.3,
    silent: float = 0.0,
    associations: int = 20,
    seed: int = 1,
) -> Case:
    """Make a case.

    Parameters
    ----------
    delegations, issues, clauses, options, wordings : int
        ``options`` for each clause, ``wordings`` for each issue.
    can_object : float
        Share of delegations whose upper reservation point lies low on an issue.
    silent : float
        Share of stances that are unknown and covered by an assumption.
    associations : int
        Directed ties between delegations.
    """
    rng = np.random.default_rng(seed)
    groups = {f"g{n}": Group(f"g{n}", f"Group {n}") for n in range(8)}
    people = {
        f"d{n:03d}": Delegation(
            f"d{n:03d}",
            f"Delegation {n}",
            U,
            groups=(f"g{rng.integers(8)}",),
            influence=float(np.round(rng.uniform(0.5, 2.5), 2)),
            resolve=float(np.round(rng.uniform(0.1, 0.9), 2)),
        )
        for n in range(delegations)
    }
    made = {f"i{n:02d}": _issue(f"i{n:02d}", clauses, options, wordings, silent, rng) for n in range(issues)}
    stances = {
        (d, i): _stance(d, issue, can_object, rng)
        for i, issue in made.items()
        for d in people
        if rng.random() >= silent
    }
    names = list(people)
    ties = {tuple(rng.choice(delegations, 2, replace=False)) for _ in range(associations)}
    return Case(
        meeting=Meeting("made_up", "Made-up conference", U, "2030-01-01", "2030-01-05", "d000", fictitious=True),
        documents={"made_up": Document("made_up", "Made up", U, kind="fiction")},
        groups=groups,
        delegations=people,
        issues=made,
        stances=stances,
        associations=tuple(
            Association(names[a], names[b], 0.2, SOURCE) for a, b in sorted((int(x), int(y)) for x, y in ties)
        ),
    )


def _issue(i: str, clauses: int, options: int, wordings: int, silent: float, rng: np.random.Generator) -> Issue:
    slots = {}
    for k in range(clauses):
        middles = np.sort(rng.uniform(0, 1, options))
        middles[0] = 0.0
        slots[f"k{k}"] = Clause(
            f"k{k}",
            {
                f"o{o}": Option(
                    f"o{o}", f"text {k}.{o}", (max(0.0, m - 0.1), float(m), min(1.0, m + 0.1)) if m else (0.0, 0.0, 0.0)
                )
                for o, m in enumerate(middles)
            },
            weight=float(rng.integers(1, 4)),
        )
    texts = {
        f"w{n}": Wording(f"w{n}", f"Wording {n}", "proposal", dict(_choice(n, clauses, options, wordings, rng)), U)
        for n in range(wordings)
    }
    room = SilentSeats("room", "Silent", 0, 0.5, (0.0, 1.0), 0.2, "made up", U)
    return Issue(
        i, f"Issue {i}", U, (Rung(0, "nothing"), Rung(1, "all")), slots, texts, "w0", NO_TEXT,
        path=tuple(list(texts)[1:]), ambitious=("w0",), silent=(room,) if silent else (),
    )  # fmt: skip


def _choice(n: int, clauses: int, options: int, wordings: int, rng: np.random.Generator) -> Sequence[tuple[str, str]]:
    """The first wording is the strongest, the last the weakest."""
    top = options - 1 - round(n * (options - 1) / max(1, wordings - 1))
    return [(f"k{k}", f"o{top if n in (0, wordings - 1) else rng.integers(options)}") for k in range(clauses)]


def _stance(d: str, issue: Issue, can_object: float, rng: np.random.Generator) -> Stance:
    hard = rng.random() < can_object
    high = float(np.round(rng.uniform(0.1, 0.6), 2)) if hard else 1.0
    ideal = float(np.round(rng.uniform(0, high), 2)) if hard else float(np.round(rng.uniform(0.4, 1.0), 2))
    lines: tuple[RedLine, ...] = ()
    if hard and rng.random() < 0.3:
        k = f"k{rng.integers(len(issue.clauses))}"
        lines = (RedLine(k, list(issue.clauses[k].options)[-1], 0.4),)
    return Stance(
        d, issue.id, ideal, (0.0, high), float(np.round(rng.uniform(0.2, 0.9), 2)), Confidence.REPORTED, SOURCE,
        red_lines=lines, mobility=0.4,
    )  # fmt: skip
