"""``positions matrix``: who holds what on the text on the table, as letters."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.choosing import open_case
from positions.cli.options import (
    case_argument,
    draws_option,
    json_option,
    marking_option,
    print_json,
    release_option,
    seed_option,
)

if TYPE_CHECKING:
    from positions.game import StanceLetters
    from positions.markings import Marking
    from positions.model import Case

__all__ = ["command", "matrix_dict", "matrix_text"]

WIDTH = 100  # columns, where the terminal does not say how wide it is
PICTURES = ("png", "svg")
NAME = 24  # most characters of a name


@click.command("matrix")
@case_argument
@click.option("--stated", is_flag=True, help="Only what was stated, reported or inferred: assumed cells stay unknown.")
@click.option("--csv", "as_csv", is_flag=True, help="CSV: one row a delegation, one letter an issue.")
@click.option("--numbers", is_flag=True, help="CSV: one row a stance, with its numbers, reason and source.")
@click.option("--chart", type=click.Choice(PICTURES), help="A picture, to --out; a large matrix in several.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE.")
@draws_option
@seed_option
@release_option
@marking_option
@json_option
def command(
    case: Path,
    stated: bool,
    as_csv: bool,
    numbers: bool,
    chart: str | None,
    out: Path | None,
    draws: int,
    seed: int,
    release: Marking | None,
    marking: Marking | None,
    as_json: bool,
) -> None:
    """Show the stance matrix: a letter for every delegation on every text on the table.

    Lower case is assumed, nobody said so. A dot is unknown, which is never zero and never a yes. A picture puts the
    blocs of `positions graph` first; for that the texts are played, with --draws and --seed.

    \b
    Examples:
      positions matrix
      positions matrix my-meeting --stated
      positions matrix --csv --out matrix.csv
      positions matrix --numbers --out stances.csv
      positions matrix --chart svg --out matrix.svg
    """
    from positions.cli.outputs import deliver, output_marking, provenance_line
    from positions.game import stance_letters
    from positions.papers.formats.stance_table import letters_csv, numbers_csv

    if sum((as_csv, numbers, chart is not None, as_json)) > 1:
        raise click.UsageError("choose one of --csv, --numbers, --chart and --json")
    if chart is not None and out is None:
        raise click.UsageError(f"a picture needs a file: --chart {chart} --out FILE.{chart}")
    opened = open_case(case, release)
    read = stance_letters(opened, fill_assumed=not stated)
    mark = output_marking(opened.marking(), marking)
    made_from = provenance_line(opened)
    if as_json:
        print_json(matrix_dict(opened, read, mark, made_from))
    elif chart is not None and out is not None:
        _draw(opened, read, mark, chart, out, draws=draws, seed=seed)
    elif as_csv or numbers:
        write = numbers_csv if numbers else letters_csv
        deliver(write(opened, read, marking=mark.label, provenance=made_from), out)
    else:
        import shutil

        width = shutil.get_terminal_size((WIDTH, 40)).columns
        deliver(matrix_text(opened, read, mark, made_from, width=width, tone=out is None), out)


def _draw(case: Case, read: StanceLetters, marking: Marking, form: str, out: Path, *, draws: int, seed: int) -> None:
    """Write the matrix as a picture, or as pictures that are numbered where one A4 page is too small.

    Its blocs are those of ``positions graph``: the texts on the table are played for them.
    """
    from positions.cli.graph import play
    from positions.cli.outputs import deliver_bytes
    from positions.findings.coalition import blockers, coalition_of
    from positions.ledger import Ledger
    from positions.papers.charts.matrix import draw_matrix, matrix_pages, size_matrix
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture, chart_file

    forecasts = play(Ledger(case, seed=seed, draws=draws), tuple(case.issues.values()))
    roster = make_roster(case, coalition_of(case, forecasts), blockers(case, forecasts))
    titles = {i: issue.title for i, issue in case.issues.items()}
    pages = matrix_pages(read, roster)
    for n, page in enumerate(pages, start=1):
        draw = partial(draw_matrix, letters=page, roster=roster, titles=titles)
        around = case_furniture(case, marking=marking, seed=seed, draws=draws)
        made = chart_file(draw, size_matrix(page, roster, titles), around, formats=(form,))
        deliver_bytes(made.png or made.svg, out if len(pages) == 1 else out.with_stem(f"{out.stem}-{n}"))


def matrix_dict(case: Case, read: StanceLetters, marking: Marking, provenance: str) -> dict[str, Any]:
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
        "marking": marking.value,
        "letters": {letter: meaning for letter, meaning in LETTERS.items() if letter != UNKNOWN},
        "issues": {i: case.issues[i].wordings[case.issues[i].tabled].title for i in read.issues},
        "stances": stances,
        "provenance": provenance,
    }


def matrix_text(
    case: Case, read: StanceLetters, marking: Marking, provenance: str, *, width: int = WIDTH, tone: bool = False
) -> str:
    """Return the matrix as a person reads it; with ``tone``, assumed cells are dim as well (where the terminal can)."""
    labels = [case.delegations[d].label for d in read.delegations]
    names = [_cut(case.delegations[d].name, NAME) for d in read.delegations]
    code, name = max(map(len, labels)), max(map(len, names))
    cell = max(2, len(str(len(read.issues)))) + 1
    room = max(1, (width - code - name - 4) // cell)
    lines = [marking.label, "", case.meeting.title, "Letters are about the text on the table.", ""]
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
    return "\n".join([*lines, "", provenance, marking.label]) + "\n"


def _cell(read: StanceLetters, d: int, i: int, width: int, tone: bool) -> str:
    shown = f"{read.shown(d, i):>{width}}"
    return click.style(shown, dim=True) if tone and read.assumed[d][i] else shown


def _key(used: set[str]) -> list[str]:
    from positions.game import LETTERS

    return ["   ".join(f"{letter} {meaning}" for letter, meaning in LETTERS.items() if letter in used)]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
