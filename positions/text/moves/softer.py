"""Moves that keep the text and weaken how it binds: verb, modal, "consider", qualifiers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from positions.text.moves.grammar import in_form, insert_before_end, like, to_consider
from positions.text.moves.situation import SOFTER_BY_STEP, Band, Change, Proposal, Situation, ratio

__all__ = ["insert_consider", "insert_escape", "modal_step_down", "verb_step_down", "without_prejudice"]

# verbs that take the same construction, from hard to soft; the lexicon says how hard each is
DIRECTING = ("demand", "strongly urge", "urge", "call upon", "request", "encourage", "invite")
WITH_THAT = ("demand", "decide", "request", "recommend")
RECEIVING = ("approve", "endorse", "support", "welcome", "note with appreciation", "take note of")
KNOWING = ("recognize", "acknowledge", "take note of")
INSTRUCTING = ("direct", "request", "invite")
BASE = {
    "demands": "demand",
    "strongly urges": "strongly urge",
    "urges": "urge",
    "calls upon": "call upon",
    "requests": "request",
    "encourages": "encourage",
    "decides": "decide",
    "insists": "demand",
    "directs": "direct",
    "approves": "approve",
    "endorses": "endorse",
    "supports": "support",
    "welcomes": "welcome",
    "commends": "welcome",
    "notes with appreciation": "note with appreciation",
    "recognizes": "recognize",
    "acknowledges": "acknowledge",
}
MODALS = ("shall", "should", "are encouraged to", "are invited to", "may wish to")
MODAL_RANK = {"shall": 0, "must": 0, "is to": 0, "should": 1, "ought to": 1, "are urged to": 1, "are called upon to": 1}
MODAL_RANK |= {"are requested to": 1, "are encouraged to": 2, "are invited to": 3}
TWO_STEPS: Band = (0.4, 0.6, 0.8)  # ours: as read_options reads a step of 2, with its band of 1 to 3
ONE_STEP: Band = SOFTER_BY_STEP
_SINGULAR = re.compile(r"\b(?:secretariat|state|party|group|conference|committee|government|each\s+\w+)\s*$", re.I)


def verb_step_down(at: Situation) -> Iterator[Proposal]:
    """Put each softer verb of the same construction in place of the operative verb."""
    for k in at.spoken():
        text, head = at.option(k).text, at.head(k)
        if head is None or head.term.kind != "operative" or head.term.term not in BASE:
            continue
        base = BASE[head.term.term]
        that = bool(re.match(r"\s+that\b", text[head.end :]))
        chain = next(
            (c for c in ((WITH_THAT,) if that else (DIRECTING, RECEIVING, KNOWING, INSTRUCTING)) if base in c), ()
        )
        for softer in chain[chain.index(base) + 1 :] if chain else ():
            verb = like(text[head.start : head.end], in_form(softer, head.ending))
            if softer == "strongly urge":
                verb = like(text[head.start : head.end], "strongly " + in_form("urge", head.ending))
            new = text[: head.start] + verb + text[head.end :]
            yield Proposal(
                f'"{verb.strip()}" in place of "{text[head.start : head.end]}"', (Change(k, new, ratio(text, new)),)
            )


def modal_step_down(at: Situation) -> Iterator[Proposal]:
    """Put each softer modal in place of the modal."""
    for k in at.spoken():
        text, head = at.option(k).text, at.head(k)
        if head is None or head.term.kind != "modal" or head.term.term not in MODAL_RANK:
            continue
        before, after = text[: head.start], text[head.end :]
        rest = after.strip() or at.following(k)
        doing = bool(re.match(r"(?:not\s+)?\w+ing\b", rest))
        for softer in MODALS[MODAL_RANK[head.term.term] + 1 :]:
            modal = softer.replace("are ", "is ") if _SINGULAR.search(before) else softer
            moved = after
            if modal.endswith(" to"):
                if refused := re.match(r"\s+not\b", after):
                    modal, moved = modal[:-3] + " not to", after[refused.end() :]
                if doing:
                    modal += " consider"
            elif doing:
                modal += " consider"
            new = before + modal + moved
            shown = text[head.start : head.end]
            yield Proposal(f'"{modal}" in place of "{shown}"', (Change(k, new, ratio(text, new)),))


def insert_consider(at: Situation) -> Iterator[Proposal]:
    """Ask to consider, or to endeavour, in place of asking to do."""
    if at.says("process", "effort"):
        return
    for k in at.spoken():
        if (parts := at.infinitive(k)) is None:
            continue
        lead, rest = parts
        following = at.following(k)
        if not rest:
            if re.match(r"(?:not\s+)?\w+ing\b", following):
                yield Proposal('"consider" inserted', (Change(k, f"{lead} consider", TWO_STEPS),))
            elif re.match(r"[a-z]+\b", following):
                yield Proposal('"endeavour to" inserted', (Change(k, f"{lead} endeavour to", ONE_STEP),))
            continue
        if considered := to_consider(rest):
            yield Proposal('"consider" inserted', (Change(k, f"{lead} {considered}", TWO_STEPS),))
            yield Proposal('"endeavour to" inserted', (Change(k, f"{lead} endeavour to {rest}", ONE_STEP),))


def insert_escape(at: Situation) -> Iterator[Proposal]:
    """Add a domestic-law clause, or leave the judgement to the addressee."""
    spoken = at.spoken()
    if not at.asks_states():
        return
    offers = (
        ("legal escape", ", in accordance with their domestic law", TWO_STEPS),
        ("self-judging", ", as appropriate", ONE_STEP),
    )
    for kind, words, factor in offers:
        if at.says(kind):
            continue
        already = [c for k in at.issue.clauses for c in _offered(at, k, kind)]
        if already:
            yield from already
            continue
        last = spoken[-1]
        new = insert_before_end(at.option(last).text, words)
        yield Proposal(f'"{words.strip(", ")}" added', (Change(last, new, factor),))


def without_prejudice(at: Situation) -> Iterator[Proposal]:
    """Save everybody's position in so many words."""
    spoken = at.spoken()
    if not spoken or at.says("saving"):
        return
    words = ", without prejudice to the positions of States on this matter"
    last = spoken[-1]
    yield Proposal("a saving clause added", (Change(last, insert_before_end(at.option(last).text, words), ONE_STEP),))


def _offered(at: Situation, clause: str, kind: str) -> Iterator[Proposal]:
    """Yield options of a clause that already carry a qualifier of this kind."""
    from positions.text.matching import find
    from positions.text.terms import load_lexicon

    for key, option in at.issue.clauses[clause].options.items():
        if key == at.wording.choice[clause]:
            continue
        found = [m for m in find(option.text, load_lexicon()) if m.term.kind == "qualifier" and m.term.type == kind]
        if found:
            choice = {**at.wording.choice, clause: key}
            yield Proposal(f'"{option.text.strip(" ,")}" taken from the options on the table', choice=choice)
