"""``positions seal``: a small file that proves afterwards what was forecast."""

from __future__ import annotations

from dataclasses import replace

import click

from positions.cli.asked import Asked, asks
from positions.cli.choosing import raised_marking
from positions.cli.screen import tell

__all__ = ["command"]


@click.command("seal")
@asks(fit=True, members=False, whole=False)
def command(asked: Asked) -> None:
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
    from positions.ledger import make_seal

    mark = raised_marking(asked.case.marking(), asked.marking)
    seal = replace(make_seal(asked.ledger), marking=mark.label)
    asked.show(dict, str, {"json": seal.to_json, "text": seal.to_json})
    tell(f"digest {seal.digest}")
