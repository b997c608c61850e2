"""Findings on the worked case and on the starter case, computed once with few worlds."""

from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.findings import find
from positions.ledger import Ledger

ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture(scope="session")
def vienna():
    return find(Ledger(load_case(ROOT / "data"), seed=1, draws=100, members=32))


@pytest.fixture(scope="session")
def ports():
    return find(Ledger(load_case(ROOT / "positions" / "casefiles" / "starter_case"), seed=1, draws=100, members=32))


@pytest.fixture(scope="session")
def starter():
    return ROOT / "positions" / "casefiles" / "starter_case"
