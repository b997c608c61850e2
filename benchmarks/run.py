"""Ours beside the peers, in one run: writes docs/benchmarks.md and its pictures. ``make bench`` runs it.

python benchmarks/run.py            everything (about ten minutes on two idle cores)
python benchmarks/run.py --quick    smaller and fewer, to try the script; says so in the page
"""

from __future__ import annotations

import os

for _name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import datetime  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
from importlib.metadata import version  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bench_agreement import agreement, pareto  # noqa: E402
from benchmarks.bench_commands import commands, forecasts  # noqa: E402
from benchmarks.bench_game import growth, memory, one_wording, whole_conference, wording_search  # noqa: E402
from benchmarks.bench_page import page_text, pictures  # noqa: E402
from benchmarks.bench_record import QUICK, Page  # noqa: E402
from benchmarks.bench_voting import blocking, voting_power  # noqa: E402
from benchmarks.timing import duration  # noqa: E402
from positions import __version__  # noqa: E402


def write(page: Page) -> None:
    pictures(page, ROOT / "docs" / "pictures")
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    how = "python benchmarks/run.py --quick" if QUICK else "make bench"
    head = (
        f"Made {datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d} by `{how}` on {machine}; "
        f"positions {__version__}, numpy {version('numpy')}, scipy {version('scipy')}; one thread for linear algebra; "
        f"load average at the end {load:.1f}. How fast the machine was: NumPy's draw of 6 M float32 normals took "
        f"{duration(min(page.yardsticks))} to {duration(max(page.yardsticks))} between the parts of this run."
        + ("\n\n**A quick run: smaller work than the targets name.**" if QUICK else "")
        + ("\n\n**The machine was busy with other work: read the ratios, not the seconds.**" if load > 2.5 else "")
    )
    (ROOT / "docs" / "benchmarks.md").write_text(page_text(page, head), encoding="utf-8")


def main() -> None:
    page = Page()
    for part in (one_wording, memory, wording_search, agreement, voting_power, blocking, forecasts, pareto, commands,
                 whole_conference, growth):  # fmt: skip
        page.take_yardstick()
        print(f"-- {part.__name__} (NumPy's draw: {duration(page.yardsticks[-1])})", flush=True)
        part(page)
        write(page)


if __name__ == "__main__":
    main()
