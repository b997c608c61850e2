"""All numbers of a briefing as one plain object, for JSON. Shares are rounded to four places.

docs/numbers.md explains every key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from positions.findings.actions import do_now
from positions.findings.glance import Aim, aim, confidence
from positions.findings.records import (
    Conversation,
    Findings,
    IssueFinding,
    Question,
    RecordCheck,
    TablerAdvice,
    TextFinding,
    WayOut,
)
from positions.game import follower_dict
from positions.ledger.forecast import change_dict, outlook_dict
from positions.model.envelope import envelope
from positions.simulation import Band

if TYPE_CHECKING:
    from positions.findings.advice import Advice

__all__ = ["numbers"]

LIKELY = 0.0005  # shares below this are left out of lists


def numbers(findings: Findings, advice: Advice | None = None) -> dict[str, Any]:
    """Return everything that was computed, as strings, numbers, lists and mappings."""
    case = findings.case
    return envelope(
        "brief",
        _data(findings, advice),
        version=case.provenance.version,
        case=case,
        marking=findings.marking,
        seed=findings.seed,
        draws=findings.draws,
        members=len(findings.members),
    )


def _data(findings: Findings, advice: Advice | None) -> dict[str, Any]:
    case = findings.case
    meeting = case.meeting
    return {
        "meeting": {
            "id": meeting.id,
            "title": meeting.title,
            "start": meeting.start,
            "end": meeting.end,
            "principal": meeting.principal,
            "fictitious": meeting.fictitious,
        },
        "parameters": [
            {
                "name": s.name,
                "central": s.central,
                "low": s.low,
                "high": s.high,
                "meaning": s.meaning,
                "source": s.source or "ours",
            }
            for s in case.parameters
        ],
        "headline": findings.headline,
        "do_now": [
            {"kind": a.kind, "issue": a.issue, "text": a.plain, "marking": a.marking.value} for a in do_now(findings)
        ],
        "issues": [_issue(findings, f) for f in findings.issues],
        "see": [_conversation(c) for c in findings.see],
        "table": [_tabler(t) for t in findings.table],
        "ask": [_question(q) for q in findings.ask],
        "searched": {
            issue: {"wording": s.wording, "text": s.text, "p_consensus": s.passes.as_dict(), "tabled_by": s.tabler_name}
            for issue, s in findings.searched.items()
        },
        "advice": _advice(findings, advice),
    }


def _advice(findings: Findings, advice: Advice | None) -> dict[str, Any] | None:
    """Return negotiating lines in short, and outreach as its command prints it."""
    if advice is None:
        return None
    from positions.findings.advice import fall_back_on
    from positions.search.plain import compromise_dict, outreach_dict

    members = len(findings.members)
    short = ("wording", "text", "p_consensus", "utility", "objectors", "proposers", "proposer_details")
    ours = {issue: fall_back_on(findings, found) for issue, found in advice.lines.items()}
    fall_backs = {issue: None if point is None else point.wording for issue, point in ours.items()}
    whole = [compromise_dict(found) for found in advice.lines.values()]
    lines = [
        {name: found[name] for name in ("issue", "exact", "principal", "aspiration", "costliest")}
        | {"fall_back_on": fall_backs[found["issue"]]}
        | {"front": [{name: point[name] for name in short} for point in found["front"]]}
        for found in whole
    ]
    return {
        "compromise": lines,
        "outreach": outreach_dict(advice.outreach, advice.asked, findings.seed, advice.worlds, members),
    }


def _band(value: Band | None) -> dict[str, float] | None:
    return None if value is None else value.as_dict()


def _shares(values: Any) -> dict[str, float]:
    return {name: round(share, 4) for name, share in values.items()}


def _aim(goal: Aim) -> dict[str, Any]:
    best = None if goal.best is None else round(goal.best, 4)
    return {"text": goal.words, "chance": goal.chance, "whose": goal.whose, "best": best}


def _issue(findings: Findings, f: IssueFinding) -> dict[str, Any]:
    return {
        "issue": f.issue,
        "letter": f.letter,
        "risk": round(f.risk, 4),
        "marking": f.marking.value,
        "side": {"stand": f.side.stand, "ideal": f.side.ideal, "assumed": f.side.assumed},
        "tabled": f.tabled,
        "way_out": _way_out(f.way_out),
        "wordings": [_text(t) for t in f.texts],
        "talks": list(f.talked),
        "final_text": _shares(f.final_text),
        "final_bands": {name: b.as_dict() for name, b in f.final_bands.items()},
        "final_text_without_talks": _shares(f.final_without_talks),
        "conversations": [_conversation(c) for c in f.conversations],
        "tabler": None if f.tabler is None else _tabler(f.tabler),
        "questions": [_question(q) for q in f.questions],
        "record": None if f.record is None else _record(f.record),
        "unknown": list(f.unknown),
        "room": f.room,
        "held_back": f.held_back,
        "aim": _aim(aim(findings, f)),
        "confidence": confidence(findings, f),
        "outlook": outlook_dict(f.outlook),
        "outlook_after_talks": None if f.outlook_after is None else outlook_dict(f.outlook_after),
    }


def _way_out(way: WayOut | None) -> dict[str, Any] | None:
    if way is None:
        return None
    return {
        "wording": way.wording,
        "talks": list(way.talked),
        "p_consensus": _band(way.passes),
        "gains": way.gains,
        "weaker": round(way.weaker, 4),
        "some_text": round(way.some_text, 4),
    }


def _text(t: TextFinding) -> dict[str, Any]:
    a = t.analysis
    return {
        "wording": t.wording,
        "status": t.status,
        "marking": t.marking.value,
        "position": t.forecast.position.as_dict(),
        "value": round(t.value, 4),
        "p_consensus": t.passes.as_dict(),
        "p_consensus_after_talks": _band(t.after_talks),
        "p_lone_holdout": t.forecast.p_lone_holdout.as_dict(),
        "blocking_bloc": list(a.blocking_bloc),
        "lone_holdouts": list(a.lone_holdouts),
        "stands": a.stands,
        "followers": [follower_dict(f) for f in a.followers],
        "minimal_blocs": [list(b) for b in a.minimal_blocs],
        "peel_off_sets": [list(p) for p in a.peel_off_sets],
        "complete": a.families_complete,
        "states": {actor: _shares(held) for actor, held in t.forecast.states.items()},
        "blocs": [{"members": list(b), "share": round(s, 4)} for b, s in t.forecast.blocs if s >= LIKELY],
        "pivotal": {actor: round(s, 4) for actor, s in t.forecast.pivotal.items() if s >= LIKELY},
    }


def _conversation(c: Conversation) -> dict[str, Any]:
    return {
        "issue": c.issue,
        "wording": c.wording,
        "delegations": list(c.delegations),
        "before": c.before.as_dict(),
        "after": c.after.as_dict(),
        "gain": c.gain.as_dict(),
        "worth": round(c.worth, 4),
        "declared": c.declared,
        "recorded": c.recorded,
        "forecast": None if c.forecast is None else change_dict(c.forecast),
        "marking": c.marking.value,
    }


def _tabler(t: TablerAdvice) -> dict[str, Any]:
    return {
        "issue": t.issue,
        "wording": t.wording,
        "delegation": t.delegation,
        "instead_of": t.instead_of,
        "as_now": t.as_now,
        "p_consensus": t.passes.as_dict(),
        "p_consensus_instead": t.passes_instead.as_dict(),
        "listeners": [
            {"delegation": d, "goodwill": round(best, 4), "goodwill_instead": round(other, 4)}
            for d, best, other in t.listeners
        ],
        "marking": t.marking.value,
    }


def _question(q: Question) -> dict[str, Any]:
    return {
        "issue": q.issue,
        "delegation": q.delegation,
        "wording": q.wording,
        "kind": q.kind,
        "text": q.text,
        "p_objects": round(q.p_objects, 4),
        "leverage": round(q.leverage, 4),
        "marking": q.marking.value,
    }


def _record(r: RecordCheck) -> dict[str, Any]:
    return {
        "decided": r.decided,
        "outcome": r.outcome,
        "modal": r.modal,
        "modal_share": round(r.modal_share, 4),
        "hit": r.hit,
        "hit_without_talks": r.hit_without_talks,
        "ambitious_share": round(r.ambitious_share, 4),
        "ambitious_called": r.ambitious_called,
        "ambitious_adopted": r.ambitious_adopted,
        "naive_called": r.naive,
    }
