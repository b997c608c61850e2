"""The ledger: answers by what was asked.

An answer is named by its :class:`Key`: the issue, the text, who tables it, and who was seen in private. The case with
its parameters, its absentees and its release, the seed and the number of draws belong to the ledger as a whole. Each
answer is computed when it is first asked for, in the worlds that :func:`positions.simulation.simulate_issue` plays, and
kept. Searches may rank in fewer worlds; what they show is read here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from positions.defaults import DRAWS, MEMBERS, SEED
from positions.errors import PositionsError, unknown_name
from positions.forecast import Fitted, shipped
from positions.game import (
    Explanation,
    PreparedIssue,
    WordingAnalysis,
    analyse_wording,
    end_states,
    explain,
    prepare_issue,
)
from positions.model import Case, Issue, mixture, resolved
from positions.search.space import in_order, named_choice
from positions.simulation import (
    IN_A_VOTE,
    Chance,
    Conduct,
    IssueForecast,
    VoteForecast,
    make_ensemble,
    simulate_issue,
    simulate_vote,
    text_chance,
)
from positions.simulation.mixture import mixed_chance, mixed_forecast
from positions.simulation.parts import Run, forecasts
from positions.simulation.simulate import Luck, part_count
from positions.voting import Rule
from positions.work import Mapper, Store, Workers

__all__ = ["DECLARED", "NO_TALKS", "Answers", "Key", "Ledger", "Talks"]

DECLARED, NO_TALKS = "declared", "none"
Talks = str | Sequence[str]  # ``declared``, ``none``, or delegation ids


@dataclass(frozen=True, slots=True)
class Key:
    """What an answer is about.

    Parameters
    ----------
    issue : str
    text : str
        A wording's id, or its ``clause=option`` pairs joined by ``+``.
    tabled_by : str
        A delegation's id, or "" for the chair.
    talked : tuple of str
        Delegations seen in private before the text is put, in the order of the case.
    """

    issue: str
    text: str
    tabled_by: str
    talked: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Answers that were computed elsewhere, to be taken into a ledger of the same meeting."""

    issues: Mapping[tuple[str, tuple[str, ...]], IssueForecast]
    texts: Mapping[Key, Chance]


class Ledger:
    """All answers about one case.

    Parameters
    ----------
    case : Case
        Already filtered when there is a release mark: nothing above it takes part in any answer. Answers are of its
        reading (:mod:`positions.model.readings`); ``ledger.case`` is the case in it, ``ledger.whole`` as it was given.
    seed : int
        The same seed gives the same answers.
    draws : int
        Most worlds for each parameter set.
    members : int
        Parameter sets.
    fitted : Fitted, optional
        What forecasts are read from; the fit that comes with the program when not given.
    """

    def __init__(
        self,
        case: Case,
        *,
        seed: int = SEED,
        draws: int = DRAWS,
        members: int = MEMBERS,
        fitted: Fitted | None = None,
    ) -> None:
        self.whole = case
        self.case = resolved(case)
        self.own_fit = fitted
        self.draws = draws
        self.ensemble = make_ensemble(case.parameters, members=members, seed=seed)
        self._arrays: dict[str, PreparedIssue] = {}
        self._issues: dict[tuple[str, tuple[str, ...]], IssueForecast] = {}
        self._texts: dict[Key, Chance] = {}
        self._luck: tuple[str, Luck] = ("", {})
        self._wide: dict[str, Case] = {}
        self._parts: dict[str, tuple[tuple[float, Ledger], ...]] = {}
        self._analyses: dict[tuple[Key, bool], WordingAnalysis] = {}
        self._tables: dict[Key, PreparedIssue] = {}  # of the last text that is none of the case's

    @property
    def seed(self) -> int:
        """The seed."""
        return self.ensemble.seed

    @property
    def fitted(self) -> Fitted:
        """What forecasts are read from."""
        return self.own_fit or shipped()

    @property
    def members(self) -> int:
        """How many parameter sets there are."""
        return self.ensemble.size

    def at(self, issue: str) -> Issue:
        """Return an issue of the case; an UnknownNameError when there is none."""
        if issue not in self.case.issues:
            raise unknown_name("issue", issue, self.case.issues)
        return self.case.issues[issue]

    def arrays(self, issue: str) -> PreparedIssue:
        """Return an issue with all its wordings as arrays."""
        if issue not in self._arrays:
            self._arrays[issue] = prepare_issue(self.case, issue)
        return self._arrays[issue]

    def parts(self, issue: str) -> tuple[tuple[float, Ledger], ...]:
        """Return whose answers an issue's answers are a mixture of, with their shares; none where nothing is mixed."""
        if issue not in self._parts:
            self._parts[issue] = tuple((share, self.with_case(case)) for share, case in mixture(self.whole, issue))
        return self._parts[issue]

    def talked(self, issue: str, talks: Talks = DECLARED) -> tuple[str, ...]:
        """Return who is seen in private on an issue: the only place where this is decided.

        Parameters
        ----------
        issue : str
        talks : str or sequence of str
            ``declared`` for the targets of the talks that the case declares, ``none``, or delegation ids. Whoever has
            no seat at this table, or holds nothing that is known, is left out: a talk moves nothing there. An
            UnknownNameError for a name that is no delegation of the case.
        """
        if talks == DECLARED:
            wanted: Iterable[str] = {t.target for t in self.at(issue).talks}
        elif talks == NO_TALKS:
            wanted = ()
        else:
            wanted = [talks] if isinstance(talks, str) else talks
        arrays = self.arrays(issue)
        seen = arrays.check_delegations(wanted)
        return tuple(a for a in arrays.actors if a in seen)

    def issue(self, issue: str, talks: Talks = DECLARED, progress: Callable[[], None] | None = None) -> IssueForecast:
        """Return the forecast of all wordings of an issue and of the negotiation over them."""
        at, seen = self.at(issue), self.talked(issue, talks)
        if (issue, seen) not in self._issues and (parts := self.parts(issue)):
            watch = [progress, *[None] * (len(parts) - 1)]
            played = [(s, part.issue(issue, seen or NO_TALKS, w)) for (s, part), w in zip(parts, watch, strict=True)]
            self._issues[issue, seen] = mixed_forecast(played)
        if (issue, seen) not in self._issues:
            self._issues[issue, seen] = simulate_issue(
                self.arrays(issue),
                self.ensemble,
                tried=at.try_order(),
                fallback=at.fallback,
                talked=seen,
                draws=self.draws,
                progress=progress,
            )
        return self._issues[issue, seen]

    def play(
        self,
        asked: Sequence[tuple[str, Talks]],
        *,
        mapper: Mapper | None = None,
        address: Workers | None = None,
        store: Store | None = None,
        progress: Callable[[], None] | None = None,
    ) -> None:
        """Compute several issues at once, so that :meth:`issue` has them at hand: the same numbers, however shared.

        Parameters
        ----------
        asked : sequence of (issue, talks)
        mapper : Mapper, optional
            Processes here, one issue each.
        address, store
            Workers elsewhere, which share the worlds of all issues; see :func:`positions.work.engine.play_jobs`.
        progress : callable, optional
            Called :func:`positions.simulation.simulate.part_count` times for each of ``asked``.
        """
        wanted = list(dict.fromkeys((issue, self.talked(issue, talks)) for issue, talks in asked))
        if address is not None:
            alone = [key for key in wanted if not self.parts(key[0])]
            runs = [self._run(issue, seen) for issue, seen in alone]
            found = forecasts(runs, address=address, store=store, progress=progress)
            self._issues |= dict(zip(alone, found, strict=True))
            for issue, seen in (key for key in wanted if key not in alone):
                self.issue(issue, seen or NO_TALKS, progress)
            return
        if mapper is None or mapper.single:
            for issue, seen in wanted:
                self.issue(issue, seen or NO_TALKS, progress)
            return
        for key, made in zip(wanted, mapper(self.empty()._played, wanted), strict=True):
            self._issues[key] = made
            for _ in range(part_count(self.draws, self.members) if progress else 0):
                progress()  # type: ignore[misc]  # it is there

    def _run(self, issue: str, seen: tuple[str, ...]) -> Run:
        at = self.at(issue)
        return Run(self.arrays(issue), self.ensemble, at.try_order(), at.fallback, seen, self.draws)

    def _played(self, key: tuple[str, tuple[str, ...]]) -> IssueForecast:
        return self.issue(key[0], key[1] or NO_TALKS)

    def key(
        self, issue: str, text: str | Mapping[str, str], *, tabled_by: str | None = None, talks: Talks = DECLARED
    ) -> Key:
        """Return the name of an answer: one name for one question, however it is put.

        ``text`` is a wording's id or a choice of options (clause to option); the same words under another name are the
        same text. ``tabled_by`` is whoever tables it in the case when not given: nobody but the chair, for a text that
        is not among the case's own.
        """
        at = self.at(issue)
        if isinstance(text, str):
            if text not in at.wordings:
                raise unknown_name("wording", text, at.wordings)
            own = text
        else:
            same = (w for w, record in at.wordings.items() if dict(record.choice) == dict(text))
            own = next((w for w in same if tabled_by in (None, at.wordings[w].tabled_by)), "")
        by = (at.wordings[own].tabled_by if own else "") if tabled_by is None else tabled_by
        if by and by not in self.case.delegations:
            raise unknown_name("delegation", by, self.case.delegations)
        name = own or named_choice(in_order(at, text))  # type: ignore[arg-type]  # a string is an own wording
        return Key(issue, name, by, self.talked(issue, talks))

    def text(
        self, issue: str, text: str | Mapping[str, str], *, tabled_by: str | None = None, talks: Talks = DECLARED
    ) -> Chance:
        """Return the chance of one text of an issue; see :meth:`key` for the arguments."""
        key = self.key(issue, text, tabled_by=tabled_by, talks=talks)
        at = self.at(issue)
        if key.text in at.wordings and key.tabled_by == at.wordings[key.text].tabled_by:
            played = self.issue(issue, key.talked or NO_TALKS).wording(key.text)
            return Chance(played.p_consensus, played.by_member)
        if key not in self._texts and (parts := self.parts(issue)):
            seen = key.talked or NO_TALKS
            self._texts[key] = mixed_chance(
                [(share, part.text(issue, text, tabled_by=key.tabled_by, talks=seen)) for share, part in parts]
            )
        if key not in self._texts:
            arrays = self._table(key, text)
            if self._luck[0] != issue:
                self._luck = issue, {}  # draws of one issue at a time: they take memory
            self._texts[key] = text_chance(
                arrays, self.ensemble, talked=key.talked, draws=self.draws, luck=self._luck[1]
            )
        return self._texts[key]

    def _table(self, key: Key, text: str | Mapping[str, str]) -> PreparedIssue:
        """Return an issue's table with the text of a key before it, under the key's name."""
        at = self.at(key.issue)
        own = at.wordings.get(key.text)
        if own is not None and key.tabled_by == own.tabled_by:
            return self.arrays(key.issue)
        if key not in self._tables:
            choice = text if own is None else own.choice
            assert not isinstance(choice, str)  # noqa: S101 - a string is a wording's id
            known = all(o in at.clauses[k].options for k, o in choice.items())
            case = self.case if known else self.wide(key.issue)
            table = prepare_issue(case, key.issue, choices={key.text: choice}, tabled_by=key.tabled_by)
            self._tables = {key: table}
        return self._tables[key]

    def wide(self, issue: str) -> Case:
        """Return the case with the options that the known ways to soften a text add to an issue."""
        if issue not in self._wide:
            from positions.search.widen import widen  # reads the lexicon: only searches need it

            self._wide[issue] = widen(self.case, issue)[0]
        return self._wide[issue]

    def vote(
        self,
        issue: str,
        wording: str,
        rules: Sequence[Rule],
        *,
        talks: Talks = DECLARED,
        conduct: Conduct = IN_A_VOTE,
        progress: Callable[[], None] | None = None,
    ) -> VoteForecast:
        """Put one wording to a vote under several rules, in the worlds in which :meth:`issue` plays it.

        Under consensus the chance that it is adopted is that of :meth:`issue`.
        """
        if self.parts(issue):
            hint = "ask for the stated and for the believed reading"
            raise PositionsError("a vote is not worked out for a mixture of readings", hint=hint)
        played = self.issue(issue, talks)
        played.wording(wording)  # or an UnknownNameError
        return simulate_vote(
            prepare_issue(self.case, issue, only=[wording]),
            self.ensemble,
            wording,
            rules,
            talked=played.talked,
            draws=played.draws,
            conduct=conduct,
            progress=progress,
        )

    def analysis(
        self,
        issue: str,
        text: str | Mapping[str, str],
        talks: Talks = DECLARED,
        *,
        tabled_by: str | None = None,
        families: bool = True,
    ) -> WordingAnalysis:
        """Return who blocks one text in the central world, and on whom they lean; see :meth:`key` for the arguments.

        ``families`` as for :func:`positions.game.analyse_wording`.
        """
        key = self.key(issue, text, tabled_by=tabled_by, talks=talks)
        if (key, families) not in self._analyses:
            table = self._table(key, text)
            self._analyses[key, families] = analyse_wording(table, key.text, talked=key.talked, families=families)
        return self._analyses[key, families]

    def states(
        self, issue: str, text: str | Mapping[str, str], talks: Talks = DECLARED, *, tabled_by: str | None = None
    ) -> dict[str, str]:
        """Return where everybody at the table ends on one text, as the role of :meth:`why`; see :meth:`key`."""
        key = self.key(issue, text, tabled_by=tabled_by, talks=talks)
        found = self.analysis(issue, text, talks, tabled_by=tabled_by, families=False)
        return end_states(self._table(key, text), found)

    def why(
        self,
        issue: str,
        text: str | Mapping[str, str],
        delegation: str,
        talks: Talks = DECLARED,
        *,
        tabled_by: str | None = None,
        families: bool = True,
    ) -> Explanation:
        """Take apart where a delegation ends on one text in the central world; see :meth:`key` for the arguments."""
        key = self.key(issue, text, tabled_by=tabled_by, talks=talks)
        return explain(self._table(key, text), key.text, delegation, talked=key.talked, families=families)

    def answers(self) -> Answers:
        """Return all answers so far, to be taken in by another ledger of the same meeting."""
        return Answers(dict(self._issues), dict(self._texts))

    def take(self, answers: Answers) -> None:
        """Take in answers that another ledger of the same meeting has computed."""
        self._issues |= answers.issues
        self._texts |= answers.texts

    def empty(self) -> Ledger:
        """Return a ledger of the same meeting without answers: small enough to send to another process."""
        made = Ledger.__new__(Ledger)
        made.whole, made.case, made.draws, made.ensemble = self.whole, self.case, self.draws, self.ensemble
        made.own_fit = self.own_fit
        made._arrays, made._issues, made._texts, made._wide, made._luck, made._parts = {}, {}, {}, {}, ("", {}), {}
        made._analyses, made._tables = {}, {}
        return made

    def with_case(self, case: Case) -> Ledger:
        """Return a ledger of another case with the same seed, draws and number of parameter sets."""
        return Ledger(case, seed=self.seed, draws=self.draws, members=self.members, fitted=self.own_fit)
