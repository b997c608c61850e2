"""From a foreign table to a case: what the table says, and placeholders for the rest, each called one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from positions.casefiles.plain import Plain
from positions.casefiles.values import LONGEST_ID, RESERVED
from positions.interchange.foreign.records import ForeignIssue, ForeignTable
from positions.markings import Marking

__all__ = ["WIDTH", "foreign_case"]

WIDTH = 0.25  # ours: how far from its position an actor is taken to accept, where the table says nothing
DAY = "2000-01-01"
SAYS = "PLACEHOLDER"
DOCUMENT = "imported_table"


def foreign_case(table: ForeignTable, *, name: str, marking: Marking) -> Plain:
    """Return the sections of a case that says what the table says.

    Parameters
    ----------
    table : ForeignTable
    name : str
        Of the file, without folders and ending: names the meeting.
    marking : Marking
        Of everything in the table; the table has none, and unmarked is never U.

    Returns
    -------
    dict
        Sections with placeholders for meeting, texts and acceptance intervals. Influence is power in units of the
        mean over actors. Nothing is said about red lines, talks or silence.
    """
    mark = marking.value
    delegations = _ids(actor for actor, _ in table.actors)
    issues = _ids(issue.name for issue in table.issues)
    influence = _influence(table)
    source = {"document": DOCUMENT, "marking": mark, "note": "as the table has it; no passage stands behind it"}
    stances: Plain = {}
    for held in table.stances:
        low, high = max(0.0, held.position - WIDTH), min(1.0, held.position + WIDTH)
        stances.setdefault(issues[held.issue], {})[delegations[held.actor]] = {
            "ideal": _round(held.position),
            "acceptance": [_round(low), _round(high)],
            "salience": _round(held.salience),
            "confidence": "assumed",
            "reason": f"{SAYS}: the acceptance interval is ideal ± {WIDTH:g}, not from the table.",
            "source": dict(source),
        }
    title = f"{SAYS}: the meeting behind {name}"
    return {
        "meeting": {
            "id": _id(name),
            "title": title,
            "marking": mark,
            "start": DAY,
            "end": DAY,
            "principal": next(iter(delegations.values())),
            "note": f"{SAYS}: dates, principal and body are not in the table.",
        },
        "documents": {
            DOCUMENT: {
                "title": f"Table {name}, form {table.form}; numbers as given",
                "kind": "assumption",
                "marking": mark,
                "note": "; ".join(table.remarks),
            }
        },
        "delegations": {
            delegations[actor]: {"name": full, "marking": mark, "influence": influence[actor]}
            for actor, full in table.actors
        },
        "stances": stances,
        "issues": {issues[issue.name]: _issue(issue, mark) for issue in table.issues},
    }


def _issue(issue: ForeignIssue, mark: str) -> Plain:
    """Return an issue whose one clause is the scale itself."""
    points = dict(issue.meanings)
    for at in (0.0, 0.5, 1.0):
        points.setdefault(at, f"{SAYS}: point {at * 100:g} of the scale of {issue.title}")
    ladder = sorted(points.items())
    names = {at: f"at_{at * 100:g}".replace(".", "_") for at, _ in ladder}
    return {
        "title": issue.title,
        "marking": mark,
        "note": f"{SAYS}: the texts are points of the scale; write the real ones.",
        "ladder": [{"at": _round(at), "meaning": words} for at, words in ladder],
        "clauses": {
            "scale": {"options": {names[at]: {"text": f"[{words}]", "strength": _round(at)} for at, words in ladder}}
        },
        "wordings": {
            names[at]: {"title": words, "kind": "candidate", "choice": {"scale": names[at]}} for at, words in ladder
        },
        "tabled": names[ladder[-1][0]],
        "path": [names[at] for at, _ in reversed(ladder[1:-1])],
        "fallback": "no_text",
    }


def _influence(table: ForeignTable) -> dict[str, float]:
    """Return each actor's mean power in units of the mean over actors; 1 where the table gives none."""
    given: dict[str, list[float]] = {actor: [] for actor, _ in table.actors}
    for held in table.stances:
        if held.power is not None:
            given[held.actor].append(held.power)
    means = {actor: sum(values) / len(values) for actor, values in given.items() if values}
    whole = sum(means.values()) / len(means) if means else 0.0
    return {actor: _round(means[actor] / whole) if actor in means and whole > 0 else 1.0 for actor in given}


def _round(value: float) -> float:
    return round(value, 6) + 0.0


def _ids(names: Iterable[str]) -> dict[str, str]:
    """Return an id for every name, all different."""
    made: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        first = wanted = _id(name)
        number = 2
        while wanted in taken:
            wanted = f"{first[: LONGEST_ID - 5]}_{number}"
            number += 1
        taken.add(wanted)
        made[name] = wanted
    return made


def _id(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub("[^a-z0-9]+", "_", plain).strip("_")[:LONGEST_ID]
    if not found or not found[0].isalpha():
        found = f"x_{found}"[:LONGEST_ID].rstrip("_")
    return f"{found}_" if found in RESERVED else found
