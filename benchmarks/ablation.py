"""What each mechanism of the game adds to its forecasts: recorded negotiations and the worked case without it.

``make ablation`` runs it on examples/record and data and writes docs/what-each-mechanism-adds.md. A mechanism is taken
out by setting its parameter to where it does nothing, or by taking what it works on out of the cases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.forecasts import filled
from positions.casefiles import load_case
from positions.forecast import (
    Rows,
    area_under_curve,
    brier,
    brier_kinds,
    fit_holdouts,
    fit_outcomes,
    leave_one_meeting_out,
    paired_bootstrap,
    resample_groups,
    three_levels,
)
from positions.ledger import Ledger
from positions.ledger.forecast import InsideView, inside_view
from positions.model import NO_TEXT, Case, Stance
from positions.scoring.record import holdout_rows, outcome_rows, read_recorded, record_folders
from positions.simulation import FORWARDED

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "what-each-mechanism-adds.md"
SEED, MEMBERS, DRAWS, RESAMPLES = 7, 24, 48, 2000
Change = Callable[[Case], Case]
# the coding table of docs/worked-case.md: ideal point and acceptance by code, salience by letter
PLACE = {3: (1.0, (0.0, 1.0)), 2: (0.85, (0.0, 1.0)), 1: (0.6, (0.0, 1.0)), 0: (0.5, (0.0, 1.0)),
         -1: (0.3, (0.0, 0.6)), -2: (0.1, (0.0, 0.3)), -3: (0.0, (0.0, 0.1))}  # fmt: skip
SALIENCE = {"H": 0.8, "M": 0.5, "L": 0.25}


def fixed(**values: float) -> Change:
    """Return a change that sets parameters to one value throughout their ranges."""
    return lambda case: replace(
        case,
        parameters=tuple(
            replace(p, central=values[p.name], low=values[p.name], high=values[p.name]) if p.name in values else p
            for p in case.parameters
        ),
    )


def each_stance(change: Callable[[Stance], Stance]) -> Change:
    """Return a change of all stances."""
    return lambda case: replace(case, stances={key: change(s) for key, s in case.stances.items()})


def each_delegation(**values: object) -> Change:
    """Return a change that gives all delegations the same values."""
    return lambda case: replace(case, delegations={d: replace(one, **values) for d, one in case.delegations.items()})


def no_silent_class(case: Case) -> Case:
    """Take all assumptions about silence out of a case."""
    return replace(case, issues={i: replace(one, silent=()) for i, one in case.issues.items()})


def no_group_statements(case: Case) -> Case:
    """Let groups that speak be delegations like any other."""
    said = "(group statement)"
    return replace(
        case,
        delegations={
            d: replace(one, name=one.name.replace(said, ""), note=one.note.replace(said, ""))
            for d, one in case.delegations.items()
        },
    )


def stated(case: Case) -> Case:
    """Let every stance be known exactly."""
    return each_stance(lambda s: replace(s, confidence=type(s.confidence).STATED))(case)


MECHANISMS: Mapping[str, Change] = {
    "association": fixed(association_scale=0.0),
    "isolation (and with it company)": fixed(isolation_cost=0.0),
    "company (isolation stays)": fixed(company_unit=1000.0),
    "red lines": each_stance(lambda s: replace(s, red_lines=())),
    "demands": each_stance(lambda s: replace(s, demands=())),
    "resolve (all 0.5)": each_delegation(resolve=0.5),
    "influence (all 1)": each_delegation(influence=1.0),
    "salience (all M)": each_stance(lambda s: replace(s, salience=0.5)),
    "confidence (all stated)": stated,
    "classes of silent seats": no_silent_class,
    "goodwill": fixed(goodwill_effect=0.0),
    "unexplained part": fixed(noise=0.0),
    "shared uncertainty of groups": fixed(group_correlation=0.0),
    "silent objectors": fixed(silent_objectors=0.0),
    "floors of supporters": fixed(supporter_floor=0.0),
    "forwarding, each round": fixed(forwarding=0.0),
    "forwarding, at the end": fixed(forwarding_at_end=0.0),
    "group statements": no_group_statements,
    "costs off the tie (0.10 and 0.50 again)": fixed(base_cost=0.10, isolation_cost=0.50),
}


@dataclass(frozen=True, eq=False)
class Told:
    """What the game and the forecasts fitted on it say: losses of each issue, and who holds out."""

    rows: Rows
    losses: Mapping[str, np.ndarray]
    holdouts: Rows
    by_game: np.ndarray
    by_model: np.ndarray

    def auc(self, chances: np.ndarray) -> tuple[float, float, float]:
        """Return the area under the curve, with its 95 % interval by meeting."""
        happened = self.holdouts.happened == 1
        drawn = resample_groups(self.holdouts.meeting, rng=np.random.default_rng(1), draws=RESAMPLES // 10)
        areas = [area_under_curve(chances[k], happened[k]) for k in drawn if 0 < happened[k].sum() < k.size]
        low, high = np.quantile(areas, [0.025, 0.975])
        return area_under_curve(chances, happened), float(low), float(high)


def ask(records: list[Case], change: Change) -> Told:
    """Play all decided issues after a change; forecast each meeting from the others."""
    changed = [change(case) for case in records]
    ledgers = {case.meeting.id: Ledger(case, seed=SEED, draws=DRAWS, members=MEMBERS) for case in changed}

    def view(case: Case, name: str) -> InsideView:
        return inside_view(ledgers[case.meeting.id], name)

    def kinds(meeting: str, name: str) -> np.ndarray:
        ledger = ledgers[meeting]
        share, adopted = ledger.issue(name).final_text, inside_view(ledger, name).adopted
        later, none = share.get(FORWARDED, 0.0), share.get(NO_TEXT, 0.0)
        return np.array([adopted, max(0.0, 1 - adopted - later - none), later, none])

    def objects(meeting: str, name: str, delegation: str) -> float:
        ledger = ledgers[meeting]
        text = ledger.issue(name).wording(ledger.at(name).tabled)
        return text.p_objects(delegation) if delegation in (*text.actors, *text.drawn) else 0.0

    rows, holdouts = outcome_rows(changed, view), holdout_rows(changed, view)
    plain = np.array([kinds(*key) for key in zip(rows.meeting, rows.name, strict=True)])
    told = leave_one_meeting_out(rows, lambda a, b: fit_outcomes(a).chances(b.covariates))
    adopted = rows.happened == 0
    return Told(
        rows=rows,
        losses={
            "game, ambitious": brier(plain[:, 0], adopted),
            "game, four kinds": brier_kinds(plain, rows.happened),
            "fitted, ambitious": brier(told[:, 0], adopted),
            "fitted, three levels": brier_kinds(*three_levels(told, rows.happened)),
        },
        holdouts=holdouts,
        by_game=np.array([objects(*key) for key in zip(holdouts.meeting, holdouts.item, holdouts.name, strict=True)]),
        by_model=leave_one_meeting_out(holdouts, lambda a, b: fit_holdouts(a).chances(b.covariates)[:, 0]),
    )


def record_table(records: list[Case]) -> Iterator[str]:
    """Yield the scores of the game as it is, and by how much each loss rises without each mechanism."""
    whole = ask(records, lambda case: case)
    yield "| without | " + " | ".join(whole.losses) + " | hold-outs AUC, game | hold-outs AUC, fitted |"
    yield "|---|" + "---|" * (len(whole.losses) + 2)
    yield "| nothing (score) | " + " | ".join(f"{v.mean():.4f}" for v in whole.losses.values()) + _areas(whole)
    for name, change in MECHANISMS.items():
        told = ask(records, change)
        cells = []
        for label, loss in told.losses.items():
            if (loss == whole.losses[label]).all():
                cells.append("the same")
                continue
            d = paired_bootstrap(
                loss, whole.losses[label], rng=np.random.default_rng(1), groups=whole.rows.meeting, draws=RESAMPLES
            )
            cells.append(f"{d.difference:+.4f} ({d.low:+.4f} to {d.high:+.4f})")
        yield f"| {name} | " + " | ".join(cells) + _areas(told)


def _areas(told: Told) -> str:
    cells = ("{:.3f} ({:.3f}-{:.3f})".format(*told.auc(c)) for c in (told.by_game, told.by_model))
    return " | " + " | ".join(cells) + " |"


def recoded(step: Mapping[tuple[str, str], int], louder: Mapping[tuple[str, str], int]) -> Change:
    """Return a change that moves codes and letters of stances by steps, and gives each its numbers by the table."""
    letters = "LMH"

    def change(case: Case) -> Case:
        stances = dict(case.stances)
        for key, s in case.stances.items():
            found = re.fullmatch(r"([+-]?\d) ([HML])", s.code)
            if not found or not (step.get(key) or louder.get(key)):
                continue
            code = max(-3, min(3, int(found[1]) + step.get(key, 0)))
            letter = letters[max(0, min(2, letters.index(found[2]) + louder.get(key, 0)))]
            ideal, acceptance = PLACE[code]
            stances[key] = replace(s, ideal=ideal, acceptance=acceptance, salience=SALIENCE[letter])
        return replace(case, stances=stances)

    return change


def worked_table(case: Case) -> Iterator[str]:
    """Yield how many recorded ends of the worked case come out, with mechanisms out and with its coding moved."""
    rng = np.random.default_rng(SEED)
    keys = list(case.stances)

    def noise(share: float) -> dict[tuple[str, str], int]:
        return {k: int(rng.choice([-1, 1])) for k in keys if rng.random() < share}

    changes: dict[str, Change] = {"as it is": lambda c: c}
    changes |= {f"without {name}": change for name, change in MECHANISMS.items()}
    changes["without talks"] = lambda c: replace(c, issues={i: replace(one, talks=()) for i, one in c.issues.items()})
    for name, by in (("harsher", -1), ("milder", 1)):
        changes[f"all codes one step {name}"] = recoded(dict.fromkeys(keys, by), {})
    for name, by in (("up", 1), ("down", -1)):
        changes[f"all letters one step {name}"] = recoded({}, dict.fromkeys(keys, by))
    for n in range(3):
        changes[f"30 % of codes and letters moved, draw {n + 1}"] = recoded(noise(0.3), noise(0.3))
    yield "| worked case | texts at the end right, of 10 | ambitious called right | ambitious, Brier |"
    yield "|---|---|---|---|"
    for name, change in changes.items():
        made = change(case)
        right = called = 0
        losses = []
        ledger = Ledger(made, seed=SEED, draws=DRAWS, members=MEMBERS)
        for i, issue in made.issues.items():
            if issue.outcome is None or not issue.outcome.decided:
                continue
            found = ledger.issue(i)
            chance = sum(found.final_text.get(w, 0.0) for w in issue.ambitious)
            right += found.modal == issue.outcome.wording
            called += (chance > 0.5) == issue.outcome.ambitious_adopted
            losses.append((chance - issue.outcome.ambitious_adopted) ** 2)
        yield f"| {name} | {right} | {called} | {np.mean(losses):.3f} |"


def main() -> None:
    """Write both tables into the page."""
    tables = {
        "record": record_table([read_recorded(folder) for folder in record_folders([ROOT / "examples" / "record"])]),
        "worked case": worked_table(load_case(ROOT / "data")),
    }
    text = PAGE.read_text("utf-8")
    for name, lines in tables.items():
        text = filled(text, name, "\n".join(lines))
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
