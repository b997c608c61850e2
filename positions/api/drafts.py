"""Chances and blocs of a text from draft to draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from positions.casefiles.next_draft import first_draft, kept_drafts, next_draft
from positions.defaults import DRAWS, SEED
from positions.ledger import Ledger
from positions.ledger.forecast import outlook
from positions.model import Case, DraftVersion

__all__ = ["Chances", "State", "chances", "history"]


@dataclass(frozen=True, slots=True)
class Chances:
    """What is expected of the text on the table.

    Parameters
    ----------
    text : str
        The text on the table.
    position : float
        Its place on the ladder.
    bloc : tuple of str
        Who blocks it, parameters at their central values.
    adopted, any_text : (float, float, float)
        Chance, low and high end of the 80 % band.
    holdouts : tuple of str
        Who is more likely than not to hold out, if anybody does.
    """

    text: str
    position: float
    bloc: tuple[str, ...]
    adopted: tuple[float, float, float]
    any_text: tuple[float, float, float]
    holdouts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class State:
    """A draft that is kept, with the statements made before the next one, and what was to be expected then."""

    version: DraftVersion
    stances: int
    chances: Chances


def chances(case: Case, issue: str, *, seed: int = SEED, draws: int = DRAWS) -> Chances:
    """Return what is expected of the text on the table of an issue.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> chances(load_case(Path("data")), "victim_care", draws=50).bloc
    ('pakistan',)
    """
    ledger = Ledger(case, seed=seed, draws=draws)
    at = case.issues[issue]
    told = outlook(ledger, issue)
    blocked = ledger.analysis(issue, at.tabled)

    def band(kind: str) -> tuple[float, float, float]:
        return told.forecast.chance[kind], told.forecast.low[kind], told.forecast.high[kind]

    return Chances(
        at.text(at.tabled), blocked.position, blocked.blocking_bloc, band("adopted"), band("text"), told.named
    )


def history(case: Case, issue: str, *, seed: int = SEED, draws: int = DRAWS) -> Iterator[State]:
    """Yield the drafts of an issue by date, each with what had been said before the next one.

    Stances that are written in the case stand in every state: they have no history.
    """
    versions = kept_drafts(case.issues[issue])
    drafted = case.issues[issue].draft
    text = case
    for n, version in enumerate(versions):
        until = versions[n + 1].date if n + 1 < len(versions) else ""
        said = tuple(s for s in case.statements if not until or s.date < until)
        if version.text == drafted:
            text = case
        elif drafted and n == 0:
            text = first_draft(case, issue, version.text)
        else:  # from the draft before; without drafts of its own, from the clauses as they are now
            text = next_draft(text if drafted else case, issue, version.text, version=version).case
        then = text.with_statements(said)
        count = sum(cell[1] == issue for cell in then.stances)
        yield State(version, count, chances(then, issue, seed=seed, draws=draws))
