"""Who should table each wording of a front, wording by wording."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import Any

from positions.search.proposers import Proposer, rank_proposers
from positions.search.search_parts import SearchPlan, SearchTable, set_table
from positions.simulation import Band
from positions.work import Job, content_key

__all__ = ["tabling_job"]


@dataclass(frozen=True, slots=True, eq=False)
class _Tabling:
    table: SearchTable
    front: list[dict[str, str]]


def tabling_job(plan: SearchPlan, front: list[dict[str, str]]) -> Job[_Tabling, tuple[Proposer, ...]]:
    """Return the job that ranks who should table each wording of ``front``; a part is one wording."""
    return Job(
        content_key("tablers", plan, front), len(front), partial(_set_tabling, plan, front), _try_tablers, _read_tablers
    )


def _set_tabling(plan: SearchPlan, front: list[dict[str, str]]) -> _Tabling:
    return _Tabling(set_table(plan), front)


def _try_tablers(tabling: _Tabling, number: int) -> bytes:
    table, plan = tabling.table, tabling.table.plan
    found = rank_proposers(
        table.wide, plan.issue, tabling.front[number], plan.ensemble, draws=plan.draws, talked=plan.talked,
        worlds=table.worlds,
    )  # fmt: skip
    rows = [
        [p.delegation, [p.p_consensus.median, p.p_consensus.low, p.p_consensus.high], p.share, p.heard, p.reason]
        for p in found
    ]
    return json.dumps(rows, allow_nan=False).encode()


def _read_tablers(content: bytes) -> tuple[Proposer, ...]:
    try:
        return tuple(_read_tabler(*row) for row in json.loads(content))
    except (TypeError, ValueError, RecursionError) as error:
        raise ValueError(f"no tablers: {error}") from error


def _read_tabler(delegation: Any, band: Any, share: Any, heard: Any, reason: Any) -> Proposer:
    median, low, high = (float(v) for v in band)
    pairs = tuple((str(d), float(g)) for d, g in heard)
    return Proposer(str(delegation), Band(median, low, high), float(share), pairs, str(reason))
