"""``positions history``: an issue's text, blocs and chances from draft to draft."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks

if TYPE_CHECKING:
    from positions.api.drafts import State
    from positions.model import Case

__all__ = ["command"]


@click.command("history")
@asks(least=1, most=1, members=False)
def command(asked: Asked) -> None:
    """Show the drafts that an issue keeps, by date: who blocked each, and what its chances were.

    Each draft is seen with the statements made before the next one. Stances that are written in the case have no
    history and stand in every state.

    \b
    Examples:
      positions history my-meeting port_fees
    """
    from positions.api.drafts import history

    (at,) = asked.issues
    states = list(history(asked.case, at.id, seed=asked.seed, draws=asked.draws))
    made = [
        {"date": s.version.date, "title": s.version.title, "marking": s.version.marking.value, "stances": s.stances}
        | asdict(s.chances)
        for s in states
    ]
    none = "no drafts are kept: positions draft ISSUE NEW --date DATE --write keeps them"
    asked.show(
        lambda: {"issue": at.id, "states": made},
        lambda: f"{at.title}  ({at.id})\n" + ("\n".join(_state(asked.case, at.id, s) for s in states) or none),
    )


def _state(case: Case, issue: str, state: State) -> str:
    from positions.ledger.forecast import chance_words

    found = state.chances
    bloc = ", ".join(case.actor_label(issue, d) for d in found.bloc) or "nobody"
    text = " ".join(found.text.split())
    return "\n".join([
        f"\n{state.version.date}  {state.version.title}".rstrip() + f"  {state.version.marking.portion}",
        f"  {text if len(text) <= 100 else text[:99] + '…'}",
        f"  adopted {chance_words(*found.adopted)}, any text {chance_words(*found.any_text)}; {state.stances} stances",
        f"  blocked by {bloc}",
    ])  # fmt: skip
