"""Readers for the published and peer-program results in the folder of other people's data."""

from __future__ import annotations

import csv
import gzip
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np


def rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass
class Negotiation:
    """Actors × issues as three matrices, NaN where a file says nothing."""

    actors: list[str]
    issues: list[str]
    position: np.ndarray
    salience: np.ndarray
    power: np.ndarray


def exchange_file(path: Path) -> Negotiation:
    """Read the exchange program's own format: tab-separated, quoted, one ``#D`` line a cell."""
    lines = [[f.strip().strip("'") for f in line.split("\t")] for line in path.read_text(encoding="utf-8").splitlines()]
    actors = [f[1] for f in lines if f[0] == "#A"]
    issues = [f[1] for f in lines if f[0] == "#P"]
    matrices = np.full((3, len(actors), len(issues)), np.nan)
    for f in lines:
        if f[0] == "#D":
            matrices[:, actors.index(f[1]), issues.index(f[2])] = [float(v) for v in f[3:6]]
    return Negotiation(actors, issues, *matrices)


def emission(folder: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return position, salience and power of the car-emission case."""
    table = rows(folder / "reference/emission/emission_standards.csv")
    return tuple(np.array([float(r[k]) for r in table]) for k in ("Position", "Salience", "Capability"))


def ktab_csv(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return position (n, K), salience (n, K) and power (n,) of a KTAB scenario."""
    lines = [line for line in csv.reader(path.read_text(encoding="utf-8").splitlines()) if line][2:]
    table = np.array([[float(v) for v in line[2:] if v.strip()] for line in lines])
    return table[:, 1::2], table[:, 2::2], table[:, 0]


def ktab_xml(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same from a KTAB XML scenario; an empty coordinate is NaN."""
    text = path.read_text(encoding="utf-8-sig")
    numbers = [[float(v or "nan") for v in re.findall(rf"<{tag}>([^<]*)</{tag}>", text)] for tag in ("dCoord", "dSal")]
    power = np.array([float(v) for v in re.findall(r"<capability>([^<]*)</capability>", text)])
    return np.reshape(numbers[0], (len(power), -1)), np.reshape(numbers[1], (len(power), -1)), power


def win_probabilities(path: Path, turn: int = 0) -> np.ndarray:
    """Return the chances printed by KTAB for one turn, from a history table or a raw log."""
    if path.suffix == ".csv":
        return np.array([float(r[f"turn{turn}"]) for r in rows(path) if r["kind"] == "win_prob"])
    found = re.findall(r", prob : ([\d. ]+)", path.read_text(encoding="utf-8"))
    return np.array([float(line.split()[turn]) for line in found])
