"""Cases with recorded outcomes as the rows that :mod:`positions.forecast` fits and scores.

What the rows say is taken from stances, texts and groups alone. The game comes in as a function, so that another game,
or none, can take its place.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from positions.casefiles import load_case
from positions.errors import CaseError, Problem
from positions.forecast import INSIDE_BOUND, KINDS, Rows, inside_views
from positions.game import issue_arrays, speaks_for
from positions.model import NO_TEXT, Case, Issue
from positions.scoring.naive import stance_code
from positions.simulation import FORWARDED, make_ensemble, simulate_issue

__all__ = ["Game", "InsideView", "RecordedCase", "holdout_rows", "outcome_rows", "read_recorded", "simulated_view"]

NAN = math.nan
MOST_VOICES = 2.0  # a delegation with more influence counts as this many: the records know no more than two
FIRM = 0.7  # salience of what was repeated or said in strong words: H in the code book
AS_KIND = {"no_conclusions": "none", "no_text": "none", "dropped": "none"}  # names used by the first records
NOT_DECIDED = ("not_known", "unknown")


@dataclass(frozen=True, slots=True)
class InsideView:
    """What the game says about an issue: the ambitious text stands; no text does; who objects to the tabled text."""

    adopted: float
    no_text: float
    objects: Mapping[str, float]


Game = Callable[[Case, str], InsideView]


@dataclass(frozen=True, slots=True, eq=False)
class RecordedCase:
    """A case with its decided issues: how each ended, and whom the record names as having held out.

    ``more`` holds further numbers about an issue, by name.
    """

    case: Case
    kinds: Mapping[str, str]
    objectors: Mapping[str, tuple[str, ...]]
    more: Mapping[str, Mapping[str, float]]


def read_recorded(folder: Path) -> RecordedCase:
    """Read a case with its outcomes: from ``outcomes.csv`` where there is one, else from the issues themselves.

    ``covariates.csv`` may add numbers. An outcome of an issue without a kind of its own is *adopted* when the ambitious
    text was, *weakened* when another text was, else *forwarded* when its code says so and *none* when not.

    Raises
    ------
    CaseError
        With every problem of the case, or of the two tables.
    """
    case = load_case(folder)
    problems: list[Problem] = []
    kinds: dict[str, str] = {}
    objectors: dict[str, tuple[str, ...]] = {}
    path = folder / "outcomes.csv"
    if path.exists():
        for line, row in _table(path, case, ("kind", "objectors"), problems):
            kind = AS_KIND.get(row["kind"], row["kind"])
            if kind in KINDS:
                kinds[row["issue"]] = kind
                objectors[row["issue"]] = tuple(d.strip() for d in row["objectors"].split(";") if d.strip())
            elif kind not in NOT_DECIDED:
                allowed = ", ".join((*KINDS, *AS_KIND, *NOT_DECIDED))
                problems.append(
                    Problem(str(path), line, 1, "unknown-kind", f'no kind of outcome "{kind}"', f"one of {allowed}")
                )
    else:
        for name, issue in case.issues.items():
            o = issue.outcome
            if o is not None and o.decided:
                ended = "forwarded" if o.code.startswith("forwarded") else "none"
                kinds[name] = "adopted" if o.ambitious_adopted else "weakened" if o.text_adopted else ended
                objectors[name] = ()
    more: dict[str, dict[str, float]] = {}
    path = folder / "covariates.csv"
    if path.exists():
        for _, row in _table(path, case, (), problems):
            more[row["issue"]] = {n: float(v) for n, v in row.items() if re.fullmatch(r"-?\d+(\.\d+)?", v)}
    if problems:
        raise CaseError(problems)
    return RecordedCase(case, kinds, objectors, more)


def _table(
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


def simulated_view(case: Case, issue: str, *, seed: int = 1, draws: int = 100) -> InsideView:
    """Return what the simulation says about an issue, no private talks held: 64 parameter sets × ``draws`` worlds."""
    ensemble = make_ensemble(case.parameters, seed=seed)
    held = case.issues[issue]
    found = simulate_issue(issue_arrays(case, issue), ensemble, tried=held.try_order(), draws=draws)
    tabled = found.wording(held.tabled)
    return InsideView(
        adopted=min(1.0, sum(found.final_text.get(w, 0.0) for w in held.ambitious)),
        no_text=found.final_text.get(NO_TEXT, 0.0) + found.final_text.get(FORWARDED, 0.0),
        objects={d: tabled.p_objects(d) for d in (*tabled.actors, *tabled.drawn) if d in case.delegations},
    )


def outcome_rows(records: Iterable[RecordedCase], game: Game = simulated_view) -> Rows:
    """Return a row for each decided issue, in the order of the meetings' dates."""
    made: list[tuple[str, str, str, int, dict[str, float]]] = []
    for record, name, last in _decided(records):
        case, issue = record.case, record.case.issues[name]
        view = game(case, name)
        inside = inside_views([view.adopted], [view.no_text])
        spoke = [s for s in case.stances_on(name) if case.delegations[s.delegation].decides]
        codes = {s.delegation: stance_code(s) for s in spoke}
        voices = {d: min(case.delegations[d].influence, MOST_VOICES) for d, c in codes.items() if c < 0}
        firm = [voices[s.delegation] for s in spoke if s.delegation in voices and s.salience >= FIRM]
        columns = {
            "inside_adopted": float(inside[0][0]),
            "inside_text": float(inside[1][0]),
            "opponents": math.log1p(sum(voices.values())),
            "firm_opponents": math.log1p(sum(firm)),
            "opponents_counted": float(len(voices)),
            "at_minus_2": float(sum(c <= -2 for c in codes.values())),
            "at_minus_3": float(sum(c <= -3 for c in codes.values())),
            "mean_stance": float(np.mean([*codes.values()])) if codes else 0.0,
            "supporters": math.log1p(sum(c > 0 for c in codes.values())),
            "weaker_text": float(bool(issue.path)),
            "objected_last_time": NAN if last is None else float(bool(last)),
            "low_evidence": float(issue.outcome is not None and issue.outcome.evidence == "low"),
            "settled_early": float(issue.note.startswith("Settled early")),
            **record.more.get(name, {}),
        }
        made.append((name, case.meeting.id, issue.agenda_item or name, KINDS.index(record.kinds[name]), columns))
    return _rows(made)


def holdout_rows(records: Iterable[RecordedCase], game: Game = simulated_view) -> Rows:
    """Return a row for each delegation of the case on each decided issue on which the record names somebody.

    Observers and the secretariat cannot object and have no row. ``item`` is the issue.
    """
    made: list[tuple[str, str, str, int, dict[str, float]]] = []
    for record, name, last in _decided(records):
        named = set(record.objectors[name])
        if not named:
            continue
        case, issue = record.case, record.case.issues[name]
        view = game(case, name)
        codes = {key: stance_code(s) for key, s in case.stances.items()}
        here = {d: c for (d, i), c in codes.items() if i == name}
        siblings = [i.id for i in case.issues.values() if i.id != name and _item(i) == _item(issue)]
        voices = [case.delegations[d] for d in here]
        for d, delegation in case.delegations.items():
            if not delegation.decides:
                continue
            p, code = view.objects.get(d, 0.0), here.get(d)
            odds = math.log(p / (1 - p)) if 0 < p < 1 else math.copysign(math.inf, p - 0.5)
            columns = {
                "inside_objects": max(-INSIDE_BOUND, min(INSIDE_BOUND, odds)),
                "against": float(max(0, -(code or 0))),
                "in_favour": float(max(0, code or 0)),
                "silent": float(code is None),
                "group_spoke": float(any(speaks_for(other, delegation) for other in voices)),
                "tabled": float(issue.wordings[issue.tabled].tabled_by == d),
                "against_sibling": float(any(codes.get((d, i), 0) < 0 for i in siblings)),
                "influence": math.log(max(delegation.influence, 0.1)),
                "active": math.log1p(sum(1 for who, i in codes if who == d and i != name)),
                "objected_last_time": NAN if last is None else float(d in last),
            }
            made.append((d, case.meeting.id, name, int(d in named), columns))
    return _rows(made)


def _decided(records: Iterable[RecordedCase]) -> Iterator[tuple[RecordedCase, str, tuple[str, ...] | None]]:
    """Yield decided issues by date, with who held out when an issue of the same id was last decided, if ever."""
    last: dict[str, tuple[str, ...]] = {}
    for record in sorted(records, key=lambda r: str(r.case.meeting.start)):
        for name in record.kinds:
            yield record, name, last.get(name)
        last.update(record.objectors)


def _item(issue: Issue) -> str:
    return issue.agenda_item or issue.id


def _rows(made: Sequence[tuple[str, str, str, int, Mapping[str, float]]]) -> Rows:
    names = dict.fromkeys(n for row in made for n in row[4])
    return Rows(
        name=tuple(row[0] for row in made),
        meeting=tuple(row[1] for row in made),
        item=tuple(row[2] for row in made),
        happened=np.array([row[3] for row in made], dtype=np.int64),
        covariates={n: np.array([row[4].get(n, NAN) for row in made]) for n in names},
    )
