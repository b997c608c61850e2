"""Who should table a text: somebody who stands for it and whom the objectors hear more kindly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from positions.findings.records import TablerAdvice, TextFinding
from positions.game import goodwill
from positions.ledger.ledger import NO_TALKS, Ledger
from positions.markings import Marking
from positions.model import Case

__all__ = ["tabler_advice"]

LISTENS = 0.05  # probability of objecting from which it matters how a delegation hears the tabler
OBJECTS = 0.5  # who objects to the tabled text in so many worlds is not asked to table another
GAIN = 0.05  # rise of the chance that the text passes from which advice is given


def tabler_advice(
    ledger: Ledger,
    issue: str,
    text: TextFinding,
    tabled: TextFinding,
    marking: Marking,
) -> TablerAdvice | None:
    """Return who should table ``text``; None when it makes no difference or nobody fits.

    Candidates are delegations with a coded stance that accepts the text and that are not likely to object to it or to
    the tabled one. The one that the likely objectors hear best, weighed by how likely these are to object, is simulated
    beside whoever is to table the text now; beside the principal when it is already the one, so that it stays so.
    """
    case = ledger.case
    principal = case.meeting.principal
    now = case.issues[issue].wordings[text.wording].tabled_by
    voices = {
        d: text.forecast.p_objects(d)
        for d in text.forecast.actors
        if d in case.delegations and d != principal and text.forecast.p_objects(d) >= LISTENS
    }
    fit = [d for d in _willing(case, issue, text, tabled) if d not in voices and d != principal]
    if not voices or not fit:
        return None

    chances = np.array(list(voices.values()))

    def heard(tabler: str) -> float:
        return float(chances @ goodwill(case, list(voices), tabler, issue)) / float(chances.sum())

    best = max(fit, key=lambda d: (round(heard(d), 6), d == now))
    other = principal if best == now else now
    if heard(best) <= heard(other):
        return None
    passes = [ledger.text(issue, text.wording, tabled_by=d, talks=NO_TALKS).p_consensus for d in (best, other)]
    if passes[0].median < passes[1].median + GAIN:
        return None
    return TablerAdvice(
        issue=issue,
        wording=text.wording,
        delegation=best,
        instead_of=other,
        as_now=best == now,
        passes=passes[0],
        passes_instead=passes[1],
        listeners=tuple(
            (d, float(kind), float(less))
            for d, kind, less in zip(
                voices, *(goodwill(case, list(voices), by, issue) for by in (best, other)), strict=True
            )
        ),
        marking=marking,
    )


def _willing(case: Case, issue: str, text: TextFinding, tabled: TextFinding) -> Iterator[str]:
    """Yield the delegations whose coded stance accepts a text and that do not object to the tabled one."""
    x = text.analysis.position
    choice = case.issues[issue].wordings[text.wording].choice
    for s in case.stances_on(issue):
        if s.assumed or s.delegation not in text.forecast.actors or tabled.forecast.p_objects(s.delegation) >= OBJECTS:
            continue
        refuses = any(line.broken_by(choice) for line in s.red_lines)
        if s.acceptance[0] <= x <= s.acceptance[1] and not refuses and all(d.met_by(choice) for d in s.demands):
            yield s.delegation
