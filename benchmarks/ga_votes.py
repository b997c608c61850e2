"""The score on real votes: General Assembly sessions 55-64. Prints a page; ``--out FILE`` writes it.

    python benchmarks/ga_votes.py --out docs/score-ga-votes.md

The votes are data of others and no part of the project: they are read from POSITIONS_DATA, or from the folder
``shared/data`` beside the repository. Where neither is there, the program says so and writes nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.ga_agreement import (  # noqa: E402
    agreement_part,
    anomalies_part,
    brokers_part,
    cohesion_part,
    communities_part,
)
from benchmarks.ga_forecast import forecast_part, paragraphs_part  # noqa: E402
from benchmarks.ga_record import SEED, find_data, load  # noqa: E402
from benchmarks.page_words import para  # noqa: E402
from positions import __version__  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write the page here as well")
    given = parser.parse_args()
    folder = find_data()
    a = load(folder)
    page = [
        "# The score on real votes",
        "",
        para(
            f"""Written by `benchmarks/ga_votes.py`; every number below was measured by that run (positions
            {__version__}, seed {SEED}). Source: United Nations General Assembly voting data of Erik Voeten and
            others, through the unvotes package (CC0); group membership from UPR Info and internacia-db. The
            data are not part of the project. States by ISO code; Serbia is coded YUG in these records."""
        ),
        "",
    ]
    for section in (agreement_part, communities_part, cohesion_part, brokers_part, anomalies_part, forecast_part):
        page += section(a)
    page += paragraphs_part(a, folder)
    text = "\n".join(page).rstrip() + "\n"
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
