"""The case that ``positions init`` writes: small, invented, commented, and in order."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from pathlib import Path

from positions.casefiles.folder import REQUIRED_FILES
from positions.casefiles.load import load_with_nodes
from positions.casefiles.plain import Plain
from positions.casefiles.yaml_text import case_texts
from positions.errors import ExitCode, PositionsError
from positions.model import Case
from positions.writing import folder_whole_or_not_at_all, write_bytes

__all__ = ["new_case_files", "starter_files", "write_new_case", "write_starter"]

SCHEMA = "case.schema.json"


def starter_files() -> dict[str, bytes]:
    """Return file name → bytes of the starter case, with the schema that editors complete from.

    >>> list(starter_files())
    ['delegations.yaml', 'issues.yaml', 'case.schema.json']
    """
    package = resources.files("positions.casefiles")
    files = {name: package.joinpath("starter_case", name).read_bytes() for name in REQUIRED_FILES}
    files[SCHEMA] = package.joinpath("schema", SCHEMA).read_bytes()
    return files


def write_starter(folder: Path, agenda: Path | None = None) -> tuple[str, ...]:
    """Write the starter case into ``folder``, which is new or empty; return the names of its files.

    With ``agenda``, a case begun from that instead (:mod:`positions.casefiles.agenda`).

    Raises
    ------
    PositionsError
        When there is something in ``folder`` already: nothing is ever overwritten. CaseProblems for an agenda that
        cannot be read.
    """
    files = starter_files()
    if agenda is not None:
        from positions.casefiles.agenda import agenda_files

        files = agenda_files(agenda) | {SCHEMA: files[SCHEMA]}
    write_new_case(folder, files)
    return tuple(files)


def new_case_files(plain: Plain, folder: Path, head: str = "") -> tuple[Case, dict[str, bytes]]:
    """Return a case that is made of plain values, and file name → bytes of it, with the schema.

    Parameters
    ----------
    plain : mapping
        From :func:`positions.casefiles.plain.case_plain`.
    folder : Path
        Where it is to stand; nothing is written.
    head : str
        A comment for the top of its files.

    Raises
    ------
    CaseProblems
        When the case would not be in order.
    """
    files = {name: text.encode() for name, text in case_texts(plain, head).items()}
    case, _ = load_with_nodes(folder, files, alone=True)
    return case, files | {SCHEMA: starter_files()[SCHEMA]}


def write_new_case(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files of a case into a folder that is new or empty, all or none.

    Raises
    ------
    PositionsError
        When there is something in ``folder`` already: nothing is ever overwritten.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        what = "is not empty" if folder.is_dir() else "is a file"
        raise PositionsError(
            f"{folder} {what}, and nothing is ever overwritten",
            hint="name a folder that is not there yet",
            exit_code=ExitCode.USAGE,
        )
    try:
        with folder_whole_or_not_at_all(folder) as staging:
            for name, data in files.items():
                write_bytes(staging / name, data)
    except OSError as error:
        raise PositionsError(f"{folder} cannot be written: {error.strerror}", exit_code=ExitCode.USAGE) from error
