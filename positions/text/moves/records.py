"""What a move yields: a candidate wording with the options it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from positions.model import Clause, Companion, Issue, Option, Wording
from positions.text.reading import Reading

__all__ = ["Candidate", "Move", "NewOption", "extend", "with_option"]


@dataclass(frozen=True, slots=True)
class Move:
    """One of the known ways to soften a text.

    ``handled`` is ``here`` when :func:`candidates` tries it; otherwise it says in words where it belongs.
    """

    number: int
    id: str
    title: str
    reason: str
    handled: str = "here"


@dataclass(frozen=True, slots=True)
class NewOption:
    """An option that a move adds to a clause.

    ``origin`` is the option it was made from ("" when it was written anew). ``keeps_term`` says whether the words
    that a red line on the origin is about are likely still there: then that red line holds for the new option too.
    ``reading`` is what the lexicon reads in the new text.
    """

    clause: str
    option: Option
    origin: str
    keeps_term: bool
    reading: Reading


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate wording.

    Attributes
    ----------
    move : str
        Id of the move, one of ``MOVES``.
    title, reason : str
        What was done, and why it may help, in words.
    based_on : str
        The wording that the move started from.
    wording : Wording
        Of kind ``candidate``; its choice is complete for the issue with the new options (see :func:`extend`).
    new_options : tuple of NewOption
        Options that the issue does not have yet; empty when existing ones do.
    existing : str
        The wording that already says this, or "".
    text : str
        The whole text.
    """

    move: str
    title: str
    reason: str
    based_on: str
    wording: Wording
    new_options: tuple[NewOption, ...]
    existing: str
    text: str


def extend(issue: Issue, candidates: Iterable[Candidate]) -> Issue:
    """Return the issue with the candidates' options and wordings in it.

    An option made from another one may stand wherever that one may stand (its companions are those of its origin).

    Raises
    ------
    ValueError
        When a clause already has another option of that id: candidates of another issue.
    """
    clauses = dict(issue.clauses)
    wordings = dict(issue.wordings)
    for candidate in candidates:
        for new in candidate.new_options:
            clauses = with_option(clauses, new)
        wordings.setdefault(candidate.wording.id, candidate.wording)
    return replace(issue, clauses=clauses, wordings=wordings)


def with_option(clauses: Mapping[str, Clause], new: NewOption) -> dict[str, Clause]:
    """Return the clauses with a new option; options that go with its origin go with it too."""
    clause = clauses[new.clause]
    if (there := clause.options.get(new.option.id)) is not None:
        if there.text != new.option.text:
            raise ValueError(f"clause {new.clause} already has another option {new.option.id}")
        return dict(clauses)
    out = {k: _accepting(c, new) if new.origin else c for k, c in clauses.items()}
    out[new.clause] = replace(out[new.clause], options={**out[new.clause].options, new.option.id: new.option})
    return out


def _accepting(clause: Clause, new: NewOption) -> Clause:
    """Let the options of ``clause`` that go with the origin go with the new option too."""
    options = {
        key: replace(option, only_with=tuple(_widened(c, new) for c in option.only_with))
        for key, option in clause.options.items()
    }
    return replace(clause, options=options)


def _widened(companion: Companion, new: NewOption) -> Companion:
    if companion.clause == new.clause and new.origin in companion.options and new.option.id not in companion.options:
        return replace(companion, options=(*companion.options, new.option.id))
    return companion
