"""Content keys, the store of finished parts, and counts as bytes."""

from __future__ import annotations

import builtins
import io
import pickle
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.conference import conference
from positions.errors import ExitCode, PositionsError
from positions.game import prepare_issue
from positions.model import NO_TEXT, PARAMETERS
from positions.simulation import make_ensemble, simulate_issue
from positions.simulation.parts import Run, counts_from_bytes, counts_to_bytes, forecasts, simulation_job
from positions.simulation.simulate import play_part, prepare_simulation
from positions.work import Store, content_key, play_jobs


def _run(draws: int = 2100, seed: int = 1, delegations: int = 12) -> Run:
    case = conference(delegations=delegations, issues=1, seed=5)
    ensemble = make_ensemble(PARAMETERS, members=64, seed=seed)
    return Run(prepare_issue(case, "i00"), ensemble, case.issues["i00"].try_order(), NO_TEXT, (), draws)


def test_key_changes_with_everything_that_goes_in() -> None:
    run = _run()
    low = run.arrays.low.copy()
    low[3] += 1e-12
    others = [
        _run(draws=2101),
        _run(seed=2),
        replace(run, talked=("d001",)),
        replace(run, tried=run.tried[::-1]),
        replace(run, arrays=replace(run.arrays, low=low)),
    ]
    keys = {simulation_job(r).key for r in (run, *others)}
    assert len(keys) == len(others) + 1
    assert simulation_job(_run()).key == simulation_job(run).key
    with pytest.raises(TypeError, match="no content"):
        content_key(len)


def test_counts_come_back_as_they_were() -> None:
    run = _run()
    made = play_part(prepare_simulation(run.arrays, run.ensemble, tried=run.tried, draws=run.draws), 0)
    dims = {"actors": 12, "wordings": 4, "members": 64, "ends": len(run.tried) + 2}
    again = counts_from_bytes(counts_to_bytes(made), **dims)
    assert (again.finals == made.finals).all()
    for one, other in zip(again.tallies, made.tallies, strict=True):
        assert one.blocs == other.blocs
        for name in ("passed", "lone", "states", "together", "pivotal", "voiced", "let_go", "let_go_n"):
            assert (getattr(one, name) == getattr(other, name)).all()
        assert (one.worlds, one.other_blocs) == (other.worlds, other.other_blocs)
    with pytest.raises(ValueError, match="another case"):
        counts_from_bytes(counts_to_bytes(made), **{**dims, "members": 63})


def test_nothing_in_a_part_can_run() -> None:
    out = io.BytesIO()
    np.savez(out, finals=np.array([_Runs()], dtype=object))
    for bad in (out.getvalue(), pickle.dumps(_Runs()), b"", b"PK"):
        with pytest.raises(ValueError, match=r".") as caught:
            counts_from_bytes(bad, actors=1, wordings=1, members=1, ends=1)
        assert not isinstance(caught.value, _RanError)


class _RanError(ValueError):
    pass


class _Runs:
    def __reduce__(self):
        return _run_me, ()


def _run_me() -> None:
    raise _RanError


def test_store_knows_a_bad_part(tmp_path: Path) -> None:
    store = Store(tmp_path / "parts")
    store.keep("k", 0, b"content")
    place = tmp_path / "parts" / "k" / "0.part"
    good = place.read_bytes()
    assert store.find("k", 0) == b"content"
    for bad in (good[:-1], good + b"x", good.replace(b"content", b"Content"), good.replace(b" k ", b" j "), b""):
        place.write_bytes(bad)
        assert store.find("k", 0) is None
    place.write_bytes(good)
    (tmp_path / "parts" / "k" / "1.part").write_bytes(good)
    assert store.find("k", 1) is None, "a part under another number"
    store.drop("k")
    assert not (tmp_path / "parts").exists()


def test_resumed_run_is_the_same_and_plays_only_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, store = _run(), Store(tmp_path)
    job = simulation_job(run)
    whole = simulate_issue(run.arrays, run.ensemble, tried=run.tried, draws=run.draws)
    list(play_jobs([job], store=store))
    assert job.parts > 2
    (tmp_path / job.key / "1.part").write_bytes(b"cut short")
    played = []
    monkeypatch.setattr(
        "positions.simulation.parts.play_part", lambda prepared, n: (played.append(n), play_part(prepared, n))[1]
    )
    (made,) = forecasts([run], store=store)
    assert played == [1]
    assert made.final_text == whole.final_text
    for one, other in zip(made.wordings, whole.wordings, strict=True):
        assert one.blocs == other.blocs
        assert (one.by_member == other.by_member).all()
        assert (one.co_blocking == other.co_blocking).all()
    assert not list(tmp_path.rglob("*.part")), "parts of finished work stay"


def test_clear_sentences(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(PositionsError, match=r'"10\.0\.0\.1" is no cluster') as wrong:
        forecasts([_run()], address="10.0.0.1")
    assert wrong.value.exit_code == ExitCode.USAGE
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name.split(".")[0] == "distributed":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(PositionsError, match="needs the package distributed") as missing:
        forecasts([_run()], address="tcp://127.0.0.1:1")
    assert "pip install distributed" in missing.value.hint
    (tmp_path / "file").write_text("")
    with pytest.raises(PositionsError, match="cannot be kept"):
        Store(tmp_path / "file").keep("k", 0, b"")
