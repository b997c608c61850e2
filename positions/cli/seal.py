"""``positions seal``: a small file that proves afterwards what was forecast."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.options import (
    FOLDER,
    case_argument,
    draws_option,
    fitted_option,
    read_fit,
    release_option,
    seed_option,
)

if TYPE_CHECKING:
    from positions.markings import Marking

__all__ = ["command"]


@click.command("seal")
@click.option("--out", "-o", default=None, type=FOLDER, metavar="FILE", help="Write it here instead of printing it.")
@draws_option
@seed_option
@fitted_option
@case_argument
@release_option
def command(out: Path | None, draws: int, seed: int, fitted: Path | None, case: Path, release: Marking | None) -> None:
    """Seal the forecast of a case before the meeting, to show afterwards what was known.

    The file holds the chances of how each issue ends, who is named as holding out, hashes of the case and of the fit,
    and a digest of 26 letters; nothing of the stances. Keep the case, and send the digest to somebody: then
    `positions score --sealed FILE CASE` shows that it is the forecast made then, and scores it.

    \b
    Examples:
      positions seal -o sealed.json
      positions seal my-meeting --forecast my-record.json -o sealed.json
      positions score --sealed sealed.json my-meeting
    """
    from positions.cli.choosing import open_case
    from positions.cli.outputs import deliver
    from positions.ledger import Ledger, make_seal

    opened = open_case(case, release)
    seal = make_seal(Ledger(opened, seed=seed, draws=draws, fitted=read_fit(fitted)))
    deliver(seal.to_json(), out)
    click.echo(f"digest {seal.digest}", err=True)
