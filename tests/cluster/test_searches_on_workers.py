"""Searches and backtests on real workers, all on one scheduler: the same results, whoever dies on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.cli import main
from positions.errors import PositionsError
from positions.model import PARAMETERS
from positions.reference import side_by_side
from positions.scoring import Negotiation, backtest
from positions.search.packages import find_packages
from positions.search.search import search_compromise
from positions.search.shared_packages import PackagePlan, shared_packages
from positions.simulation import make_ensemble
from positions.work import Store, Workers
from tests.cluster.conftest import Cluster

pytestmark = pytest.mark.filterwarnings("default")
ROOT = Path(__file__).resolve().parents[2]
ENSEMBLE = make_ensemble(PARAMETERS, members=8, seed=2)
LARGE = conference(delegations=10, issues=1, clauses=5, options=4, wordings=3, can_object=0.6, seed=4)  # 1,024 wordings
PLAN = (LARGE, "i00", ENSEMBLE)
HOW = {"draws": 20, "moves": False}
PARTS = 4


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    made = Cluster(tmp_path_factory.mktemp("cluster"))
    try:
        made.add_worker()
        made.add_worker()
        made.wait_for(2)
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def here() -> dict[str, object]:
    return asdict(search_compromise(*PLAN, **HOW)) | {"evaluated": 0}


def _search(watch=None, **how) -> dict[str, object]:
    return asdict(search_compromise(*PLAN, watch=watch, **HOW, **how)) | {"evaluated": 0}


class _Watch:
    """Do something after the n-th part of the first round."""

    def __init__(self, n: int, act: Callable[[], None]) -> None:
        self.n, self.act, self.rounds, self.calls = n, act, [], 0

    @contextmanager
    def __call__(self, what: str, parts: int) -> Iterator[Callable[[], None]]:
        self.rounds.append((what, parts))
        yield self.step

    def step(self) -> None:
        self.calls += 1
        if self.calls == self.n:
            self.act()


def test_packages_and_backtests_are_the_same_as_here(cluster: Cluster, tmp_path: Path) -> None:
    case = load_case(ROOT / "data")
    store = Store(tmp_path / "parts")
    names = ("domestic_scope", "global_plan", "victim_care")
    x = np.array([[0.0, 0.3], [1.0, np.nan], [0.4, 0.9]])
    record = [Negotiation(x, x / 2 + 0.5, np.ones(x.shape), np.array([0.0, np.nan])) for _ in range(2)]
    with Workers(cluster.address) as workers:
        packages = shared_packages(PackagePlan(case, names, ENSEMBLE, 20), address=workers, store=store)
        models = backtest(record, address=workers, store=store)
    assert [asdict(p) for p in packages] == [asdict(p) for p in find_packages(case, names, ENSEMBLE, draws=20)]
    assert packages
    for one, found in zip(record, models, strict=True):
        expected = side_by_side(one.position, one.salience, one.power, fallback=one.fallback)
        assert repr(found) == repr(expected)
    assert not store.folder.exists(), "parts of finished work stay"


def test_commands_write_the_same_bytes(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> bytes:
        with pytest.raises(SystemExit) as ended:
            main([*words, "--case", str(ROOT / "data"), "--json"])
        said = capfdbinary.readouterr()
        assert not ended.value.code, said.err
        return said.out

    few = ("--members", "4", "--draws", "20")
    for words in (
        ("compromise", "victim_care", *few, "--for", "pakistan"),
        ("package", "domestic_scope", "global_plan", *few),
        ("forecast",),
        ("score", "--draws", "5"),
    ):
        plain = run(*words)
        assert len(plain) > 500
        assert run(*words, "--cluster", cluster.address) == plain, words
    assert not (tmp_path / ".positions-parts").exists(), "parts of finished work stay"


def test_a_worker_that_dies_in_a_search_changes_nothing(cluster: Cluster, here: dict[str, object]) -> None:
    watch = _Watch(1, lambda: cluster.kill(cluster.workers[0]))
    assert _search(watch, address=cluster.address) == here
    assert cluster.workers[0].poll() == -9
    front = len(here["front"])
    assert front > 1
    assert watch.rounds == [("searching", PARTS), ("trying tablers", front)]
    assert watch.calls == PARTS + front


def test_a_scheduler_lost_in_the_second_round_loses_nothing(
    cluster: Cluster, here: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last test on this scheduler."""
    store = Store(tmp_path / "parts")
    with pytest.raises(PositionsError, match="lost the scheduler at tcp://") as lost:
        _search(_Watch(PARTS + 1, lambda: cluster.kill(cluster.scheduler)), address=cluster.address, store=store)
    assert "the same command goes on from there" in lost.value.hint
    kept = sorted(store.folder.rglob("*.part"))
    assert PARTS < len(kept) < PARTS + len(here["front"])
    made, keep = [], Store.keep
    monkeypatch.setattr(Store, "keep", lambda *a: (made.append(a[2]), keep(*a)))
    assert _search(store=store) == here
    assert len(made) == PARTS + len(here["front"]) - len(kept), "a kept part was made again"
    assert not store.folder.exists()
