"""Fits the forecast that comes with the program, and writes how good it is into docs/forecasts.md.

``make forecasts`` runs it. It reads examples/record and data alone; run twice, it changes nothing the second time.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "forecasts.md"
CHART = ROOT / "docs" / "pictures" / "calibration.svg"
RECORD = "examples/record"


def positions(*words: str) -> str:
    """Run a command of the program in the project's folder; return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "positions", *words], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def filled(text: str, name: str, block: str) -> str:
    """Return a page with what stands between two comments replaced."""
    first, last = f"<!-- {name} -->", f"<!-- end {name} -->"
    before, rest = text.split(first)
    return f"{before}{first}\n{block.strip()}\n{last}{rest.split(last)[1]}"


def main() -> int:
    """Fit, score, write."""
    fit = "positions/forecast/fitted.json"
    positions("learn", RECORD, "-o", fit)
    with tempfile.TemporaryDirectory() as folder:
        positions("score", RECORD, "-o", folder)
        CHART.write_bytes((Path(folder) / "calibration.svg").read_bytes())
        scored = (Path(folder) / "score.md").read_text("utf-8")
    own = re.sub(r"^(UNCLASSIFIED.*)$", "", positions("score", "data"), flags=re.MULTILINE)
    page = filled(PAGE.read_text("utf-8"), "score", re.sub(r"^UNCLASSIFIED$", "", scored, flags=re.MULTILINE))
    page = filled(page, "worked case", f"```\n{own.strip()}\n```")
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
