"""A wording as the moves see it: the chosen texts in order, with what the lexicon finds in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from positions.model import Issue, Option, Wording
from positions.text.matching import Match, find, find_flags
from positions.text.reading import read_strength
from positions.text.records import tidy
from positions.text.terms import load_lexicon

__all__ = ["SOFTER_BY_STEP", "Band", "Change", "Proposal", "Situation", "ratio"]

Band = tuple[float, float, float]
SOFTER_BY_STEP: Band = (0.6, 0.8, 1.0)  # ours: one tier of five, as a factor, with a band of one tier either way


@dataclass(frozen=True, slots=True)
class Change:
    """One clause gets a new text. ``factor`` multiplies the origin's strength; ``strength`` replaces it."""

    clause: str
    text: str
    factor: Band = (1.0, 1.0, 1.0)
    strength: Band | None = None
    keeps_term: bool = True
    fresh: bool = False  # written anew: not made from the option that stood there


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one move offers: changed clauses, or existing options, and how to call it."""

    title: str
    changes: tuple[Change, ...] = ()
    choice: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """A wording of an issue."""

    issue: Issue
    wording: Wording

    def option(self, clause: str) -> Option:
        """Return the chosen option."""
        return self.issue.clauses[clause].options[self.wording.choice[clause]]

    def spoken(self) -> tuple[str, ...]:
        """Return the clauses whose chosen option says something."""
        return tuple(k for k in self.issue.clauses if self.option(k).text.strip())

    def following(self, clause: str) -> str:
        """Return the text that follows a clause."""
        after = False
        for k in self.issue.clauses:
            if after and self.option(k).text.strip():
                return self.option(k).text.strip()
            after = after or k == clause
        return ""

    def says(self, *types: str) -> bool:
        """Whether the text already has a qualifier of one of these types."""
        text = self.issue.compose(self.wording.choice)
        return any(m.term.type in types for m in find(text, load_lexicon()) if m.term.kind == "qualifier")

    def head(self, clause: str) -> Match | None:
        """Return the verb or modal that governs the clause's text."""
        return next(iter(self.heads(clause)), None)

    def heads(self, clause: str) -> tuple[Match, ...]:
        """Return all verbs and modals of the clause's text; an -ing form after other words governs nothing."""
        found = [m for m in find(self.option(clause).text, load_lexicon()) if m.term.kind != "qualifier"]
        first = self.spoken()[:1] == (clause,)
        return tuple(m for m in found if first or m.ending != "ing")

    def addressees(self, clause: str) -> tuple[Match, ...]:
        """Return who is addressed in the clause's text."""
        flags = find_flags(self.option(clause).text, load_lexicon())
        return tuple(m for m in flags if m.term.type == "addressee")

    def infinitive(self, clause: str) -> tuple[str, str] | None:
        """Return the text up to and with "to" or the modal, and the rest, where what is asked begins."""
        text, head = self.option(clause).text.strip(), self.head(clause)
        if head is None or head.term.kind == "reaffirms":
            return None
        text = self.option(clause).text
        if head.term.kind == "modal":
            if re.search(r"consider|endeavour|endeavor|strive|seek", text[head.start : head.end]):
                return None
            return text[: head.end].lstrip(), text[head.end :].strip()
        found = re.match(r"\s+(?:[\w'’-]+\s+){1,10}?to\b(?!\s+the\b)", text[head.end :])
        if not found or re.search(r"\bthat\b", found.group()):
            return None
        cut = head.end + found.end()
        return text[:cut].lstrip(), text[cut:].strip()

    def asks_states(self) -> bool:
        """Whether states are asked for something: by a modal, or by a verb that addresses them."""
        governed = any(h.term.kind == "modal" or self.infinitive(k) for k in self.spoken() for h in self.heads(k))
        return governed and any("States" in m.term.term for k in self.spoken() for m in self.addressees(k))

    def item(self) -> str:
        """Return what the issue is called, as it can stand in a sentence."""
        title = self.issue.title.strip().rstrip(".") or self.issue.id.replace("_", " ")
        return f'the item "{title}"'


def ratio(old: str, new: str) -> Band:
    """Return how much weaker ``new`` reads than ``old``, as a factor with its band; no factor raises a strength."""
    before, after = read_strength(tidy(old)), read_strength(tidy(new))
    if not before.known or not after.known or before.mid <= 0:
        return 0.0, 0.5, 1.0
    low, mid, high = (min(part / before.mid, 1.0) for part in after.strength)
    return low, mid, high
