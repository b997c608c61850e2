"""What is a softer wording worth? Acceptance of recommendations in the Universal Periodic Review, sessions 1-14.

    python -m benchmarks.softer_wording            prints the tables
    python -m benchmarks.softer_wording --write    also writes the fitted table into the lexicon and the docs

Model: log-odds of acceptance = wording + state under review + its group and organisations + sender and its group
+ sender's group x state's group + topic + substance (stems and pairs of stems of the text without its wording).
All but the wording are random effects (ridge). Uncertainty: bootstrap over reviewed states. Held out: the last
sessions, and each session in turn. Two fits: one to predict, its penalties chosen on sessions that are not tested;
one for the effects, with a weaker penalty on the substance, because a strong one leaves the hard asks (which are
put softly) looking softer than they are. The second is checked against recommendations of the very same substance.
The data set is read where it lies and is not part of the project.
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from scipy.special import expit, logit

from benchmarks.penalised_logit import auc, fit, log_loss
from benchmarks.upr_features import Recommendation, design_of_sets, read_recommendations, substance, tf_idf, wording

ROOT = Path(__file__).resolve().parents[1]
TRAIN_UNTIL, CHOOSE_UNTIL = 10, 8  # sessions: fitted until 10, tested on 11-14; penalties chosen on 9-10 from 1-8
FEWEST, FEWEST_STATES = 30, 15  # a term is estimated when that many recommendations to that many states have it
WORDING_PENALTY, OTHER_PENALTY = 0.25, 10.0
GRID = [(state, text) for state in (3.0, 30.0, 100.0) for text in (0.5, 1.0, 2.0)]
BOOTSTRAPS, SEED = 200, 20100127
Z90 = 1.645

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Data:
    """The recommendations, taken apart."""

    rows: list[Recommendation]
    y: Floats  # (N,) accepted
    session: NDArray[np.int64]  # (N,)
    terms: tuple[str, ...]  # (J,) wording features that are estimated
    wordings: list[set[str]]
    substances: list[set[str]]
    effects: list[Any]  # sparse designs of the random effects, the reviewed state's first


@dataclass(frozen=True)
class Penalties:
    state: float
    text: float


EFFECTS = Penalties(state=3.0, text=0.1)


def data_file() -> Path | None:
    """Return the data set: in the folder POSITIONS_DATA names, or in ../shared/data beside the project."""
    folder = Path(os.environ.get("POSITIONS_DATA", ROOT.parent / "shared" / "data"))
    path = folder / "real" / "upr_s1-14.parquet"
    return path if path.exists() else None


def prepare(rows: list[Recommendation]) -> Data:
    """Take every recommendation apart and build the designs of the random effects."""
    taken = [wording(r.text) for r in rows]
    count = Counter(t for found, _ in taken for t in found)
    states: dict[str, set[str]] = defaultdict(set)
    for r, (found, _) in zip(rows, taken, strict=True):
        for t in found:
            states[t].add(r.state)
    terms = tuple(sorted(t for t, n in count.items() if n >= FEWEST and len(states[t]) >= FEWEST_STATES))
    levels: list[list[tuple[str, ...]]] = [
        [(r.state,) for r in rows],
        [(r.state_group,) for r in rows],
        [r.state_orgs for r in rows],
        [(r.sender,) for r in rows],
        [(r.sender_group,) for r in rows],
        [(f"{r.sender_group}>{r.state_group}",) for r in rows],
        [r.topics for r in rows],
    ]
    effects = [design_of_sets(each, sorted({name for row in each for name in row})) for each in levels]
    return Data(
        rows,
        np.array([float(r.accepted) for r in rows]),
        np.array([r.session for r in rows]),
        terms,
        [found for found, _ in taken],
        [substance(left) for _, left in taken],
        effects,
    )


def design(data: Data, rows: NDArray[np.intp], penalties: Penalties) -> tuple[Any, Floats]:
    """Return the whole design (N, ·), its text features counted on ``rows``, and the penalties."""
    n = len(data.rows)
    text = tf_idf(data.substances, rows)
    X = sp.hstack([np.ones((n, 1)), design_of_sets(data.wordings, data.terms), *data.effects, text]).tocsr()
    penalty = np.concatenate(
        [
            [1e-6],
            np.full(len(data.terms), WORDING_PENALTY),
            *(
                np.full(e.shape[1], penalties.state if k == 0 else OTHER_PENALTY if k < 6 else 3.0)
                for k, e in enumerate(data.effects)
            ),
            np.full(text.shape[1], penalties.text),
        ]
    )
    return X, penalty


def held_out(data: Data, train: Any, test: Any, penalties: Penalties) -> Floats:
    """Return the log-odds of the test rows from a fit on the training rows."""
    rows = np.flatnonzero(train)
    X, penalty = design(data, rows, penalties)
    b = fit(X[rows], data.y[rows], penalty, steps=80)
    return np.asarray(X[np.flatnonzero(test)] @ b)


def choose(data: Data) -> Penalties:
    """Choose penalties on sessions 9-10 from a fit on sessions 1-8; the test sessions are not looked at."""
    train, test = data.session <= CHOOSE_UNTIL, (data.session > CHOOSE_UNTIL) & (data.session <= TRAIN_UNTIL)
    losses = {g: log_loss(data.y[test], held_out(data, train, test, Penalties(*g))) for g in GRID}
    return Penalties(*min(losses, key=lambda g: losses[g]))


def action_baseline(data: Data, train: Any, test: Any) -> Floats:
    """Return the acceptance rate of the action category (1-5) in the training rows, for the test rows."""
    action = np.array([r.action for r in data.rows])
    rate = {a: data.y[train & (action == a)].mean() for a in range(1, 6)}
    return np.array([rate[a] for a in action[test]])


def by_state(data: Data, rows: Any, rng: np.random.Generator) -> Floats:
    """Return how often each of ``rows`` counts in one bootstrap over reviewed states."""
    states = np.array([r.state for r in data.rows])[rows]
    names, at = np.unique(states, return_inverse=True)
    drawn = np.bincount(rng.integers(len(names), size=len(names)), minlength=len(names))
    return drawn[at].astype(float)


def band(draws: Any) -> tuple[float, float]:
    """Return the middle 90 % of bootstrap draws."""
    low, high = np.quantile(np.asarray(draws), [0.05, 0.95])
    return float(low), float(high)


def prediction(data: Data, penalties: Penalties, rng: np.random.Generator) -> dict[str, str]:
    """Test on held-out sessions, with an interval over reviewed states, against the action category."""
    train, test = data.session <= TRAIN_UNTIL, data.session > TRAIN_UNTIL
    y, ours = data.y[test], held_out(data, train, test, penalties)
    action = action_baseline(data, train, test)
    draws = [by_state(data, test, rng) for _ in range(BOOTSTRAPS)]
    low, high = band([auc(y, ours, w) for w in draws])
    gap = band([auc(y, ours, w) - auc(y, action, w) for w in draws])
    turns = []
    for session in range(1, 15):
        out = data.session == session
        turns.append(auc(data.y[out], held_out(data, ~out, out, penalties)))
    return {
        "auc_held_out": f"{auc(y, ours):.3f}",
        "auc_held_out_90": f"{low:.3f}..{high:.3f}",
        "auc_action_category_same_rows": f"{auc(y, action):.3f}",
        "auc_gain_90": f"{gap[0]:.3f}..{gap[1]:.3f}",
        "auc_each_session_in_turn_mean": f"{np.mean(turns):.3f}",
        "auc_each_session_in_turn_range": f"{min(turns):.3f}..{max(turns):.3f}",
        "log_loss_held_out": f"{log_loss(y, ours):.3f}",
        "log_loss_base_rate": f"{log_loss(y, np.full(len(y), logit(data.y[train].mean()))):.3f}",
    }


def estimates(data: Data, predicting: Penalties, rng: np.random.Generator) -> list[dict[str, str]]:
    """Fit all sessions; return effect, interval and steadiness of every wording term, hardest first."""
    everything = np.arange(len(data.rows))
    X, penalty = design(data, everything, predicting)
    shrunk = fit(X, data.y, penalty)
    usual = np.asarray(X @ shrunk)  # log-odds of the fit that predicts: the other one follows the sample too closely
    X, penalty = design(data, everything, EFFECTS)
    b = fit(X, data.y, penalty)
    J = len(data.terms)
    has = design_of_sets(data.wordings, data.terms).tocsc()
    draws = np.empty((BOOTSTRAPS, J))
    for n in range(BOOTSTRAPS):
        drawn = fit(X, data.y, penalty, weights=by_state(data, everything, rng), start=b, steps=60)
        draws[n] = drawn[1 : J + 1]
        if (n + 1) % 20 == 0:
            print(f"bootstrap {n + 1} of {BOOTSTRAPS}", file=sys.stderr, flush=True)
    early = fit(X, data.y, penalty, weights=(data.session <= 7).astype(float), start=b, steps=80)
    late = fit(X, data.y, penalty, weights=(data.session > 7).astype(float), start=b, steps=80)
    table = []
    for j in np.argsort(b[1 : J + 1]):
        error = draws[:, j].std(ddof=1)
        ends = (b[1 + j] - Z90 * error, b[1 + j] + Z90 * error)
        rows = has[:, j].nonzero()[0]
        points = [shift(usual[rows] - shrunk[1 + j], effect) for effect in (b[1 + j], *ends)]
        table.append(
            {
                "term": data.terms[j],
                "n": str(len(rows)),
                "states": str(len({data.rows[i].state for i in rows})),
                "effect": shown(b[1 + j]),
                "error": f"{error:.2f}",
                "low": shown(ends[0]),
                "high": shown(ends[1]),
                "points": f"{round(points[0])}",
                "points_low": f"{round(points[1])}",
                "points_high": f"{round(points[2])}",
                "sessions_1_7": shown(early[1 + j]),
                "sessions_8_14": shown(late[1 + j]),
                "substance_shrunk": shown(shrunk[1 + j]),
                "raw_rate": f"{data.y[rows].mean():.2f}",
            }
        )
    return table


def shift(without: Floats, effect: float) -> float:
    """Return the percentage points of acceptance that ``effect`` adds, averaged over log-odds ``without`` it."""
    return float(100 * np.mean(expit(without + effect) - expit(without)))


def shown(value: float) -> str:
    """Return a number with two decimals, never "-0.00"."""
    return f"{round(float(value), 2) + 0.0:.2f}"


def matched(data: Data, term: str, rng: np.random.Generator) -> dict[str, str]:
    """Compare recommendations of the very same substance with and without ``term`` (Mantel-Haenszel odds ratio)."""
    groups: dict[frozenset[str], list[int]] = defaultdict(list)
    for n, (found, about) in enumerate(zip(data.wordings, data.substances, strict=True)):
        if found <= {term}:
            groups[frozenset(s for s in about if " " not in s and not s.startswith("^"))].append(n)
    pairs = [rows for rows in groups.values() if 0 < sum(term in data.wordings[n] for n in rows) < len(rows)]

    def log_odds(weights: Floats) -> float:
        above = below = 0.0
        for rows in pairs:
            cell = np.zeros((2, 2))
            for n in rows:
                cell[int(term in data.wordings[n]), int(data.y[n])] += weights[n]
            if total := cell.sum():
                above += cell[1, 1] * cell[0, 0] / total
                below += cell[1, 0] * cell[0, 1] / total
        return float(np.log(above / below)) if above and below else float(np.sign(above - below)) * 5.0

    everything = np.arange(len(data.rows))
    draws = [log_odds(by_state(data, everything, rng)) for _ in range(BOOTSTRAPS)]
    low, high = band(draws)
    return {
        "term": term,
        "groups": str(len(pairs)),
        "n": str(sum(len(rows) for rows in pairs)),
        "effect": shown(log_odds(np.ones(len(data.rows)))),
        "low": shown(low),
        "high": shown(high),
    }


def as_csv(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as CSV."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def as_table(rows: Sequence[dict[str, str]]) -> str:
    """Return rows as a Markdown table."""
    head = list(rows[0])
    lines = [head, ["---"] * len(head), *(list(r.values()) for r in rows)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write(table: list[dict[str, str]], about: dict[str, str], pairs: list[dict[str, str]]) -> None:
    """Write the fitted table into the lexicon, and all numbers into the docs between their marks."""
    folder = ROOT / "positions" / "lexicon" / "data"
    (folder / "estimates.csv").write_text(as_csv(table), "utf-8")
    (folder / "fit.csv").write_text(as_csv([{"key": k, "value": v} for k, v in about.items()]), "utf-8")
    page = ROOT / "docs" / "softer-wording.md"
    text = page.read_text("utf-8")
    blocks = {
        "estimates": as_table(table),
        "matched": as_table(pairs),
        "fit": as_table([about_row(k, v) for k, v in about.items()]),
    }
    for name, block in blocks.items():
        first, last = f"<!-- {name} -->", f"<!-- end {name} -->"
        before, rest = text.split(first)
        text = f"{before}{first}\n{block}\n{last}{rest.split(last)[1]}"
    page.write_text(text, "utf-8")


def about_row(key: str, value: str) -> dict[str, str]:
    """Return one line of the table about the fit."""
    return {"what": key.replace("_", " "), "value": value}


def main() -> int:
    """Fit, test, print; write when asked."""
    parser = argparse.ArgumentParser(description="What is a softer wording worth?")
    parser.add_argument("--write", action="store_true", help="write the fitted table into the lexicon and the docs")
    asked = parser.parse_args()
    path = data_file()
    if path is None:
        print("skipped: real/upr_s1-14.parquet is not there (set POSITIONS_DATA)", file=sys.stderr)
        return 0
    rng = np.random.default_rng(SEED)
    data = prepare(read_recommendations(path))
    penalties = choose(data)
    about = {
        "data": "UPR Info recommendations, sessions 1-14, prepared by R. Terman (rochelleterman/uprs, 986898e)",
        "recommendations": str(len(data.rows)),
        "states": str(len({r.state for r in data.rows})),
        "accepted": f"{data.y.mean():.3f}",
        "method": "logistic regression; random effects for state, groups, sender, topic and substance",
        "intervals": f"90 %, {BOOTSTRAPS} bootstraps over reviewed states",
        "fitted_until_session": str(TRAIN_UNTIL),
        "penalty_state": f"{penalties.state:g}",
        "penalty_text": f"{penalties.text:g}",
        "penalty_state_for_effects": f"{EFFECTS.state:g}",
        "penalty_text_for_effects": f"{EFFECTS.text:g}",
        "seed": str(SEED),
        **prediction(data, penalties, rng),
    }
    print(as_table([about_row(k, v) for k, v in about.items()]), flush=True)
    same = ("consider", "explore the possibility of", "as soon as possible", "ask: continue", "ask: strengthen")
    pairs = [found for term in same if (found := matched(data, term, rng))["groups"] != "0"]
    print(as_table(pairs))
    table = estimates(data, penalties, rng)
    print(as_table(table))
    if asked.write:
        write(table, about, pairs)
    return 0


if __name__ == "__main__":
    sys.exit(main())
