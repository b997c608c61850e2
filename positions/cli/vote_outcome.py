"""What ``positions vote`` prints: one JSON object, or words for the terminal."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from positions.cli.screen import WIDE, table, width_of_terminal

if TYPE_CHECKING:
    from positions.model import Case, Issue
    from positions.simulation import RuleForecast, VoteForecast
    from positions.voting import MinimalCoalitions

__all__ = ["vote_dict", "vote_text"]


def vote_dict(found: VoteForecast) -> dict[str, Any]:
    """Return the documented JSON."""
    return {
        "issue": found.issue,
        "wording": found.wording,
        "seats": {actor: int(n) for actor, n in zip(found.actors, found.seats, strict=True)},
        "assumed": [actor for actor, assumed in zip(found.actors, found.assumed, strict=True) if assumed],
        "unknown": list(found.unknown),
        "votes": {
            actor: dict(zip(("yes", "abstain", "no"), map(_round, row), strict=True))
            for actor, row in zip(found.actors, found.shares, strict=True)
        },
        "counts": dict(
            zip(("yes", "abstain", "no"), (band.as_dict() for band in found.counts), strict=True),
        ),
        "rules": [_rule_dict(found, one) for one in found.rules],
        "talked": list(found.talked),
        "seed": found.seed,
        "draws": found.draws,
        "members": len(found.members),
    }


def _rule_dict(found: VoteForecast, one: RuleForecast) -> dict[str, Any]:
    against = one.opposition
    made: dict[str, Any] = {
        "rule": one.rule.id,
        "title": one.rule.title,
        "words": one.rule.words(),
        "adoption": one.adoption.as_dict(),
        "adoption_if_all_unknown_in_favour": None if one.adoption_if_all is None else one.adoption_if_all.as_dict(),
        "expected": {
            "adopted": against.verdict.adopted,
            "why": against.verdict.words(),
            "opponents": _seats(found, against.opponents),
            "blocking": _patterns(found, against.blocking),
            "ways_through": _patterns(found, against.ways_through),
            "stoppers": _patterns(found, against.stoppers),
            "cheapest": None
            if against.cheapest is None
            else [
                {"seats": _seats(found, [m.member]), "to": m.after.name.lower(), "cost": _round(m.cost)}
                for m in against.cheapest.moves
            ],
        },
        "this_text": {
            actor: {
                "if_yes": _round(one.if_yes[a]),
                "if_abstain": _round(one.if_abstain[a]),
                "if_no": _round(one.if_no[a]),
                "pivotality": _round(one.pivotality[a]),
            }
            for a, actor in enumerate(found.actors)
        },
        "power": None,
    }
    if one.power is not None:
        made["power"] = {
            "collectivity": one.power.collectivity,
            "delegations": {
                actor: {
                    "banzhaf": float(one.power.banzhaf[seat]),
                    "banzhaf_index": float(one.power.normalised[seat]),
                    "shapley_shubik": float(one.power.shapley_shubik[seat]),
                    "prevent": float(one.power.prevent[seat]),
                    "initiate": float(one.power.initiate[seat]),
                }
                for actor, seat in zip(_voters(found, one), _first_seats(found, one), strict=True)
            },
        }
    return made


def _voters(found: VoteForecast, one: RuleForecast) -> tuple[str, ...]:
    """Return the actors, and those of which nothing is known where the rule counts them."""
    return found.actors if one.adoption_if_all is None else (*found.actors, *found.unknown)


def _first_seats(found: VoteForecast, one: RuleForecast) -> list[int]:
    """Return the place of the first seat of each of ``_voters``."""
    seats = int(found.seats.sum())
    return [*map(int, found.first_seat), *range(seats, len(one.expected))]


def _round(value: float) -> float:
    return round(float(value), 4)


def _seats(found: VoteForecast, coalition: Sequence[int]) -> dict[str, int]:
    """Return how many seats of each actor a coalition takes, in the order of the actors."""
    everybody = (*found.actors, *found.unknown)
    seats = int(found.seats.sum())
    ends = [*map(int, found.first_seat + found.seats), *(seats + n for n in range(1, len(found.unknown) + 1))]
    taken = Counter(bisect_right(ends, seat) for seat in coalition)
    return {everybody[a]: taken[a] for a in sorted(taken)}


def _patterns(found: VoteForecast, coalitions: MinimalCoalitions) -> list[dict[str, int]]:
    """Return the different coalitions when seats of one class are not told apart; at most ten."""
    made: list[dict[str, int]] = []
    for coalition in coalitions:
        if (pattern := _seats(found, coalition)) not in made:
            made.append(pattern)
    return made[:10]


def vote_text(case: Case, issue: Issue, found: VoteForecast, in_words: bool = False) -> str:
    """Return the forecast as a person reads it."""
    wording = issue.wordings[found.wording]
    on_table = ", on the table" if found.wording == issue.tabled else ""
    assumed = int(found.seats[found.assumed].sum())
    lines = [f"{issue.title}  ({issue.id})", f"  {wording.title}  [{wording.id}{on_table}]"]
    lines.append(f"  {int(found.seats.sum())} seats, {assumed} of them assumed")
    if found.unknown:
        names = ", ".join(case.delegations[d].name for d in found.unknown)
        text = f"nothing is known or assumed of: {names}; not counted but where a rule needs a share of all members"
        lines.append(f"  {text}")
    if found.talked:
        lines.append(f"  after a talk with {', '.join(case.delegations[d].name for d in found.talked)}")
    counts = (f"{int(b.median)} ({int(b.low)}-{int(b.high)})" for b in found.counts)
    yes, abstain, no = counts
    lines += [f"  in a vote   yes {yes}   abstain {abstain}   no {no}", ""]
    width = max(len(one.rule.title) for one in found.rules) + 2
    for one in found.rules:
        head = f"  {one.rule.title:<{width}} adopted {one.adoption.percent()}"
        if one.adoption_if_all is not None:
            n = len(found.unknown)
            none, every = (
                ("the unknown one stays away", "it votes yes")
                if n == 1
                else (f"the {n} unknown stay away", "all vote yes")
            )
            head += f" if {none}, {one.adoption_if_all.percent()} if {every}"
        lines.append(head)
        if in_words:
            lines.append(f"    {one.rule.words()}")
        lines += [f"    {sentence}" for sentence in _sentences(case, issue, found, one)]
    lines += ["", *_who_decides(case, issue, found), *_power_lines(case, issue, found), ""]
    return "\n".join(lines)


def _name(case: Case, issue: Issue, actor: str) -> str:
    if actor in case.delegations:
        return case.delegations[actor].name
    return next(seats.title for seats in issue.silent if seats.id == actor)


def _coalition(case: Case, issue: Issue, pattern: dict[str, int]) -> str:
    words = [
        _name(case, issue, actor) if actor in case.delegations else f"{n} of: {_name(case, issue, actor)}"
        for actor, n in pattern.items()
    ]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _sentences(case: Case, issue: Issue, found: VoteForecast, one: RuleForecast) -> list[str]:
    """Say what the most likely vote gives and what would turn it."""
    against = one.opposition
    if against.verdict.adopted:
        if not len(against.stoppers):
            return ["as most likely: adopted; nobody in favour could stop it"]
        size = min(against.stoppers.sizes)
        what = (
            f"{size} more objection{'s' * (size > 1)}"
            if one.rule.by_objection
            else f"{size} of those in favour to turn"
        )
        return [f"as most likely: adopted; it would take {what} to stop it"]
    reasons = "; ".join(finding.words() for finding in against.verdict.decisive)
    made = [f"as most likely: not adopted ({reasons})"]
    blocking = [pattern for pattern in _patterns(found, against.blocking) if pattern]  # none: it fails by itself
    shown = "; or ".join(_coalition(case, issue, pattern) for pattern in blocking[:4])
    if shown:
        more = f" (and {len(blocking) - 4} more)" if len(blocking) > 4 else ""
        made.append(f"enough to block: {shown}{more}")
    ways = _patterns(found, against.ways_through)
    if ways:
        shown = "; or ".join(_coalition(case, issue, pattern) for pattern in ways[:3])
        made.append(f"has to come over: {shown}" + (" (and other ways)" if len(ways) > 3 else ""))
    if against.cheapest is not None and len(ways) != 1:
        moves = [
            f"{_coalition(case, issue, _seats(found, [m.member]))} to {m.after.name.lower()}"
            for m in against.cheapest.moves
        ]
        made.append(f"least grievance to overcome: {', '.join(moves)}")
    return made


def _who_decides(case: Case, issue: Issue, found: VoteForecast) -> list[str]:
    """Return the table of those whose single vote may decide on this text, under as many rules as there is room for."""

    def by_rule(a: int) -> tuple[float, ...]:  # the issue's own rule comes first
        return tuple(-round(float(one.pivotality[a]), 2) for one in found.rules)

    strongest = sorted(range(len(found.actors)), key=lambda a: (by_rule(a), a))
    shown = [a for a in strongest if max(float(one.pivotality[a]) for one in found.rules) >= 0.01][:8]
    if not shown:
        return ["  no single vote decides on this text: under every rule the chance is below 1 %"]
    rules = [one for one in found.rules if max(float(p) for p in one.pivotality) >= 0.01]
    rules = rules[: 4 if width_of_terminal() >= WIDE else 2]
    rows = [
        (_name(case, issue, found.actors[a]), *(f"{round(100 * float(one.pivotality[a]))} %" for one in rules))
        for a in shown
    ]
    heads = ("of", *(one.rule.title for one in rules))
    return ["  chance that one vote, yes instead of no, decides on this text", table(heads, rows, indent=4)]


def _power_lines(case: Case, issue: Issue, found: VoteForecast) -> list[str]:
    """Return the a-priori power: one line for the rules under which all seats are equal, one for each other rule."""
    equal: dict[str, list[str]] = {}
    lines = []
    for one in found.rules:
        if one.power is None:
            lines.append(f"    {one.rule.title}: too many seats with too large weights to count exactly")
            continue
        index, order = one.power.normalised, one.power.shapley_shubik
        if max(index) - min(index) < 1e-9:
            equal.setdefault(f"{100 * float(index[0]):.2f} %", []).append(one.rule.title)
            continue
        voters, seats = _voters(found, one), _first_seats(found, one)
        ranked = sorted(range(len(seats)), key=lambda a: (-index[seats[a]], a))
        cells = [
            f"{_name(case, issue, voters[a])} {100 * index[seats[a]]:.2f}/{100 * order[seats[a]]:.2f} %"
            for a in ranked[:4]
        ]
        lines.append(f"    {one.rule.title}: {', '.join(cells)}")
    for share, titles in equal.items():
        lines.append(f"    every seat {share} under {', '.join(titles)}")
    return ["  power of a seat before anything is known (Banzhaf index/Shapley-Shubik)", *lines]
