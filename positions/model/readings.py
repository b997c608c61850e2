"""Stated and believed: what delegations say that they hold, and what somebody believes that they hold.

A case may hold a believed reading beside a stance (the section ``believed``), with a marking of its own. Results are of
one *reading* of the case:

- ``stated``: what was said; believed readings are left out, as if there were none;
- ``believed``: believed readings stand in the place of what was said;
- ``mixed``: chances are those of both, weighted: each believed reading is right with the ``chance`` that stands with
  it. Believed readings of an issue hold together: where one holds, so do all that are at least as likely. What is shown
  of one world (blocs, letters, reasons) is then of the likelier reading of each stance.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from positions.defaults import READING
from positions.errors import ExitCode, PositionsError
from positions.markings import highest
from positions.model.case import Case
from positions.model.stance import Stance

__all__ = ["READINGS", "mixture", "read_as", "resolved"]

READINGS = ("stated", "believed", "mixed")


def read_as(case: Case, reading: str) -> Case:
    """Return the case with the reading that its results are to be of; see :func:`resolved`."""
    if reading not in READINGS:
        raise PositionsError(f'no reading "{reading}"', hint=", ".join(READINGS), exit_code=ExitCode.USAGE)
    said = "" if reading == READING else reading
    return replace(case, provenance=replace(case.provenance, reading=said))


def resolved(case: Case) -> Case:
    """Return the case in its reading, without the section ``believed``.

    With what is believed go the documents that nothing else cites. In a mixture every stance is the likelier of the
    two, of equal ones the stated; it bears the higher mark of both, for what is made of the case hangs on both.

    Examples
    --------
    >>> from positions.casefiles import load_case
    >>> from pathlib import Path
    >>> case = load_case(Path("positions/casefiles/starter_case"))
    >>> resolved(read_as(case, "believed")) == read_as(case, "believed")
    True
    """
    if not case.believed:
        return case
    reading, stances = case.provenance.reading or READING, dict(case.stances)
    for cell, held in case.believed.items():
        if reading == "believed":
            stances[cell] = held
        elif reading == "mixed":
            stated = stances[cell]
            likelier: Stance = held if held.chance > 0.5 else stated
            mark = highest([held.source.marking, stated.source.marking])
            stances[cell] = replace(likelier, source=replace(likelier.source, marking=mark))
    made = replace(case, stances=stances, believed={})
    if reading != "stated":
        return made
    gone = {held.source.document for held in case.believed.values()} - made.cited()
    return replace(made, documents={name: d for name, d in case.documents.items() if name not in gone})


def mixture(case: Case, issue: str) -> tuple[tuple[float, Case], ...]:
    """Return what an issue is a mixture of: the chance of each set of readings, and the case in it.

    None where the case is not mixed, or nobody on the issue has a believed reading.
    """
    held = {cell: found for cell, found in case.believed.items() if cell[1] == issue}
    if case.provenance.reading != "mixed" or not held:
        return ()
    steps = sorted({0.0, 1.0, *(found.chance for found in held.values())})
    parts = []
    for low, high in pairwise(steps):  # believed: what is as likely as ``high``, or more
        believed = {cell: found for cell, found in held.items() if found.chance >= high}
        parts.append((high - low, replace(case, stances={**case.stances, **believed}, believed={})))
    return tuple(parts)
