"""What every JSON object says of itself: its kind, its marking, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from positions.defaults import READING

if TYPE_CHECKING:
    from positions.markings import Marking
    from positions.model.case import Case

__all__ = ["FORMAT", "envelope"]

FORMAT = 2  # raised when a key changes its meaning or goes away


def envelope(
    kind: str,
    data: Mapping[str, Any],
    *,
    version: str,
    case: Case | None = None,
    marking: Marking | None = None,
    seed: int | None = None,
    draws: int | None = None,
    members: int | None = None,
) -> dict[str, Any]:
    """Return ``data`` in the one form of every JSON object (docs/numbers.md).

    Parameters
    ----------
    kind : str
        The command.
    data : mapping
        What it answers.
    version : str
        The program's.
    case : Case, optional
        What it was made from; without one, ``case`` and ``provenance`` are null.
    marking : Marking, optional
        Of the whole; the case's when not given, null where nothing is marked.
    seed, draws, members : int, optional
        Null where nothing is drawn.

    Examples
    --------
    >>> list(envelope("lexicon", {}, version="1"))
    ['format', 'kind', 'marking', 'case', 'version', 'seed', 'provenance', 'data']
    """
    mark = marking if marking is not None or case is None else case.marking()
    return {
        "format": FORMAT,
        "kind": kind,
        "marking": None if mark is None else mark.value,
        "case": None if case is None else case.provenance.short,
        "version": version,
        "seed": seed,
        "provenance": None
        if case is None
        else {
            "meeting": case.meeting.id,
            "basis": "replay" if case.meeting.is_replay else "forecast",
            "coded_after": case.meeting.coded_after,
            "reading": case.provenance.reading or READING,
            "files": dict(sorted(case.provenance.files.items())),
            "release": case.provenance.release,
            "withheld": case.provenance.withheld,
            "draws": draws,
            "members": members,
        },
        "data": dict(data),
    }
