"""The reference models beside the numbers that papers print and programs gave, and how long they take.

The numbers are not part of the project: the script reads them from the folder that POSITIONS_DATA names, or from
``../shared/data`` beside the repository, and writes docs/published-runs.md.

    python benchmarks/published_runs.py
"""

from __future__ import annotations

import csv
import datetime
import os
import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.studies.exchange_decimal import exchange_as_rounded  # noqa: E402
from positions import __version__  # noqa: E402
from positions.reference import ExchangeResult, challenge, election, exchange  # noqa: E402

FOLDER = Path(os.environ.get("POSITIONS_DATA") or ROOT.parent / "shared" / "data") / "reference"


def rows(name: str) -> list[dict[str, str]]:
    """Read one of the CSV files."""
    return list(csv.DictReader((FOLDER / name).read_text(encoding="utf-8").splitlines()))


def emission() -> list[str]:
    """The car-emission case, round by round."""
    table = rows("emission/emission_standards.csv")
    case = [np.array([float(r[k]) for r in table]) for k in ("Position", "Salience", "Capability")]
    run, literal = challenge(*case, rounds=10), challenge(*case, variant="literal", rounds=10)
    told = rows("emission/emission_expected_rounds.csv")
    printed = {int(r["round"]): r for r in told if r["source"].startswith("Scholz")}
    peer = {int(r["round"]): r for r in told if r["source"] == "jmckib_run"}
    lines = [
        "| round | median printed | public program | `table2` | mean printed | public program | `table2` "
        "| `literal` median |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for n, (median, mean) in enumerate(zip(run.medians, run.means, strict=True)):
        paper = printed.get(n, {"median": "", "mean": ""})
        other = f"{literal.medians[n]:.4f}" if n < len(literal.medians) else ""
        lines.append(
            f"| {n} | {paper['median']} | {float(peer[n]['median']):.6f} | {median:.6f} | {paper['mean']} "
            f"| {float(peer[n]['mean']):.6f} | {mean:.6f} | {other} |"
        )
    worst = max(
        max(abs(float(peer[n]["median"]) - run.medians[n]), abs(float(peer[n]["mean"]) - run.means[n])) for n in peer
    )
    return [*lines, "", f"Largest distance from the public program: {worst:.0e}. `literal`: {literal.stopped}."]


def negotiation(name: str) -> tuple[list[str], list[str], np.ndarray]:
    """Return actors, issues and the matrices (3, D, I) of one exchange file."""
    text = (FOLDER / f"exchange/{name}.csv").read_text(encoding="utf-8")
    lines = [[f.strip().strip("'") for f in line.split("\t")] for line in text.splitlines()]
    actors, issues = ([f[1] for f in lines if f[0] == kind] for kind in ("#A", "#P"))
    cells = np.full((3, len(actors), len(issues)), np.nan)
    for f in lines:
        if f[0] == "#D":
            cells[:, actors.index(f[1]), issues.index(f[2])] = [float(v) for v in f[3:6]]
    return actors, issues, cells


def exchanges() -> list[str]:
    """Copenhagen and Paris: exchanges and outcomes of five rounds."""
    lines = [
        "| case | exchanges published | the same to the last digit (`decimal`) | outcomes, largest distance "
        "| by rule (`float`): outcome of round 1, largest distance | of rounds 1–5, mean distance |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name in ("copenhagen", "cop21"):
        actors, issues, cells = negotiation(name)
        peer = rows(f"exchange/{name}_exchanges.csv")
        stages = {r["stage"]: np.array([float(r[i]) for i in issues]) for r in rows(f"exchange/{name}_outcomes.csv")}
        ways = {"decimal": exchange_as_rounded, "float": exchange}
        runs = {kind: way(*cells, bounds=(0, 100), rounds=5) for kind, way in ways.items()}
        ours = [
            (actors[b.a], issues[b.supply_a], actors[b.b], issues[b.supply_b], b.to_a, b.to_b, b.gain)
            for done in runs["decimal"].rounds
            for b in done.bargains
        ]
        keys = ("actor_i", "supply_issue_i", "actor_j", "supply_issue_j")
        theirs = [(*(r[k] for k in keys), *(float(r[k]) for k in ("y_i", "y_j", "equal_gain"))) for r in peer]
        same = sum(a == b for a, b in zip(ours, theirs, strict=False))
        gaps = {kind: distances(run, stages) for kind, run in runs.items()}
        lines.append(
            f"| {name} | {len(theirs)} | {same} | {gaps['decimal'].max():.0e} | {gaps['float'][0].max():.1f} "
            f"| {gaps['float'].mean():.1f} |"
        )
    return lines


def distances(run: ExchangeResult, stages: dict[str, np.ndarray]) -> np.ndarray:
    """Distances of outcomes from the published ones, (rounds, issues)."""
    return np.array([np.abs(r.outcome - stages[f"round{n}_voting_outcome"]) for n, r in enumerate(run.rounds, 1)])


def elections() -> list[str]:
    """KTAB: chances at turn 0."""
    lines = ["| scenario | actors | issues | largest distance (four decimals are printed) |", "|---|--:|--:|--:|"]
    for scenario, history in (("emission_input.csv", "emission_history.csv"), ("dummyData_3Dim.csv", None)):
        text = (FOLDER / "ktab" / scenario).read_text(encoding="utf-8").splitlines()
        table = np.array([[float(v) for v in r[2:] if v.strip()] for r in csv.reader(text[2:]) if r])
        found = election(table[:, 1::2], table[:, 2::2], table[:, 0], bounds=(0, 100))
        told = rows(f"ktab/{history or 'dummyData_3Dim_history.csv'}")
        chances = np.array([float(r["turn0"]) for r in told if r["kind"] == "win_prob"])
        gap = np.abs(found.of_actor - chances).max()
        lines.append(f"| {scenario} | {len(table)} | {table[:, 1::2].shape[1]} | {gap:.6f} |")
    return lines


def best_of(work: Callable[[], object], times: int = 5) -> float:
    """Return the least of several runs, in seconds of processor time: others may use the machine."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def timings() -> list[str]:
    """How long the two heavy models take."""
    rng = np.random.default_rng(1)
    many = rng.uniform(0, 100, 200), rng.uniform(0.1, 1, 200), rng.uniform(0.1, 1, 200)
    _, _, paris = negotiation("cop21")
    lines = ["| work | seconds of processor time, best of 5 |", "|---|--:|"]
    for title, work in (
        ("expected utility `table2`, 200 actors × 10 rounds", lambda: challenge(*many, rounds=10)),
        (
            "expected utility `literal`, 200 actors × 10 rounds",
            lambda: challenge(*many, variant="literal", rounds=10, settled_after=0),
        ),
        ("exchange, Paris talks, 10 rounds, `float`", lambda: exchange(*paris, bounds=(0, 100), rounds=10)),
    ):
        lines.append(f"| {title} | {best_of(work):.2f} |")
    slow = best_of(lambda: exchange_as_rounded(*paris, bounds=(0, 100), rounds=10), 1)
    return [*lines, f"| exchange, Paris talks, 10 rounds, `decimal` (once) | {slow:.1f} |"]


def page() -> str:
    """Return the whole page."""
    parts = [
        "# Published runs, repeated",
        "Written by `python benchmarks/published_runs.py`; do not edit by hand. Why there are two challenge models and "
        "two\nkinds of arithmetic: [decision 31](decisions/0031-two-challenge-models.md), "
        "[decision 30](decisions/0030-exchange-ties-and-rounding.md).",
        "## Expected utility: car emission standards",
        "Positions are years of delay, 4 to 10; what happened was 8.833. Printed: Scholz, Calbert and Smith (2011), "
        "Table 2.",
        "\n".join(emission()),
        "## Exchange: Copenhagen 2009 and Paris 2015",
        "Scales of 0 to 100, five rounds. Where gains tie, the public program's rounding decides; our rule decides "
        "otherwise.",
        "\n".join(exchanges()),
        "## Probabilistic Condorcet election",
        "\n".join(elections()),
        "## Time",
        "\n".join(timings()),
        f"{datetime.date.today().isoformat()}, positions {__version__}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, {os.cpu_count()} cores.",
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    if not (FOLDER / "emission/emission_standards.csv").is_file():
        sys.exit("the published numbers are absent: set POSITIONS_DATA to the folder that holds reference/")
    target = ROOT / "docs" / "published-runs.md"
    target.write_text(page(), encoding="utf-8")
    print(f"wrote {target.relative_to(ROOT)}")
