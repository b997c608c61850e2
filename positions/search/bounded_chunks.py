"""A bounded search in fixed chunks that know nothing of each other, so that anybody can search any of them.

A chunk fixes the options of the heaviest clauses. The budget is shared out evenly. That a chunk does not see what the
others found costs some pruning; that every part of the space is looked at is worth more where a budget runs out.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from positions.model import Case, Issue
from positions.search.bounded import bounded_front
from positions.search.principal import Principal
from positions.simulation import Ensemble

__all__ = ["Chunk", "bounded_in_chunks", "chunks_of", "joined", "share_of_budget"]

FEWEST_CHUNKS = 16
Chunk = dict[str, str]
Looked = tuple[dict[str, dict[str, str]], bool, float]


def chunks_of(issue: Issue) -> tuple[Chunk, ...]:
    """Return the choices that cut an issue's space: all options of as many heavy clauses as give 16 or more chunks.

    At least one clause stays open.
    """
    fixed: list[str] = []
    size = 1
    heavy = sorted(issue.clauses, key=lambda k: (-issue.clauses[k].weight, k))
    for k in heavy[:-1]:
        if size >= FEWEST_CHUNKS:
            break
        fixed.append(k)
        size *= len(issue.clauses[k].options)
    return tuple(dict(zip(fixed, o, strict=True)) for o in product(*(issue.clauses[k].options for k in fixed)))


def share_of_budget(budget: int, chunks: int) -> int:
    """Return how many partial wordings one chunk may look at."""
    return -(-budget // chunks)


def joined(parts: Iterable[Looked]) -> Looked:
    """Put together what was found in all chunks: the wordings, whether every chunk is closed, the largest gap."""
    named: dict[str, dict[str, str]] = {}
    exact, gap = True, 0.0
    for found, closed, left in parts:
        named |= {name: choice for name, choice in found.items() if name not in named}
        exact, gap = exact and closed, max(gap, left)
    return named, exact, gap


def bounded_in_chunks(
    case: Case,
    issue: str,
    ensemble: Ensemble,
    who: Principal,
    *,
    draws: int,
    talked: tuple[str, ...],
    tabled_by: str,
    budget: int,
) -> Looked:
    """Search all chunks, one after the other; arguments and result as in ``bounded_front``."""
    chunks = chunks_of(case.issues[issue])
    share = share_of_budget(budget, len(chunks))
    return joined(
        bounded_front(
            case, issue, ensemble, who, draws=draws, talked=talked, tabled_by=tabled_by, budget=share, within=chunk
        )
        for chunk in chunks
    )
