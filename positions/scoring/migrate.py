"""Outcomes and covariates that stand in tables beside a case, brought into the case itself."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from positions.casefiles import load_case
from positions.errors import CaseProblems, Problem
from positions.model import Case
from positions.scoring.record import COVARIATES, OUTCOMES, outcome_table, read_outcomes

__all__ = ["migrated"]

WORDS = {
    "kind_of_text": "{}",
    "procedural": "procedural",
    "money": "costs money",
    "contact_group_established": "a contact group was established",
}
"""Covariate → what the note of the issue says of it. The day on which an issue was first raised has its own field."""


def migrated(folder: Path) -> Case:
    """Return the case of a folder with everything that its tables say.

    ``outcomes.csv`` gives each issue its outcome: kind, objectors, evidence, and the date of the document that it is
    read from. ``covariates.csv`` gives the day on which an issue was first raised, and a note of the rest: kind of
    text, whether it is procedural, costs money, had a contact group.

    Raises
    ------
    CaseProblems
        With every problem of the case, or of a table.
    """
    case = load_case(folder)
    if (folder / OUTCOMES).exists():
        case = read_outcomes(case, folder / OUTCOMES)
    return _with_covariates(case, folder / COVARIATES) if (folder / COVARIATES).exists() else case


def _with_covariates(case: Case, path: Path) -> Case:
    problems: list[Problem] = []
    issues = dict(case.issues)
    for line, row in outcome_table(path, case, (), problems):
        at = issues[row["issue"]]
        said = [words.format(row[name]) for name, words in WORDS.items() if row.get(name, "") not in ("", "0")]
        note = f"Coded before the end: {', '.join(said)}." if said else ""
        day = row.get("day_first_raised", "")
        if day and not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            hint = "write it as 2030-05-07"
            problems.append(Problem(str(path), line, 1, "bad-date", f'no date "{day}"', hint))
        if note not in at.note:
            at = replace(at, note=f"{at.note} {note}".strip())
        issues[at.id] = replace(at, start=at.start or day)
    if problems:
        raise CaseProblems(problems)
    return replace(case, issues=issues)
