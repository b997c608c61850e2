"""A made-up case as YAML files, as a person would have written them: for timing the reader and the checks."""

from __future__ import annotations

import json
from pathlib import Path

from positions.model import Case, Issue, Stance

__all__ = ["write_case"]


def write_case(case: Case, folder: Path) -> None:
    """Write ``delegations.yaml`` and ``issues.yaml``; only what :func:`benchmarks.conference.conference` makes."""
    folder.mkdir(parents=True)
    m = case.meeting
    head = {"id": m.id, "title": m.title, "marking": "U", "start": m.start, "end": m.end, "principal": m.principal}
    lines = [f"meeting: {_flow(head | {'fictitious': True})}", "documents:"]
    lines += [f"  {d.id}: {_flow({'title': d.title, 'marking': 'U', 'kind': d.kind})}" for d in case.documents.values()]
    lines += ["groups:", *(f"  {g.id}: {_flow({'name': g.name})}" for g in case.groups.values()), "issues:"]
    for issue in case.issues.values():
        lines += _issue(issue)
    (folder / "issues.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    lines = ["delegations:"]
    for d in case.delegations.values():
        held = {
            "name": d.name,
            "marking": "U",
            "groups": list(d.groups),
            "influence": d.influence,
            "resolve": d.resolve,
        }
        lines.append(f"  {d.id}: {_flow(held)}")
    if case.associations:
        lines.append("associations:")
    for a in case.associations:
        held = {"follower": a.follower, "leader": a.leader, "weight": a.weight, "source": _source(a.source)}
        lines.append(f"  - {_flow(held)}")
    lines.append("stances:")
    for i in case.issues:
        lines.append(f"  {i}:")
        lines += [f"    {s.delegation}: {_flow(_stance(s))}" for s in case.stances_on(i)]
    (folder / "delegations.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _flow(value: object) -> str:
    """JSON is YAML."""
    return json.dumps(value, ensure_ascii=False)


def _source(source) -> dict[str, str]:
    return {"document": source.document, "paragraph": source.paragraph, "marking": "U"}


def _stance(s: Stance) -> dict[str, object]:
    made: dict[str, object] = {
        "ideal": s.ideal, "acceptance": list(s.acceptance), "salience": s.salience, "confidence": s.confidence.value,
        "mobility": s.mobility, "source": _source(s.source),
    }  # fmt: skip
    if s.red_lines:
        lines = [{"clause": r.clause, "option": r.option, "firmness": r.firmness} for r in s.red_lines]
        made["red_lines"] = lines
    return made


def _issue(issue: Issue) -> list[str]:
    lines = [f"  {issue.id}:", f"    title: {_flow(issue.title)}", "    marking: U"]
    lines.append(f"    ladder: {_flow([{'at': r.at, 'meaning': r.meaning} for r in issue.ladder])}")
    lines.append("    clauses:")
    for k, clause in issue.clauses.items():
        options = {
            o: {"text": x.text, "strength": sorted(round(v, 4) for v in x.strength)} for o, x in clause.options.items()
        }
        lines.append(f"      {k}: {_flow({'weight': clause.weight, 'options': options})}")
    lines.append("    wordings:")
    texts = {w.id: {"title": w.title, "kind": w.kind, "choice": dict(w.choice)} for w in issue.wordings.values()}
    lines += [f"      {w}: {_flow(held)}" for w, held in texts.items()]
    lines.append(f"    tabled: {issue.tabled}")
    lines.append(f"    path: {_flow(list(issue.path))}")
    lines.append(f"    fallback: {issue.fallback}")
    return lines
