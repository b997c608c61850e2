"""The terms of the lexicon: an editable table of verbs, modals, qualifiers and flags.

Four CSV files make a lexicon: ``verbs.csv``, ``qualifiers.csv``, ``flags.csv`` and ``sources.csv``. The ``forms``
column says how a term is written: words parted by spaces, ``a/b`` for either word, ``?word`` for a word that may be
missing, ``urge~`` for a verb with its usual endings. British and American spelling, hyphens and capitals need no
entries of their own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from positions.errors import CaseProblems, Problem

__all__ = ["TOP", "Lexicon", "Term", "Words", "fold", "load_lexicon"]

TOP = 5  # tiers run from 0 (neutral) to 5 (demands)
KINDS = ("operative", "reaffirms", "modal")
FIELDS = {
    "verbs": ("term", "forms", "kind", "low", "mid", "high", "agreed", "sources", "note"),
    "qualifiers": ("term", "forms", "type", "low", "mid", "high", "sources", "note"),
    "flags": ("term", "forms", "flag", "note"),
}
Words = tuple[tuple[frozenset[str], bool], ...]  # for each place: the words that fit, and whether it may be missing


@dataclass(frozen=True, slots=True)
class Term:
    """One entry.

    For verbs and modals ``low, mid, high`` is a tier 0..5 with its band; for qualifiers it is the number of tiers
    that the qualifier takes off (negative: adds). ``type`` is the kind of qualifier or the flag that is raised.
    """

    term: str
    kind: str  # operative, reaffirms, modal, qualifier, flag
    words: Words
    low: float = 0.0
    mid: float = 0.0
    high: float = 0.0
    type: str = ""
    agreed: str = ""
    sources: tuple[str, ...] = ()
    note: str = ""
    endings: Mapping[str, str] | None = None  # for verbs: a word's form → base, third, past or ing


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """All terms, and the sources they name. Compared by identity."""

    terms: tuple[Term, ...]
    sources: Mapping[str, str]

    def of_kind(self, *kinds: str) -> tuple[Term, ...]:
        """Return the terms of some kinds, in the order of the files."""
        return tuple(t for t in self.terms if t.kind in kinds)

    @property
    def ladder(self) -> tuple[Term, ...]:
        """Verbs and modals from weak to strong; ties in alphabetical order."""
        ranked = self.of_kind("operative", "reaffirms", "modal")
        return tuple(sorted(ranked, key=lambda t: (t.mid, t.low + t.high, t.term)))


@lru_cache(maxsize=8)
def load_lexicon(folder: Path | None = None) -> Lexicon:
    """Read a lexicon: the one that comes with the program, or a folder with your own copy of its CSV files.

    Raises
    ------
    CaseProblems
        With every problem in the files, each with line and column.

    Examples
    --------
    >>> [t.term for t in load_lexicon().ladder][:2]
    ['notes', 'takes note of']
    """
    problems: list[Problem] = []
    terms: list[Term] = []
    for name in FIELDS:
        terms.extend(_read_table(name, folder, problems))
    sources = {row["key"]: row["source"] for _, row in _rows("sources", folder)}
    if problems:
        raise CaseProblems(problems)
    return Lexicon(tuple(terms), sources)


def fold(word: str) -> str:
    """Return a word as it is compared: case, British spelling and typographic apostrophes removed.

    >>> fold("Endeavour") == fold("endeavor"), fold("recognise") == fold("Recognize")
    (True, True)
    """
    word = word.casefold().replace("’", "'")
    word = word.replace("avour", "avor").replace("abour", "abor").replace("onour", "onor")
    for british, american in (("ise", "ize"), ("ising", "izing"), ("isation", "ization"), ("yse", "yze")):
        for ending in ("", "s", "d"):
            if len(word) > 5 and word.endswith(british + ending):
                return word[: -len(british + ending)] + american + ending
    return word


def _open(name: str, folder: Path | None) -> tuple[str, str]:
    if folder is None:
        return f"lexicon/{name}.csv", (files("positions.text") / "data" / f"{name}.csv").read_text("utf-8")
    path = folder / f"{name}.csv"
    try:
        return str(path), path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        hint = "a lexicon is a folder with verbs.csv, qualifiers.csv, flags.csv and sources.csv"
        problem = Problem(str(path), 0, 0, "lexicon-file", f"cannot be read: {reason}", hint)
        raise CaseProblems([problem]) from None


def _rows(name: str, folder: Path | None) -> Iterator[tuple[int, dict[str, str]]]:
    _, text = _open(name, folder)
    reader = csv.DictReader(io.StringIO(text))
    for row in reader:
        yield reader.line_num, {k: (v or "").strip() for k, v in row.items() if k is not None}


def _read_table(name: str, folder: Path | None, problems: list[Problem]) -> Iterator[Term]:
    shown, text = _open(name, folder)
    header = next(csv.reader(io.StringIO(text)), [])
    if missing := [f for f in FIELDS[name] if f not in header]:
        message = f"column {missing[0]} is missing"
        problems.append(Problem(shown, 1, 1, "lexicon-column", message, f"the columns are {', '.join(FIELDS[name])}"))
        return
    for line, row in _rows(name, folder):

        def wrong(field: str, message: str, hint: str, line: int = line, row: Mapping[str, str] = row) -> None:
            found = Problem(shown, line, 1, f"lexicon-{field}", f"{row['term'] or 'a term'}: {message}", hint)
            problems.append(found)

        words, endings = _words(row["forms"])
        if not row["term"] or not words:
            wrong("forms", "a term needs a name and forms", "for instance urge~ or call~ upon/on")
            continue
        band = (0.0, 0.0, 0.0)
        if name != "flags":
            try:
                band = (float(row["low"]), float(row["mid"]), float(row["high"]))
            except ValueError:
                wrong("band", "low, mid and high must be numbers", "for instance 3,4,5")
                continue
            bottom = 0 if name == "verbs" else -TOP
            if not bottom <= band[0] <= band[1] <= band[2] <= TOP:
                wrong("band", f"low, mid, high must rise within {bottom}..{TOP}", "for instance 3,4,5")
                continue
        kind = row["kind"] if name == "verbs" else name.removesuffix("s")
        if name == "verbs" and kind not in KINDS:
            wrong("kind", f'unknown kind "{kind}"', f"allowed: {', '.join(KINDS)}")
            continue
        yield Term(
            row["term"],
            kind,
            words,
            *band,
            type=row.get("type") or row.get("flag") or "",
            agreed=row.get("agreed", ""),
            sources=tuple(row.get("sources", "").split()),
            note=row.get("note", ""),
            endings=endings,
        )


def _words(forms: str) -> tuple[Words, dict[str, str]]:
    places: list[tuple[frozenset[str], bool]] = []
    endings: dict[str, str] = {}
    for place in forms.split():
        optional = place.startswith("?")
        fits: set[str] = set()
        for word in place.removeprefix("?").split("/"):
            if word.endswith("~"):
                for ending, form in _inflect(word[:-1]).items():
                    fits.add(fold(form))
                    endings.setdefault(fold(form), ending)
            elif word:
                fits.add(fold(word))
        places.append((frozenset(fits), optional))
    return tuple(places), endings


def _inflect(verb: str) -> dict[str, str]:
    """Return the usual forms of a regular verb.

    >>> list(_inflect("urge").values()), _inflect("try")["third"]
    (['urge', 'urges', 'urged', 'urging'], 'tries')
    """
    if verb.endswith("e"):
        return {"base": verb, "third": verb + "s", "past": verb + "d", "ing": verb[:-1] + "ing"}
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return {"base": verb, "third": verb[:-1] + "ies", "past": verb[:-1] + "ied", "ing": verb + "ing"}
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return {"base": verb, "third": third, "past": verb + "ed", "ing": verb + "ing"}
