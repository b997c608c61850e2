"""``positions learn``: a forecast fitted on one's own record of meetings."""

from __future__ import annotations

from pathlib import Path

import click

from positions.cli.options import FOLDER
from positions.errors import PositionsError

__all__ = ["command"]


@click.command("learn")
@click.argument("folders", nargs=-1, required=True, type=FOLDER, metavar="FOLDER...")
@click.option(
    "--out", "-o", default=None, type=FOLDER, metavar="FILE", help="Write the fit here instead of printing it."
)
def command(folders: tuple[Path, ...], out: Path | None) -> None:
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

    from positions.cli.outputs import deliver
    from positions.cli.progress import steps
    from positions.scoring.learn import learn
    from positions.scoring.record import decided_issues, read_recorded, record_folders

    record = [read_recorded(folder) for folder in record_folders(folders)]
    issues = sum(len(decided_issues(case)) for case in record)
    before = out.read_text(encoding="utf-8", errors="replace") if out is not None and out.is_file() else ""
    with steps("playing", issues) as step:
        try:
            fitted = learn(record, date=f"{datetime.now(UTC):%Y-%m-%d}", before=before, progress=step)
        except ValueError as error:
            raise PositionsError(f"nothing can be learnt from this record: {error}", hint=NEEDED) from None
    deliver(fitted.to_json(), out)
    click.echo(fitted.record_words, err=True)


NEEDED = "it needs decided issues of every kind, and some on which objectors are named; see docs/forecasts.md"
