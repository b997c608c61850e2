"""The stance matrix as CSV: one letter a cell, or one row a stance with all its numbers. Unknown is never zero."""

from __future__ import annotations

from positions.game import UNKNOWN, StanceLetters
from positions.markings import Marking, highest
from positions.model import Case, SilentSeats, Stance
from positions.writing import csv_text

__all__ = ["NUMBER_COLUMNS", "letters_csv", "numbers_csv"]

NUMBER_COLUMNS = (
    "delegation", "issue", "letter", "assumed", "ideal", "low", "high", "salience", "mobility", "confidence", "code",
    "reason", "document", "paragraph", "marking", "file_marking", "provenance",
)  # fmt: skip


def letters_csv(case: Case, read: StanceLetters, *, marking: str, provenance: str = "") -> str:
    """Return one row a delegation and one column an issue, with the letters as they are printed.

    Lower case = assumed, ``·`` = unknown. Each row is marked as its highest stance; the file's own marking and
    provenance stand in every row.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> from positions.game import stance_letters
    >>> case = load_case(Path("data"))
    >>> letters_csv(case, stance_letters(case), marking="UNCLASSIFIED//SENSITIVE").splitlines()[2][:26]
    'russia,Russia,B,B,O,s,s,s,'
    """
    rows = [["delegation", "name", *read.issues, "marking", "file_marking", "provenance"]]
    for d, who in enumerate(read.delegations):
        cells = [read.shown(d, i) for i in range(len(read.issues))]
        mark = highest([case.delegations[who].marking, *(_held(case, who, i)[1] for i in read.issues)])
        rows.append([who, case.delegations[who].name, *cells, mark.value, marking, provenance])
    return csv_text(rows)


def numbers_csv(case: Case, read: StanceLetters, *, marking: str, provenance: str = "") -> str:
    """Return one row for every delegation on every issue, in the columns of ``NUMBER_COLUMNS``.

    An unknown stance has the letter ``·`` and empty numbers.
    """
    rows: list[list[str]] = [list(NUMBER_COLUMNS)]
    for d, who in enumerate(read.delegations):
        for i, issue in enumerate(read.issues):
            held, mark = _held(case, who, issue)
            numbers = [""] * 10 if held is None or read.letters[d][i] == UNKNOWN else _numbers(held)
            silent = "true" if read.assumed[d][i] else "false"
            rows.append([who, issue, read.letters[d][i], silent, *numbers, mark.value, marking, provenance])
    return csv_text(rows)


def _held(case: Case, who: str, issue: str) -> tuple[Stance | SilentSeats | None, Marking]:
    """Return what a delegation holds or is assumed to hold, and how that is marked."""
    stance = case.stance(who, issue)
    if stance is not None:
        return stance, stance.source.marking
    cover = next((c for c in case.issues[issue].silent if c.covers_named), None)
    return (cover, cover.marking) if cover is not None else (None, case.issues[issue].marking)


def _numbers(held: Stance | SilentSeats) -> list[str]:
    """Return the columns ideal to paragraph."""
    coded = held if isinstance(held, Stance) else None
    return [
        repr(float(held.ideal)),
        *(repr(float(v)) for v in held.acceptance),
        repr(float(held.salience)),
        repr(float(held.mobility)),
        held.confidence.value,
        coded.code if coded else "",
        held.reason,
        coded.source.document if coded else "",
        coded.source.paragraph if coded else "",
    ]
