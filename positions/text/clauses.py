"""From a bracketed draft to the clauses and options of an issue.

The issue's clauses are flat and independent, brackets may be nested and touch half a word. So
- a nested bracket is multiplied out into the options of the outermost one: its choice arises only where the
  alternative around it is chosen;
- a word that a bracket touches (``State[s]``) moves into the options (``State`` / ``States``);
- running text between brackets becomes clauses with one option and weight 0.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from positions.errors import CaseProblems, Problem
from positions.model import Clause, Delegation, Group, Option
from positions.names import find_name
from positions.text.adjacent import Adjacent, adjacent_brackets, joined_parts
from positions.text.records import Bracket, Draft, Part, Place, tidy

__all__ = ["MAX_OPTIONS", "OMIT", "Strength", "owner_lookup", "slug", "to_clauses"]

Strength = tuple[float, float, float]
MAX_OPTIONS = 64  # ours: more ways to fill one slot than a person can weigh
OMIT = "omit"
CLOSING = ",.;:!?)"
EMPTY_PAIRS = ("“”", '""', "‘’", "''", "«»", "„“", "「」", "『』", "《》", "()")
_WORDS_IN_ID = 4
_LONGEST_ID = 56  # leaves room for a number within the 64 characters of an id


@dataclass(slots=True)
class _Choice:
    """One way to fill a slot: its text, spaces kept, and who stands behind it."""

    text: str
    owners: tuple[str, ...]


@dataclass(slots=True)
class _Slot:
    """Running text (one choice) or a bracket."""

    choices: list[_Choice]
    bracket: Bracket | None = None


def to_clauses(
    draft: Draft,
    *,
    read: Callable[[Sequence[str]], Sequence[Strength]],
    owners: Mapping[str, tuple[str, ...]] | None = None,
) -> dict[str, Clause]:
    """Return the clauses of a draft, by id, in the order of the text.

    Parameters
    ----------
    draft : Draft
        What :func:`positions.text.parse` read.
    read : callable
        Takes the texts of all options of one clause (``""`` = left out), returns a ``(low, mid, high)`` strength for
        each: :func:`positions.text.read_options` through its ``strength``.
    owners : mapping, optional
        Case-folded name → ids, from :func:`owner_lookup`. Without it, owners stay as written.

    Raises
    ------
    CaseProblems
        An owner that is not in ``owners``, a bracket with more than ``MAX_OPTIONS`` options, or brackets back to back
        of which neither their words nor the draft say whether one or each may be chosen.

    Notes
    -----
    An option's id is made of its first words (``urges``, ``in_accordance_with_domestic``), ``omit`` for leaving it
    out. A clause's id is its first option's id that says something; running text is ``text_1``, ``text_2``, ...

    Examples
    --------
    >>> from positions.text import parse
    >>> clauses = to_clauses(parse("[Urges / Invites] State[s] to act"), read=lambda texts: [(0, .5, 1)] * len(texts))
    >>> {k: [o.text for o in c.options.values()] for k, c in clauses.items()}
    {'urges': ['Urges', 'Invites'], 'states': ['States', 'State'], 'text_1': ['to act']}
    """
    problems = [_unanswered(draft, pair) for pair in adjacent_brackets(draft) if not pair.read]
    slots = [_slot(part, draft, owners, problems) for part in joined_parts(draft.parts, draft.adjacent)]
    if problems:
        raise CaseProblems(problems)
    slots = [slot for slot in _whole_words(slots) if _says_something(slot)]
    free = any(slot.bracket is not None for slot in slots)
    clauses: dict[str, Clause] = {}
    counter = itertools.count(1)
    for slot in slots:
        if slot.bracket is None:
            key, weight = f"text_{next(counter)}", 0.0 if free else 1.0
            options = _options([_Choice(_edges(slot.choices[0].text), ())], read, ids=["text"])
        else:
            options = _options(_merged(slot.choices), read)
            key, weight = _unique(next(k for k in options if k != OMIT), clauses), 1.0
        title = " / ".join(o.text or "(omit)" for o in options.values()).strip()
        clauses[key] = Clause(key, options, weight, title if len(title) <= 60 else title[:59].rstrip() + "…")
    return clauses


def owner_lookup(delegations: Iterable[Delegation], groups: Iterable[Group] = ()) -> dict[str, tuple[str, ...]]:
    """Return case-folded id, name and ISO code → delegation ids; a group stands for its members.

    >>> from positions.markings import Marking
    >>> owner_lookup([Delegation("russia", "Russian Federation", Marking.U, "RUS")])["rus"]
    ('russia',)
    """
    found: dict[str, tuple[str, ...]] = {}
    everyone = list(delegations)
    for group in groups:
        members = tuple(d.id for d in everyone if group.id in d.groups)
        found[group.id.casefold()] = found[group.name.casefold()] = members
    for d in everyone:
        for name in (d.iso3, d.name, d.id):
            if name:
                found[name.casefold()] = (d.id,)
    return found


def slug(text: str, words: int = _WORDS_IN_ID) -> str:
    """Return an id made of a text's first words.

    >>> slug(", in accordance with domestic law,")
    'in_accordance_with_domestic'
    >>> slug("2. États"), slug("人身")
    ('p_2_etats', 'p')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain)[:words])[:_LONGEST_ID].rstrip("_")
    return name if name[:1].isalpha() else f"p_{name}".rstrip("_")


def _unanswered(draft: Draft, pair: Adjacent) -> Problem:
    first, after = (text if len(text) <= 40 else text[:37] + "..." for text in pair.texts)
    message = f'"[{first}][{after}]" stand back to back: is one of them meant, or may both stand?'
    hint = (
        f"one: [{first} / {after}]. Both, or one everywhere: begin the draft with the line"
        ' "adjacent: additions" or "adjacent: alternatives"'
    )
    return _problem(draft, pair.place, "adjacent-brackets", message, hint)


def _slot(part: Part, draft: Draft, owners: Mapping[str, tuple[str, ...]] | None, problems: list[Problem]) -> _Slot:
    if not isinstance(part, Bracket):
        return _Slot([_Choice(part.text, ())])
    try:
        return _Slot(list(_expand(part, draft, owners, problems)), part)
    except OverflowError:
        message = f"this bracket can be filled in more than {MAX_OPTIONS} ways"
        hint = "split the paragraph, or take inner brackets out of the outer one"
        problems.append(_problem(draft, part.place, "bracket-too-many", message, hint))
        return _Slot([_Choice("", ())], part)


def _expand(
    bracket: Bracket, draft: Draft, owners: Mapping[str, tuple[str, ...]] | None, problems: list[Problem]
) -> Iterator[_Choice]:
    made, last = 0, len(bracket.alternatives) - 1
    for n, alternative in enumerate(bracket.alternatives):
        own = _owner_ids(bracket.owners_of(alternative), alternative.place, draft, owners, problems)
        parts = [
            list(_expand(p, draft, owners, problems)) if isinstance(p, Bracket) else [_Choice(p.text, ())]
            for p in alternative.parts
        ]
        for combination in itertools.product(*parts):
            made += 1
            if made > MAX_OPTIONS:
                raise OverflowError
            joined = "".join(c.text for c in combination)
            if not all(c.text for c in combination):  # what is left out leaves no space before a comma
                joined = re.sub(r"[ \t]+(?=[,.;)])", "", joined)
            joined = joined.lstrip() if n or alternative.label else joined  # the space belongs to the slash or prefix
            joined = joined if n == last else joined.rstrip()
            yield _Choice(joined, tuple(dict.fromkeys([*own, *(o for c in combination for o in c.owners)])))
    if len(bracket.alternatives) == 1:
        yield _Choice("", ())


def _owner_ids(
    names: tuple[str, ...],
    place: Place,
    draft: Draft,
    owners: Mapping[str, tuple[str, ...]] | None,
    problems: list[Problem],
) -> tuple[str, ...]:
    if owners is None:
        return names
    ids: list[str] = []
    for name in names:
        several = [name, *(re.split(r"\s*(?:\+|&|\band\b)\s*", name) if name.casefold() not in owners else [])]
        known = [owners.get(one.casefold()) or _by_state(one, owners) for one in several]
        if known[0] or (len(known) > 1 and all(known[1:])):
            ids.extend(identifier for found in ([known[0]] if known[0] else known[1:]) for identifier in found or ())
            continue
        import difflib

        near = difflib.get_close_matches(name.casefold(), owners, n=1)
        hint = (f"did you mean {near[0]}? " if near else "") + r"Write \: if the colon belongs to the text."
        found = _problem(draft, place, "unknown-delegation", f'no delegation or group "{name}"', hint)
        if found not in problems:
            problems.append(found)
    return tuple(dict.fromkeys(ids))


def _by_state(name: str, owners: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the delegation of the state that a name stands for: "Russia" finds RUS or the Russian Federation."""
    found = (
        [ids for key, ids in owners.items() if set(find_name(key.upper() if len(key) == 3 else key)) & set(states)]
        if (states := find_name(name))
        else []
    )
    return found[0] if len({*found}) == 1 else ()


def _problem(draft: Draft, place: Place, rule: str, message: str, hint: str) -> Problem:
    row = place.line - draft.origin.line
    lines = draft.source.split("\n")
    excerpt = " " * (draft.origin.column - 1) + lines[row].rstrip("\r") if row < len(lines) else ""
    return Problem(draft.file, place.line, place.column, rule, message, hint, excerpt)


def _whole_words(slots: list[_Slot]) -> list[_Slot]:
    """Move the part of a word that a bracket touches into the bracket's options."""
    for left, right in itertools.pairwise(slots):
        if right.bracket and not left.bracket:
            text = left.choices[0].text
            # "State[s]"; but "acting[ as appropriate]" and "acting[, as appropriate,]" touch nothing
            begins = any(c.text and not c.text[0].isspace() and c.text[0] not in CLOSING for c in right.choices)
            fragment = re.split(r"\s", text)[-1]
            if begins and fragment:
                left.choices[0].text = text.removesuffix(fragment)
                for choice in right.choices:
                    choice.text = fragment + choice.text
        elif left.bracket and not right.bracket:
            text = right.choices[0].text
            ends = any(c.text and not c.text[-1].isspace() for c in left.choices)
            word = re.match(r"[^\s,.;:!?)]\S*?(?=[\s,.;:!?]|\Z)", text)
            if ends and word:
                right.choices[0].text = text[word.end() :]
                for choice in left.choices:
                    choice.text += word.group()
    for slot in slots:
        for choice in slot.choices:
            if choice.text.strip() in EMPTY_PAIRS:  # quotation marks around what is left out
                choice.text = ""
    return slots


def _says_something(slot: _Slot) -> bool:
    return slot.bracket is not None or bool(_edges(slot.choices[0].text))


def _edges(text: str) -> str:
    """Tidy running text, keeping a paragraph break at either end."""
    body = tidy(text)
    blank = r"\n[^\S\n]*\n\s*"
    before = "\n\n" if re.match(r"[^\S\n]*" + blank, text) else ""
    after = "\n\n" if body and re.search(blank + r"\Z", text) else ""
    return before + body + after


def _merged(choices: list[_Choice]) -> list[_Choice]:
    """Tidy the choices and merge those that read the same."""
    found: dict[str, list[str]] = {}
    for choice in choices:
        found.setdefault(tidy(choice.text), []).extend(choice.owners)
    return [_Choice(text, tuple(dict.fromkeys(owners))) for text, owners in found.items()]


def _options(
    choices: list[_Choice], read: Callable[[Sequence[str]], Sequence[Strength]], ids: Sequence[str] = ()
) -> dict[str, Option]:
    strengths = read([c.text for c in choices])
    options: dict[str, Option] = {}
    for n, (choice, strength) in enumerate(zip(choices, strengths, strict=True)):
        key = ids[n] if ids else (_unique(slug(choice.text), options) if choice.text else OMIT)
        low, mid, high = strength
        options[key] = Option(key, choice.text, (low, mid, high), "lexicon", choice.owners)
    return options


def _unique(name: str, taken: Mapping[str, object]) -> str:
    if name not in taken and name != OMIT:
        return name
    return next(f"{name}_{n}" for n in itertools.count(2) if f"{name}_{n}" not in taken)
