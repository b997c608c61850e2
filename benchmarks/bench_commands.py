"""The published models, and commands as a user starts them."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np

from benchmarks.bench_record import QUICK, Page
from benchmarks.conference import conference
from benchmarks.timing import timed, timed_command

ROOT = Path(__file__).resolve().parents[1]

__all__ = ["commands", "forecasts"]


def forecasts(page: Page) -> None:
    from benchmarks.published_runs import FOLDER, negotiation
    from positions.reference import challenge, exchange

    rng = np.random.default_rng(4)
    run = timed(lambda: challenge(rng.random(200), rng.random(200), rng.random(200), rounds=10), repeats=5)
    page.target("expected-utility model, 200 actors x 10 rounds", "0.5 s", run.words(), run.median / 0.5)
    if FOLDER.is_dir():
        actors, issues, cells = negotiation("cop21")
        run = timed(lambda: exchange(*cells, bounds=(0, 100), rounds=10), repeats=5)
        size = f"{len(actors)} actors x {len(issues)} issues"
        page.target(f"exchange model, Paris (COP21, {size}), 10 rounds", "0.5 s", run.words(), run.median / 0.5)
    else:
        print("exchange model, Paris (COP21): not timed, the case is not part of the project (set POSITIONS_DATA)")
    x, s, c = rng.random((40, 10)), rng.random((40, 10)), rng.random((40, 10))
    run = timed(lambda: exchange(x, s, c, rounds=10), repeats=3)
    page.target("exchange model, 40 actors x 10 issues (made up), 10 rounds", "0.5 s", run.words(), run.median / 0.5)


def commands(page: Page) -> None:
    from benchmarks.case_folder import write_case

    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        shown = timed_command(["--help"], here)
        page.target("positions --help", "0.3 s", shown.words(), shown.median / 0.3)
        write_case(conference(delegations=193, issues=5 if QUICK else 50), here / "big")
        checked = timed_command(["check", "big"], here, repeats=3)
        ok = "" if checked.answer == 0 else f" (exit {checked.answer})"
        page.target("positions check on 193 x 50", "1.5 s", checked.words() + ok, checked.median / 1.5)
        made = timed_command(["brief", str(ROOT / "data"), "--out", "book"], here, repeats=2)
        ok = "" if made.answer == 0 else f" (exit {made.answer})"
        page.target("positions brief on the worked case", "6 s", made.words() + ok, made.median / 6)
