"""The release rule: everything above a mark is left out before anything is computed.

What remains is a case like any other, as if the rest had never been written down: no id points at what is gone, and
the provenance is that of the remaining content, so that neither a file name nor a hash speaks of the rest. What
another government told in confidence never leaves, whatever its mark, nor do notes for one's own use.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model.case import Case, Provenance
from positions.model.issue import NO_TEXT, Clause, Issue, Option
from positions.model.plan import ActionPlan
from positions.model.sources import Document, Source
from positions.model.stance import Demand, RedLine

__all__ = ["WITHHELD", "content_hash", "release_statement", "withhold"]

WITHHELD = "withheld"
R = TypeVar("R")


def withhold(case: Case, mark: Marking) -> Case:
    """Return ``case`` without anything that is marked above ``mark`` or was told in confidence.

    - A delegation takes its stances, associations, ties, talks and plans with it; an issue its stances.
    - An issue whose tabled or fallback wording is withheld is withheld, for its question could not be put.
    - Options that only withheld wordings use go with them, and so do red lines and demands on such options.
    - A document above the mark that remaining items cite is replaced by one without name, title or date.

    Raises
    ------
    PositionsError
        When the meeting itself, or the delegation the briefing is written for, lies above the mark.
    """
    if case.meeting.marking > mark:
        raise PositionsError(f"the meeting itself is marked {case.meeting.marking.portion}: nothing can be released")
    chosen = _Selection(case, mark)
    if case.meeting.principal not in chosen.delegations:
        raise PositionsError(
            f"the delegation the case is written for is marked above {mark.portion}: nothing can be released"
        )
    released = chosen.case()
    withheld = sum(1 for _ in case.marked_items()) - sum(1 for _ in released.marked_items())
    withheld += chosen.stub in released.documents  # the stand-in is no item of the case
    withheld -= chosen.stub in case.documents
    withheld += case.provenance.withheld
    provenance = Provenance({"released": content_hash(released)}, case.provenance.version, withheld, mark.value)
    return replace(released, provenance=provenance)


def release_statement(case: Case) -> str:
    """Return the sentence that a released paper carries; empty when nothing was released.

    It gives the number of items only: which they are, and on what, would tell what they are about.
    """
    if not case.provenance.release:
        return ""
    n = case.provenance.withheld
    if n == 0:
        return f"Released at {case.provenance.release}: nothing was withheld."
    were = "1 item was" if n == 1 else f"{n} items were"
    return (
        f"Released at {case.provenance.release}: {were} withheld before anything was computed. Results rest on what "
        "remains; they can differ from those of the full case, and a stance that is withheld counts as unknown."
    )


_STAND_IN = Document(WITHHELD, "a document that is withheld", Marking.U, kind="report")


class _Selection:
    """What remains of a case at a mark."""

    def __init__(self, case: Case, mark: Marking) -> None:
        self.old, self.mark = case, mark
        self.stub = _free_id(case.documents)
        self.documents = {k: d for k, d in case.documents.items() if d.marking <= mark and k != self.stub}
        self.delegations = {k: d for k, d in case.delegations.items() if d.marking <= mark}
        self.options: dict[str, frozenset[tuple[str, str]]] = {}  # issue -> options that remain
        self.issues: dict[str, Issue] = {}
        for key, issue in case.issues.items():
            if (kept := self._issue(issue)) is not None:
                self.issues[key] = kept

    def case(self) -> Case:
        """Put the case together again."""
        old = self.old
        stances = {
            (d, i): replace(
                s,
                source=self.source(s.source),
                red_lines=self._red_lines(s.red_lines, i),
                demands=self._demands(s.demands, i),
            )
            for (d, i), s in old.stances.items()
            if self.open(s.source) and d in self.delegations and i in self.issues
        }
        associations = [
            replace(a, source=self.source(a.source), issues=self._known(a.issues))
            for a in old.associations
            if self.open(a.source)
            and {a.follower, a.leader} <= self.delegations.keys()
            and (not a.issues or self._known(a.issues))
        ]
        ties = [
            replace(t, source=self.source(t.source))
            for t in old.ties
            if self.open(t.source) and {t.delegation, t.towards} <= self.delegations.keys()
        ]
        known = self.delegations.keys() | self.issues.keys()
        gone = (old.delegations.keys() | old.issues.keys()) - known
        notes = [
            replace(n, source=self.source(n.source))
            for n in old.notes
            if self.open(n.source) and not gone.intersection(n.about)
        ]
        plans = {k: p for k, plan in old.plans.items() if (p := self._plan(plan)) is not None}
        used = {g for d in self.delegations.values() for g in d.groups}
        gone_groups = {g for k, d in old.delegations.items() if k not in self.delegations for g in d.groups} - used
        new = replace(
            old,
            groups={k: g for k, g in old.groups.items() if k not in gone_groups},
            delegations=self.delegations,
            issues=self.issues,
            stances=stances,
            associations=tuple(associations),
            ties=tuple(ties),
            notes=tuple(notes),
            plans=plans,
            documents=self.documents,
        )
        if any(source.document == self.stub for source in _sources(new)):
            new = replace(new, documents={**self.documents, self.stub: replace(_STAND_IN, id=self.stub)})
        return new

    def open(self, source: Source) -> bool:
        """Whether an item with this source may be seen."""
        return source.marking <= self.mark and not source.told_in_confidence

    def source(self, source: Source) -> Source:
        """Return the source without the name of a withheld document."""
        return source if source.document in self.documents else replace(source, document=self.stub)

    def _known(self, issues: Iterable[str]) -> tuple[str, ...]:
        return tuple(i for i in issues if i in self.issues)

    def _issue(self, issue: Issue) -> Issue | None:
        if issue.marking > self.mark:
            return None
        wordings = {k: w for k, w in issue.wordings.items() if w.marking <= self.mark}
        if issue.tabled not in wordings or (issue.fallback != NO_TEXT and issue.fallback not in wordings):
            return None
        clauses = self._clauses(issue, frozenset(wordings))
        self.options[issue.id] = frozenset((k, o) for k, clause in clauses.items() for o in clause.options)
        outcome = issue.outcome
        if outcome is not None:
            seen = self.open(outcome.source) and outcome.wording in (*wordings, NO_TEXT)
            outcome = replace(outcome, source=self.source(outcome.source)) if seen else None
        whole = clauses == issue.clauses and len(self.delegations) == len(self.old.delegations)
        return replace(
            issue,
            clauses=clauses,
            wordings={
                k: replace(w, tabled_by=self._if_seen(w.tabled_by), drafted_by=self._if_seen(w.drafted_by))
                for k, w in wordings.items()
            },
            path=tuple(w for w in issue.path if w in wordings),
            ambitious=tuple(w for w in issue.ambitious if w in wordings),
            documents=tuple(d for d in issue.documents if d in self.documents),
            draft=issue.draft if whole else "",  # it holds every option and the names of their owners
            silent=tuple(
                replace(
                    s,
                    red_lines=self._red_lines(s.red_lines, issue.id),
                    demands=self._demands(s.demands, issue.id),
                )
                for s in issue.silent
                if s.marking <= self.mark
            ),
            talks=tuple(
                replace(t, source=self.source(t.source))
                for t in issue.talks
                if self.open(t.source) and {t.by, t.target} <= self.delegations.keys()
            ),
            outcome=outcome,
        )

    def _if_seen(self, delegation: str) -> str:
        return delegation if delegation in self.delegations else ""

    def _clauses(self, issue: Issue, wordings: frozenset[str]) -> Mapping[str, Clause]:
        """Leave out the options that only withheld wordings use, and those that cannot stand without them."""
        used = {(k, o) for w in wordings for k, o in issue.wordings[w].choice.items()}
        gone = {(k, o) for w in issue.wordings if w not in wordings for k, o in issue.wordings[w].choice.items()} - used
        while True:
            stranded = {
                (k, o)
                for k, clause in issue.clauses.items()
                for o, option in clause.options.items()
                for c in option.only_with
                if (k, o) not in gone and all((c.clause, other) in gone for other in c.options)
            }
            if not stranded:
                break
            gone |= stranded

        def kept(option: Option) -> Option:
            return replace(
                option,
                owner=tuple(d for d in option.owner if d in self.delegations or d not in self.old.delegations),
                only_with=tuple(
                    replace(c, options=tuple(o for o in c.options if (c.clause, o) not in gone))
                    for c in option.only_with
                ),
            )

        return {
            k: replace(clause, options={o: kept(p) for o, p in clause.options.items() if (k, o) not in gone})
            for k, clause in issue.clauses.items()
        }

    def _red_lines(self, red_lines: tuple[RedLine, ...], issue: str) -> tuple[RedLine, ...]:
        return tuple(r for r in red_lines if (r.clause, r.option) in self.options[issue])

    def _demands(self, demands: tuple[Demand, ...], issue: str) -> tuple[Demand, ...]:
        """Narrow demands to the options that remain; one with none left is gone."""
        narrowed = (
            replace(d, options=tuple(o for o in d.options if (d.clause, o) in self.options[issue])) for d in demands
        )
        return tuple(d for d in narrowed if d.options)

    def _plan(self, plan: ActionPlan) -> ActionPlan | None:
        if plan.marking > self.mark or plan.delegation not in self.delegations:
            return None
        asks = self._parts(plan.asks, lambda a: replace(a, source=self.source(a.source), own_use=""))
        known = {a.id for a in asks}
        points = self._parts(
            plan.talking_points,
            lambda p: replace(
                p,
                source=self.source(p.source),
                issues=self._known(p.issues),
                asks=tuple(a for a in p.asks if a in known),
                own_use="",
            ),
        )
        links = self._parts(plan.links, lambda x: replace(x, source=self.source(x.source)))
        return replace(
            plan,
            asks=asks,
            deadlines=self._parts(plan.deadlines, lambda d: replace(d, source=self.source(d.source))),
            statistics=self._parts(plan.statistics, lambda s: replace(s, source=self.source(s.source))),
            incentives=self._parts(plan.incentives, lambda i: replace(i, source=self.source(i.source))),
            talking_points=points,
            links=tuple(x for x in links if x.ask in known and x.issue in self.issues),
        )

    def _parts(self, parts: Iterable[R], clean: Callable[[Any], R]) -> tuple[R, ...]:
        return tuple(clean(part) for part in parts if self.open(part.source))  # type: ignore[attr-defined]


def _free_id(taken: Mapping[str, Document]) -> str:
    """Return the id of the stand-in: the one of an earlier release, or the first that is free."""
    names = (WITHHELD + "_" * n for n in range(len(taken) + 1))
    return next(name for name in names if taken.get(name) in (None, replace(_STAND_IN, id=name)))


def _sources(case: Case) -> Iterator[Source]:
    for item in case.marked_items():
        if isinstance(found := getattr(item, "source", None), Source):
            yield found


def content_hash(case: Case) -> str:
    """Return a SHA-256 over everything in the case but its provenance."""
    plain = {f.name: _plain(getattr(case, f.name)) for f in fields(case) if f.name != "provenance"}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return [[_plain(k), _plain(v)] for k, v in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value
