"""``positions import``: a filled workbook, a coding worksheet or another program's table into a case."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import print_page
from positions.cli.choosing import CASE
from positions.cli.diff import NOT_WRITTEN
from positions.cli.options import FOLDER, case_argument, json_option, mark_type, print_json
from positions.cli.screen import tell
from positions.errors import ExitCode, PositionsError, how_to_install

if TYPE_CHECKING:
    from positions.interchange.foreign import ForeignTable, Scale
    from positions.interchange.workbook.parts import Cells
    from positions.interchange.workbook.worksheet import CodedRow
    from positions.markings import Marking
    from positions.model import Case

__all__ = ["command", "with_letters"]


def _scale(context: click.Context, option: click.Parameter, value: tuple[str, str] | None) -> Scale | None:  # noqa: ARG001
    """Return the two ends of a scale, exactly as they were typed."""
    from fractions import Fraction
    from re import fullmatch

    if value is None:
        return None
    if not all(fullmatch(r"[+-]?[0-9]{1,9}(\.[0-9]{1,9})?", end) for end in value):
        raise click.BadParameter("two numbers, lowest and highest, as in --scale 0 10")
    low, high = map(Fraction, value)
    if low >= high:
        raise click.BadParameter(f"{value[0]} is not below {value[1]}")
    return low, high


@click.command("import")
@click.argument("file", type=FOLDER, metavar="FILE")
@case_argument
@click.option("--to", default=None, type=click.Path(path_type=Path), metavar="DIR", help="Write a new case into DIR.")
@click.option("--write", is_flag=True, help="Write what is shown; without it nothing is changed.")
@click.option(
    "--marking",
    default=None,
    type=mark_type(),
    metavar="MARK",
    help="Of a foreign table, which has none of its own: U, SBU, C, S, TS.",
)
@click.option(
    "--scale", nargs=2, callback=_scale, metavar="LOW HIGH", help="Of a foreign table's positions, where it names none."
)
@click.option("--salience-scale", nargs=2, callback=_scale, metavar="LOW HIGH", help="Of its saliences, likewise.")
@json_option
def command(
    file: Path,
    case: Path,
    to: Path | None,
    write: bool,
    marking: Marking | None,
    scale: Scale | None,
    salience_scale: Scale | None,
    as_json: bool,
) -> None:
    """Read FILE and show what it would change in the case; with --write, change it and keep its comments.

    FILE is a workbook from positions export, a coding worksheet from positions read (.xlsx, .csv or .yaml), or a table
    (text or .xlsx): actor, issue, position, salience, power; the exchange program's #A #P #M #D; KTAB's CSV. A table
    makes a new case (--to) in which everything it does not say is marked PLACEHOLDER; say how it is marked with
    --marking, and on which scale positions stand with --scale where the table leaves it open.

    \b
    Examples:
      positions import case.xlsx
      positions import case.xlsx my-meeting --write
      positions import coding.yaml --write
      positions import table.csv --to from-table --marking U --write
      positions import table.csv --to from-table --marking U --scale 1 7
    """
    suffix = file.suffix.lower()
    if suffix in (".xlsm", ".xltm", ".xlsb", ".xls"):
        raise PositionsError(f"{file} can hold macros, which are not read", hint="save it as .xlsx without macros")
    from positions.interchange.foreign import read_table
    from positions.interchange.workbook.worksheet import worksheet_of_table, worksheet_of_yaml

    if suffix in (".yaml", ".yml"):
        _worksheet(worksheet_of_yaml(file), case, to, write, as_json)
        return
    if suffix == ".xlsx":
        if _workbook(file, case, to, write, as_json):
            return
    else:
        from positions.interchange.tables import cuts

        coded = next((rows for cut in cuts(file) if (rows := worksheet_of_table(cut)) is not None), None)
        if coded is not None:
            _worksheet(coded, case, to, write, as_json)
            return
    _table(file, read_table(file, scale=scale, salience=salience_scale), to, marking, write, as_json)


def _workbook(file: Path, folder: Path, to: Path | None, write: bool, as_json: bool) -> bool:
    """Import a coding worksheet or the workbook of a case; return whether the file is either."""
    from positions.interchange.workbook.parts import read_cells
    from positions.interchange.workbook.read import case_of_cells, is_case_workbook, released_at
    from positions.interchange.workbook.worksheet import is_worksheet, worksheet_of_cells

    cells = read_cells(file)
    if is_worksheet(cells):
        _worksheet(worksheet_of_cells(file, cells), folder, to, write, as_json)
    elif is_case_workbook(cells):
        after = with_letters(case_of_cells(file, cells), cells, file)
        if to is not None:
            from positions.casefiles.plain import case_plain

            _new_case(case_plain(after), to, f"Imported from {file.name}.", write, as_json, {})
        else:
            _changes(after, folder, write, as_json, released_at(cells))
    else:
        return False
    return True


def with_letters(case: Case, cells: Sequence[Cells], file: Path) -> Case:
    """Return the case of a workbook with the letters that were chosen on its matrix."""
    try:
        from positions.papers.formats.workbook import apply_letters, letter_edits
    except ImportError:
        message = "the matrix of a workbook needs openpyxl, which is not installed"
        raise PositionsError(message, hint=how_to_install("papers")) from None
    return apply_letters(case, letter_edits(cells), cells, str(file))


def _worksheet(rows: list[CodedRow], folder: Path, to: Path | None, write: bool, as_json: bool) -> None:
    """Show what the coded rows of a worksheet change, and rows in which a person wrote but coded nothing."""
    from positions.interchange.workbook.worksheet import with_worksheet

    if to is not None:
        hint = "name that case with --case; a copy of it is a case like any other"
        raise PositionsError("a coding worksheet goes into a case", hint=hint, exit_code=ExitCode.USAGE)
    after, found = with_worksheet(folder, rows)
    said = [f"{found.coded} of {len(rows)} passages coded"]
    if found.annotated:
        said.append(f"{found.annotated} with words and no number: not taken")
    _changes(after, folder, write, as_json, None, said)


def _changes(
    after: Case, folder: Path, write: bool, as_json: bool, release: Marking | None, said: Sequence[str] = ()
) -> None:
    """Show what changes in an existing case, after what is ``said`` before; write it when asked to."""
    from positions.casefiles import load_with_nodes
    from positions.casefiles.differences import case_differences
    from positions.casefiles.edit import changed_files
    from positions.cli.diff import deliver_changes
    from positions.interchange.workbook.read import partly_shown
    from positions.model import withhold

    before, nodes = load_with_nodes(folder)
    click.get_current_context().meta[CASE] = before
    _same_meeting(before, after, folder)
    shown = before if release is None else withhold(before, release)
    found = case_differences(shown, after, nodes_before=nodes)
    if release is not None:
        rest = shown.provenance.withheld
        said = [
            *said,
            f"the workbook was released at {release.value}: only what it shows is compared and changed; "
            f"{rest} withheld item{'s stay as they are' if rest != 1 else ' stays as it is'}",
        ]
        if lost := partly_shown(before, shown, found):
            raise PositionsError(
                f"the release shows only a part of: {'; '.join(lost[:10])}; nothing was written",
                hint="make these changes in the case itself, or in a workbook that was exported without --release",
            )
    texts = changed_files(folder, nodes, found, after, release) if len(found) else {}
    if as_json:
        for line in said:
            tell(line)
    deliver_changes(folder, before, found, texts, write=write, as_json=as_json, said="\n".join(said))


def _same_meeting(before: Case, after: Case, folder: Path) -> None:
    """Refuse to replace the case of one meeting by the workbook of another."""
    theirs, ours = after.meeting.id, before.meeting.id
    if theirs != ours:
        raise PositionsError(
            f'the workbook is of the meeting "{theirs}", {folder} holds "{ours}"; nothing was written',
            hint=f"name the folder of {theirs} with --case FOLDER; --to NEWFOLDER makes a new case of the workbook",
            exit_code=ExitCode.USAGE,
        )


def _table(
    file: Path, table: ForeignTable, to: Path | None, marking: Marking | None, write: bool, as_json: bool
) -> None:
    from positions.interchange.foreign import foreign_case

    if marking is None:
        raise PositionsError(
            "a table of another program carries no markings, and unmarked is never treated as U",
            hint="say how it is marked with --marking: U, SBU, C, S or TS",
            exit_code=ExitCode.USAGE,
        )
    if to is None:
        hint = "name a new folder for the case: --to DIR"
        raise PositionsError("a table of another program makes a new case", hint=hint, exit_code=ExitCode.USAGE)
    counts: dict[str, Any] = {
        "form": table.form,
        "delegations": len(table.actors),
        "issues": len(table.issues),
        "stances": len(table.stances),
        "unknown": table.unknown,
        "remarks": list(table.remarks),
        "sample": list(table.sample),
    }
    head = f"Imported from {file.name}. What the table does not say is a PLACEHOLDER: replace it before you rely on it."
    _new_case(foreign_case(table, name=file.stem, marking=marking), to, head, write, as_json, counts)


def _new_case(plain: dict[str, Any], to: Path, head: str, write: bool, as_json: bool, counts: dict[str, Any]) -> None:
    """Make sure that the new case is in order; write it into a new or empty folder when asked to."""
    from positions.casefiles.starter import new_case_files, write_new_case

    case, files = new_case_files(plain, to, head)
    if write:
        write_new_case(to, files)
    counts = counts or {"delegations": len(case.delegations), "issues": len(case.issues), "stances": len(case.stances)}
    if as_json:
        print_json({**counts, "folder": str(to), "written": sorted(files) if write else []}, marking=case.marking())
        return
    remarks = [*counts.pop("remarks", []), *counts.pop("sample", [])]
    said = ", ".join(f"{value} {name}" if name != "form" else f"form {value}" for name, value in counts.items())
    end = f"written: {to}   next: positions check {to}" if write else NOT_WRITTEN
    print_page("\n".join([said, *(f"  {remark}" for remark in remarks), end]))
