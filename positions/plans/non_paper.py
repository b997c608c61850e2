"""A non-paper: what is left with the other side. Unsigned, unmarked, no letterhead, nothing of one's own."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model import ActionPlan, Ask

__all__ = ["Measures", "NonPaper", "non_paper", "releasable_text"]

_PORTION = re.compile(r"\((?P<level>U|SBU|C|S|TS)(?:/{1,2}[A-Z/ -]+)?\)\s*")
_BRACKETED = re.compile(r"\[[^\[\]]*\]")
_PILLARS = ("prosecution", "protection", "prevention", "crosscutting")
_HEADS = {"crosscutting": "Across fields"}


@dataclass(frozen=True, slots=True)
class Measures:
    """A heading, 1 or 2 deep, and what is asked for under it."""

    head: str
    level: int
    asks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NonPaper:
    """What is handed over, and how many asks were left out for their mark or because nothing of them remained.

    ``mark`` is the highest mark of what a person allowed to be handed over. It stands nowhere in the paper.
    """

    title: str
    parts: tuple[Measures, ...]
    left_out: int
    mark: Marking

    @property
    def asks(self) -> int:
        """How many asks it holds."""
        return sum(len(part.asks) for part in self.parts)

    @property
    def text(self) -> str:
        """The paper as plain text, 76 columns."""
        lines = [self.title, "=" * len(self.title)]
        for part in self.parts:
            lines += ["", *([part.head, "-" * len(part.head)] if part.level == 1 else [f"{part.head}:"])]
            lines += [line for ask in part.asks for line in ("", *_item(ask))]
        return "\n".join(lines) + "\n"


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
    parts: list[Measures] = []
    first = tuple(texts[a.id] for a in kept if a.priority == "high")
    if first:
        parts.append(Measures("To be taken first", 1, first))
    further = [a for a in kept if a.priority == "further"]
    if further:
        parts.append(Measures("Further measures", 1))
    for pillar in _PILLARS:
        own = tuple(texts[a.id] for a in further if a.pillar == pillar)
        if own:
            parts.append(Measures(_HEADS.get(pillar, pillar.capitalize()), 2, own))
    return NonPaper(title, tuple(parts), len(plan.asks) - len(kept), mark)


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, 76, initial_indent="- ", subsequent_indent="  ", break_long_words=False)


def _releasable(ask: Ask, mark: Marking) -> str:
    if ask.source.marking > mark or ask.source.told_in_confidence:
        return ""
    return releasable_text(ask.text, ask.source.marking, mark)
