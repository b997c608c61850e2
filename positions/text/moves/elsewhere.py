"""Moves that put the text, or part of it, somewhere else: preamble, summary, another addressee, a study, nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from positions.text.moves.grammar import doing, in_form, like
from positions.text.moves.situation import Change, Proposal, Situation, ratio
from positions.text.moves.softer import BASE, RECEIVING
from positions.text.reading import read_strength

__all__ = [
    "agreed_text",
    "ask_for_study",
    "chairs_summary",
    "change_addressee",
    "delete",
    "describe_term",
    "sister_text",
    "split_paragraph",
    "to_preamble",
]

STUDY = re.compile(r"\b(?:study|report on|expert meeting|background paper)\b", re.I)


def agreed_text(at: Situation) -> Iterator[Proposal]:
    """Go back to language that was agreed before."""
    yield from _of_kind(at, "agreed_language")


def sister_text(at: Situation) -> Iterator[Proposal]:
    """Take the words of a sister body."""
    yield from _of_kind(at, "sister_text")


def describe_term(at: Situation) -> Iterator[Proposal]:
    """Describe in place of naming, where the clause offers another, weaker text."""
    for k in at.spoken():
        chosen = at.option(k)
        if at.head(k) is not None:
            continue
        for key, option in at.issue.clauses[k].options.items():
            weaker = option.strength[1] < chosen.strength[1]
            term = read_strength(option.text)
            if key != chosen.id and weaker and option.text.strip() and "qualifier_only" not in term.flags:
                choice = {**at.wording.choice, k: key}
                shown = option.text.strip(" ,")
                yield Proposal(f'"{shown}" in place of "{chosen.text.strip(" ,")}"', choice=choice)


def split_paragraph(at: Situation) -> Iterator[Proposal]:
    """Let each part of a text stand or fall by itself."""
    for k in at.spoken():
        text = at.option(k).text
        parts = _parts(at, k)
        for n, part in enumerate(parts):
            if len(parts) < 2:
                continue
            share = len(part.split()) / len(text.split())
            _, mid, high = ratio(text, part)  # less is asked: the share of the words, from nothing to all (ours)
            change = Change(k, part, (0.0, mid * max(share, 0.2), high))
            yield Proposal(f"part {n + 1} of {len(parts)} by itself", (change,))


def to_preamble(at: Situation) -> Iterator[Proposal]:
    """Move what is asked from the operative part to the preamble."""
    for k in at.spoken():
        text, head = at.option(k).text, at.head(k)
        if head is None or head.ending == "ing":
            continue
        new = ""
        if head.term.kind == "operative" and BASE.get(head.term.term) in RECEIVING:
            new = like("A", in_form(BASE[head.term.term], "ing")) + text[head.end :]
        elif parts := at.infinitive(k):
            rest = parts[1]
            asked = rest or at.following(k)
            lead = "Acknowledging" if asked.lower().startswith(("recogni", "not recogni")) else "Recognizing"
            if rest and re.match(r"(?:not )?[a-z]+\b", rest):
                new = f"{lead} the importance of {doing(rest)}"
            elif not rest and re.match(r"(?:not\s+)?\w+ing\b", asked):
                new = f"{lead} the importance of"
        if new:
            yield Proposal("moved to the preamble", (Change(k, new.rstrip(". "), ratio(text, new)),))


def chairs_summary(at: Situation) -> Iterator[Proposal]:
    """Leave it out of the negotiated text and let the chair's summary record it."""
    text = f"The Chair's summary will reflect the discussion under {at.item()}."
    yield _whole(at, "only in the Chair's summary", text, (0.0, 0.0, 0.1))


def ask_for_study(at: Situation) -> Iterator[Proposal]:
    """Ask for a study, for the next session to consider."""
    for k in at.issue.clauses:
        for key, option in at.issue.clauses[k].options.items():
            if key != at.wording.choice[k] and STUDY.search(option.text):
                yield Proposal("a study, from the options on the table", choice={**at.wording.choice, k: key})
                return
    if STUDY.search(at.issue.compose(at.wording.choice)):
        return
    text = f"Requests the Secretariat to prepare, for the next session, a study of the questions under {at.item()}."
    yield _whole(at, "a study for the next session", text, (0.1, 0.3, 0.5))


def change_addressee(at: Situation) -> Iterator[Proposal]:
    """Ask fewer, or ask the Secretariat."""
    for k in at.spoken():
        text = at.option(k).text
        for match in at.addressees(k):
            shown = text[match.start : match.end]
            if match.term.term == "all States":
                new = text[: match.start] + like(shown, "interested States") + text[match.end :]
                yield Proposal("interested States in place of all States", (Change(k, new, (0.4, 0.7, 1.0)),))
            if match.term.term in ("States", "States Parties", "Member States") and "position to do so" not in text:
                new = f"{text[: match.end]} in a position to do so{text[match.end :]}"
                yield Proposal("only States in a position to do so", (Change(k, new, (0.4, 0.7, 1.0)),))
            break
        if parts := at.infinitive(k):
            lead, rest = parts
            if "secretariat" in lead.lower():
                continue
            support = "Requests the Secretariat to support States, upon request, in"
            if rest and re.match(r"(?:not )?[a-z]+\b", rest):
                new = f"{support} {doing(rest)}"
            elif not rest and re.match(r"(?:not\s+)?\w+ing\b", at.following(k)):
                new = support
            else:
                continue
            yield Proposal("the Secretariat is asked in place of States", (Change(k, new, (0.2, 0.5, 0.8)),))


def delete(at: Situation) -> Iterator[Proposal]:
    """Leave a clause out, where the rest can stand without it."""
    spoken = at.spoken()
    for k in spoken:
        option = at.option(k)
        text = option.text.strip()
        empty = [key for key, o in at.issue.clauses[k].options.items() if not o.text.strip()]
        sentence = text.endswith(".") and bool(at.head(k))
        if len(spoken) > 1 and (empty or sentence or text.startswith(",")):
            title = f'"{" ".join(text.strip(" ,").split()[:6])}" left out'
            if empty:
                yield Proposal(title, choice={**at.wording.choice, k: empty[0]})
            else:
                softener = "qualifier_only" in read_strength(text).flags
                change = Change(k, "", strength=option.strength if softener else (0.0, 0.0, 0.0), keeps_term=False)
                yield Proposal(title, (change,))


def _of_kind(at: Situation, kind: str) -> Iterator[Proposal]:
    for wording in at.issue.wordings.values():
        if wording.kind == kind and wording.id != at.wording.id:
            yield Proposal(wording.title, choice=wording.choice)


def _whole(at: Situation, title: str, text: str, strength: tuple[float, float, float]) -> Proposal:
    """Put one sentence in place of the whole text."""
    first, *others = at.issue.clauses
    nothing = tuple(Change(k, "", strength=(0.0, 0.0, 0.0), keeps_term=False, fresh=True) for k in others)
    return Proposal(title, (Change(first, text, strength=strength, keeps_term=False, fresh=True), *nothing))


def _parts(at: Situation, clause: str) -> list[str]:
    """Return the sentences of a clause's text, or its coordinated directives."""
    text = at.option(clause).text.strip()
    sentences = [s.strip() for s in re.split(r"(?<=[.;])\s+(?=[A-Z0-9(])|\n\s*\n", text) if s.strip()]
    if len(sentences) > 1:
        return [s if s.endswith(".") or not text.endswith(".") else s.rstrip(";") + "." for s in sentences]
    original = at.option(clause).text
    heads = [m for m in at.heads(clause) if m.term.kind != "modal" and m.ending != "ing"]
    if len(heads) < 2:
        return []
    subject = original[: heads[0].start].strip()
    parts = []
    for n, head in enumerate(heads):
        end = heads[n + 1].start if n + 1 < len(heads) else len(original)
        body = re.sub(r"[,;]?\s*(?:and|or)?(?:\s+(?:also|further))?\s*$", "", original[head.start : end]).strip()
        body = f"{subject} {body}" if subject else body[:1].upper() + body[1:]
        parts.append(body if body.endswith(".") or not text.endswith(".") else body + ".")
    return parts
