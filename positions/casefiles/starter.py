"""The case that ``positions init`` writes: small, invented, commented, and in order."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from positions.casefiles.folder import REQUIRED_FILES
from positions.errors import ExitCode, PositionsError
from positions.writing import folder_whole_or_not_at_all, write_bytes

__all__ = ["starter_files", "write_starter"]

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
    if folder.exists() and not folder.is_dir():
        raise PositionsError(
            f"{folder} is a file", hint="name a folder that is not there yet", exit_code=ExitCode.USAGE
        )
    if folder.is_dir() and any(folder.iterdir()):
        raise PositionsError(
            f"{folder} is not empty, and nothing is ever overwritten",
            hint="name a folder that is not there yet",
            exit_code=ExitCode.USAGE,
        )
    files = starter_files()
    if agenda is not None:
        from positions.casefiles.agenda import agenda_files

        files = agenda_files(agenda) | {SCHEMA: files[SCHEMA]}
    try:
        with folder_whole_or_not_at_all(folder) as staging:
            for name, data in files.items():
                write_bytes(staging / name, data)
    except OSError as error:
        raise PositionsError(f"{folder} cannot be written: {error.strerror}", exit_code=ExitCode.USAGE) from error
    return tuple(files)
