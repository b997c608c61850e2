"""``positions serve``: the workbench in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.options import (
    case_argument,
    draws_option,
    fitted_option,
    members_option,
    read_fit,
    release_option,
    seed_option,
)
from positions.cli.screen import tell
from positions.errors import PositionsError, how_to_install

if TYPE_CHECKING:
    from positions.markings import Marking

__all__ = ["command"]


@click.command("serve")
@case_argument
@release_option
@seed_option
@draws_option
@members_option
@fitted_option
@click.option("--port", default=0, show_default="a free one", type=click.IntRange(0, 65_535), help="Of 127.0.0.1.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
def command(
    case: Path,
    release: Marking | None,
    seed: int,
    draws: int,
    members: int,
    fitted: Path | None,
    port: int,
    no_browser: bool,
) -> None:
    """Open a case in the browser: change a word, and see who stops objecting.

    Nobody but you at this machine can reach it, and nothing is written until you say so; Ctrl-C ends it. With
    --release, what lies above MARK is gone before the first page, and nothing can be written. docs/workbench.md tells
    what there is.

    \b
    Examples:
      positions serve
      positions serve my-meeting --no-browser --port 8765
      positions serve my-meeting --release U
    """
    try:
        from positions.workbench import serve
        from positions.workbench.bench import Bench
    except ImportError as error:
        missing = (error.name or "").partition(".")[0]
        raise PositionsError(f"the workbench needs {missing}", hint=how_to_install("serve")) from None

    def opened() -> Bench:
        fit = read_fit(fitted)
        bench = Bench(case, release=release, seed=seed, draws=draws, members=members, fitted=fit)
        for said in (bench.withheld, bench.recovered):
            if said:
                tell(said)
        return bench

    def told(address: str) -> None:
        click.echo(address)
        tell("Ctrl-C ends it")

    serve(case, opened, port=port, browser=not no_browser, tell=told)
