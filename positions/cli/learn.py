"""``positions learn``: a forecast fitted on one's own record of meetings."""

from __future__ import annotations

from pathlib import Path

import click

from positions.cli.asked import out_options, written
from positions.cli.options import FOLDER, print_text
from positions.cli.outputs import deliver_bytes
from positions.cli.screen import tell
from positions.errors import PositionsError

__all__ = ["command"]


@click.command("learn")
@click.argument("folders", nargs=-1, required=True, type=FOLDER, metavar="FOLDER...")
@out_options(prints=False)
def command(folders: tuple[Path, ...], out: tuple[Path, ...], parents: bool) -> None:
    """Fit the forecast on recorded meetings: how decisions end, and who holds out.

    FOLDERs are cases with outcomes, or hold some. The file is dated and names its record and the hash of its data. The
    same record gives the same bytes: a file that is there and says the same keeps its date. Use the fit with
    --forecast FILE or POSITIONS_FORECAST=FILE.

    \b
    Examples:
      positions learn my-record -o my-record.json
      positions seal my-meeting --forecast my-record.json -o sealed.json
    """
    from datetime import UTC, datetime

    from positions.cli.progress import steps
    from positions.scoring.learn import learn
    from positions.scoring.record import decided_issues, read_recorded, record_folders

    to = written(out, parents=parents)
    record = [read_recorded(folder) for folder in record_folders(folders)]
    issues = sum(len(decided_issues(case)) for case in record)
    before = to.read_text(encoding="utf-8", errors="replace") if to is not None and to.is_file() else ""
    with steps("playing", issues) as step:
        try:
            fitted = learn(record, date=f"{datetime.now(UTC):%Y-%m-%d}", before=before, progress=step)
        except ValueError as error:
            raise PositionsError(f"nothing can be learnt from this record: {error}", hint=NEEDED) from None
    if to is None:
        print_text(fitted.to_json())
    else:
        deliver_bytes(fitted.to_json().encode(), to)
    tell(fitted.record_words)


NEEDED = "it needs decided issues of every kind, and some on which objectors are named; see docs/forecasts.md"
