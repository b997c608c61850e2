"""From a key to the painted answer in the workbench, by the browser's own performance entries.

    python benchmarks/bench_workbench.py

Chromium presses an arrow key on a clause's option; a ``performance.measure`` runs from the key's event to the first
frame after the answer stands in the page. Quick answers alone count: blocs and chances in few worlds. Medians and 95th
percentiles are written into docs/workbench.md.
"""

from __future__ import annotations

import datetime
import os
import platform
import re
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from case_folder import write_case
from conference import conference
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "workbench.md"
CHROMIUM = os.environ.get("POSITIONS_CHROMIUM", "/usr/bin/chromium")
SIZES, KEYS, WARM = (9, 40, 193), 48, 8
AIMS = {40: 100, 193: 250}
WATCH = """
document.addEventListener("keydown", () => performance.mark("key"), true);
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.elt.id === "desk") requestAnimationFrame(() => { const port = new MessageChannel();
    port.port1.onmessage = () => performance.measure("key to paint", "key"); port.port2.postMessage(0); });
});
"""


def measured(delegations: int) -> tuple[list[float], float]:
    """Return the milliseconds of each key in a case of so many delegations, and the server's processor time a key."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as play:
        folder = Path(temporary) / "case"
        write_case(conference(delegations=delegations, issues=3, silent=0.2), folder)
        server = subprocess.Popen(
            [sys.executable, "-m", "positions", "serve", str(folder), "--no-browser"], stdout=subprocess.PIPE, text=True
        )
        try:
            address = server.stdout.readline().strip()
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            page.goto(address)
            page.locator("nav.issues a").first.click()
            page.wait_for_selector("text=all of them", timeout=120_000)  # what the first pages began has ended
            page.evaluate(WATCH)
            radios = page.locator("#clauses fieldset").count()
            spent = 0.0
            for n in range(KEYS + WARM):
                spent = processor(server.pid) if n == WARM else spent
                page.locator("#clauses fieldset").nth(n % radios).locator("input:checked").focus()
                page.keyboard.press("ArrowDown")
                page.wait_for_function("n => performance.getEntriesByName('key to paint').length > n", arg=n)
                page.wait_for_timeout(150)
            spent = (processor(server.pid) - spent) / KEYS
            found = page.evaluate("performance.getEntriesByName('key to paint').map(e => e.duration)")
            browser.close()
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(20)
            server.stdout.close()
    return found[WARM:], 1000 * spent


def processor(pid: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and write the table."""
    lines = [
        "| delegations | median | 95th percentile | aim | processor time of the server |",
        "|--:|--:|--:|--:|--:|",
    ]
    for size in SIZES:
        found, spent = measured(size)
        high = statistics.quantiles(found, n=20)[-1]
        aim = f"{AIMS[size]} ms" if size in AIMS else "–"
        lines.append(f"| {size} | {statistics.median(found):.0f} ms | {high:.0f} ms | {aim} | {spent:.0f} ms |")
        print(lines[-1], flush=True)
    load = os.getloadavg()[0]
    head = (
        f"Made {datetime.date.today().isoformat()} on {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}, {KEYS} keys each; load average at the end {load:.1f}."
    )
    text = PAGE.read_text(encoding="utf-8")
    table = "\n".join(["<!-- measured -->", head, "", *lines, "<!-- end -->"])
    made = re.sub(r"<!-- measured -->.*?<!-- end -->", lambda _: table, text, flags=re.DOTALL)
    PAGE.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
