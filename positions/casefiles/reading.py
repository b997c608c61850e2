"""The state of reading one case: what is wrong so far, which ids there are, which issue is being read."""

from __future__ import annotations

from typing import Any, Final

from positions.casefiles.limits import PROBLEMS
from positions.casefiles.nodes import Node, problem_at
from positions.casefiles.rules import RULES
from positions.casefiles.scope import Ids, IssueScope, Scope
from positions.errors import Problem
from positions.model import CodeNumbers

__all__ = ["BAD", "Reading", "TooManyProblemsError"]

BAD: Final[Any] = object()  # what a reader returns after reporting a problem


class TooManyProblemsError(Exception):
    """So much is wrong that going on would not help."""


class Reading:
    """Collects problems while a case is read."""

    __slots__ = ("asks", "codes", "issue", "problems", "scope")

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.problems: list[Problem] = []
        self.issue: IssueScope | None = None  # the issue that clauses, options and wordings belong to
        self.codes: tuple[CodeNumbers, ...] = ()  # the case's own changes to the coding table
        self.asks: Ids = {}  # of the plan that is being read

    def report(self, node: Node, rule: str, message: str, hint: str = "") -> Any:
        """Note a problem at ``node`` and return ``BAD``."""
        assert rule in RULES, rule  # noqa: S101
        self.add(problem_at(node, rule, message, hint))
        return BAD

    def add(self, problem: Problem) -> None:
        """Note a problem; give up when there are too many."""
        self.problems.append(problem)
        if len(self.problems) >= PROBLEMS:
            raise TooManyProblemsError
