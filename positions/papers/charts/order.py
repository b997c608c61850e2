"""Who appears in charts, under which name, in which order: one roster for a whole set of charts.

The order is by bloc, then by side: the blocs of the coalition graph come first, in its order; then those that block
alone; then the rest. Inside each part the one that wants least comes first (salience-weighted mean
ideal point over its issues); ties keep the order of the case. Assumed seats come last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from positions.agreement import CoalitionGraph, blocs_of
from positions.game import PreparedIssue
from positions.model import Case, Delegation, Issue, codes
from positions.papers.fonts import not_printable
from positions.text.sentences import list_words

__all__ = ["ALONE", "OTHERS", "SEATS", "Roster", "make_roster", "short_name"]

ALONE, OTHERS, SEATS = "blocks alone", "does not block", "assumed seats"


@dataclass(frozen=True, slots=True)
class Roster:
    """Names and order. Ids that it does not know are shown as they are, at the end, in the order given.

    Parameters
    ----------
    ids : tuple of str
        Delegations in the order of every chart.
    codes, names : mapping of id to str
        ``RUS``; ``Russia``.
    section : mapping of id to str
        ``bloc 1``, ``bloc 2`` …, or ``ALONE``, ``OTHERS``, ``SEATS``.
    assumed : frozenset of str
        Those whose stance on the issue at hand is an assumption (see :meth:`at`).
    """

    ids: tuple[str, ...]
    codes: Mapping[str, str]
    names: Mapping[str, str]
    section: Mapping[str, str] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()

    def code(self, who: str) -> str:
        """Return the short code of an id."""
        return self.codes.get(who, who)

    def name(self, who: str) -> str:
        """Return the name of an id."""
        return self.names.get(who, who)

    def label(self, who: str) -> str:
        """Return code and name, once where they are the same."""
        code, name = self.code(who), self.name(who)
        known = who in self.codes and self.section.get(who) != SEATS
        return f"{code}  {name}" if known and code.upper() != name.upper() else name

    def bloc(self, who: str) -> str:
        """Return ``bloc 1`` and so on; "" for who stands in none."""
        part = self.section.get(who, "")
        return "" if part in (ALONE, OTHERS, SEATS) else part

    def sort(self, actors: Iterable[str]) -> tuple[str, ...]:
        """Return ``actors`` in the order of the roster."""
        place = {who: n for n, who in enumerate(self.ids)}
        return tuple(sorted(actors, key=lambda a: place.get(a, len(place))))

    def listed(self, actors: Iterable[str], *, most: int = 6, codes: bool = False) -> str:
        """Return ``Russia, Iran and Pakistan`` or ``RUS, IRN and PAK``, in order; the surplus is counted.

        >>> Roster(("a", "b", "c"), {}, {}).listed(["c", "a", "b"])
        'a, b and c'
        """
        every = self.sort(actors)
        names = [self.code(a) if codes else self.name(a) for a in every]
        if len(names) > most:
            names = [*names[: most - 1], f"{len(names) - most + 1} others"]
        return list_words(names) if names else "nobody"

    def at(self, issue: Issue, arrays: PreparedIssue | None = None) -> Roster:
        """Return the roster for one issue: with its silent seats, and with who is only assumed.

        Parameters
        ----------
        issue : Issue
        arrays : PreparedIssue, optional
            Says which named delegations' stances are assumptions.
        """
        seats = {c.id: f"{c.title} ({c.seats})" if c.seats > 1 else c.title for c in issue.silent}
        assumed = set(seats)
        if arrays is not None:
            assumed |= {a for a, flag in zip(arrays.actors, arrays.assumed, strict=True) if flag}
        return replace(
            self,
            ids=(*self.ids, *(s for s in seats if s not in self.ids)),
            codes={**self.codes, **{c.id: f"+{c.seats}" for c in issue.silent}},
            names={**self.names, **seats},
            section={**self.section, **dict.fromkeys(seats, SEATS)},
            assumed=frozenset(assumed),
        )


def make_roster(case: Case, graph: CoalitionGraph | None = None, blockers: Iterable[str] = ()) -> Roster:
    """Order and name the delegations of a case.

    Parameters
    ----------
    case : Case
    graph : CoalitionGraph, optional
        Its blocs are those of the roster, under the same names.
    blockers : iterable of str, optional
        Who blocks a tabled text; those in no bloc block alone.
    """
    side = {d: (_side(case, d), n) for n, d in enumerate(case.delegations)}
    section: dict[str, str] = {}
    parts = [*(blocs_of(graph).items() if graph is not None else ()), (ALONE, blockers), (OTHERS, case.delegations)]
    for name, members in parts:
        section |= dict.fromkeys(sorted((d for d in members if d not in section), key=side.__getitem__), name)
    unprintable = _names(d for d in case.delegations.values() if not_printable([d.name]))
    return Roster(tuple(section), codes(case.delegations, unprintable), _names(case.delegations.values()), section)


def _side(case: Case, delegation: str) -> float:
    """Return the salience-weighted mean ideal point of what it said; 2 (after everybody) when it said nothing."""
    held = [s for (d, _), s in case.stances.items() if d == delegation]
    weight = sum(s.salience for s in held)
    return sum(s.salience * s.ideal for s in held) / weight if weight else 2.0


def short_name(delegation: Delegation) -> str:
    """Return the name that people use: the id, in capitals where the name has them, if the name contains it.

    And the id where no font on this machine has the letters of the name.

    >>> from positions.markings import Marking
    >>> short_name(Delegation("russia", "Russian Federation", Marking.U, "RUS"))
    'Russia'
    >>> short_name(Delegation("usa", "United States of America", Marking.U, "USA"))
    'USA'
    """
    plain = delegation.id.replace("_", " ")
    if f" {plain}" in f" {delegation.name.lower()}" or not_printable([delegation.name]):
        return plain.title()
    return delegation.iso3 if delegation.iso3 and delegation.iso3.lower() == delegation.id else delegation.name


def _names(delegations: Iterable[Delegation]) -> dict[str, str]:
    return {d.id: short_name(d) for d in delegations}
