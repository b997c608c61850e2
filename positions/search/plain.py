"""Searches as plain objects, for JSON; the keys are documented in docs/numbers.md."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from positions.search.asking import Asked
from positions.search.compromise import Compromise
from positions.search.outreach import OutreachPlan
from positions.search.packages import Package

__all__ = ["compromise_dict", "outreach_dict", "package_dict"]


def _rounded(record: Any) -> dict[str, Any]:
    """Return a record's fields, decimals rounded like all others here."""
    return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(record).items()}


def compromise_dict(found: Compromise) -> dict[str, Any]:
    """Return the documented JSON."""
    return {
        "issue": found.issue,
        "exact": found.exact,
        "gap": round(found.gap, 4),
        "principal": found.principal.name,
        "front": [
            {
                "wording": p.wording,
                "text": p.text,
                "choice": dict(p.choice),
                "tabled_by": p.tabled_by,
                "p_consensus": p.p_consensus.as_dict(),
                "utility": round(p.utility, 4),
                "position": round(p.position, 4),
                "objectors": list(p.objectors),
                "newly_lost": list(p.newly_lost),
                "worst_off": {"delegation": p.worst_off[0], "satisfaction": round(p.worst_off[1], 4)},
                "proposers": [q.delegation for q in p.proposers],
                "proposer_details": [
                    {"delegation": q.delegation, "p_consensus": q.p_consensus.as_dict(), "reason": q.reason}
                    for q in p.proposers
                ],
                "see": [list(group) for group in p.see],
                "edits": [_rounded(e) for e in p.edits],
            }
            for p in found.front
        ],
        "ranked": [found.front[n].wording for n in found.ranked],
        "aspiration": found.aspiration.wording if found.aspiration else None,
        "reserve": found.reserve.wording if found.reserve else None,
        "costliest": _rounded(found.costliest) if found.costliest else None,
        "searched": found.searched,
        "talked": list(found.talked),
        "seed": found.seed,
        "draws": found.draws,
        "members": found.members,
    }


def outreach_dict(
    plan: OutreachPlan | None, asked: tuple[Asked, ...], seed: int, draws: int, members: int
) -> dict[str, Any]:
    """Return the documented JSON."""
    steps = [] if plan is None else plan.steps
    return {
        "steps": [
            {
                "delegation": s.delegation,
                "issues": list(s.issues),
                "gain": s.gains[0].gain.as_dict() if s.gains else {"median": 0.0, "low": 0.0, "high": 0.0},
                "gains": [
                    {
                        "issue": g.issue,
                        "wording": g.wording,
                        "before": g.before.as_dict(),
                        "after": g.after.as_dict(),
                        "gain": g.gain.as_dict(),
                        "alone": g.alone.as_dict(),
                    }
                    for g in s.gains
                ],
                "worth": round(s.worth, 4),
                "worth_alone": round(s.worth_alone, 4),
                "channel": _rounded(s.channel) if s.channel else None,
                "follows": list(s.follows),
            }
            for s in steps
        ],
        "together": round(plan.together, 4) if plan else None,
        "peel_off_sets": [asdict(p) for p in plan.peel_offs] if plan else [],
        "ask": [
            {
                "delegation": a.delegation,
                "issue": a.issue,
                "value": round(a.value, 5),
                "kind": a.kind,
                "text_now": a.text_now,
                "changes": list(a.changes),
            }
            for a in asked
        ],
        "seed": seed,
        "draws": draws,
        "members": members,
    }


def package_dict(p: Package) -> dict[str, Any]:
    """Return the documented JSON of one package."""
    return {
        "wordings": dict(p.wordings),
        "p_consensus": p.p_consensus.as_dict(),
        "p_one_by_one": p.p_one_by_one.as_dict(),
        "p_untraded": p.p_untraded.as_dict(),
        "gain": p.gain.as_dict(),
        "worth": round(p.worth, 4),
        "objectors": list(p.objectors),
        "trades": [
            {
                "delegation": t.delegation,
                "gives": [{"issue": i, "grievance": v} for i, v in t.gives],
                "gets": [{"issue": i, "gain": v} for i, v in t.gets],
                "left": t.left,
                "lets_go": t.lets_go,
            }
            for t in p.trades
        ],
        "red_lines": [{"delegation": d, "issue": i} for d, i in p.red_lines],
    }
