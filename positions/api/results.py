"""What a meeting answers: frozen records with a short text, a table for notebooks, and the documented JSON."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

import numpy as np

from positions.game import StanceLetters, StanceMatrices, WordingAnalysis, follower_dict
from positions.ledger.forecast import Outlook, outlook_dict
from positions.model import Case
from positions.simulation import Band, IssueForecast, VoteForecast, WordingForecast, whole_percent
from positions.text.sentences import list_words

__all__ = [
    "BlocsAnswer",
    "Made",
    "MatrixAnswer",
    "SimulationAnswer",
    "TextAnswer",
    "VoteAnswer",
]

STANDS = "stands if nothing is agreed"


@dataclass(frozen=True, slots=True)
class Made:
    """How an answer was made: the same case, program, seed and numbers give the same answer.

    Parameters
    ----------
    version, case : str
        The program's version and a short hash of the case's files.
    marking : str
        Portion mark of the highest that the case holds.
    seed, draws, members : int
        ``draws`` are the most worlds for each of ``members`` parameter sets.
    replay : bool
        Whether the stances were coded with the outcome known: then nothing here is a forecast.
    """

    version: str
    case: str
    marking: str
    seed: int
    draws: int
    members: int
    replay: bool


class Answer(ABC):
    """What all answers share: a text of one line a row, a table for notebooks."""

    __slots__ = ()

    @abstractmethod
    def _head(self) -> str:
        """Return the line above the rows."""

    @abstractmethod
    def _columns(self) -> tuple[str, ...]:
        """Return the heads of the columns."""

    @abstractmethod
    def _rows(self) -> Sequence[tuple[str, ...]]:
        """Return the rows, each as long as the columns."""

    def __str__(self) -> str:
        rows = self._rows()
        if not rows:
            return f"{self._head()}\n  nothing"
        wide = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
        lines = ["  " + "  ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)).rstrip() for row in rows]
        return "\n".join([self._head(), *lines])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(c)}</th>" for c in self._columns())
        body = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in self._rows())
        return f"<table><caption>{escape(self._head())}</caption><tr>{head}</tr>{body}</table>"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TextAnswer(Answer):
    """The chance of one text.

    Parameters
    ----------
    wording, title : str
    tabled_by : str
        Who tables it; "" is the chair.
    played : WordingForecast
        All numbers: final states, blocs, pivots.
    without_talks : WordingForecast or None
        The same with nobody seen, where somebody was.
    """

    wording: str
    title: str
    tabled_by: str
    played: WordingForecast
    without_talks: WordingForecast | None

    @property
    def passes(self) -> str:
        """The chance in the game that it passes, as ``44 % (21-70)``: the median and an 80 % band."""
        return STANDS if self.played.stands else self.played.p_consensus.percent()

    @property
    def chance(self) -> Band:
        """The same as numbers, 0..1."""
        return self.played.p_consensus

    def _head(self) -> str:
        return f"{self.title}: {self.passes} in the game"

    def _columns(self) -> tuple[str, ...]:
        return ("who", "objects in")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        chances = sorted(((self.played.p_objects(a), a) for a in self.played.actors), reverse=True)
        return [(a, f"{whole_percent(p)} %") for p, a in chances if whole_percent(p)]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class SimulationAnswer(Answer):
    """All wordings of an issue in many possible worlds, and where the negotiation ends.

    Parameters
    ----------
    texts : tuple of TextAnswer
        In the order of the case.
    played, without_talks : IssueForecast
        ``without_talks`` is None where nobody was seen.
    unknown : tuple of str
        Delegations of which nothing is known or assumed.
    outlook : Outlook
        The forecast; all the rest is in the game.
    """

    issue: str
    title: str
    on_table: str
    texts: tuple[TextAnswer, ...]
    played: IssueForecast
    without_talks: IssueForecast | None
    unknown: tuple[str, ...]
    outlook: Outlook
    made: Made

    @property
    def tabled(self) -> TextAnswer:
        """The text on the table."""
        return self[self.on_table]

    @property
    def talked(self) -> tuple[str, ...]:
        """Who is seen in private before a text is put."""
        return self.played.talked

    @property
    def ends_with(self) -> Mapping[str, float]:
        """How often each text, ``no_text`` or ``forwarded`` is the end: its share of the worlds."""
        return self.played.final_text

    def __getitem__(self, wording: str) -> TextAnswer:
        self.played.wording(wording)  # or an UnknownNameError
        return next(t for t in self.texts if t.wording == wording)

    def only(self, wording: str) -> SimulationAnswer:
        """Return the answer for one wording, put to the room on its own: what stands otherwise stands if it fails."""
        without = self.without_talks
        return replace(
            self,
            texts=(self[wording],),
            played=self.played.only(wording),
            without_talks=None if without is None else without.only(wording),
        )

    def _head(self) -> str:
        seen = f", after a talk with {', '.join(self.talked)}" if self.talked else ""
        return f"{self.title} ({self.issue}){seen}\n{self.outlook.words()}"

    def _columns(self) -> tuple[str, ...]:
        return ("text", "passes in the game", *(("without talks",) if self.talked else ()))

    def _rows(self) -> Sequence[tuple[str, ...]]:
        return [
            (
                t.title + (" (on the table)" if t.wording == self.on_table else ""),
                t.passes,
                *((_percent(t.without_talks),) if self.talked and t.without_talks else ()),
            )
            for t in self.texts
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON (docs/numbers.md)."""
        made: dict[str, Any] = {
            "issue": self.issue,
            "wordings": [_wording_dict(t.played) for t in self.texts],
            "final_text": _shares(self.played.final_text),
            "final_bands": {name: b.as_dict() for name, b in self.played.final_bands.items()},
            "talked": list(self.talked),
            "seed": self.played.seed,
            "draws": self.played.draws,
            "members": len(self.played.members),
            "unknown": list(self.unknown),
            "outlook": outlook_dict(self.outlook),
        }
        if self.without_talks is not None:
            made["without_talks"] = {
                "wordings": [
                    {"wording": w.wording, "p_consensus": w.p_consensus.as_dict()} for w in self.without_talks.wordings
                ],
                "final_text": _shares(self.without_talks.final_text),
            }
        return made


def _percent(played: WordingForecast) -> str:
    return STANDS if played.stands else played.p_consensus.percent()


def _shares(shares: Mapping[str, float], places: int = 4) -> dict[str, float]:
    return {name: round(share, places) for name, share in shares.items()}


def _wording_dict(w: WordingForecast) -> dict[str, Any]:
    return {
        "wording": w.wording,
        "stands": w.stands,
        "p_consensus": w.p_consensus.as_dict(),
        "p_lone_holdout": w.p_lone_holdout.as_dict(),
        "states": {a: _shares(held) for a, held in w.states.items()},
        "blocs": [{"members": list(bloc), "share": round(share, 4)} for bloc, share in w.blocs],
        "pivotal": _shares(w.pivotal),
        "let_go": _shares(w.let_go, 2),
    }


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class BlocsAnswer(Answer):
    """Who blocks which wording of an issue, parameters at their central values.

    Parameters
    ----------
    texts : tuple of WordingAnalysis
        One a wording, talks held.
    without_talks : tuple of WordingAnalysis
        The same with nobody seen; empty where nobody was.
    names : mapping of actor to str
    """

    issue: str
    title: str
    on_table: str
    titles: Mapping[str, str]
    names: Mapping[str, str]
    texts: tuple[WordingAnalysis, ...]
    without_talks: tuple[WordingAnalysis, ...]
    unknown: tuple[str, ...]
    made: Made

    @property
    def tabled(self) -> WordingAnalysis:
        """The text on the table."""
        return self[self.on_table]

    def __getitem__(self, wording: str) -> WordingAnalysis:
        for found in self.texts:
            if found.wording == wording:
                return found
        raise KeyError(wording)

    def only(self, wording: str) -> BlocsAnswer:
        """Return the answer on one wording alone."""
        kept, alone = (tuple(a for a in each if a.wording == wording) for each in (self.texts, self.without_talks))
        return replace(self, texts=kept, without_talks=alone)

    def listed(self, actors: Sequence[str], last: str = "and") -> str:
        """Return the names of some actors as one says them."""
        return list_words([self.names[a] for a in actors], last)

    def said(self, a: WordingAnalysis) -> str:
        """Return who blocks one wording, in a few words."""
        if a.stands:
            return STANDS
        return f"blocked by {self.listed(a.blocking_bloc)}" if a.blocking_bloc else "nobody blocks it"

    def _head(self) -> str:
        seen = self.texts[0].talked if self.texts else ()
        return f"{self.title} ({self.issue})" + (f", after a talk with {self.listed(seen)}" if seen else "")

    def _columns(self) -> tuple[str, ...]:
        return ("text", "who blocks it", *(("without talks",) if self.without_talks else ()))

    def _rows(self) -> Sequence[tuple[str, ...]]:
        rows = []
        for n, a in enumerate(self.texts):
            before = (self.said(self.without_talks[n]),) if self.without_talks else ()
            on_table = " (on the table)" if a.wording == self.on_table else ""
            rows.append((self.titles[a.wording] + on_table, self.said(a), *before))
        return rows

    def as_dict(self) -> dict[str, Any]:
        """Return the documented JSON."""
        made: dict[str, Any] = {"issue": self.issue, "wordings": [analysis_dict(a) for a in self.texts]}
        if self.without_talks:
            made["without_talks"] = [analysis_dict(a) for a in self.without_talks]
        return made


def analysis_dict(a: WordingAnalysis) -> dict[str, Any]:
    return {
        "wording": a.wording,
        "position": round(a.position, 4),
        "stands": a.stands,
        "blocking_bloc": list(a.blocking_bloc),
        "lone_holdouts": list(a.lone_holdouts),
        "least_equilibrium": list(a.least),
        "followers": [follower_dict(f) for f in a.followers],
        "pivots": list(a.pivots),
        "minimal_blocs": [list(b) for b in a.minimal_blocs],
        "peel_off_sets": [list(p) for p in a.peel_off_sets],
        "complete": a.families_complete,
        "let_go": [list(s) for s in a.let_go],
        "talked": list(a.talked),
    }


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class VoteAnswer(Answer):
    """One text put to a vote under several rules."""

    title: str
    played: VoteForecast
    made: Made

    def _head(self) -> str:
        return f"{self.title}, put to a vote"

    def _columns(self) -> tuple[str, ...]:
        return ("rule", "adopted")

    def _rows(self) -> Sequence[tuple[str, ...]]:
        return [(r.rule.title, r.adoption.percent()) for r in self.played.rules]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class MatrixAnswer(Answer):
    """Who holds what on the text on the table: letters, and the numbers behind them."""

    letters: StanceLetters
    numbers: StanceMatrices
    made: Made

    def to_numpy(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the ideal points, (D, I); NaN where nothing is known."""
        return self.numbers.ideal

    def to_frame(self) -> Any:
        """Return the letters as a pandas DataFrame, delegations by issues; lower case where assumed.

        Raises
        ------
        PositionsError
            Where pandas is not installed.
        """
        try:
            import pandas
        except ImportError:
            from positions.errors import PositionsError

            raise PositionsError("a data frame needs pandas", hint="pip install pandas; or take to_numpy()") from None
        return pandas.DataFrame([list(row[1:]) for row in self._rows()], self.letters.delegations, self.letters.issues)

    def _head(self) -> str:
        return "Who holds what on the text on the table"

    def _columns(self) -> tuple[str, ...]:
        return ("", *self.letters.issues)

    def _rows(self) -> Sequence[tuple[str, ...]]:
        return [
            (d, *(self.letters.shown(n, i) for i in range(len(self.letters.issues))))
            for n, d in enumerate(self.letters.delegations)
        ]


def actor_names(case: Case, issue: str) -> dict[str, str]:
    """Return the name of everybody who may sit at an issue's table: delegations, classes of silent seats."""
    everybody = (*case.delegations, *(s.id for s in case.issues[issue].silent))
    return {a: case.actor_name(issue, a) for a in everybody}
