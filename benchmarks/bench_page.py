"""The page and the pictures of a benchmark run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.timing import duration, exponent

if TYPE_CHECKING:
    from benchmarks.bench_record import Page

__all__ = ["page_text", "pictures"]


def page_text(page: Page, head: str) -> str:
    """Return docs/benchmarks.md."""
    lines = ["# Benchmarks", "", head, ""]
    lines += [
        "Each time is a median with the fastest and the slowest of the repetitions. Peers run in an environment of",
        "their own (`benchmarks/peers.txt`, pinned with hashes) in the same run, on the same input; importing is not",
        "counted, for them or for us. The cases are made up (`benchmarks/conference.py`, seeded). Nothing in the tests",
        "depends on time.",
        "", "## Targets", "", "| work | target | measured | | NumPy's draw of 6 M normals just before |",
        "|---|---|---|---|--:|",
    ]  # fmt: skip
    lines += [f"| {' | '.join(row)} |" for row in page.targets]
    if page.peers:
        lines += ["", "## Beside the peers", "", "| work | ours | peer | theirs | |", "|---|---|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in page.peers]
        lines += [
            "",
            "An answer is wrong when it is more than 1e-9 away from whole-number arithmetic without rounding. Shares",
            "of all power are compared, since some peers return nothing else. For Pareto and Nash points the column",
            "ours is a plain NumPy twin: positions needs fronts of two aims only.",
            "", "![their time over ours](pictures/bench-peers.png)",
        ]  # fmt: skip
    if page.growth:
        lines += [
            "",
            "## How it grows",
            "",
            "Processor time on one core, which other work on the machine disturbs little.",
            "",
            "| with | seconds | fitted exponent |",
            "|---|---|---|",
        ]
        for what, sizes, seconds in page.growth:
            points = ", ".join(f"{n:,}: {duration(s)}" for n, s in zip(sizes, seconds, strict=True))
            lines.append(f"| {what} | {points} | {exponent(sizes, seconds):.2f} |")
        lines += [
            "",
            "Fixed costs make exponents over delegations and worlds look smaller than they become. The search follows",
            "no power: what it need not play differs from case to case.",
            "", "![growth](pictures/bench-growth.png)",
        ]  # fmt: skip
    if page.memory:
        lines += ["", "## Memory", "", "| worlds | peak of the process |", "|---|---|"]
        lines += [f"| {n:,} | {mb:.0f} MB |" for n, mb in page.memory]
    return "\n".join(lines) + "\n"


def pictures(page: Page, folder: Path) -> None:
    """Draw the growth curves and the ratios."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    folder.mkdir(parents=True, exist_ok=True)
    if page.growth:
        figure, ax = plt.subplots(figsize=(7.0, 4.2), layout="constrained")
        for (what, sizes, seconds), look in zip(page.growth, ("-o", "--s", ":^", "-.d"), strict=False):
            name = f"{what}: exponent {exponent(sizes, seconds):.2f}"
            ax.loglog([n / sizes[0] for n in sizes], [s / seconds[0] for s in seconds], look, color="0.15", label=name)
        ax.set_xlabel("size, as a multiple of the smallest")
        ax.set_ylabel("time, as a multiple of the first")
        ax.grid(color="0.9")
        figure.legend(loc="outside lower center", ncols=2, frameon=False)
        ax.set_title("How time grows", loc="left", fontweight="bold")
        figure.savefig(folder / "bench-growth.png", dpi=150, metadata={"Software": None})
        plt.close(figure)
    rows = [(work.replace(" (", "\n(") + f"\n{name}", float(said.split(" x our time")[0]), "wrong" in said)
            for work, _, name, _, said in page.peers if " x our time" in said]  # fmt: skip
    if rows:
        figure, ax = plt.subplots(figsize=(8.0, 0.44 * len(rows) + 1.2), layout="constrained")
        ax.barh(
            [n for n, _, _ in rows], [r for _, r, _ in rows], height=0.6, edgecolor="0.15",
            color=["white" if wrong else "0.45" for *_, wrong in rows],
        )  # fmt: skip
        for n, (_, ratio, wrong) in enumerate(rows):
            said = (f"{ratio:.3g}" if ratio < 1000 else f"{ratio:,.0f}") + (" wrong answer" if wrong else "")
            ax.text(max(ratio, 1.0) * 1.15, n, said, va="center", fontsize=7)
        ax.set_xscale("log")
        ax.set_xlim(min(0.1, min(r for _, r, _ in rows) / 2), max(r for _, r, _ in rows) * 30)
        ax.axvline(1.0, color="0.15", linewidth=0.8)
        ax.invert_yaxis()
        ax.tick_params(axis="y", labelsize=7)
        ax.set_xlabel("their time over ours (right of the line: we are faster)")
        figure.suptitle("Peers on the same work in the same run", x=0.01, ha="left", fontweight="bold")
        figure.savefig(folder / "bench-peers.png", dpi=150, metadata={"Software": None})
        plt.close(figure)
