"""A phrase that a person typed, as one more way to fill a clause."""

from __future__ import annotations

from dataclasses import replace

from positions.errors import ExitCode, PositionsError
from positions.model import Issue, Option
from positions.text.clauses import OMIT, slug
from positions.text.moves.records import NewOption, with_option
from positions.text.reading import read_options
from positions.text.records import tidy

__all__ = ["MOST_LETTERS", "with_phrase"]

MOST_LETTERS = 600  # ours: a phrase of a clause, and no page


def with_phrase(issue: Issue, clause: str, phrase: str, *, instead: str) -> tuple[Issue, NewOption]:
    """Return the issue with a phrase among the options of a clause, and the new option with what the lexicon reads.

    Parameters
    ----------
    issue : Issue
    clause : str
    phrase : str
        Its words; "" leaves the clause out.
    instead : str
        The option that it is written over: it may stand wherever that one may stand. No red line and no demand is
        about it, for nobody has spoken on these words.

    Raises
    ------
    PositionsError
        When the clause says this already, or the phrase is too long.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> care = load_case(Path("data")).issues["victim_care"]
    >>> wider, new = with_phrase(care, "force", "States parties are invited to ensure", instead="should")
    >>> new.option.id, new.option.strength, new.reading.known
    ('states_parties_are_invited', (0.4, 0.4, 0.4), True)
    >>> list(wider.clauses["force"].options)
    ['should', 'should_consider', 'states_parties_are_invited']
    """
    text = phrase.strip()
    at = issue.clauses[clause]
    if len(text) > MOST_LETTERS:
        message = f"the phrase has {len(text)} letters; a phrase of a clause has at most {MOST_LETTERS}"
        raise PositionsError(
            message, hint="put a longer text on the table with positions draft", exit_code=ExitCode.USAGE
        )
    same = next((o for o in at.options.values() if tidy(o.text).casefold() == tidy(text).casefold()), None)
    if same is not None:
        raise PositionsError(f"the clause says this already: {same.id}", exit_code=ExitCode.USAGE)
    reading = read_options([*(o.text for o in at.options.values()), text])[-1]
    name = base = slug(text) if text else OMIT
    number = 2
    while name in at.options:
        name, number = f"{base}_{number}", number + 1
    option = Option(name, text, reading.strength, "lexicon", only_with=at.options[instead].only_with)
    new = NewOption(clause, option, instead, keeps_term=False, reading=reading)
    return replace(issue, clauses=with_option(issue.clauses, new)), new
