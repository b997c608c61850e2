"""The next draft of an issue's text: what became of each clause, and the case with its stances carried over.

Options are known again by their words. What a stance says of an option that is gone cannot be carried over: it is
listed as what must be coded anew.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from positions.casefiles.strengths import strength_of, strengths_of
from positions.errors import CaseProblems, ExitCode, PositionsError
from positions.model import NO_TEXT, Case, Clause, DraftVersion, Issue, Option, SilentSeats, Stance, Wording
from positions.text import Draft, escape, owner_lookup, parse, to_clauses
from positions.text.versions import DraftClause, Fate, align_drafts

__all__ = ["NextDraft", "Recode", "draft_text", "first_draft", "kept_drafts", "next_draft"]

Place = tuple[str, str]  # clause, option
Band = tuple[float, float, float]
Held = TypeVar("Held", Stance, SilentSeats)
Where = Collection[Place]  # the options of the old text that stand in the new one


@dataclass(frozen=True, slots=True)
class Recode:
    """What one delegation's stance says of the old text and cannot be carried over."""

    delegation: str
    what: str  # red line or demand
    clause: str
    option: str
    text: str  # of the option


@dataclass(frozen=True, slots=True)
class NextDraft:
    """An issue on its next draft.

    Parameters
    ----------
    case : Case
        With the new text on the table, read as before where its words remain and else in its hardest way, and stances
        carried over.
    issue : str
    fates : tuple of Fate
        What became of every clause.
    recode : tuple of Recode
        What must be coded anew, because the words are gone.
    unspoken : tuple of (clause, option)
        Options of the new text that are not in the old one: nobody has taken a position on them yet.
    lost : tuple of str
        Wordings that cannot be written in the new text.
    """

    case: Case
    issue: str
    fates: tuple[Fate, ...]
    recode: tuple[Recode, ...]
    unspoken: tuple[Place, ...]
    lost: tuple[str, ...]


def draft_text(issue: Issue) -> str:
    """Return an issue's text with its brackets: the draft, or what its clauses would be as one.

    >>> from positions.casefiles import load_case
    >>> from pathlib import Path
    >>> draft_text(load_case(Path("positions/casefiles/starter_case")).issues["night_work"])[:50]
    '[[Encourages ports to stay open at night, where po'
    """
    if issue.draft:
        return issue.draft
    pieces = []
    for clause in issue.clauses.values():
        texts = [escape(option.text) for option in clause.options.values() if option.text]
        if len(clause.options) == 1:
            pieces += texts
        elif len(texts) == len(clause.options):
            pieces.append(f"[{' / '.join(texts)}]")
        elif texts:  # it may also be left out
            pieces.append(f"[[{' / '.join(texts)}]]" if len(texts) > 1 else f"[{texts[0]}]")
    return " ".join(pieces)


def kept_drafts(issue: Issue) -> tuple[DraftVersion, ...]:
    """Return the states of the text that an issue keeps, by date."""
    return tuple(sorted(issue.drafts, key=lambda version: version.date))


def next_draft(case: Case, issue: str, text: str, *, file: str = "", version: DraftVersion | None = None) -> NextDraft:
    """Put a new draft in the place of an issue's text.

    Clauses and options that are known again keep their ids, and no new one gets an id that a statement made before
    speaks of: so statements and stances go on meaning what they meant.

    Parameters
    ----------
    case : Case
    issue : str
    text : str
        The new draft, in bracket notation.
    file : str
        Where it stands, for messages.
    version : DraftVersion, optional
        Keeps it among the issue's drafts.

    Raises
    ------
    CaseProblems
        For slips in the new draft.
    PositionsError
        When it has no words.
    """
    at = case.issues[issue]
    if not text.strip():
        raise PositionsError(f"{file or 'the draft'} is empty", exit_code=ExitCode.DATA)
    new = parse(text, file=file)
    taken = {k: set(clause.options) for k, clause in at.clauses.items() if len(clause.options) > 1}
    for said in case.statements:
        if said.issue == issue and said.clause and (version is None or said.date < version.date):
            taken.setdefault(said.clause, set()).update(said.options)
    fates = align_drafts(_parsed(draft_text(at)), new)
    clauses, where = _with_ids_of_before(at, _clauses(case, new), taken, fates)
    wordings, lost = _wordings(at, clauses, where)
    recode: list[Recode] = []
    drafts = (*(v for v in at.drafts if version is None or v.date != version.date), *([version] if version else []))
    made = replace(
        at,
        draft=text if at.draft else "",
        drafts=tuple(sorted(drafts, key=lambda v: v.date)),
        clauses=clauses,
        wordings=wordings,
        path=tuple(w for w in at.path if w in wordings),
        ambitious=tuple(w for w in at.ambitious if w in wordings) or (at.tabled,),
        fallback=at.fallback if at.fallback in wordings else NO_TEXT,
        silent=tuple(_carried(seats, seats.id, at, where, recode) for seats in at.silent),
    )
    after = _with_text(case, made, at, where, recode)
    unspoken = tuple(
        (k, o)
        for k, clause in clauses.items()
        if len(clause.options) > 1
        for o in clause.options
        if (k, o) not in where
    )
    return NextDraft(after.with_statements(case.statements), issue, fates, tuple(recode), unspoken, lost)


def first_draft(case: Case, issue: str, text: str) -> Case:
    """Return the case with an issue's first draft: ids as its words give them, its hardest reading on the table."""
    at = case.issues[issue]
    clauses = _clauses(case, parse(text))
    wordings, _ = _wordings(at, clauses, frozenset())
    made = replace(
        at, draft=text, clauses=clauses, wordings=wordings, path=(), ambitious=(at.tabled,), fallback=NO_TEXT
    )
    lines = {(k, o) for k, clause in clauses.items() for o in clause.options}
    made = replace(made, silent=tuple(_carried(seats, seats.id, at, lines, []) for seats in at.silent))
    return _with_text(case, made, at, lines, []).with_statements(case.statements)


def _with_text(case: Case, made: Issue, at: Issue, where: Where, recode: list[Recode]) -> Case:
    """Return the case with an issue's new text, and all stances on it carried over."""
    stances: dict[str, Any] = {
        section: {
            cell: _carried(held, cell[0], at, where, recode) if cell[1] == made.id else held
            for cell, held in getattr(case, section).items()
        }
        for section in ("stances", "believed")
    }
    return replace(case, issues={**case.issues, made.id: made}, **stances)


def _clauses(case: Case, draft: Draft) -> dict[str, Clause]:
    return to_clauses(draft, read=strengths_of, owners=owner_lookup(case.delegations.values(), case.groups.values()))


def _parsed(text: str) -> Draft:
    try:
        return parse(text)
    except CaseProblems as error:  # only of clauses written by hand, e.g. with too many options
        raise PositionsError(
            f"the text on the table cannot be written in brackets: {error.problems[0].message}"
        ) from None


def _where(old: Mapping[str, Clause], new: Mapping[str, Clause], fates: Sequence[Fate]) -> dict[Place, Place]:
    """Return where the options of old clauses stand in new ones: by words, first in paragraphs that go together."""
    names_old, names_new = ([k for k, c in side.items() if len(c.options) > 1] for side in (old, new))
    in_old = _paragraphs([(n, c) for n, fate in enumerate(fates) for c in fate.old], len(names_old))
    in_new = _paragraphs([(n, c) for n, fate in enumerate(fates) for c in fate.new], len(names_new))
    pairs = sorted(
        (in_old[n] != in_new[m], -len(shared), abs(n - m), n, m)
        for n, k in enumerate(names_old)
        for m, c in enumerate(names_new)
        if (shared := _words(old[k]) & _words(new[c]) - {""})
    )
    used_old: set[int] = set()
    used_new: set[int] = set()
    found: dict[Place, Place] = {}
    for _, _, _, n, m in pairs:
        if n in used_old or m in used_new:
            continue
        used_old.add(n)
        used_new.add(m)
        by_words = {_said(o.text): o.id for o in new[names_new[m]].options.values()}
        for option in old[names_old[n]].options.values():
            if _said(option.text) in by_words:
                found[names_old[n], option.id] = (names_new[m], by_words[_said(option.text)])
    return found


def _paragraphs(placed: Iterable[tuple[int, DraftClause]], count: int) -> list[int]:
    """Return for each bracket of a text which fate its paragraph has; 0 for all where they cannot be counted."""
    in_order = sorted(placed, key=lambda pair: (pair[1].place.line, pair[1].place.column))
    found = [fate for fate, clause in in_order for _ in clause.options]
    return found if len(found) == count else [0] * count


def _said(text: str) -> str:
    return " ".join(text.casefold().strip(" ,.;").split())


def _words(clause: Clause) -> set[str]:
    return {_said(option.text) for option in clause.options.values()}


def _with_ids_of_before(
    at: Issue, clauses: dict[str, Clause], taken: Mapping[str, set[str]], fates: Sequence[Fate]
) -> tuple[dict[str, Clause], Where]:
    """Give clauses and options that are known from before their ids, strengths, weights and titles of before."""
    found = _where(at.clauses, clauses, fates)
    ids = {new[0]: old[0] for old, new in found.items()}
    options = {new: old[1] for old, new in found.items()}
    made: dict[str, Clause] = {}
    for key, clause in clauses.items():
        name = ids.get(key) or _free(key, {*taken, *ids.values(), *made})
        own: dict[str, Option] = {}
        for option in clause.options.values():
            if known := options.get((key, option.id)):
                own[known] = replace(at.clauses[name].options[known], owner=option.owner)
            else:
                fresh = _free(option.id, {*taken.get(name, ()), *own})
                own[fresh] = replace(option, id=fresh)
        before = at.clauses[name] if key in ids else clause
        made[name] = Clause(name, own, before.weight, before.title if key in ids and not at.draft else clause.title)
    return {name: _companions(clause, made) for name, clause in made.items()}, set(found)


def _free(name: str, taken: Collection[str]) -> str:
    numbered = (f"{name}_{i}" for i in itertools.count(2))
    return next(n for n in itertools.chain([name], numbered) if n not in taken)


def _companions(clause: Clause, there_are: Mapping[str, Clause]) -> Clause:
    """Return a clause whose options need only what there still is beside them."""
    options = {}
    for key, option in clause.options.items():
        left = [
            replace(other, options=kept)
            for other in option.only_with
            if other.clause in there_are
            and (kept := tuple(o for o in other.options if o in there_are[other.clause].options))
        ]
        options[key] = replace(option, only_with=tuple(left)) if option.only_with else option
    return replace(clause, options=options)


def _wordings(at: Issue, clauses: Mapping[str, Clause], where: Where) -> tuple[dict[str, Wording], tuple[str, ...]]:
    """Return the wordings in the new text: others where their words remain, the tabled one with the hardest instead."""
    by_strength = {k: sorted(c.options.values(), key=lambda o: o.strength[1]) for k, c in clauses.items()}
    made: dict[str, Wording] = {}
    lost = []
    for name, wording in at.wordings.items():
        several = [(k, o) for k, o in wording.choice.items() if len(at.clauses[k].options) > 1]
        kept = dict(place for place in several if place in where)
        if name == at.tabled:
            choice = {k: kept.get(k, options[-1].id) for k, options in by_strength.items()}
            wording = replace(wording, position=_moved(at, wording, clauses, choice))
        elif len(kept) < len(several):
            lost.append(name)
            continue
        else:
            choice = {k: kept.get(k, options[0].id) for k, options in by_strength.items()}
        made[name] = replace(wording, choice=choice)
    return made, tuple(lost)


def _moved(at: Issue, wording: Wording, clauses: Mapping[str, Clause], choice: Mapping[str, str]) -> Band | None:
    """Return a place that the author gave to the tabled wording, as much lower as the new words bind less.

    By the lexicon; where it can read either text not at all, the place stays. Never above the top of the ladder.
    """
    if wording.position is None:
        return None
    before = strength_of(at.compose(wording.choice))
    after = strength_of(replace(at, clauses=clauses).compose(choice))
    if before is None or after is None or not before[1]:
        return wording.position
    low, mid, high = (min(1.0, place * after[1] / before[1]) for place in wording.position)
    return low, mid, high


def _carried(holder: Held, who: str, at: Issue, where: Where, recode: list[Recode]) -> Held:
    """Return a stance, or an assumption about silence, without what it says of words that are gone; note these."""

    def left(what: str, clause: str, options: Iterable[str]) -> tuple[str, ...]:
        gone = [option for option in options if (clause, option) not in where]
        known = at.clauses[clause].options if clause in at.clauses else {}
        recode.extend(Recode(who, what, clause, o, known[o].text if o in known else "") for o in gone)
        return tuple(option for option in options if option not in gone)

    lines = [line for line in holder.red_lines if left("red line", line.clause, [line.option])]
    asked = [(demand, left("demand", demand.clause, demand.options)) for demand in holder.demands]
    demands = tuple(replace(demand, options=options) for demand, options in asked if options)
    return replace(holder, red_lines=tuple(lines), demands=demands)
