"""What page one shows of an issue beside its forecast: who blocks it, what to aim for, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from positions.findings.phrases import (
    ASSUMED,
    adopted,
    chance_instead,
    names,
    percent,
    to_stop_it,
)
from positions.findings.records import Findings, IssueFinding
from positions.findings.ways_out import NO_BETTER
from positions.model import NO_TEXT

__all__ = [
    "MOST_CODES",
    "Aim",
    "Blocker",
    "Grid",
    "Holder",
    "aim",
    "at_times",
    "blocker_grid",
    "confidence",
    "holders",
    "numbered",
    "pressing",
    "short_of",
]

Role = Literal["alone", "follows", "company"]
Whose = Literal["ours", "stands anyway", "theirs", ""]
Confidence = Literal["high", "medium", "low"]

MOST_WORDS = 8  # of what to aim for
MOST_CODES = 4  # of who blocks
MOST_ROWS, MOST_COLUMNS = 12, 12  # of the grid
AT_TIMES = 0.1  # share of worlds in which somebody objects, from which it is named where nobody blocks; ours
NARROW = 0.3  # width of a forecast's band up to which it is called certain enough; ours
MATTERS = 0.05  # leverage of a doubt from which it lowers the confidence; ours


@dataclass(frozen=True, slots=True)
class Holder:
    """Who blocks a text in the central world: alone, because another does, or because it is not the only one."""

    actor: str
    code: str
    role: Role
    assumed: bool


@dataclass(frozen=True, slots=True)
class Aim:
    """What to aim for on an issue.

    Parameters
    ----------
    words : str
        At most eight words; empty where nothing has to be done.
    chance : str
        In words, with what it is a chance of.
    whose : str
        ``ours`` (worth more to us than what stands if nothing is agreed), ``stands anyway``, ``theirs``.
    best : float or None
        The chance that stands beside that of the tabled text, of the same kind; None where there is none.
    """

    words: str
    chance: str = ""
    whose: Whose = ""
    best: float | None = None


@dataclass(frozen=True, slots=True)
class Blocker:
    """A row of the grid: how a delegation blocks each text; None where it does not. ``weight`` orders the rows."""

    actor: str
    code: str
    name: str
    weight: float
    marks: tuple[Holder | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Who blocks which of the texts that fail: the heaviest, and how many others block each.

    ``issues`` are the columns; ``left_out`` counts failing texts that have none; ``others`` is how many rows were left
    out, and ``by_others`` how many of these block each text.
    """

    issues: tuple[str, ...]
    rows: tuple[Blocker, ...]
    others: int
    by_others: tuple[int, ...]
    left_out: int


def holders(findings: Findings, found: IssueFinding, known: Mapping[str, str]) -> tuple[Holder, ...]:
    """Return who blocks the tabled text in the central world: those who would alone first, followers last.

    ``known`` are the codes of the delegations.
    """
    at = found.on_table.analysis
    follows = {f.delegation: f.follows for f in at.followers}
    roles: dict[str, Role] = {
        a: "alone" if a not in follows else "follows" if follows[a] else "company" for a in at.blocking_bloc
    }
    order: tuple[Role, ...] = ("alone", "company", "follows")
    return tuple(_holder(findings, found, a, roles[a], known) for role in order for a in roles if roles[a] == role)


def at_times(findings: Findings, found: IssueFinding, known: Mapping[str, str]) -> tuple[Holder, ...]:
    """Return who may object where nobody blocks in the central world, the most likely first."""
    forecast = found.on_table.forecast
    chances = {a: forecast.p_objects(a) for a in forecast.actors}
    likely = sorted((a for a in chances if chances[a] >= AT_TIMES), key=lambda a: -round(chances[a], 3))
    return tuple(_holder(findings, found, a, "alone", known) for a in likely)


def _holder(findings: Findings, found: IssueFinding, actor: str, role: Role, known: Mapping[str, str]) -> Holder:
    held = findings.case.stance(actor, found.issue)
    assumed = held is None or held.assumed
    if actor == findings.case.meeting.principal:
        return Holder(actor, "us", role, assumed)
    code = known.get(actor) or findings.actor_label(found.issue, actor).strip("()")
    return Holder(actor, code + ASSUMED * assumed, role, assumed)


def short_of(text: str, most: int) -> str:
    """Return the first words of a text, with a mark where some are left out.

    >>> short_of("one two three", 2), short_of("one two", 2)
    ('one two …', 'one two')
    """
    words = text.split()
    return text if len(words) <= most else " ".join(words[:most]) + " …"


def aim(findings: Findings, found: IssueFinding) -> Aim:
    """Return what to aim for on an issue."""
    against = found.side.stand == "against"
    if found.held_back == "withheld":
        return Aim("cannot be judged at this marking")
    if found.held_back == "record" and against:
        return Aim("no text, as we wish", whose="ours")
    if found.held_back:
        who = "those unknown agree" if found.held_back == "unknown" else "the silent go along"
        return Aim(f"as tabled, if {who}", whose="ours")
    if against and found.letter != "G":
        return Aim(to_stop_it(findings, found), whose="theirs")
    searched = findings.searched.get(found.issue)
    if searched is not None:
        by = f", tabled by {searched.tabler_name}" if searched.tabler_name else ""
        best = searched.passes.median if findings.game else None
        return Aim(_held(f"“{searched.title}”", by), f"in the game {percent(searched.passes)}", "ours", best)
    way = found.way_out
    if way is None:
        return Aim("no text", whose="ours" if against else "stands anyway")
    text = found.text(way.wording)
    title = "as tabled" if way.wording == found.tabled else findings.wording_title(found.issue, way.wording)
    if text.status == "fallback" and not way.talked:
        return Aim(_held(title, ""), whose="stands anyway")
    after = f", after seeing {names(findings, found.issue, way.talked)}" if way.talked else ""
    floor = _floor(findings, found)
    whose: Whose = "ours" if text.value > floor + NO_BETTER else "theirs"
    return Aim(_held(title, after), chance_instead(findings, found, way), whose, _best(findings, found))


def _held(title: str, rest: str) -> str:
    """Return a title and what follows it in at most ``MOST_WORDS`` words; the title gives way first."""
    room = max(2, MOST_WORDS - len(rest.split()))
    said = short_of(title, room) + rest
    return said if said.count("“") == said.count("”") else said.replace(" …", " …”", 1)


def _floor(findings: Findings, found: IssueFinding) -> float:
    fallback = findings.case.issues[found.issue].fallback
    return found.side.value(0.0) if fallback == NO_TEXT else found.text(fallback).value


def _best(findings: Findings, found: IssueFinding) -> float | None:
    """Return the chance with the best move: of adoption after its talk; of a weaker text, that it or more ends it."""
    way = found.way_out
    if way is None:
        return None
    if findings.game:
        return way.passes.median
    if way.wording != found.tabled:
        return way.some_text
    talk = next((c for c in found.conversations if (c.wording, c.delegations) == (way.wording, way.talked)), None)
    if talk is None or talk.forecast is None:
        return None
    return min(1.0, max(0.0, adopted(findings, found).median + talk.forecast.difference))


def confidence(findings: Findings, found: IssueFinding) -> Confidence:
    """Return how far what is said of an issue can be relied on.

    ``low`` where it hangs on somebody of whom nothing is known, or most who block only seem to; ``high`` where the
    band of the chance is narrow and no doubt in the sources decides anything; ``medium`` else.
    """
    bloc = found.on_table.analysis.blocking_bloc
    stances = [findings.case.stance(a, found.issue) for a in bloc]
    guessed = sum(s is None or s.assumed for s in stances)
    if found.held_back or found.unknown or found.outlook.assumed or 2 * guessed > max(1, len(bloc)):
        return "low"
    chance = adopted(findings, found)
    doubted = any(q.leverage >= MATTERS for q in found.questions)
    return "high" if chance.high - chance.low <= NARROW and not doubted else "medium"


def blocker_grid(findings: Findings, known: Mapping[str, str]) -> Grid:
    """Return who blocks which of the texts that we want and that fail.

    A delegation weighs its influence (a class of silent seats: that of all of them) on every text that it blocks.
    """
    failing = [f for f in findings.issues if f.letter != "G" and f.side.stand != "against" and not f.held_back]
    told = [f for f in failing if f.on_table.analysis.blocking_bloc]
    marks = [{h.actor: h for h in holders(findings, f, known)} for f in told]
    weight: dict[str, float] = {}
    name: dict[str, str] = {}
    for f, held in zip(told, marks, strict=True):
        for actor in held:
            weight[actor] = weight.get(actor, 0.0) + _influence(findings, f, actor)
            name.setdefault(actor, findings.actor_name(f.issue, actor))
    order = sorted(weight, key=lambda a: -round(weight[a], 6))
    columns = marks[:MOST_COLUMNS]
    shown, rest = order[:MOST_ROWS], order[MOST_ROWS:]
    rows = tuple(
        Blocker(
            a,
            "us" if a == findings.case.meeting.principal else known.get(a, ""),
            name[a],
            weight[a],
            tuple(held.get(a) for held in columns),
        )
        for a in shown
    )
    by_others = tuple(sum(a in held for a in rest) for held in columns)
    return Grid(tuple(f.issue for f in told[:MOST_COLUMNS]), rows, len(rest), by_others, len(told) - len(columns))


def _influence(findings: Findings, found: IssueFinding, actor: str) -> float:
    if actor in findings.case.delegations:
        return findings.case.delegations[actor].influence
    cover = next(c for c in findings.case.issues[found.issue].silent if c.id == actor)
    return cover.influence * cover.seats


def numbered(findings: Findings) -> Mapping[str, int]:
    """Return the number of each issue, as page one counts them: 1 is the worst."""
    return {f.issue: n for n, f in enumerate(findings.issues, start=1)}


def pressing(issues: Sequence[IssueFinding]) -> tuple[tuple[IssueFinding, ...], tuple[IssueFinding, ...]]:
    """Return the issues that need something done, and those that are on course."""
    return tuple(f for f in issues if f.letter != "G"), tuple(f for f in issues if f.letter == "G")
