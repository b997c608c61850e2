"""The General Assembly's votes as arrays: data of others, read from POSITIONS_DATA or from ``shared/data``."""

from __future__ import annotations

import csv
import gzip
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

__all__ = ["GROUPS", "REGIONS", "SEED", "Assembly", "find_data", "load", "rows"]

ROOT = Path(__file__).resolve().parents[1]
SEED = 55_64
GROUPS = ("EU", "G77", "OIC", "AU", "CARICOM", "ASEAN", "CIS", "GCC")
REGIONS = {"Africa": "African Group", "Asia": "Asian Group", "EEG": "Eastern European Group", "GRULAC": "GRULAC",
           "WEOG": "WEOG"}  # fmt: skip
CODED_AS = {"YUG": "SRB"}  # how these records name a state that the list of groups names otherwise


@dataclass
class Assembly:
    """The record: votes (D, I) with NaN for absent, and what is known about each column."""

    iso: list[str]
    votes: np.ndarray
    session: np.ndarray
    rcid: list[str]
    title: list[str]
    paragraph: np.ndarray
    amendment: np.ndarray
    members: dict[str, np.ndarray]
    region: list[str]

    def __post_init__(self) -> None:
        self.whole = ~self.paragraph & ~self.amendment

    def bloc_of_each(self) -> list[str]:
        """One group a delegation for the baseline: EU, or the regional group, apart for members of the G77."""
        return [
            "EU" if self.members["EU"][d] else self.region[d] + (" G77" if self.members["G77"][d] else "")
            for d in range(len(self.iso))
        ]


def find_data() -> Path:
    folder = Path(os.environ.get("POSITIONS_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "real" / "unga_votes_s55-64_wide.csv.gz").is_file():
        sys.exit("no General Assembly votes here: set POSITIONS_DATA to the folder that holds real/ and groups/")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    return list(csv.DictReader((gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()))


def load(folder: Path) -> Assembly:
    about = {r["rcid"]: r for r in rows(folder / "real/unga_rollcalls_s55-64.csv.gz")}
    wide = rows(folder / "real/unga_votes_s55-64_wide.csv.gz")
    groups = {r["iso3"]: r for r in rows(folder / "groups/un_members_groups.csv")}
    iso = [name for name in wide[0] if name != "rcid"]
    votes = np.array([[float(r[name]) for r in wide] for name in iso])
    votes[votes == 9] = np.nan
    record = [about[r["rcid"]] for r in wide]
    of = [groups[CODED_AS.get(name, name)] for name in iso]
    return Assembly(
        iso=iso,
        votes=votes,
        session=np.array([int(r["session"]) for r in record]),
        rcid=[r["rcid"] for r in record],
        title=[r["descr"] for r in record],
        paragraph=np.array([bool(r["para"]) for r in record]),
        amendment=np.array([bool(r["amend"]) for r in record]),
        members={g: np.array([r[g] == "1" for r in of]) for g in GROUPS},
        region=[r["un_group"] for r in of],
    )
