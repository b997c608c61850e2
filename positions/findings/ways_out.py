"""What could stand instead of the tabled text, and which of it serves the principal best.

Every option is scored by what the principal may expect of it: ``P · value(text) + (1 - P) · value(fallback)``, with
``value`` the nearness to its ideal point (:meth:`positions.findings.records.Side.value`), less an effort for each
thing that has to be done first: a private talk, or a text that is neither tabled nor on the chair's path. The rule and
its thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from positions.findings.records import HeldBack, Letter, Side, WayOut
from positions.simulation import Band

__all__ = ["LIKELY", "NO_BETTER", "Choice", "best_way_out", "expected_value", "held_back", "letter", "risk"]

EFFORT_TALK = 0.05
EFFORT_NEW_TEXT = 0.05
NO_BETTER = 0.02  # an option within this of the fallback's value gains nothing
LIKELY = 0.75  # in the game, a tabled text that passes with this chance is on course
UNLIKELY = 0.25
EVEN = 0.5  # a forecast on the other side of it keeps a text from being called on course


def expected_value(p: float, value: float, fallback: float, *, new_text: bool = False, talk: bool = False) -> float:
    """Return what the principal may expect of putting a text: 0..1, less the effort.

    Parameters
    ----------
    p : float
        Probability that the text passes.
    value, fallback : float
        What the text, and what stands if it is blocked, are worth to the principal.
    new_text, talk : bool
        Whether a text has to be brought in, and whether somebody has to be seen.

    Examples
    --------
    >>> round(expected_value(0.8, 1.0, 0.2), 2)
    0.84
    """
    return p * value + (1.0 - p) * fallback - EFFORT_NEW_TEXT * new_text - EFFORT_TALK * talk


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: a wording put after talks with ``talked`` (nobody, when empty)."""

    wording: str
    talked: tuple[str, ...]
    passes: Band
    value: float
    new_text: bool = False

    def expected(self, fallback: float) -> float:
        """Return what the principal may expect when this is put and the fallback stands if it is blocked."""
        return expected_value(self.passes.median, self.value, fallback, new_text=self.new_text, talk=bool(self.talked))


def best_way_out(choices: Sequence[Choice], fallback: float, fallback_wording: str) -> WayOut | None:
    """Return the best option, or None when there is none: then no text is what is left.

    Parameters
    ----------
    choices : sequence of Choice
        All options but the tabled text as it stands.
    fallback : float
        What the principal gets when nothing is agreed.
    fallback_wording : str
        The fallback's wording; "" when it is no text. It is returned when nothing better is to be had.

    Examples
    --------
    >>> half, sure = Band(.5, .4, .6), Band(1., .9, 1.)
    >>> best_way_out([Choice("bold", (), half, 1.0), Choice("mild", (), sure, .7)], 0.0, "").wording
    'mild'
    >>> best_way_out([Choice("mild", (), sure, 0.0)], 0.0, "") is None
    True
    """

    def rank(choice: Choice) -> tuple[float, float, int]:
        return round(choice.expected(fallback), 2), choice.passes.median, -len(choice.talked)

    best = max(choices, key=rank, default=None)  # the case's order decides between equals
    if best is not None and best.expected(fallback) > fallback + NO_BETTER:
        return WayOut(best.wording, best.talked, best.passes, gains=True)
    left = next((c for c in choices if c.wording == fallback_wording and not c.talked), None)
    return WayOut(left.wording, (), left.passes, gains=False) if left else None


def risk(side: Side, passes: Band) -> float:
    """Return the chance that the tabled text goes against the principal, 0..1."""
    return passes.median if side.stand == "against" else 1.0 - passes.median


def held_back(side: Side, unknown: Sequence[str], withheld: int, forecast: float) -> HeldBack:
    """Return why a text is not to be called on course, whatever its chance; empty when nothing speaks against it.

    Silence is no assent: of those unknown the game lets a few object, as the record does, and knows not which. An
    unknown delegation can only add an objection, so a text that we oppose and that fails still fails. What a release
    withholds may be anything on any issue: a released paper does not tell which, and so may judge none. And where the
    game sees nobody object, the record may still say that such texts more often go another way.

    Parameters
    ----------
    forecast : float
        The chance that the tabled text is adopted.

    Examples
    --------
    >>> held_back(Side("for"), ("a",), 0, 0.6), held_back(Side("against"), ("a",), 0, 0.1)
    ('unknown', '')
    >>> held_back(Side("against"), (), 2, 0.1), held_back(Side("for"), (), 0, 0.2)
    ('withheld', 'record')
    """
    if withheld:
        return "withheld"
    if unknown and side.stand != "against":
        return "unknown"
    return "record" if (forecast < EVEN) == (side.stand != "against") else ""


def letter(side: Side, passes: Band, way_out: WayOut | None, held: HeldBack = "") -> Letter:
    """Return G (on course), A (open: fails and something better can be had, or too little is known) or R.

    For a text that the principal does not want: G when it is unlikely to pass, R when it is likely to. With ``held``
    nothing is G.

    Examples
    --------
    >>> letter(Side("for", 1.0), Band(.1, .0, .2), WayOut("x", (), Band(.8, .6, .9), True))
    'A'
    >>> letter(Side("against", 0.0), Band(.1, .0, .2), None)
    'G'
    """
    against = side.stand == "against"
    if risk(side, passes) <= (UNLIKELY if against else 1.0 - LIKELY):
        return "A" if held else "G"
    if against:
        return "R" if passes.median >= 0.5 else "A"
    return "A" if way_out is not None and way_out.gains and way_out.passes.median >= 0.5 else "R"
