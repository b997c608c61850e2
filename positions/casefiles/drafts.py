"""The clauses of an issue that gives a bracketed draft and no clauses of its own."""

from __future__ import annotations

from dataclasses import replace

from positions.casefiles.limits import DRAFT_BRACKETS, DRAFT_CHARACTERS
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, problem_at
from positions.casefiles.strengths import strengths_of
from positions.errors import CaseProblems, Problem
from positions.model import Clause

__all__ = ["draft_clauses", "draft_of", "owner_names"]

Owners = dict[str, tuple[str, ...]]


def draft_of(issue: MapNode) -> ScalarNode | None:
    """Return the issue's draft if it has one."""
    draft = issue.get("draft")
    return draft if isinstance(draft, ScalarNode) and draft.text.strip() else None


def draft_clauses(draft: ScalarNode, owners: Owners) -> dict[str, Clause]:
    """Return the clauses of a draft; CaseProblems with places in the case's file."""
    from positions.text import parse, to_clauses

    if len(draft.text) > DRAFT_CHARACTERS or draft.text.count("[") > DRAFT_BRACKETS:
        message = f"a draft holds at most {DRAFT_CHARACTERS:,} characters and {DRAFT_BRACKETS} brackets"
        raise CaseProblems([problem_at(draft, "draft-too-long", message, "make several issues of it")])
    line, column, exact = _start(draft)
    try:
        return to_clauses(
            parse(draft.text, file=draft.file.name, line=line, column=column), read=strengths_of, owners=owners
        )
    except CaseProblems as error:
        raise CaseProblems(_placed(p, draft, line, column, exact) for p in error.problems) from None


def owner_names(delegations: Node | None, groups: Node | None) -> Owners:
    """Return what a bracket's owner may be called, case-folded → delegation ids."""
    found: Owners = {}
    members: dict[str, tuple[str, ...]] = {}
    if isinstance(delegations, MapNode):
        for key, (_, node) in delegations.entries.items():
            if not isinstance(node, MapNode):
                continue
            for name in (_text(node, "iso3"), _text(node, "name"), key):
                if name:
                    found[name.casefold()] = (key,)
            belongs = node.get("groups")
            for group in belongs.items if isinstance(belongs, ListNode) else ():
                if isinstance(group, ScalarNode):
                    members[group.text] = (*members.get(group.text, ()), key)
    if isinstance(groups, MapNode):
        for key, (_, node) in groups.entries.items():
            name = _text(node, "name") if isinstance(node, MapNode) else ""
            for called in (key, name):
                if called:
                    found.setdefault(called.casefold(), members.get(key, ()))
    return found


def _text(node: MapNode, key: str) -> str:
    value = node.get(key)
    return value.text if isinstance(value, ScalarNode) else ""


def _start(draft: ScalarNode) -> tuple[int, int, bool]:
    """Return where the draft's first character stands, and whether its further places can be counted from there."""
    shown = draft.file.line(draft.line)
    mark = shown[draft.column - 1 : draft.column]
    if mark == "|":
        first = draft.file.line(draft.line + 1)
        if first.strip():
            return draft.line + 1, len(first) - len(first.lstrip()) + 1, True
    column = draft.column + (mark in "\"'")
    return draft.line, column, shown[column - 1 :].startswith(draft.text)


def _placed(problem: Problem, draft: ScalarNode, line: int, column: int, exact: bool) -> Problem:
    if exact:
        return replace(problem, excerpt=draft.file.excerpt(problem.line))
    row, at = problem.line - line + 1, problem.column - column + 1
    message = f"line {row}, character {at} of the draft: {problem.message}"
    hint = f"{problem.hint}. Write the draft as a block after draft: | to see the place itself"
    excerpt = draft.file.excerpt(draft.line)
    return replace(problem, line=draft.line, column=draft.column, message=message, hint=hint, excerpt=excerpt)
