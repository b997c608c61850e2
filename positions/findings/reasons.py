"""Why a delegation ends where it ends, in words."""

from __future__ import annotations

from positions.findings.phrases import FEW, cite, lets_go_words, names
from positions.findings.records import Findings, IssueFinding
from positions.game import Explanation, WordingAnalysis

__all__ = ["held_words", "why"]


def held_words(explained: Explanation) -> str:
    """Return an end state in words."""
    return {
        "alone": "objects, and would alone",
        "follower": "objects, as a follower",
        "in company": "objects, because it is not alone",
        "lets go": "does not like it and lets go",
        "accepts": "does not object",
    }[explained.role]


def why(findings: Findings, found: IssueFinding, explained: Explanation, analysis: WordingAnalysis) -> str:
    """Return why a delegation ends where it ends, with the amounts that decide it."""
    issue = findings.case.issues[found.issue]
    parts: list[str] = []
    if explained.distance > 0:
        beyond = explained.high if explained.position > explained.high else explained.low
        parts.append(f"the text stands at {explained.position:.2f}, its limit is {beyond:.2f}")
    for clause, option in explained.broken_red_lines:
        text = issue.clauses[clause].options[option].text.strip(" ,.") or "leaving it out"
        parts.append(f"it will not have “{text}”")
    if explained.unmet_demands:
        parts.append("what it demands is not in the text")
    hurt = "; ".join(parts) if parts else "the text is within its limits"
    said = [f"{hurt[0].upper()}{hurt[1:]} (grievance {explained.grievance:.2f})."]
    if explained.welcome != 1.0:
        by = issue.wordings[analysis.wording].tabled_by
        how = "better" if explained.welcome < 1 else "worse"
        said.append(f"It hears a text of {findings.case.delegations[by].name} {how} than the chair's.")
    for leader, weight in explained.stands_with:
        tie = next(
            (a for a in findings.case.associations if (a.follower, a.leader) == (explained.delegation, leader)), None
        )
        source = f", {cite(findings.case, tie.source)}" if tie else ""
        said.append(f"It stands with {names(findings, found.issue, (leader,))} (+{weight:.2f}{source}).")
    if explained.company:
        said.append(f"Objecting costs {explained.cost:.2f} in this company, {explained.cost_alone:.2f} alone.")
    else:
        said.append(f"Objecting alone costs {explained.cost_alone:.2f}.")
    if explained.lets_go_with:
        few = len(explained.lets_go_with[0]) <= FEW
        when = lets_go_words(findings, found.issue, explained.lets_go_with) if few else "too few others are left"
        said.append(f"It lets go when {when}.")
    return " ".join(said)
