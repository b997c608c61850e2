"""What a person supposes beside what the case says: another text, another tabler, a talk, who lets go, who is absent.

A supposition is a frozen record. Each change makes a new one that knows the one before it, so that every state has an
address of its own, going back is a link, and two tabs cannot disturb each other.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from positions.api.whatif import lets_go, with_interval
from positions.errors import ExitCode, PositionsError, unknown_name
from positions.ledger.ledger import DECLARED, Talks
from positions.model import Case, Issue
from positions.search.space import in_order
from positions.search.sweeps.plan import absent
from positions.text.moves import with_phrase

__all__ = ["MOST_STATES", "Phrase", "States", "Supposed", "Text"]

MOST_STATES = 2_000  # states that are kept; a day's work makes some hundreds

Cell = tuple[str, str]  # issue, delegation


@dataclass(frozen=True, slots=True)
class Text:
    """A text before the room: one option for each clause, and who tables it ("" is the chair)."""

    choice: tuple[tuple[str, str], ...]
    tabled_by: str

    @classmethod
    def of(cls, issue: Issue, wording: str) -> Text:
        """Return a wording of the case as its tabler tables it."""
        found = issue.wordings[wording]
        return cls(tuple(in_order(issue, found.choice).items()), found.tabled_by)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that were typed into a clause, over one of its options."""

    issue: str
    clause: str
    words: str
    instead: str


@dataclass(frozen=True)
class Supposed:
    """Everything that is supposed; empty means the case as it is.

    Parameters
    ----------
    texts : mapping of issue to Text
        Where it is another than the text on the table.
    talks : mapping of issue to ``declared``, ``none`` or delegations
    phrases : tuple of Phrase
    intervals : mapping of (issue, delegation) to (low, high)
    let_go : frozenset of (issue, delegation)
    absent : frozenset of str
    """

    texts: Mapping[str, Text] = field(default_factory=dict)
    talks: Mapping[str, Talks] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    intervals: Mapping[Cell, tuple[float, float]] = field(default_factory=dict)
    let_go: frozenset[Cell] = frozenset()
    absent: frozenset[str] = frozenset()

    @property
    def case_key(self) -> tuple[object, ...]:
        """What makes the case another one; texts and talks are asked about the same case."""
        return self.phrases, tuple(sorted(self.intervals.items())), self.let_go, self.absent

    def case(self, case: Case) -> Case:
        """Return the case as it is supposed to be."""
        for phrase in self.phrases:
            wider, _ = with_phrase(case.issues[phrase.issue], phrase.clause, phrase.words, instead=phrase.instead)
            case = replace(case, issues={**case.issues, phrase.issue: wider})
        for (issue, delegation), (low, high) in self.intervals.items():
            case = with_interval(case, issue, delegation, low, high)
        for issue, delegation in sorted(self.let_go):
            case = lets_go(case, issue, delegation)
        return absent(case, self.absent) if self.absent else case

    def text(self, issue: Issue) -> Text:
        """Return the text that is before the room."""
        return self.texts.get(issue.id) or Text.of(issue, issue.tabled)

    def seen(self, issue: str) -> Talks:
        """Return who is seen in private before the text is put."""
        return self.talks.get(issue, DECLARED)

    # one change each

    def with_text(self, issue: Issue, choice: Mapping[str, str], tabled_by: str | None = None) -> Supposed:
        """Put another text; whoever tables the one at hand tables it."""
        for clause, option in choice.items():
            if clause not in issue.clauses:
                raise unknown_name("clause", clause, issue.clauses)
            if option not in issue.clauses[clause].options:
                raise unknown_name("option", option, issue.clauses[clause].options)
        old = self.text(issue)
        whole = in_order(issue, {**dict(old.choice), **choice})
        by = old.tabled_by if tabled_by is None else tabled_by
        return replace(self, texts={**self.texts, issue.id: Text(tuple(whole.items()), by)})

    def with_words(self, issue: Issue, clause: str, words: str) -> Supposed:
        """Type a phrase into a clause, over the option that stands there; it then stands there itself."""
        if clause not in issue.clauses:
            raise unknown_name("clause", clause, issue.clauses)
        over = dict(self.text(issue).choice)[clause]
        wider, new = with_phrase(issue, clause, words, instead=over)
        made = replace(self, phrases=(*self.phrases, Phrase(issue.id, clause, words, over)))
        return made.with_text(wider, {clause: new.option.id})

    def with_talks(self, issue: str, talks: Talks) -> Supposed:
        """See somebody in private, or nobody."""
        return replace(self, talks={**self.talks, issue: talks})

    def with_interval(self, issue: str, delegation: str, written: str) -> Supposed:
        """Give a delegation another interval, as ``0.2-0.5``; empty takes the case's again."""
        kept = {cell: span for cell, span in self.intervals.items() if cell != (issue, delegation)}
        if not written.strip():
            return replace(self, intervals=kept)
        return replace(self, intervals={**kept, (issue, delegation): read_interval(written)})

    def toggle_let_go(self, issue: str, delegation: str) -> Supposed:
        """Suppose that a delegation lets go on an issue, or no longer."""
        return replace(self, let_go=self.let_go ^ {(issue, delegation)})

    def toggle_absent(self, delegation: str) -> Supposed:
        """Suppose that a delegation is not in the room, or no longer."""
        return replace(self, absent=self.absent ^ {delegation})

    def fitting(self, case: Case) -> Supposed:
        """Return what of it still has a meaning in a case whose files were changed."""
        phrases: list[Phrase] = []
        for phrase in self.phrases:
            try:
                replace(self, phrases=(*phrases, phrase), intervals={}, let_go=frozenset(), absent=frozenset()).case(
                    case
                )
            except (KeyError, PositionsError):  # its clause is gone, or the case says it itself by now
                continue
            phrases.append(phrase)
        wider = Supposed(phrases=tuple(phrases)).case(case)

        def there(issue: str, *delegations: str) -> bool:
            return issue in case.issues and all(d in case.delegations for d in delegations)

        def stands(issue: str, text: Text) -> bool:
            clauses = wider.issues[issue].clauses
            known = {(k, o) for k, clause in clauses.items() for o in clause.options}
            return {k for k, _ in text.choice} == set(clauses) and set(text.choice) <= known

        return Supposed(
            {i: t for i, t in self.texts.items() if there(i, *filter(None, [t.tabled_by])) and stands(i, t)},
            {i: t for i, t in self.talks.items() if there(i, *(() if isinstance(t, str) else t))},
            tuple(phrases),
            {cell: span for cell, span in self.intervals.items() if there(*cell)},
            frozenset(cell for cell in self.let_go if there(*cell)),
            frozenset(d for d in self.absent if d in case.delegations),
        )

    def words(self, case: Case) -> tuple[str, ...]:
        """Return what is supposed about delegations, each in a few words."""

        def name(delegation: str) -> str:
            return case.delegations[delegation].name

        said = [f"{name(d)} is absent" for d in case.delegations if d in self.absent]
        said += [f"{name(d)} lets go on {case.issues[i].title}" for i, d in sorted(self.let_go)]
        said += [
            f"{name(d)} accepts {low:g} to {high:g} on {case.issues[i].title}"
            for (i, d), (low, high) in self.intervals.items()
        ]
        return tuple(said)


def read_interval(written: str) -> tuple[float, float]:
    """Return an interval as a person types it.

    >>> read_interval("0.2-0.5"), read_interval(" 0 – 1 "), read_interval("0.3 to 0.7")
    ((0.2, 0.5), (0.0, 1.0), (0.3, 0.7))
    """
    plain = written.replace("–", "-").replace("..", "-").replace("to", "-")
    ends = [end.strip() for end in plain.split("-")]
    try:
        low, high = (float(end) for end in ends)
        if not 0 <= low <= high <= 1:
            raise ValueError
    except ValueError:
        message = f'"{written.strip()[:40]}" is no interval within 0..1'
        raise PositionsError(message, hint="write it as 0.2-0.5", exit_code=ExitCode.USAGE) from None
    return low, high


@dataclass(frozen=True, slots=True)
class State:
    """A supposition with its number and the number of the one before it; -1 for none."""

    number: int
    supposed: Supposed
    before: int


class States:
    """All states since the start, by number; the oldest are forgotten where there are very many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, State] = OrderedDict({0: State(0, Supposed(), -1)})
        self._next = 1

    def fit(self, case: Case) -> None:
        """Keep of each state what still has a meaning in a case whose files were changed."""
        with self._lock:
            for number, state in self._kept.items():
                self._kept[number] = replace(state, supposed=state.supposed.fitting(case))

    def __getitem__(self, number: int) -> State:
        """Return a state; that of the case as it is for a number that is not known."""
        with self._lock:
            return self._kept.get(number) or self._kept[0]

    def add(self, supposed: Supposed, before: int) -> State:
        """Keep a new state."""
        with self._lock:
            made = State(self._next, supposed, before)
            self._kept[made.number] = made
            self._next += 1
            if len(self._kept) > MOST_STATES:
                del self._kept[next(n for n in self._kept if n)]
            return made

    def after(self, number: int) -> int:
        """Return the newest state that was made from one, or -1."""
        with self._lock:
            return max((s.number for s in self._kept.values() if s.before == number), default=-1)


def flipped(there: Iterable[str], one: str) -> tuple[str, ...]:
    """Return the names with one added, or taken out where it is there."""
    names = tuple(there)
    return tuple(n for n in names if n != one) if one in names else (*names, one)
