"""Data of others: beside the repository or where POSITIONS_DATA points; tests skip, saying so, where it is absent."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = {"vienna": "000_da193c4c62a34722.txt", "moscow": "003_08632154ac5c172c.txt"}


@pytest.fixture(scope="session")
def real_data():
    """The folder of other people's data."""
    folder = Path(os.environ.get("POSITIONS_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no data of others at {folder.name}: set POSITIONS_DATA to its folder")
    return folder


@pytest.fixture(scope="session")
def seeds(real_data):
    """The two real cables, by short name: they lie in ``seeds`` beside the data."""
    found = {name: real_data.parent / "seeds" / file for name, file in SEEDS.items()}
    if not all(path.is_file() for path in found.values()):
        pytest.skip("the two real cables are absent: they belong into seeds/ beside POSITIONS_DATA")
    return found
