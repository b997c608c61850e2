"""The sixteen moves, and the candidates they yield for a wording."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from positions.model import Clause, Issue, Option, Wording
from positions.text.moves.elsewhere import (
    agreed_text,
    ask_for_study,
    chairs_summary,
    change_addressee,
    delete,
    describe_term,
    sister_text,
    split_paragraph,
    to_preamble,
)
from positions.text.moves.records import Candidate, Move, NewOption, extend
from positions.text.moves.situation import Change, Proposal, Situation
from positions.text.moves.softer import (
    insert_consider,
    insert_escape,
    modal_step_down,
    verb_step_down,
    without_prejudice,
)
from positions.text.reading import read_strength
from positions.text.records import tidy

__all__ = ["MOVES", "candidates"]

MOVES: tuple[Move, ...] = (
    Move(1, "reaffirm_agreed", "Reaffirm agreed text", "who objects disowns what it agreed to before"),
    Move(
        2, "import_sister", "Import a sister body's text", "the words have passed elsewhere, often with the same states"
    ),
    Move(3, "verb_step_down", "A softer verb", "asks for the same with less force"),
    Move(4, "modal_step_down", "A softer modal", "asks for the same with less force"),
    Move(5, "insert_consider", "Consider or endeavour", "a process or an effort is owed, and no result"),
    Move(6, "insert_escape", "A domestic-law or as-appropriate clause", "each state stays its own judge"),
    Move(7, "describe_term", "Describe in place of naming", "objections are often to a term and not to what it covers"),
    Move(8, "split_paragraph", "Split the paragraph", "what nobody opposes need not fall with the rest"),
    Move(9, "to_preamble", "From operative part to preamble", "says why and asks nothing of anybody"),
    Move(10, "chairs_summary", "To the chair's summary", "it is on record without being agreed by everybody"),
    Move(11, "change_addressee", "Another addressee", "who is not asked has less to object to"),
    Move(12, "ask_for_study", "Ask for a study", "the question stays open and nobody has lost"),
    Move(13, "without_prejudice", "Without prejudice", "positions are saved in so many words"),
    Move(14, "delete", "Leave it out", "the rest can pass without it"),
    Move(
        15, "package", "A package with another issue", "a gain there may carry a loss here", "the search for packages"
    ),
    Move(16, "broker", "Tabled by a broker", "who tables a text changes how it is heard", "the ranking of proposers"),
)

DO: dict[str, Callable[[Situation], Iterator[Proposal]]] = {
    "reaffirm_agreed": agreed_text,
    "import_sister": sister_text,
    "verb_step_down": verb_step_down,
    "modal_step_down": modal_step_down,
    "insert_consider": insert_consider,
    "insert_escape": insert_escape,
    "describe_term": describe_term,
    "split_paragraph": split_paragraph,
    "to_preamble": to_preamble,
    "chairs_summary": chairs_summary,
    "change_addressee": change_addressee,
    "ask_for_study": ask_for_study,
    "without_prejudice": without_prejudice,
    "delete": delete,
}


def candidates(issue: Issue, wording: str = "") -> tuple[Candidate, ...]:
    """Return candidate wordings, one move away from a wording.

    Parameters
    ----------
    issue : Issue
        The issue; its own options and wordings are used where they already say what a move would write.
    wording : str
        The wording to start from; the one on the table when left out.

    Returns
    -------
    tuple of Candidate
        In the order of ``MOVES``, each text once. Moves that need more than the issue (packages, who tables) are in
        ``MOVES`` with the place that handles them.

    Notes
    -----
    The strength of a new option is that of the option it was made from, times how much weaker the lexicon reads the
    new text, with a band; for studies and summaries it is ours. The texts are first drafts for a person to mend.
    """
    base = issue.wordings[wording or issue.tabled]
    at = Situation(issue, base)
    seen = {tidy(issue.compose(base.choice)).casefold()}
    found: list[Candidate] = []
    for move in MOVES:
        for proposal in DO[move.id](at) if move.id in DO else ():
            made = _build(at, move, proposal, sum(c.move == move.id for c in found) + 1)
            if made is None or (key := tidy(made.text).casefold()) in seen:
                continue
            seen.add(key)
            found.append(made)
    return tuple(found)


def _build(at: Situation, move: Move, proposal: Proposal, number: int) -> Candidate | None:
    """Return the candidate a proposal amounts to, or None where it makes no sense."""
    name = f"{at.wording.id}_{move.id}" + (f"_{number}" if number > 1 else "")
    choice = dict(at.wording.choice if proposal.choice is None else proposal.choice)
    new_options: list[NewOption] = []
    for change in proposal.changes:
        clause = at.issue.clauses[change.clause]
        if (known := _same_text(clause, change)) is not None:
            choice[change.clause] = known
            continue
        new = _new_option(at, clause, change, move, name)
        choice[change.clause] = new.option.id
        new_options.append(new)
    made = Wording(name, f"{at.wording.title}: {proposal.title}", "candidate", choice, at.wording.marking)
    draft = Candidate(move.id, proposal.title, move.reason, at.wording.id, made, tuple(new_options), "", "")
    wider = extend(at.issue, [draft])
    text = wider.compose(choice)
    if not text or not wider.makes_sense(choice):
        return None
    existing = next((w.id for w in at.issue.wordings.values() if tidy(at.issue.compose(w.choice)) == tidy(text)), "")
    return replace(draft, existing=existing, text=text)


def _same_text(clause: Clause, change: Change) -> str | None:
    wanted = tidy(change.text).casefold()
    for key, option in clause.options.items():
        if tidy(option.text).casefold() == wanted and (not change.fresh or not option.only_with):
            return key
    return None


def _new_option(at: Situation, clause: Clause, change: Change, move: Move, name: str) -> NewOption:
    origin = at.option(clause.id)
    low, mid, high = origin.strength
    factor_low, factor_mid, factor_high = change.factor
    strength = change.strength or (
        round(low * min(factor_low, factor_mid), 3),
        round(mid * factor_mid, 3),
        round(max(mid * factor_mid, high * factor_high), 3),
    )
    text = change.text.strip()
    key = name if text or not change.fresh else "left_out"
    while key in clause.options:
        key += "_2"
    option = Option(
        key,
        text,
        strength,
        "lexicon",
        only_with=() if change.fresh else origin.only_with,
        note=f"{move.title.lower()}, from {origin.id}" if not change.fresh else move.title.lower(),
    )
    return NewOption(clause.id, option, "" if change.fresh else origin.id, change.keeps_term, read_strength(text))
