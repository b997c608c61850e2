"""Read how strongly a text binds: a tier with its band, what was recognised, and how it was put together.

The rule (ours): force = tier of the verb or modal, less the steps of its qualifiers, never below 0; a text is as
strong as its strongest sentence. It orders texts; it measures nothing, and an author's own strength always wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from positions.text.matching import Match, find, find_flags
from positions.text.terms import TOP, Lexicon, load_lexicon

__all__ = ["Found", "Reading", "read_options", "read_strength"]

Band = tuple[float, float, float]
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|\n[^\S\n]*\n")
_THAT_WITHIN, _MODAL_WITHIN = 2, 16  # words between a verb and its "that", and between verb and modal; ours
_PREAMBLE_TOP = 1.0  # ours: a preambular paragraph directs nobody
ESCAPES = ("self-judging", "legal escape", "discretion", "opt-in")


@dataclass(frozen=True, slots=True)
class Found:
    """A recognised term. ``start:end`` are characters of the text; ``effect`` says what it did to the reading."""

    term: str
    kind: str
    text: str
    start: int
    end: int
    effect: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How strongly a text binds, as far as the lexicon can tell.

    ``low, mid, high`` lie on 0..1 (tier / 5). ``known`` is False when nothing was recognised that carries force:
    then the band is the widest there is, and the author has to say. ``flags`` name what strength alone does not
    show: ``neutral``, ``preamble``, ``reaffirms``, ``escape``, ``money``, ``mechanism``, ``reporting``,
    ``qualifier_only``, ``omitted``.
    """

    text: str
    low: float
    mid: float
    high: float
    known: bool
    found: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    how: tuple[str, ...] = ()

    @property
    def strength(self) -> Band:
        """``(low, mid, high)``, as an option carries it."""
        return self.low, self.mid, self.high


def read_strength(text: str, *, reaffirmed: Reading | None = None, lexicon: Lexicon | None = None) -> Reading:
    """Read the strength of a text by itself.

    Parameters
    ----------
    text : str
        An option, a sentence, or several paragraphs.
    reaffirmed : Reading, optional
        The reading of the text that a "reaffirms" refers to; without it "reaffirms" has the widest band.
    lexicon : Lexicon, optional
        Your own; the one that comes with the program when left out.

    Examples
    --------
    >>> r = read_strength("Urges States Parties to consider not punishing victims, in accordance with domestic law")
    >>> r.strength, r.flags
    ((0.0, 0.0, 0.6), ('escape',))
    >>> r.how
    ('urges: tier 4 (3-5)', 'consider: -2', 'in accordance with domestic law: -2', 'force 0 (0-3)')
    >>> read_strength("the principle of non-punishment").known
    False
    """
    lexicon = lexicon or load_lexicon()
    matches = find(text, lexicon)
    addressees, flags, noted = _flags(text, lexicon)
    if not text.strip():
        return Reading(text, 0.0, 0.0, 0.0, True, flags=("omitted",), how=("no text: nothing new",))
    found: list[Found] = []
    best: tuple[Band, tuple[str, ...]] | None = None
    for sentence in _sentences(text, matches):
        segment = _Sentence(text, sentence, reaffirmed, lexicon)
        found.extend(segment.found)
        flags.extend(segment.flags)
        if segment.force is not None and (best is None or _order(segment.force) > _order(best[0])):
            best = (segment.force, segment.how)
    found = sorted([*found, *noted], key=lambda f: (f.start, f.end))
    if best is None and (qualifiers := [m for m in matches if m.term.kind == "qualifier" and m.term.mid]):
        flags.append("qualifier_only")
        best = _qualifiers_alone(qualifiers, TOP)
    if best and best[0] == (0.0, 0.0, 0.0) and any(f.effect == "tier 0" for f in found):
        flags.append("neutral")
    seen = tuple(dict.fromkeys(flags))
    if best is None:
        how = ("nothing recognised that carries force; the widest band, to be set by the author",)
        return Reading(text, 0.0, 0.5, 1.0, False, tuple(found), seen, addressees, how)
    low, mid, high = (round(tier / TOP, 2) for tier in best[0])
    return Reading(text, low, mid, high, True, tuple(found), seen, addressees, best[1])


def read_options(texts: Sequence[str], *, lexicon: Lexicon | None = None) -> tuple[Reading, ...]:
    """Read the options of one clause, each in the light of the others; ``""`` stands for leaving the clause out.

    Where all that is on offer only softens or hardens the rest of the text (``consider``, ``as appropriate``,
    ``strongly``), leaving it out is not "no text" but the text without it: the hardest option stands at 1 and the
    others below it by their steps. Elsewhere leaving out says nothing, and stands at 0.

    Examples
    --------
    >>> [r.strength for r in read_options([", in accordance with domestic law", ""])]
    [(0.4, 0.6, 0.8), (1.0, 1.0, 1.0)]
    >>> [r.mid for r in read_options(["Urges", "Encourages", "Invites", ""])]
    [0.8, 0.4, 0.4, 0.0]
    """
    lexicon = lexicon or load_lexicon()
    readings = [read_strength(text, lexicon=lexicon) for text in texts]
    spoken = [r for r in readings if r.text.strip()]
    if not spoken or not all("qualifier_only" in r.flags for r in spoken):
        return tuple(readings)
    matches = {r.text: [m for m in find(r.text, lexicon) if m.term.kind == "qualifier"] for r in spoken}
    lift = min(0.0, *(_steps(found, 1) for found in matches.values()))
    out: list[Reading] = []
    for reading in readings:
        if not reading.text.strip():
            band = (TOP + lift, TOP + lift, TOP + lift)
            how: tuple[str, ...] = ("left out: the text without this qualifier",)
        else:
            band, how = _qualifiers_alone(matches[reading.text], TOP + lift)
        low, mid, high = (round(tier / TOP, 2) for tier in band)
        out.append(replace(reading, low=low, mid=mid, high=high, known=True, how=how))
    return tuple(out)


class _Sentence:
    """The force of one sentence, with what it was made of."""

    def __init__(self, text: str, matches: Sequence[Match], reaffirmed: Reading | None, lexicon: Lexicon) -> None:
        self.text = text
        self.found: list[Found] = []
        self.flags: list[str] = []
        self.force: Band | None = None
        self.how: tuple[str, ...] = ()
        heads = [n for n, m in enumerate(matches) if m.term.kind != "qualifier"]
        governing: Match | None = None
        starts: list[int] = []  # where a new head takes over
        for n in heads:
            match = matches[n]
            if match.term.kind == "modal" and governing is not None:
                if governing.term.kind != "modal" and self._governs(governing, match):
                    continue  # composed below
                self._note(match, "not counted: another verb governs this sentence")
                continue
            governing = match
            starts.append(n)
        for number, n in enumerate(starts):
            first = 0 if number == 0 else n
            last = starts[number + 1] if number + 1 < len(starts) else len(matches)
            self._segment(matches[n], matches[first:last], reaffirmed, lexicon)
        if not starts:
            for match in matches:
                self._note(match, "no verb or modal to soften" if match.term.mid >= 0 else "no verb or modal to raise")

    def _governs(self, verb: Match, modal: Match) -> bool:
        """Whether ``modal`` stands in the verb's own that-clause: "recommends that States should"."""
        between = self.text[verb.end : modal.start]
        words = between.split()
        return "that" in words[:_THAT_WITHIN] and len(words) <= _MODAL_WITHIN and not _SENTENCE.search(between)

    def _segment(self, head: Match, matches: Sequence[Match], reaffirmed: Reading | None, lexicon: Lexicon) -> None:
        tier: Band = (head.term.low, head.term.mid, head.term.high)
        how = [f"{head.term.term}: tier {_shown(tier)}"]
        modal = next((m for m in matches if m is not head and m.term.kind == "modal" and self._governs(head, m)), None)
        if head.term.kind == "reaffirms":
            self.flags.append("reaffirms")
            if modal is None and reaffirmed is None:
                self._note(head, "the force of what it reaffirms, which is not given")
                return
            if modal is None and reaffirmed is not None:
                tier = (reaffirmed.low * TOP, reaffirmed.mid * TOP, reaffirmed.high * TOP)
                how = [f"{head.term.term}: as the text reaffirmed, tier {_shown(tier)}"]
        if modal is not None:
            inner: Band = (modal.term.low, modal.term.mid, modal.term.high)
            self._note(modal, f"tier {_shown(inner)}")
            if head.term.kind == "reaffirms":
                how = [f"{head.term.term}: as what it reaffirms", f"{modal.term.term}: tier {_shown(inner)}"]
                tier = inner
            else:
                how.append(f"{modal.term.term}: tier {_shown(inner)}; the weaker of the two counts")
                tier = min(tier, inner, key=_order)
        special = head.term.kind == "reaffirms"
        self._note(head, "the force of what it reaffirms" if special else f"tier {_shown(tier)}")
        if head.ending == "ing":
            self.flags.append("preamble")
            tier = (min(tier[0], _PREAMBLE_TOP), min(tier[1], _PREAMBLE_TOP), min(tier[2], _PREAMBLE_TOP + 1))
            how.append("preambular: directs nobody")
        qualifiers = [m for m in matches if m.term.kind == "qualifier"]
        inside = {m.term.type for h in (head, modal) if h for m in find(self.text[h.start : h.end], _only(lexicon))}
        counted = _counted([m for m in qualifiers if m.term.type not in inside])
        for match in qualifiers:
            if match not in counted:
                reason = "already counted" if match.term.mid or match.term.type in inside else "no effect on force"
                self._note(match, reason)
                continue
            self._note(match, f"{-match.term.mid:+g}" if match.term.mid else "no effect on force")
            if match.term.type in ESCAPES:
                self.flags.append("escape")
            if match.term.mid:
                how.append(f"{match.term.term}: {-match.term.mid:+g}")
        force = (
            _clip(tier[0] - _steps(counted, 2)),
            _clip(tier[1] - _steps(counted, 1)),
            _clip(tier[2] - _steps(counted, 0)),
        )
        if tier == (0.0, 0.0, 0.0):
            force = tier  # nothing makes "takes note" more than neutral
        if counted:
            how.append(f"force {_shown(force)}")
        if self.force is None or _order(force) > _order(self.force):
            self.force, self.how = force, tuple(how)

    def _note(self, match: Match, effect: str) -> None:
        text = self.text[match.start : match.end]
        self.found.append(Found(match.term.term, match.term.kind, text, match.start, match.end, effect))


def _only(lexicon: Lexicon) -> Lexicon:
    """Return the lexicon's qualifiers alone."""
    if lexicon not in _QUALIFIERS:
        _QUALIFIERS[lexicon] = Lexicon(lexicon.of_kind("qualifier"), lexicon.sources)
    return _QUALIFIERS[lexicon]


_QUALIFIERS: dict[Lexicon, Lexicon] = {}


def _counted(qualifiers: Sequence[Match]) -> list[Match]:
    """Of each type the strongest counts once: "consider" and "explore the possibility of" are one step back."""
    best: dict[str, Match] = {}
    for match in qualifiers:
        kind = match.term.type
        if kind not in best or abs(match.term.mid) > abs(best[kind].term.mid):
            best[kind] = match
    return list(best.values())


def _steps(qualifiers: Sequence[Match], which: int) -> float:
    return sum((m.term.low, m.term.mid, m.term.high)[which] for m in _counted(qualifiers))


def _qualifiers_alone(qualifiers: Sequence[Match], base: float) -> tuple[Band, tuple[str, ...]]:
    counted = _counted(qualifiers)
    low, mid, high = (_clip(base - _steps(counted, which)) for which in (2, 1, 0))
    steps = [f"{m.term.term}: {-m.term.mid:+g} on the text it qualifies" for m in counted]
    return (low, mid, high), tuple(steps)


def _sentences(text: str, matches: Sequence[Match]) -> list[list[Match]]:
    """Group matches by the sentence they stand in."""
    ends = [m.end() for m in _SENTENCE.finditer(text)]
    groups: dict[int, list[Match]] = {}
    for match in matches:
        groups.setdefault(sum(end <= match.start for end in ends), []).append(match)
    return [groups[n] for n in sorted(groups)]


def _flags(text: str, lexicon: Lexicon) -> tuple[tuple[str, ...], list[str], list[Found]]:
    matches = find_flags(text, lexicon)
    addressees = tuple(dict.fromkeys(m.term.term for m in matches if m.term.type == "addressee"))
    flags = [m.term.type for m in matches if m.term.type != "addressee"]
    noted = [
        Found(m.term.term, m.term.type, text[m.start : m.end], m.start, m.end, f"flag: {m.term.type}") for m in matches
    ]
    return addressees, flags, noted


def _order(band: Band) -> tuple[float, float, float]:
    return band[1], band[2], band[0]


def _clip(tier: float) -> float:
    return min(max(tier, 0.0), float(TOP))


def _shown(band: Band) -> str:
    low, mid, high = band
    return f"{mid:g}" if low == mid == high else f"{mid:g} ({low:g}-{high:g})"
