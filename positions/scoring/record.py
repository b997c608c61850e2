"""Cases with recorded outcomes, as the rows that :mod:`positions.forecast` fits and scores.

What the rows say is taken from stances, texts and groups alone. The game comes in as a function, so that another game,
or none, can take its place.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

import numpy as np

from positions.casefiles import load_case
from positions.defaults import SEED
from positions.errors import CaseProblems, Problem
from positions.forecast import Rows
from positions.ledger import Ledger
from positions.ledger.forecast import (
    Game,
    InsideView,
    holdout_covariates,
    inside_view,
    outcome_covariates,
)
from positions.model import EVIDENCE, KINDS, NO_TEXT, Case, Issue, Outcome, Source, later, stance_code

__all__ = [
    "COVARIATES",
    "OUTCOMES",
    "RECORD_DRAWS",
    "LedgerGame",
    "decided_issues",
    "holdout_rows",
    "outcome_rows",
    "outcome_table",
    "read_outcomes",
    "read_recorded",
    "record_folders",
]

RECORD_DRAWS = 100  # worlds for each parameter set: a covariate needs no more, and a fit takes seconds
AS_KIND = {"no_conclusions": "none", "no_text": "none", "dropped": "none"}  # names used by the first records
NOT_DECIDED = ("not_known", "unknown")
OUTCOMES, COVARIATES = "outcomes.csv", "covariates.csv"
EARLY = "Settled early"  # how a note begins that says so


def record_folders(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Return the case folders among some folders: each is one, or holds some; in the order of their names.

    Raises
    ------
    CaseProblems
        For a folder that is no case and holds none.
    """
    found: list[Path] = []
    problems = []
    for folder in folders:
        inside = sorted(p.parent for p in folder.glob("*/issues.yaml"))
        if (folder / "issues.yaml").exists() or not inside:
            inside = [folder] if any(folder.glob("*.yaml")) else []
        if not inside:
            hint = "name a case folder, or a folder that holds case folders"
            problems.append(Problem(str(folder), 0, 0, "missing-folder", "no case is here", hint))
        found += inside
    if problems:
        raise CaseProblems(problems)
    return tuple(dict.fromkeys(found))


def read_recorded(folder: Path) -> Case:
    """Read a case with its outcomes; where ``outcomes.csv`` stands beside it, it says how the issues ended.

    Raises
    ------
    CaseProblems
        With every problem of the case, or of the table.
    """
    case = load_case(folder)
    return read_outcomes(case, folder / OUTCOMES) if (folder / OUTCOMES).exists() else case


def read_outcomes(case: Case, path: Path) -> Case:
    """Return a case with the outcomes of a table: issue, wording, kind, objectors, source, evidence, note.

    Objectors are parted by semicolons; one that the case does not know is kept in the note. What the case itself says
    of an outcome stays, but for what the table says of kind, objectors and evidence.

    Raises
    ------
    CaseProblems
        With every problem of the table.
    """
    problems: list[Problem] = []
    issues = dict(case.issues)
    for line, row in outcome_table(path, case, ("kind", "objectors"), problems):
        kind = AS_KIND.get(row["kind"], row["kind"])
        names = tuple(dict.fromkeys(d.strip() for d in row["objectors"].split(";") if d.strip()))
        if kind not in (*KINDS, *NOT_DECIDED):
            allowed = ", ".join((*KINDS, *AS_KIND, *NOT_DECIDED))
            problems.append(
                Problem(str(path), line, 1, "unknown-kind", f'no kind of outcome "{kind}"', f"one of {allowed}")
            )
        for name in names:
            if name not in case.delegations and (near := get_close_matches(name, case.delegations, n=1, cutoff=0.8)):
                hint = f"did you mean {near[0]}? A delegation that is not in the case is kept in the note"
                problems.append(Problem(str(path), line, 1, "unknown-delegation", f'no delegation "{name}"', hint))
        if not problems:
            at = case.issues[row["issue"]]
            issues[at.id] = replace(at, outcome=_outcome(case, at, kind, names, row, path, line, problems))
    if problems:
        raise CaseProblems(problems)
    return replace(case, issues=issues)


def _outcome(
    case: Case, at: Issue, kind: str, objectors: tuple[str, ...], row: Mapping[str, str], path: Path, line: int,
    problems: list[Problem],
) -> Outcome:  # fmt: skip
    """Return the outcome of a row; its date is that of the document that it is read from."""
    before = at.outcome
    note = row.get("note", "")
    if before is None:
        named = row.get("source", "")
        document = next((d for d in case.documents if named.split(",")[0].strip() == d), "")
        by_title = (d for d, known in case.documents.items() if named.startswith(known.title.split(",")[0]))
        document = document or next(by_title, "")
        if not document:
            hint = f"begin with one of {', '.join(case.documents)}"
            problems.append(Problem(str(path), line, 1, "unknown-document", f'no document "{named}"', hint))
            document = next(iter(case.documents))
        wording = row.get("wording", row.get("outcome_wording", "")) or NO_TEXT
        paragraph = named.partition(",")[2].strip()
        source = Source(document=document, paragraph=paragraph, marking=at.marking)
        before = Outcome(wording, kind, kind == "adopted", kind in KINDS[:2], source, note=note)
    decided = kind in KINDS
    evidence = row.get("evidence", "")
    made = replace(
        before,
        kind=kind if decided else "",
        objectors=tuple(d for d in objectors if d in case.delegations),
        decided=decided,
        ambitious_adopted=kind == "adopted" if decided else before.ambitious_adopted,
        text_adopted=kind in KINDS[:2] if decided else before.text_adopted,
        evidence=evidence if evidence in EVIDENCE else before.evidence,
        date=before.date or _date(case, at, before),
        note=before.note or note,
    )
    if strangers := [d for d in objectors if d not in case.delegations]:
        also = f"Held out as well, and not among the delegations of the case: {', '.join(strangers)}."
        made = made if also in made.note else replace(made, note=f"{made.note} {also}".strip())
    if not decided and not (made.reason or made.note):
        made = replace(made, reason="the record does not say how it ended")
    if kind == "none" or (kind == "forwarded" and made.wording in at.ambitious):
        made = replace(made, wording=NO_TEXT, other="")
    if kind == "weakened" and made.stands == NO_TEXT:
        made = replace(made, other=made.note or "a text that the case does not know")
    return made


def _date(case: Case, at: Issue, outcome: Outcome) -> str:
    """Return when it was decided: the date of what it is read from, but no later than the last day there was."""
    known = case.documents.get(outcome.source.document)
    found = outcome.source.date or (known.date if known else "")
    last = at.date or case.meeting.end
    return last if later(found, last) else found


def outcome_table(
    path: Path, case: Case, needed: Sequence[str], problems: list[Problem]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield line numbers and rows of known issues; note the others and missing columns."""
    try:
        reader = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), restkey="", restval="")
        rows = [(reader.line_num, row) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        problems.append(Problem(str(path), 0, 0, "not-a-table", f"no table: {error}", "save it as CSV in UTF-8"))
        return
    missing = [c for c in ("issue", *needed) if c not in (reader.fieldnames or ())]
    if missing:
        problems.append(
            Problem(str(path), 1, 1, "missing-column", f"no column {', '.join(missing)}", "name it in the first line")
        )
        return
    for line, row in rows:
        if row["issue"] in case.issues:
            yield line, row
        else:
            known = ", ".join(case.issues)
            problems.append(
                Problem(str(path), line, 1, "unknown-issue", f'no issue "{row["issue"]}"', f"one of {known}")
            )


def decided_issues(case: Case) -> tuple[str, ...]:
    """Return the issues whose outcome is known."""
    return tuple(i.id for i in case.issues.values() if i.outcome is not None and i.outcome.decided)


class LedgerGame:
    """The game as the ledger plays it, talks as declared: a function from a case and an issue to the inside view.

    Parameters
    ----------
    seed, draws : int
        As for :class:`positions.ledger.Ledger`; each issue is played once.
    """

    def __init__(self, *, seed: int = SEED, draws: int = RECORD_DRAWS) -> None:
        self.seed, self.draws = seed, draws
        self._ledgers: dict[int, Ledger] = {}

    def ledger(self, case: Case) -> Ledger:
        """Return the ledger of a case."""
        if id(case) not in self._ledgers:
            self._ledgers[id(case)] = Ledger(case, seed=self.seed, draws=self.draws)
        return self._ledgers[id(case)]

    def __call__(self, case: Case, issue: str) -> InsideView:
        """Return what the game says about an issue."""
        return inside_view(self.ledger(case), issue)


def outcome_rows(record: Iterable[Case], game: Game) -> Rows:
    """Return a row for each decided issue, in the order of the meetings' dates.

    Besides the covariates of the forecast there are those that simple rules use.
    """
    made: list[tuple[str, str, str, int, dict[str, float]]] = []
    for case, at, outcome, last in _decided(record):
        codes = [stance_code(s) for s in case.stances_on(at.id) if case.delegations[s.delegation].decides]
        columns = outcome_covariates(case, at.id, game(case, at.id)) | {
            "opponents_counted": float(sum(c < 0 for c in codes)),
            "at_minus_2": float(sum(c <= -2 for c in codes)),
            "at_minus_3": float(sum(c <= -3 for c in codes)),
            "mean_stance": float(np.mean(codes)) if codes else 0.0,
            "weaker_text": float(bool(at.path)),
            "objected_last_time": math.nan if last is None else float(bool(last)),
            "low_evidence": float(outcome.evidence == "low"),
            "settled_early": float(at.note.startswith(EARLY)),
        }
        made.append((at.id, case.meeting.id, at.agenda_item or at.id, KINDS.index(outcome.kind), columns))
    return _rows(made)


def holdout_rows(record: Iterable[Case], game: Game) -> Rows:
    """Return a row for each delegation of the case on each decided issue on which the record names somebody.

    Observers and the secretariat cannot object and have no row. ``item`` is the issue.
    """
    made: list[tuple[str, str, str, int, dict[str, float]]] = []
    for case, at, outcome, last in _decided(record):
        if not outcome.objectors:
            continue
        for d, columns in holdout_covariates(case, at.id, game(case, at.id)).items():
            columns["objected_last_time"] = math.nan if last is None else float(d in last)
            made.append((d, case.meeting.id, at.id, int(d in outcome.objectors), columns))
    return _rows(made)


def _decided(record: Iterable[Case]) -> Iterator[tuple[Case, Issue, Outcome, tuple[str, ...] | None]]:
    """Yield decided issues by date, with who held out when it was last decided, if ever.

    That is an issue of the same id in the record, or what the case itself says of an earlier meeting of its series.
    """
    last: dict[str, tuple[str, ...]] = {}
    for case in sorted(record, key=lambda c: str(c.meeting.start)):
        ended = [
            (case.issues[name], outcome) for name in decided_issues(case) if (outcome := case.issues[name].outcome)
        ]
        for at, outcome in ended:
            earlier = at.last_time[-1].objectors if at.last_time else None
            yield case, at, outcome, last.get(at.id, earlier)
        last.update({at.id: outcome.objectors for at, outcome in ended})


def _rows(made: Sequence[tuple[str, str, str, int, Mapping[str, float]]]) -> Rows:
    names = dict.fromkeys(n for row in made for n in row[4])
    return Rows(
        name=tuple(row[0] for row in made),
        meeting=tuple(row[1] for row in made),
        item=tuple(row[2] for row in made),
        happened=np.array([row[3] for row in made], dtype=np.int64),
        covariates={n: np.array([row[4].get(n, math.nan) for row in made]) for n in names},
    )
