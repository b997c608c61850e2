"""The worked case and the starter case, computed once with few worlds."""

from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.findings import find
from positions.ledger import Ledger

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def vienna_case():
    return load_case(ROOT / "data")


@pytest.fixture(scope="session")
def vienna(vienna_case):
    return find(Ledger(vienna_case, seed=1, draws=100, members=32))


@pytest.fixture(scope="session")
def ports():
    return find(Ledger(load_case(ROOT / "positions" / "casefiles" / "starter_case"), seed=1, draws=100, members=32))
