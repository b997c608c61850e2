"""One browser for the tests of a file."""

import os
from pathlib import Path

import pytest

CHROMIUM = Path(os.environ.get("POSITIONS_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="module")
def browser():
    sync = pytest.importorskip("playwright.sync_api")
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: set POSITIONS_CHROMIUM")
    with sync.sync_playwright() as play:
        found = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield found
        found.close()
