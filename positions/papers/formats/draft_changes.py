"""The next draft beside the one on the table, as a paper: what the JSON of ``positions draft`` says, on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from positions.markings import REVIEW_STATEMENT, Marking, highest
from positions.model import Case, release_statement
from positions.papers.formats.document import Block, Book, Cell, Run, Section, paragraph, run, table
from positions.simulation import Band

__all__ = ["changes_book"]

BINDS = {1: "harder", -1: "less", 0: "as before"}


def changes_book(
    case: Case, told: Mapping[str, Any], after: Case, *, foot: Sequence[str], words: Mapping[str, str]
) -> Book:
    """Return what became of clauses, stances, blocs and chances.

    Parameters
    ----------
    case, after : Case
        With the text on the table, and with the new one.
    told : mapping
        The documented JSON (docs/numbers.md).
    foot : sequence of str
        What it was made from.
    words : mapping of str to str
        The chances in words: ``adopted``, ``adopted after``, ``any_text``, ``any_text after``.
    """
    at = case.issues[told["issue"]]
    text = at.marking
    spoken = highest([text, *(s.source.marking for s in case.stances_on(at.id))])

    def names(ids: Iterable[str]) -> str:
        return ", ".join(case.actor_name(at.id, each) for each in ids) or "nobody"

    kept = sum(clause["kinds"] == ["kept"] for clause in told["clauses"])
    gained, lost = told["bloc_gained"], told["bloc_lost"]
    first: list[Block] = [
        paragraph(
            f"Who blocks now too: {names(gained)}. Who no longer does: {names(lost)}.", style="lead", marking=spoken
        ),
        table(
            ("", "On the table", "The new draft"),
            [
                ("Adopted", *(_chance(told[when]["adopted"], words[f"adopted{end}"]) for when, end in _BOTH)),
                ("Any text", *(_chance(told[when]["any_text"], words[f"any_text{end}"]) for when, end in _BOTH)),
                ("Ladder", *(f"{told[when]['position']:.2f}" for when, _ in _BOTH)),
                ("Blocked by", *(names(told[when]["bloc"]) for when, _ in _BOTH)),
                ("Text", *(told[when]["text"] for when, _ in _BOTH)),
            ],
            title="Blocs and chances: the text as before where its words remain, else in its hardest reading",
            marking=spoken,
            widths=(0.16, 0.42, 0.42),
        ),
    ]
    clauses: list[Block] = [
        paragraph(f"{len(told['clauses'])} clauses, {kept} as they were."),
        table(
            ("What became of it", "On the table", "The new draft", "Options", "Binds"),
            (_clause(clause) for clause in told["clauses"]),
            title="Clauses",
            marking=text,
            widths=(0.14, 0.28, 0.28, 0.2, 0.1),
        ),
    ]
    carried = sum(cell[1] == at.id for cell in after.stances)
    coding: list[Block] = [
        paragraph(
            f"{carried} stances are carried over by the words of their options; {len(told['recode'])} red lines or "
            "demands speak of words that are gone.",
            marking=spoken,
        ),
        _listed(
            ("Delegation", "What it holds", "Words that are gone"),
            ((names([r["delegation"]]), r["what"], r["text"] or "(left out)") for r in told["recode"]),
            title="To be coded anew",
            none="Nothing that was said speaks of words that are gone.",
            marking=spoken,
        ),
        _listed(
            ("Clause", "Option"),
            (
                (u["clause"], after.issues[at.id].clauses[u["clause"]].options[u["option"]].text or "(left out)")
                for u in told["unspoken"]
            ),
            title="Nobody has taken a position on",
            none="There is no option on which nobody has taken a position.",
            marking=text,
        ),
    ]
    if told["lost_wordings"]:
        gone = ", ".join(told["lost_wordings"])
        coding.append(paragraph(f"Wordings that cannot be written in the new text: {gone}.", marking=text))
    if statement := release_statement(case):
        coding.append(paragraph(statement, style="note"))
    return Book(
        f"{at.title}: the next draft",
        highest([case.marking(), after.marking()]),
        REVIEW_STATEMENT,
        tuple(foot),
        (
            Section("blocs", "Blocs gained and lost", tuple(first)),
            Section("clauses", "What became of each clause", tuple(clauses)),
            Section("coding", "What must be coded anew", tuple(coding)),
        ),
    )


_BOTH = (("before", ""), ("after", " after"))


def _chance(held: Sequence[float], words: str) -> Cell:
    chance, low, high = held
    return Cell(run(words), "number", Band(chance, low, high))


def _clause(clause: Mapping[str, Any]) -> tuple[str | tuple[Run, ...], ...]:
    options = [Run(text or "(left out)", "ins") for text in clause["appeared"]]
    options += [Run(text or "(left out)", "del") for text in clause["vanished"]]
    apart = tuple(each for option in options for each in (option, Run(" ")))
    both = clause["old"] and clause["new"]
    sides = tuple("\n".join(part["text"] for part in clause[side]) or "–" for side in ("old", "new"))
    return (", ".join(clause["kinds"]), *sides, apart, BINDS[clause["harder"]] if both else "–")


def _listed(
    head: tuple[str, ...], rows: Iterable[tuple[str, ...]], *, title: str, none: str, marking: Marking
) -> Block:
    found = list(rows)
    return table(head, found, title=title, marking=marking) if found else paragraph(none)
