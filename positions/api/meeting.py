"""A meeting to ask: load it once, then ask who blocks, what passes, what would be better."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from positions.api.forecast import ForecastAnswer
from positions.api.results import (
    BlocsAnswer,
    Made,
    MatrixAnswer,
    SimulationAnswer,
    TextAnswer,
    VoteAnswer,
    actor_names,
)
from positions.api.why import WhyAnswer
from positions.defaults import DRAWS, MEMBERS, READING, SEED
from positions.errors import ExitCode, PositionsError, unknown_name
from positions.forecast import read_fitted
from positions.game import stance_letters, stance_matrices
from positions.ledger import Ledger, change_of, outlook
from positions.ledger.ledger import DECLARED, NO_TALKS, Talks
from positions.markings import Marking
from positions.model import Case, read_as, release_statement, withhold
from positions.voting import Rule, parse_rule

if TYPE_CHECKING:
    from positions.agreement import CoalitionGraph
    from positions.api.found import CompromiseAnswer, OutreachAnswer, PackageAnswer

__all__ = ["Meeting", "load"]

USUAL_RULES = ("consensus", "consensus_minus_2", "simple_majority", "two_thirds_majority", "absolute_majority")


def load(
    folder: str | Path,
    *,
    release: str | Marking = "",
    seed: int = SEED,
    draws: int = DRAWS,
    members: int = MEMBERS,
    forecast: str | Path = "",
    reading: str = READING,
) -> Meeting:
    """Read a case folder.

    Parameters
    ----------
    folder : str or Path
        A folder of YAML files.
    release : str or Marking
        Leave out, before anything is computed, all that is marked above this: ``"U"``, ``"SBU"``, ``"C"`` …
    seed : int
        The same seed gives the same numbers.
    draws, members : int
        Most worlds for each of ``members`` parameter sets.
    forecast : str or Path
        Read forecasts from this fit (``positions learn``) instead of the program's own.
    reading : str
        Which stances answers are of: ``stated``, ``believed`` or ``mixed``; see :meth:`Meeting.with_reading`.

    Raises
    ------
    CaseProblems
        With every problem of the case, each with file, line, column and how to mend it.

    Examples
    --------
    >>> import positions
    >>> meeting = positions.load("data")
    >>> meeting.issues[:3]
    ('non_punishment', 'review_mechanism', 'domestic_scope')
    """
    from positions.casefiles import load_case

    case = load_case(Path(folder))
    if release:
        case = withhold(case, release if isinstance(release, Marking) else Marking.parse(release))
    fitted = read_fitted(Path(forecast).read_text("utf-8")) if forecast else None
    case = read_as(case, reading)
    return Meeting(Ledger(case, seed=seed, draws=draws, members=members, fitted=fitted))


class Meeting:
    """One meeting. Nothing here changes it: what-ifs return another meeting, and no file is written but by ``brief``.

    Examples
    --------
    >>> import positions
    >>> meeting = positions.load("data", draws=100)
    >>> meeting.blocs("non_punishment").tabled.blocking_bloc
    ('russia', 'iran', 'pakistan')
    >>> meeting
    Meeting 'Working Group on Trafficking in Persons, Vienna, 27-29 January 2010': 11 issues, 9 delegations
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger

    def __repr__(self) -> str:
        case = self.case
        return f"Meeting {case.meeting.title!r}: {len(case.issues)} issues, {len(case.delegations)} delegations"

    @property
    def case(self) -> Case:
        """The records that were read."""
        return self.ledger.case

    @property
    def issues(self) -> tuple[str, ...]:
        """The ids of the issues."""
        return tuple(self.case.issues)

    @property
    def delegations(self) -> tuple[str, ...]:
        """The ids of the delegations."""
        return tuple(self.case.delegations)

    @cached_property
    def made(self) -> Made:
        """How every answer of this meeting is made."""
        case, ledger = self.case, self.ledger
        return Made(
            case.provenance.version,
            case.provenance.short,
            case.marking().label,
            ledger.seed,
            ledger.draws,
            ledger.members,
            case.meeting.is_replay,
        )

    @property
    def withheld(self) -> str:
        """What a release says about itself; empty when nothing was asked to be left out."""
        return release_statement(self.case) if self.case.provenance.release else ""

    # what holds

    def matrix(self) -> MatrixAnswer:
        """Return who holds what on the text on the table.

        Examples
        --------
        >>> import positions
        >>> letters = positions.load("data").matrix().letters
        >>> letters.letters[letters.delegations.index("pakistan")][:2]
        ('O', 'B')
        """
        return MatrixAnswer(stance_letters(self.case), stance_matrices(self.case), self.made)

    def blocs(self, issue: str, *, talks: Talks = DECLARED) -> BlocsAnswer:
        """Return who blocks each wording of an issue, who leads, who follows, and what it takes to free it.

        Parameters
        ----------
        issue : str
        talks : str or sequence of str
            Who is seen in private: ``declared`` (the talks that the case declares), ``none``, or delegation ids. Where
            somebody is, the answer holds what would be without beside it.

        Examples
        --------
        >>> import positions
        >>> (pakistan,) = positions.load("data").blocs("non_punishment").tabled.followers
        >>> pakistan.lets_go_with
        (('russia', 'iran'),)
        """
        at, ledger = self.ledger.at(issue), self.ledger
        seen = ledger.talked(issue, talks)
        return BlocsAnswer(
            issue,
            at.title,
            at.tabled,
            {w.id: w.title for w in at.wordings.values()},
            actor_names(self.case, issue),
            tuple(ledger.analysis(issue, w, seen or NO_TALKS) for w in at.wordings),
            tuple(ledger.analysis(issue, w, NO_TALKS) for w in at.wordings) if seen else (),
            ledger.arrays(issue).unknown,
            self.made,
        )

    def why(self, issue: str, delegation: str, wording: str = "", *, talks: Talks = DECLARED) -> WhyAnswer:
        """Take apart why a delegation ends where it ends on a wording; the text on the table when none is named.

        Examples
        --------
        >>> import positions
        >>> positions.load("data").why("non_punishment", "pakistan").role
        'follower'
        """
        put = wording or self.ledger.at(issue).tabled
        told = self.ledger.why(issue, put, delegation, talks)
        return WhyAnswer(issue, told, self.ledger.case, self.made)

    # what would happen

    def simulate(self, issue: str, *, talks: Talks = DECLARED) -> SimulationAnswer:
        """Put every wording of an issue to the room in many possible worlds.

        Examples
        --------
        >>> import positions
        >>> meeting = positions.load("data", draws=200)
        >>> meeting.simulate("plea_bargaining").tabled.passes
        '100 % (99-100)'
        """
        at, ledger = self.ledger.at(issue), self.ledger
        played = ledger.issue(issue, talks)
        without = ledger.issue(issue, NO_TALKS) if played.talked else None
        texts = tuple(
            TextAnswer(
                w.wording,
                at.wordings[w.wording].title,
                at.wordings[w.wording].tabled_by,
                w,
                None if without is None else without.wording(w.wording),
            )
            for w in played.wordings
        )
        return SimulationAnswer(
            issue,
            at.title,
            at.tabled,
            texts,
            played,
            without,
            ledger.arrays(issue).unknown,
            outlook(ledger, issue, talks),
            self.made,
        )

    def forecast(
        self,
        issue: str,
        *,
        talks: Talks = DECLARED,
        text: str | Mapping[str, str] = "",
        tabled_by: str | None = None,
    ) -> ForecastAnswer:
        """Return how often such issues end as tabled, weakened, forwarded or with nothing, learnt from a record.

        What the game says is one covariate of it. Who is seen in private, another text or another tabler moves the
        game's chance; how far the forecast follows is what the record has taught, and stands beside it.

        Parameters
        ----------
        issue : str
        talks : str or sequence of str
        text : str or mapping of clause to option
            Put instead of the text on the table: what it changes.
        tabled_by : str, optional
            Who tables it: what it changes.

        Examples
        --------
        >>> import positions
        >>> found = positions.load("data", draws=100).forecast("global_plan")
        >>> found.words.partition("adopted")[0], found.named, found.assumed
        ('forecast: ', ('usa',), ())
        """
        at, ledger = self.ledger.at(issue), self.ledger
        asked = text or tabled_by is not None or ledger.talked(issue, talks)
        change = change_of(ledger, issue, text=text, tabled_by=tabled_by, talks=talks) if asked else None
        return ForecastAnswer(issue, at.title, outlook(ledger, issue, talks), change, self.made)

    def vote(
        self, issue: str, *rules: str | Rule, wording: str = "", weights: Mapping[str, float] | None = None,
        talks: Talks = DECLARED,
    ) -> VoteAnswer:  # fmt: skip
        """Put one text to a vote under one or several rules; the usual ones when none is named.

        Parameters
        ----------
        issue : str
        *rules : str or Rule
            As in ``positions vote --help``: ``consensus``, ``two_thirds_majority``, ``voting:3/5`` …
        wording : str
            The text on the table when not given.
        weights : mapping of delegation to number, optional
            For rules that weigh votes.
        talks : str or sequence of str

        Examples
        --------
        >>> import positions
        >>> meeting = positions.load("data", draws=100)
        >>> found = meeting.vote("plea_bargaining", "consensus", "simple_majority")
        >>> [rule.adoption.median for rule in found.played.rules]
        [1.0, 1.0]
        """
        at = self.ledger.at(issue)
        put = wording or at.tabled
        named = rules or tuple(dict.fromkeys((at.rule, *USUAL_RULES)))
        made = [self._rule(issue, r, weights) for r in named]
        played = self.ledger.vote(issue, put, made, talks=talks)
        return VoteAnswer(at.wordings[put].title, played, self.made)

    def _rule(self, issue: str, rule: str | Rule, weights: Mapping[str, float] | None) -> Rule:
        """Return a rule for as many members as there are seats; where all members count, the unknown too."""
        if isinstance(rule, Rule):
            return rule
        arrays = self.ledger.arrays(issue)
        seated = [a for a, n in zip(arrays.actors, arrays.seats, strict=True) for _ in range(int(n))]
        everybody = [*seated, *arrays.unknown]
        by_seat = None if weights is None else [weights[a] for a in everybody]
        made = parse_rule(rule, everybody, by_seat)
        return made if made.counts_all else parse_rule(rule, seated, by_seat and by_seat[: len(seated)])

    def graph(self, issue: str = "", wording: str = "", *, talks: Talks = DECLARED) -> CoalitionGraph:
        """Return the coalition graph of the whole meeting, or of one text of an issue.

        Examples
        --------
        >>> import positions
        >>> graph = positions.load("data", draws=100).graph("non_punishment")
        >>> sorted(d for d, bloc in graph.nodes(data="bloc") if bloc)
        ['iran', 'pakistan', 'russia']
        """
        from positions.findings.coalition import coalition_of

        if wording and not issue:
            raise unknown_name("issue for a wording", "", self.issues)
        named = [issue] if issue else list(self.issues)
        put = {i: wording or self.ledger.at(i).tabled for i in named}
        return coalition_of(self.case, [self.ledger.issue(i, talks).wording(put[i]) for i in named])

    # what would be better

    def compromise(
        self, issue: str, *, principal: str = "", talks: Talks = DECLARED, tabled_by: str | None = None
    ) -> CompromiseAnswer:
        """Search wordings of an issue that pass, and who should table them; the one worth asking for first.

        Parameters
        ----------
        issue : str
        principal : str
            For whom: a delegation, a group, ``proponents`` or ``worst``; the meeting's principal when not given.
        talks : str or sequence of str
            Who is seen before; ``none`` shows what a text does alone, not mixed with what a talk does.
        tabled_by : str, optional
            Who tables whatever is found.

        Examples
        --------
        >>> import positions
        >>> found = positions.load("data", draws=100).compromise("victim_care").found
        >>> found.front[found.ranked[0]].share > 0.5
        True
        """
        from positions.api.found import CompromiseAnswer
        from positions.ledger.advice import searched_compromise

        found = searched_compromise(self.ledger, issue, principal=principal, talks=talks, tabled_by=tabled_by)
        return CompromiseAnswer(found, self.ledger.at(issue).title, self.made)

    def package(self, *issues: str, talks: Talks = DECLARED) -> PackageAnswer:
        """Find texts of several issues that pass together where they do not one by one.

        Examples
        --------
        >>> import positions
        >>> found = positions.load("data", draws=100).package("domestic_scope", "global_plan")
        >>> len(found.packages) > 0
        True
        """
        from positions.api.found import PackageAnswer
        from positions.ledger.advice import searched_packages

        return PackageAnswer(
            issues, searched_packages(self.ledger, issues, talks=talks, worlds=self.ledger.draws), self.made
        )

    def outreach(self, conversations: int = 0, *issues: str, principal: str = "") -> OutreachAnswer:
        """Plan whom to see, on what, in which order, and what to find out.

        Parameters
        ----------
        conversations : int
            How many there is time for; as many as the meeting says when 0.
        *issues : str
            All when none is named.
        principal : str
            The meeting's when not given.

        Examples
        --------
        >>> import positions
        >>> plan = positions.load("data", draws=100).outreach(2).plan
        >>> [step.delegation for step in plan.steps]
        ['russia', 'pakistan']
        """
        count = conversations or self.case.meeting.consultations
        named = issues or self.issues
        for issue in named:
            self.ledger.at(issue)
        from positions.api.found import OutreachAnswer
        from positions.ledger.advice import outreach_plan

        made = outreach_plan(self.ledger, named, count, principal=principal)
        return OutreachAnswer(made.plan, made.asked, made.worlds, self.made)

    def brief(self, folder: str | Path) -> Path:
        """Write the briefing book into a folder; return the path of its page.

        Examples
        --------
        >>> import positions
        >>> page = positions.load("data").brief("book")  # doctest: +SKIP
        """
        from positions.api.brief import write_book

        return write_book(self.ledger, Path(folder))

    # what if

    def with_stance(self, issue: str, delegation: str, **values: Any) -> Meeting:
        """Return the meeting as it would be with another stance; nothing is written.

        Parameters
        ----------
        issue, delegation : str
        **values
            Fields of the stance: ``ideal``, ``acceptance``, ``salience``, ``mobility``, ``confidence`` … An ideal point
            outside the interval widens it to there. A stance that is not known yet needs the first three.

        Examples
        --------
        >>> import positions
        >>> meeting = positions.load("data").with_stance("domestic_scope", "russia", acceptance=(0.0, 1.0))
        >>> meeting.blocs("domestic_scope", talks="none").tabled.passes
        True
        """
        from positions.api.whatif import changed_stance

        self.ledger.at(issue)
        if delegation not in self.case.delegations:
            raise unknown_name("delegation", delegation, self.case.delegations)
        cell, whole = (delegation, issue), self.ledger.whole
        known = {cell: self.case.stances[cell]} if cell in self.case.stances else {}
        made = changed_stance(replace(whole, stances={**whole.stances, **known}), issue, delegation, values)
        believed = {key: held for key, held in whole.believed.items() if key != cell}
        return Meeting(self.ledger.with_case(replace(made, believed=believed)))

    def without(self, *delegations: str) -> Meeting:
        """Return the meeting as it would be with some delegations absent: from outside nobody can object.

        Examples
        --------
        >>> import positions
        >>> positions.load("data").without("pakistan").blocs("victim_care").tabled.blocking_bloc
        ()
        """
        from positions.search.sweeps.plan import absent

        return Meeting(self.ledger.with_case(absent(self.ledger.whole, delegations)))

    def with_reading(self, reading: str) -> Meeting:
        """Return the meeting with stances as they are stated, as they are believed, or with both mixed.

        Parameters
        ----------
        reading : str
            ``stated``: what is said, as if nothing else were believed. ``believed``: the case's believed readings in
            the place of what is said. ``mixed``: chances of both, each believed reading being right with the chance
            that the case gives it; what is shown of one world is of the likelier reading. A vote is not mixed.

        Examples
        --------
        >>> import positions
        >>> positions.load("data").with_reading("believed").case.provenance.reading
        'believed'
        """
        return Meeting(self.ledger.with_case(read_as(self.ledger.whole, reading)))

    def with_parameters(self, **values: float | tuple[float, float, float]) -> Meeting:
        """Return the meeting as it would be with other parameters of the game.

        Parameters
        ----------
        **values : float or (low, central, high)
            By name, as in ``positions.PARAMETERS``; a single number is certain. A PositionsError for one that is not
            there, or a number that it cannot have.

        Examples
        --------
        >>> import positions
        >>> dear = positions.load("data").with_parameters(base_cost=3.0, isolation_cost=3.0)
        >>> dear.blocs("non_punishment").tabled.blocking_bloc
        ()
        """
        from positions.search.sweeps.axes import apply_value

        case = self.ledger.whole
        for name, value in values.items():
            low, central, high = value if isinstance(value, tuple) else (value, value, value)
            try:
                case = apply_value(case, name, central)
            except ValueError as error:
                raise PositionsError(str(error), exit_code=ExitCode.USAGE) from None
            specs = (replace(s, low=low, high=high) if s.name == name else s for s in case.parameters)
            case = replace(case, parameters=tuple(specs))
        return Meeting(self.ledger.with_case(case))
