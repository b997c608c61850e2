"""Letters that a person chose in the matrix, read as stances.

A letter says less than a stance. Where nothing was known it makes one that reads as that letter: the numbers are
ours, and the stance counts as inferred. Where a stance stands already, the letter cannot say what is to become of its
numbers, and the cell is a problem with the place where to say it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from positions.errors import CaseProblems, Problem
from positions.game import FAR_OFF, LETTERS, SUPPORT_WITHIN, UNKNOWN, tabled_position
from positions.interchange.workbook.layout import FIRST_ROW, HEAD_ROW, MATRIX, MATRIX_BEFORE
from positions.interchange.workbook.parts import Cells, cell_name
from positions.markings import Marking
from positions.model import Case, Confidence, Source, Stance
from positions.papers.formats.workbook.matrix import DOCUMENT_CELL, FIRST_COLUMN, MARKING_CELL

__all__ = ["LetterEdit", "apply_letters", "letter_edits"]

SALIENCE = 0.5  # ours: neither indifferent nor set on it
STEP = 0.1  # ours: how far past the boundary of a letter its stance is put


@dataclass(frozen=True, slots=True)
class LetterEdit:
    """A letter that differs from the exported one, with its place in the workbook."""

    delegation: str
    issue: str
    letter: str
    row: int
    column: int


def letter_edits(sheets: Sequence[Cells]) -> tuple[LetterEdit, ...]:
    """Return what a person changed in the matrix; nothing when either matrix is missing."""
    found = {each.title: each.values for each in sheets}
    if MATRIX not in found or MATRIX_BEFORE not in found:
        return ()
    now, before = _letters(found[MATRIX]), _letters(found[MATRIX_BEFORE])
    return tuple(
        LetterEdit(*where, letter, row, column)
        for where, (letter, row, column) in now.items()
        if letter != before.get(where, ("", 0, 0))[0]
    )


def apply_letters(case: Case, edits: Sequence[LetterEdit], sheets: Sequence[Cells], file: str) -> Case:
    """Return the case with a stance for every letter that was added.

    Raises
    ------
    CaseProblems
        For letters that cannot be read as a stance, with their cells.
    """
    if not edits:
        return case
    values = next(each.values for each in sheets if each.title == MATRIX)
    problems: list[Problem] = []

    def wrong(row: int, column: int, rule: str, message: str, hint: str) -> None:
        text = f"cell {cell_name(row, column)}: {message}"
        problems.append(Problem(f"{file}!{MATRIX}", row, column, rule, text, hint))

    document, mark = str(values.get(DOCUMENT_CELL, "")).strip(), str(values.get(MARKING_CELL, "")).strip()
    if document not in case.documents:
        wrong(*DOCUMENT_CELL, "missing-source", "letters were added, and no document is named here", "choose one")
    if mark not in Marking.__members__:
        wrong(*MARKING_CELL, "missing-marking", "letters were added without a marking", "U, SBU, C, S or TS")
    added: dict[tuple[str, str], Stance] = {}
    places = dict.fromkeys(case.issues, 0.0) | _places(case)
    for edit in edits:
        where = edit.row, edit.column
        if (edit.delegation, edit.issue) in case.stances:
            hint = "change the numbers on the sheet Stances; they say more than a letter"
            wrong(*where, "letter-on-stance", "a stance stands here already", hint)
        elif edit.delegation not in case.delegations or edit.issue not in case.issues:
            wrong(*where, "unknown-id", "no such delegation or issue", "add it on its own sheet, then export again")
        elif edit.letter in ("", UNKNOWN) or edit.letter.islower():
            continue  # unknown as before
        elif (stand := _stand(edit.letter, places[edit.issue])) is None:
            hint = "P follows from who tables, B from a red line: fill in Wordings, or Stances and Red lines"
            rule = "not-a-choice" if edit.letter not in LETTERS else "letter-needs-more"
            wrong(*where, rule, f'"{edit.letter[:3]}" cannot be read as a stance', hint)
        elif not problems:
            added[edit.delegation, edit.issue] = Stance(
                edit.delegation,
                edit.issue,
                stand[0],
                stand[1],
                SALIENCE,
                Confidence.INFERRED,
                Source(document, Marking(mark), note="from a letter in the matrix"),
                reason=f"Coded as the letter {edit.letter} only; the numbers follow from it.",
            )
    if problems:
        raise CaseProblems(problems)
    return replace(case, stances={**case.stances, **added})


def _stand(letter: str, x: float) -> tuple[float, tuple[float, float]] | None:
    """Return an ideal point and an acceptance interval that read as ``letter`` for a text at ``x``."""
    if letter == "S":
        return x, (max(0.0, x - 0.3), min(1.0, x + 0.3))
    if letter == "J":
        away = SUPPORT_WITHIN + 2 * STEP
        ideal = x - away if x >= away else x + away
        return round(ideal, 6), (0.0, 1.0)
    off = {"C": STEP, "O": FAR_OFF + STEP / 2}.get(letter)
    if off is None:
        return None
    if x >= off:
        high = round(x - off, 6)
        return high, (0.0, high)
    if x + off <= 1:
        low = round(x + off, 6)
        return low, (low, 1.0)
    return None


def _places(case: Case) -> dict[str, float]:
    """Return where the tabled texts stand on their ladders."""
    return {name: tabled_position(case, name) for name in case.issues}


def _letters(values: dict[tuple[int, int], object]) -> dict[tuple[str, str], tuple[str, int, int]]:
    """Return (delegation, issue) → letter and cell."""
    found = {}
    for (row, column), value in values.items():
        if row >= FIRST_ROW and column >= FIRST_COLUMN:
            where = str(values.get((row, 2), "")), str(values.get((HEAD_ROW, column), ""))
            found[where] = (str(value).strip(), row, column)
    return found
