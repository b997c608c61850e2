"""What a briefing says, as records: computed once, then shown as a page, a cable, a Word document or JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from positions.forecast import Change
from positions.game import Explanation, WordingAnalysis
from positions.ledger.forecast import Outlook
from positions.ledger.ledger import Ledger
from positions.markings import Marking
from positions.model import Case, Parameters, Source
from positions.simulation import Band, WordingForecast, ending_title

__all__ = [
    "Conversation",
    "Findings",
    "HeldBack",
    "IssueFinding",
    "Letter",
    "Question",
    "RecordCheck",
    "SearchedText",
    "Side",
    "TablerAdvice",
    "TextFinding",
    "WayOut",
]

Letter = Literal["R", "A", "G"]
HeldBack = Literal["", "unknown", "withheld", "record"]
Status = Literal["tabled", "path", "fallback", "untabled"]


@dataclass(frozen=True, slots=True)
class Side:
    """Where the principal stands on the tabled text: ``for``, ``against``, or ``open`` when nothing is known.

    ``assumed`` when its stance is what the issue assumes of silence and nothing that was coded.
    """

    stand: Literal["for", "against", "open"]
    ideal: float | None = None
    assumed: bool = False

    def value(self, position: float) -> float:
        """Return what a text at ``position`` is worth to the principal, 0..1: how near its ideal point it lies.

        Without a known side a text is worth what it binds to.
        """
        return position if self.ideal is None else 1.0 - abs(position - self.ideal)


@dataclass(frozen=True, slots=True, eq=False)
class TextFinding:
    """One wording of an issue.

    Parameters
    ----------
    passes : Band
        In the game, the probability that nobody objects in the end, no private talks held.
    after_talks : Band or None
        The same after the talks that the case declares; None when it declares none.
    analysis : WordingAnalysis
        Who blocks, leads, follows; parameters at their central values, no talks held.
    forecast : WordingForecast
        States, blocs, co-blocking; no talks held.
    explanations : tuple of Explanation
        One for each actor that objects, or may, or lets go.
    value : float
        What it is worth to the principal, 0..1.
    """

    wording: str
    title: str
    text: str
    status: Status
    passes: Band
    after_talks: Band | None
    analysis: WordingAnalysis
    forecast: WordingForecast
    explanations: tuple[Explanation, ...]
    value: float
    marking: Marking


@dataclass(frozen=True, slots=True)
class WayOut:
    """The best text for the principal when the tabled one, as it stands and with nobody seen, is set aside.

    ``wording`` may be the tabled text itself, after talks with ``talked``. ``gains`` is False when it is worth no
    more than what stands anyway if nothing is agreed. ``weaker`` is the forecast, after these talks, that some weaker
    text is the end, and ``some_text`` that the ambitious one or a weaker one is.
    """

    wording: str
    talked: tuple[str, ...]
    passes: Band
    gains: bool
    weaker: float = math.nan
    some_text: float = math.nan


@dataclass(frozen=True, slots=True)
class Conversation:
    """A private talk with ``delegations``, held before the text is put, and what it does to one wording.

    ``gain`` is ``after - before`` in each parameter set, so its band is not that of a difference of medians.
    ``worth`` is the gain for the principal: how much closer to its ideal point the issue is expected to end.
    ``forecast`` is by how much the chance of adoption moves when that text is put after the talk, and not the tabled
    one without it; all the rest is in the game.
    """

    issue: str
    wording: str
    delegations: tuple[str, ...]
    before: Band
    after: Band
    gain: Band
    worth: float
    declared: bool
    recorded: bool
    marking: Marking
    forecast: Change | None = None


@dataclass(frozen=True, slots=True)
class TablerAdvice:
    """Who should table a wording: ``delegation`` and not ``instead_of``, with how the objectors hear either.

    ``instead_of`` is whoever is to table it now ("" the chair), the principal where ``as_now``: then it is so already.
    ``listeners`` holds (objector, goodwill towards ``delegation``, goodwill towards ``instead_of``).
    """

    issue: str
    wording: str
    delegation: str
    instead_of: str
    as_now: bool
    passes: Band
    passes_instead: Band
    listeners: tuple[tuple[str, float, float], ...]
    marking: Marking


@dataclass(frozen=True, slots=True)
class Question:
    """Something to find out before the meeting.

    ``kind``: ``doubt`` (the case notes one about the sources), ``inferred`` or ``assumed`` (nobody said so).
    ``leverage`` ranks: the share of worlds in which this delegation decides, or half-decides, the text.
    """

    issue: str
    delegation: str
    wording: str
    kind: Literal["doubt", "inferred", "assumed"]
    text: str
    p_objects: float
    leverage: float
    source: Source | None
    marking: Marking


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """The model beside what happened, for one issue with a recorded outcome.

    ``hit_without_talks`` is the same comparison with no private talk held. ``naive`` is the rule "anyone coded -2 or
    lower blocks": what it says about the ambitious text; None when no codes are given.
    """

    issue: str
    decided: bool
    outcome: str
    modal: str
    modal_share: float
    hit: bool
    hit_without_talks: bool
    ambitious_share: float
    ambitious_called: bool
    ambitious_adopted: bool
    naive: bool | None


@dataclass(frozen=True, slots=True, eq=False)
class IssueFinding:
    """Everything found about one issue.

    ``final_text`` and its bands: the share of worlds in which each text, or none, stands at the end, declared talks
    held; ``final_without_talks`` the same when they are not held (equal when there are none). ``marking`` is the
    highest of what any number here rests on. ``unknown`` are those of the ``room`` delegations with a right to object
    of whom nothing is known or assumed: in the game, each may turn out to object. ``held_back`` says why a text
    whose chance alone would put it on course is not called so: what the unknown hold, what a release withholds, or
    that the record of such texts speaks against it. ``outlook`` is the forecast with no talks held, ``outlook_after``
    the one after the talks that the case declares; None when it declares none.
    """

    issue: str
    letter: Letter
    risk: float
    side: Side
    texts: tuple[TextFinding, ...]
    tabled: str
    way_out: WayOut | None
    talked: tuple[str, ...]
    final_text: Mapping[str, float]
    final_bands: Mapping[str, Band]
    final_without_talks: Mapping[str, float]
    conversations: tuple[Conversation, ...]
    tabler: TablerAdvice | None
    questions: tuple[Question, ...]
    record: RecordCheck | None
    unknown: tuple[str, ...]
    room: int
    held_back: HeldBack
    outlook: Outlook
    outlook_after: Outlook | None
    marking: Marking

    def text(self, wording: str) -> TextFinding:
        """Return the finding on one wording; KeyError when there is none."""
        for found in self.texts:
            if found.wording == wording:
                return found
        raise KeyError(wording)

    @property
    def on_table(self) -> TextFinding:
        """The finding on the tabled text."""
        return self.text(self.tabled)


@dataclass(frozen=True, slots=True)
class SearchedText:
    """A text that a search found where the texts in the case hold nothing that is likely to pass and better.

    ``title`` is short: the name of the move that makes it, or its first words. ``tabler_name`` is empty when it passes
    whoever tables it.
    """

    issue: str
    wording: str
    title: str
    text: str
    passes: Band
    tabler_name: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """A whole briefing's findings, issues worst first.

    Parameters
    ----------
    case : Case
        What it was computed from; already filtered when there was a release mark.
    see, table, ask
        What to do, best first, over all issues.
    marking : Marking
        The highest marking used.
    members, draws, seed
        Parameter sets, most worlds for each, and the seed.
    ledger : Ledger
        Where every chance here is from.
    game : bool
        Whether papers show the tabled text's chance in the game instead of the forecast.
    digest : str
        Of the sealed forecast, for the foot; empty where none was asked for.
    searched : mapping of issue to SearchedText
        Empty until :func:`positions.findings.advice.with_search` has put in what a search found.
    """

    case: Case
    issues: tuple[IssueFinding, ...]
    see: tuple[Conversation, ...]
    table: tuple[TablerAdvice, ...]
    ask: tuple[Question, ...]
    headline: str
    marking: Marking
    members: tuple[Parameters, ...]
    draws: int
    seed: int
    ledger: Ledger
    game: bool = False
    digest: str = ""
    searched: Mapping[str, SearchedText] = field(default_factory=dict)

    def issue(self, name: str) -> IssueFinding:
        """Return the finding on one issue; KeyError when there is none."""
        for found in self.issues:
            if found.issue == name:
                return found
        raise KeyError(name)

    @property
    def kind(self) -> str:
        """``replay`` or ``forecast``: the one word every output says about itself."""
        return "replay" if self.case.meeting.is_replay else "forecast"

    def actor_name(self, issue: str, actor: str) -> str:
        """Return the name of a delegation, or of a class of silent seats with their number."""
        return self.case.actor_name(issue, actor)

    def actor_label(self, issue: str, actor: str) -> str:
        """Return the short label: a code, or ``(60 seats)`` for silent seats."""
        return self.case.actor_label(issue, actor)

    def wording_title(self, issue: str, wording: str) -> str:
        """Return a wording's title, or what another end of a negotiation is called."""
        return ending_title(self.case.issues[issue], wording)
