"""``positions matrix``: who holds what on the text on the table, as letters."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks
from positions.cli.screen import to_terminal, width_of_terminal

if TYPE_CHECKING:
    from positions.game import StanceLetters
    from positions.markings import Marking
    from positions.model import Case

__all__ = ["command", "matrix_dict", "matrix_text"]

WIDTH = 100  # columns, where the terminal does not say how wide it is
NAME = 24  # most characters of a name


@click.command("matrix")
@click.option("--stated", is_flag=True, help="Only what was stated, reported or inferred: assumed cells stay unknown.")
@click.option("--numbers", is_flag=True, help="As CSV: one row a stance, with its numbers, reason and source.")
@asks(files=("csv", "png", "svg"))
def command(asked: Asked, stated: bool, numbers: bool) -> None:
    """Show the stance matrix: a letter for every delegation on every text on the table.

    Lower case is assumed, nobody said so. A dot is unknown, which is never zero and never a yes. A picture puts the
    blocs of `positions graph` first; for that the texts are played. One that is larger than a page is several files.

    \b
    Examples:
      positions matrix
      positions matrix my-meeting --stated
      positions matrix -o matrix.csv -o matrix.svg
      positions matrix --numbers -o stances.csv
    """
    from positions.game import stance_letters
    from positions.papers.formats.stance_table import letters_csv, numbers_csv

    if numbers and any(form != "csv" and (form, str(out)) != ("text", "-") for form, out in asked.outs):
        raise click.UsageError("--numbers is a CSV: --out FILE.csv, or nothing to print it")
    read, mark = stance_letters(asked.case, fill_assumed=not stated), asked.case.marking()
    write = numbers_csv if numbers else letters_csv

    def table() -> str:
        return write(asked.case, read, marking=mark.label, provenance=asked.made_from(worlds=False))

    if numbers:
        asked = asked.printing("csv")
    asked.show(
        lambda: matrix_dict(asked.case, read, mark),
        lambda: matrix_text(asked.case, read, width=width_of_terminal(), tone=to_terminal()),
        {"csv": table, "png": lambda: _draw(asked, read, "png"), "svg": lambda: _draw(asked, read, "svg")},
    )


def _draw(asked: Asked, read: StanceLetters, form: str) -> list[bytes]:
    """Return the matrix as a picture, or as pictures where one A4 page is too small.

    Its blocs are those of ``positions graph``: the texts on the table are played for them.
    """
    from positions.cli.outputs import picture
    from positions.findings.coalition import blockers, coalition_of
    from positions.papers.charts.matrix import draw_matrix, matrix_pages, size_matrix
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture

    case, forecasts = asked.case, asked.play()
    roster = make_roster(case, coalition_of(case, forecasts), blockers(case, forecasts))
    titles = {i: issue.title for i, issue in case.issues.items()}
    around = case_furniture(case, seed=asked.seed, draws=asked.draws)
    return [
        picture(
            partial(draw_matrix, letters=page, roster=roster, titles=titles),
            size_matrix(page, roster, titles),
            around,
            form,
        )
        for page in matrix_pages(read, roster)
    ]


def matrix_dict(case: Case, read: StanceLetters, marking: Marking) -> dict[str, Any]:
    """Return the documented JSON; an unknown stance is null."""
    from positions.game import LETTERS, UNKNOWN

    stances: dict[str, dict[str, Any]] = {}
    for d, who in enumerate(read.delegations):
        stances[who] = {}
        for i, issue in enumerate(read.issues):
            if read.letters[d][i] == UNKNOWN:
                stances[who][issue] = None
                continue
            held = case.stance(who, issue)
            cover = next((c for c in case.issues[issue].silent if c.covers_named), None) if held is None else None
            values = held or cover
            stances[who][issue] = {
                "letter": read.letters[d][i],
                "assumed": read.assumed[d][i],
                "ideal": values.ideal if values else None,
                "acceptance": list(values.acceptance) if values else None,
                "salience": values.salience if values else None,
                "confidence": values.confidence.value if values else None,
                "code": held.code if held else "",
                "source": held.source.cite() if held else "",
                "marking": (held.source.marking if held else cover.marking if cover else marking).value,
            }
    return {
        "letters": {letter: meaning for letter, meaning in LETTERS.items() if letter != UNKNOWN},
        "issues": {i: case.issues[i].wordings[case.issues[i].tabled].title for i in read.issues},
        "stances": stances,
    }


def matrix_text(case: Case, read: StanceLetters, *, width: int = WIDTH, tone: bool = False) -> str:
    """Return the matrix as a person reads it; with ``tone``, assumed cells are dim as well (where the terminal can)."""
    labels = [case.delegations[d].label for d in read.delegations]
    names = [_cut(case.delegations[d].name, NAME) for d in read.delegations]
    code, name = max(map(len, labels)), max(map(len, names))
    cell = max(2, len(str(len(read.issues)))) + 1
    room = max(1, (width - code - name - 4) // cell)
    lines = [case.meeting.title, "Letters are about the text on the table.", ""]
    for start in range(0, len(read.issues), room):
        across = range(start, min(start + room, len(read.issues)))
        lines.append(" " * (code + name + 4) + "".join(f"{i + 1:>{cell}}" for i in across))
        for d, (label, full) in enumerate(zip(labels, names, strict=True)):
            same = label == full
            cells = "".join(_cell(read, d, i, cell, tone) for i in across)
            lines.append(f"{label:<{code}}  {'' if same else full:<{name}}  {cells}")
        lines.append("")
    digits = len(str(len(read.issues)))
    across_key = max(len(i) for i in read.issues) if read.issues else 0
    for n, i in enumerate(read.issues, start=1):
        issue = case.issues[i]
        lines.append(f"{n:>{digits}}  {i:<{across_key}}  {issue.wordings[issue.tabled].title}")
    used = {letter for row in read.letters for letter in row}
    lines += ["", *_key(used), "lower case: assumed, nobody said so" if any(map(any, read.assumed)) else ""]
    while lines[-1] == "":
        lines.pop()
    return "\n".join(lines)


def _cell(read: StanceLetters, d: int, i: int, width: int, tone: bool) -> str:
    shown = f"{read.shown(d, i):>{width}}"
    return click.style(shown, dim=True) if tone and read.assumed[d][i] else shown


def _key(used: set[str]) -> list[str]:
    from positions.game import LETTERS

    return ["   ".join(f"{letter} {meaning}" for letter, meaning in LETTERS.items() if letter in used)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
