"""A case with candidate wordings in it: new options, and red lines and demands that follow the words they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from positions.model import Case, Demand, RedLine, SilentSeats, Stance
from positions.text.moves import Candidate, NewOption, candidates, extend

__all__ = ["widen"]


def widen(case: Case, issue: str, *, wording: str = "") -> tuple[Case, tuple[Candidate, ...]]:
    """Return the case with the candidates for one issue, and the candidates.

    A new option that keeps the contested words of the one it was made from keeps the red lines on it, and meets the
    demands that it met.
    """
    found = candidates(case.issues[issue], wording)
    new = [option for candidate in found for option in candidate.new_options]
    wider = extend(case.issues[issue], found)
    wider = replace(wider, silent=tuple(_silent(held, new) for held in wider.silent))
    stances = {key: _stance(held, new) if key[1] == issue else held for key, held in case.stances.items()}
    return replace(case, issues={**case.issues, issue: wider}, stances=stances), found


def _lines(held: Sequence[RedLine], new: Sequence[NewOption]) -> tuple[RedLine, ...]:
    added = {
        (n.clause, n.option.id): replace(line, option=n.option.id)
        for n in new
        for line in held
        if n.keeps_term and (line.clause, line.option) == (n.clause, n.origin)
    }
    return (*held, *added.values())


def _demands(held: Sequence[Demand], new: Sequence[NewOption]) -> tuple[Demand, ...]:
    return tuple(
        replace(
            demand,
            options=tuple(
                dict.fromkeys(
                    (
                        *demand.options,
                        *(n.option.id for n in new if n.clause == demand.clause and n.origin in demand.options),
                    )
                )
            ),
        )
        for demand in held
    )


def _stance(held: Stance, new: Sequence[NewOption]) -> Stance:
    return replace(held, red_lines=_lines(held.red_lines, new), demands=_demands(held.demands, new))


def _silent(held: SilentSeats, new: Sequence[NewOption]) -> SilentSeats:
    return replace(held, red_lines=_lines(held.red_lines, new), demands=_demands(held.demands, new))
