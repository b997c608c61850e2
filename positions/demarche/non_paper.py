"""A non-paper: what is left with the other side. Unsigned, unmarked, no letterhead, nothing of one's own."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import ActionPlan, Ask

__all__ = ["NonPaper", "non_paper", "releasable_text"]

_PORTION = re.compile(r"\((?P<level>U|SBU|C|S|TS)(?:/{1,2}[A-Z/ -]+)?\)\s*")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_PILLARS = ("prosecution", "protection", "prevention", "crosscutting")
_HEADS = {"crosscutting": "Across fields"}


@dataclass(frozen=True, slots=True)
class NonPaper:
    """The text, how many asks it holds, and how many were left out for their mark or because nothing remained."""

    text: str
    asks: int
    left_out: int


def releasable_text(text: str, own: Marking, mark: Marking) -> str:
    """Return what of ``text`` may be handed over at ``mark``.

    Notes in square brackets go, nested ones too. A portion mark inside the text holds to the next one; parts above
    ``mark`` go, and so do the marks themselves. What stands before the first mark has the mark ``own``.

    Raises
    ------
    PositionsError
        When a bracket is not closed: what it was meant to hold back cannot be known.

    Examples
    --------
    >>> releasable_text("Fund care. [Do not insist.] (C) They have no money. (U) Count cases.", Marking.U, Marking.U)
    'Fund care. Count cases.'
    """
    stripped, before = text, ""
    while stripped != before:
        before, stripped = stripped, _BRACKETED.sub(" ", stripped)
    if "[" in stripped or "]" in stripped:
        raise PositionsError(
            f'a bracket is not closed: "{text[:60]}"', hint="close it: notes in brackets are left out of the non-paper"
        )
    kept: list[str] = []
    level, start = own, 0
    for m in _PORTION.finditer(stripped):
        if level <= mark:
            kept.append(stripped[start : m.start()])
        level, start = Marking.parse(m["level"]), m.end()
    if level <= mark:
        kept.append(stripped[start:])
    joined = " ".join(" ".join(kept).split())
    return re.sub(r"\s+([.,;:])", r"\1", joined).strip()


def non_paper(plan: ActionPlan, mark: Marking, *, title: str = "Recommended measures") -> NonPaper:
    """Return the non-paper of a plan: urgent asks first, the further ones by field.

    Own-use notes, verb codes, indicators, deadlines, incentives, links and every mark stay behind; an ask that is
    marked above ``mark`` or was told in confidence is left out whole.

    Raises
    ------
    PositionsError
        When nothing remains: what may be handed over is a person's decision.
    """
    texts = {a.id: _releasable(a, mark) for a in plan.asks}
    kept = [a for a in plan.asks if texts[a.id]]
    if not kept:
        marks = sorted({a.source.marking for a in plan.asks})
        which = f"they are marked {' and '.join(m.portion for m in marks)}" if marks else "the plan has no asks"
        raise PositionsError(
            f"nothing of this plan may be handed over at {mark.portion}: {which}",
            hint="a person who may release them says so: --hand-over SBU",
        )
    lines = [title, "=" * len(title)]
    for priority, head in (("high", "To be taken first"), ("further", "Further measures")):
        asks = [a for a in kept if a.priority == priority]
        if not asks:
            continue
        lines += ["", head, "-" * len(head)]
        if priority == "high":
            lines += [part for a in asks for part in ("", *_item(texts[a.id]))]
            continue
        for pillar in _PILLARS:
            own = [a for a in asks if a.pillar == pillar]
            if own:
                lines += ["", f"{_HEADS.get(pillar, pillar.capitalize())}:"]
                lines += [part for a in own for part in ("", *_item(texts[a.id]))]
    return NonPaper("\n".join(lines) + "\n", len(kept), len(plan.asks) - len(kept))


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, 76, initial_indent="- ", subsequent_indent="  ", break_long_words=False)


def _releasable(ask: Ask, mark: Marking) -> str:
    if ask.source.marking > mark or ask.source.told_in_confidence:
        return ""
    return releasable_text(ask.text, ask.source.marking, mark)
