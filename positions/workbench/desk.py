"""What an issue's page shows about one supposition: the room, the answer, what moved it, what to try next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from positions.findings.moved import moved
from positions.forecast import Change
from positions.game import Explanation, WordingAnalysis, letter_on
from positions.ledger import Key, Ledger, Outlook, change_of, outlook
from positions.markings import Marking
from positions.model import Case, Issue
from positions.search.edits import NextText, next_texts
from positions.simulation import Chance
from positions.text.sentences import list_words
from positions.workbench.supposed import Supposed, Text

__all__ = ["Answer", "Seat", "answer", "seats", "what_moved"]

FEW_BLOCK = 8  # blockers up to whom sets that free a text are sought at once
ROLES = {
    "alone": "objects, and would alone",
    "follower": "objects, follows",
    "in company": "objects in company",
    "lets go": "dislikes it, lets go",
    "accepts": "does not object",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """The answer to one question in so many worlds.

    Parameters
    ----------
    key : Key
        Issue, text, tabler and who was seen: the ledger's name of the question.
    analysis : WordingAnalysis
        Who blocks in the central world.
    chance : Chance
        Of the text in the game.
    told : Outlook
        How the issue ends, after the talks that are held.
    change : Change or None
        How far text, tabler and talks move the chance that the text on the table is adopted; None in few worlds, and
        for that text itself, tabled as in the case, with nobody seen.
    draws, members, seed : int
        What it was computed in.
    """

    key: Key
    analysis: WordingAnalysis
    chance: Chance
    told: Outlook
    change: Change | None
    draws: int
    members: int
    seed: int


def answer(ledger: Ledger, issue: str, supposed: Supposed, told: Outlook | None = None, *, quick: bool) -> Answer:
    """Return the answer of a ledger, whose case is the supposed one.

    What frees the text is not sought at once where many block it: there are too many sets of them. ``told`` is the
    outlook of the same issue after the same talks, where it is known.
    """
    at = ledger.at(issue)
    text, talks = supposed.text(at), supposed.seen(issue)
    choice, by = dict(text.choice), text.tabled_by
    key = ledger.key(issue, choice, tabled_by=by, talks=talks)
    found = ledger.analysis(issue, choice, talks, tabled_by=by, families=False)
    if not quick or len(found.blocking_bloc) <= FEW_BLOCK:
        found = ledger.analysis(issue, choice, talks, tabled_by=by)
    as_it_is = text == Text.of(at, at.tabled) and not key.talked
    return Answer(
        key,
        found,
        ledger.text(issue, choice, tabled_by=by, talks=talks),
        told or outlook(ledger, issue, talks, holdouts=False),
        None if quick or as_it_is else change_of(ledger, issue, text=choice, tabled_by=by, talks=talks),
        ledger.draws,
        ledger.members,
        ledger.seed,
    )


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of the room.

    ``flags`` are words for what is not usual: carried, disputed, seen in private, supposed. ``was`` is the role before
    the change, empty where it is the same.
    """

    actor: str
    label: str
    name: str
    letter: str
    role: str
    words: str
    was: str
    low: float
    high: float
    ideal: float
    assumed: bool
    named: bool
    flags: tuple[str, ...]
    marking: Marking | None


def roles(ledger: Ledger, supposed: Supposed, made: Answer) -> dict[str, str]:
    """Return how everybody at the table ends in the central world."""
    text = supposed.text(ledger.at(made.key.issue))
    return ledger.states(made.key.issue, dict(text.choice), made.key.talked or "none", tabled_by=text.tabled_by)


def seats(
    ledger: Ledger,
    supposed: Supposed,
    made: Answer,
    was: Mapping[str, str],
    disputed: frozenset[tuple[str, str]],
    part: slice,
) -> tuple[tuple[Seat, ...], int]:
    """Return a part of the room, and how many there are.

    They stand in the order of the blocs: who leads, who follows, who is in company, who lets go, the rest; in each part
    who wants least comes first.
    """
    case, issue = ledger.case, made.key.issue
    at, arrays = case.issues[issue], ledger.arrays(issue)
    choice = dict(supposed.text(at).choice)
    ends = roles(ledger, supposed, made)
    order = {role: n for n, role in enumerate(ROLES)}
    moved_now = {a for a in ends if was and was.get(a) != ends[a]}
    place = {a: n for n, a in enumerate(arrays.actors)}
    ranked = sorted(place, key=lambda a: (order[ends[a]], arrays.ideal[place[a]], place[a]))
    cover = next((s for s in at.silent if s.covers_named), None)

    def seat(actor: str) -> Seat:
        if actor not in place:
            return Seat(actor, case.delegations[actor].label, case.delegations[actor].name, "·", "unknown",
                        ROLES["unknown"], "", 0.0, 0.0, 0.0, False, True, (), None)  # fmt: skip
        n, held = place[actor], case.stances.get((actor, issue))
        silent = next((s for s in at.silent if s.id == actor), cover)
        told = held or silent
        flags = [f"carried from {held.carried_from}"] if held is not None and held.carried_from else []
        flags += ["disputed"] if (actor, issue) in disputed else []
        flags += ["seen in private"] if actor in made.key.talked else []
        flags += ["supposed"] if (issue, actor) in supposed.let_go or (issue, actor) in supposed.intervals else []
        return Seat(
            actor,
            case.actor_label(issue, actor),
            case.actor_name(issue, actor),
            "·" if told is None else letter_on(told, choice, made.analysis.position),
            ends[actor],
            ROLES[ends[actor]],
            ROLES.get(was.get(actor, ""), "not in the room") if actor in moved_now else "",
            float(arrays.low[n]),
            float(arrays.high[n]),
            float(arrays.ideal[n]),
            bool(arrays.assumed[n]),
            actor in case.delegations,
            tuple(flags),
            held.source.marking if held is not None else silent.marking if silent is not None else None,
        )

    everybody = [*ranked, *arrays.unknown]
    return tuple(seat(a) for a in everybody[part]), len(everybody)


def what_moved(old: Ledger, before: Answer, texts: tuple[Text, Text], new: Ledger, after: Answer) -> str:
    """Return in one sentence what a change did to the bloc; that nobody moved, where nobody did."""
    issue = after.key.issue

    def state(ledger: Ledger, made: Answer, text: Text) -> Callable[[str], Explanation | None]:
        def of(actor: str) -> Explanation | None:
            if actor not in ledger.arrays(issue).actors:
                return None
            choice, seen = dict(text.choice), made.key.talked or "none"
            return ledger.why(issue, choice, actor, seen, tabled_by=text.tabled_by, families=False)

        return of

    def words(clause: str, option: str) -> str:
        for ledger in (new, old):
            options = ledger.case.issues[issue].clauses[clause].options
            if option in options:
                return options[option].text
        return option

    said = moved(
        before.analysis.blocking_bloc, after.analysis.blocking_bloc,
        before=state(old, before, texts[0]), after=state(new, after, texts[1]),
        name=lambda a: new.case.actor_name(issue, a), words=words,
    )  # fmt: skip
    return said or "Nobody leaves the bloc and nobody joins it."


def bloc_words(case: Case, made: Answer) -> list[tuple[str, str]]:
    """Return who blocks, by part of the bloc: those who would alone, who follows whom, who is there in company."""
    a, issue = made.analysis, made.key.issue

    def names(actors: tuple[str, ...] | list[str]) -> str:
        return list_words([case.actor_name(issue, x) for x in actors]) if actors else ""

    leaning = {f.delegation: f for f in a.followers}
    alone = [d for d in a.blocking_bloc if d not in leaning]
    follow = [f"{names([d])} (follows {names(f.leaders)})" for d, f in leaning.items() if f.follows]
    company = [d for d, f in leaning.items() if not f.follows]
    parts = [
        ("would alone", names(alone)),
        ("follow", list_words(follow) if follow else ""),
        ("only in company", names(company)),
    ]
    return [(what, said) for what, said in parts if said]


def frees_words(case: Case, made: Answer, most: int = 4) -> tuple[str, ...]:
    """Return whose letting go frees the text: the smallest sets, each enough by itself."""
    issue, found = made.key.issue, made.analysis.peel_off_sets
    return tuple(list_words([case.actor_name(issue, x) for x in each]) for each in found[:most])


def best_edits(ledger: Ledger, supposed: Supposed, made: Answer) -> tuple[NextText, ...]:
    """Return the three best texts one clause away."""
    text = supposed.text(ledger.case.issues[made.key.issue])
    return next_texts(ledger.case, made.key.issue, dict(text.choice), tabled_by=text.tabled_by, talked=made.key.talked)


def own_wording(issue: Issue, text: Text) -> str:
    """Return the case's wording that says the same, tabled alike if there is one; empty where it is a new text."""
    same = [w for w in issue.wordings.values() if dict(w.choice) == dict(text.choice)]
    same.sort(key=lambda w: w.tabled_by != text.tabled_by)
    return same[0].id if same else ""
