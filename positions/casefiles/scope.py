"""The ids that a case defines, collected before anything is read, so that every reference can be checked in place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from positions.casefiles.drafts import draft_clauses, draft_of, owner_names
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode
from positions.errors import CaseProblems
from positions.model import PARAMETERS, Clause

__all__ = ["Ids", "IssueScope", "Scope", "collect_ids", "ids_in_list", "mappings_in", "text_of"]


Ids: TypeAlias = dict[str, None]  # an ordered set


@dataclass(slots=True)
class IssueScope:
    """The ids inside one issue.

    ``drafted`` holds the clauses when they come from a bracketed draft; ``unread`` says that there is a draft which
    cannot be read, so that nothing is known about clauses.
    """

    options: dict[str, Ids] = field(default_factory=dict)  # clause -> options
    wordings: Ids = field(default_factory=dict)
    marking: str = ""
    id: str = ""
    ambitious: Ids = field(default_factory=dict)
    drafted: dict[str, Clause] = field(default_factory=dict)
    unread: bool = False
    redrafted: str = ""  # date of the last draft that is kept: older statements may speak of words that are gone


@dataclass(slots=True)
class Scope:
    """The ids of a case. ``complete`` is False when a file could not be read: then nothing counts as unknown."""

    delegations: Ids = field(default_factory=dict)
    groups: Ids = field(default_factory=dict)
    documents: Ids = field(default_factory=dict)
    issues: dict[str, IssueScope] = field(default_factory=dict)
    parameters: Ids = field(default_factory=lambda: dict.fromkeys(spec.name for spec in PARAMETERS))
    document_markings: dict[str, str] = field(default_factory=dict)
    owners: dict[str, tuple[str, ...]] = field(default_factory=dict)  # what a bracket's owner may be called
    complete: bool = True


def collect_ids(sections: dict[str, Node], complete: bool) -> Scope:
    """Return the ids that the sections define; whatever is not as it should be is passed over."""
    scope = Scope(
        delegations=_keys(sections.get("delegations")),
        groups=_keys(sections.get("groups")),
        documents=_keys(sections.get("documents")),
        complete=complete,
        owners=owner_names(sections.get("delegations"), sections.get("groups")),
    )
    for name, document in _entries(sections.get("documents")):
        scope.document_markings[name] = text_of(document, "marking")
    for name, issue in _entries(sections.get("issues")):
        if isinstance(issue, MapNode):
            clauses = {k: _keys(c.get("options")) for k, c in _entries(issue.get("clauses")) if isinstance(c, MapNode)}
            tabled, listed = text_of(issue, "tabled"), issue.get("ambitious")
            items = listed.items if isinstance(listed, ListNode) else []
            ambitious = [item.text for item in items if isinstance(item, ScalarNode)] if listed else [tabled]
            scope.issues[name] = IssueScope(
                clauses, _keys(issue.get("wordings")), text_of(issue, "marking"), name, dict.fromkeys(ambitious)
            )
            if "clauses" not in issue.entries and (draft := draft_of(issue)):
                _add_draft(scope.issues[name], draft, scope)
            dates = (text_of(version, "date") for version in mappings_in(issue.get("drafts")))
            scope.issues[name].redrafted = max(dates, default="")
        else:
            scope.issues[name] = IssueScope()
    return scope


def _add_draft(issue: IssueScope, draft: ScalarNode, scope: Scope) -> None:
    try:
        issue.drafted = draft_clauses(draft, scope.owners)
    except CaseProblems:  # reported where the issue is read
        issue.unread = True
    issue.options = {k: dict.fromkeys(clause.options) for k, clause in issue.drafted.items()}


def ids_in_list(node: Node | None) -> Ids:
    """Return the ``id`` of every entry of a list that has one."""
    entries = node.items if isinstance(node, ListNode) else []
    return dict.fromkeys(found for entry in entries if (found := text_of(entry, "id")))


def mappings_in(node: Node | None) -> list[MapNode]:
    """Return the entries of a list that are mappings."""
    return [item for item in node.items if isinstance(item, MapNode)] if isinstance(node, ListNode) else []


def text_of(node: Node | None, key: str) -> str:
    """Return the text under ``key``, or "" where there is none."""
    found = node.get(key) if isinstance(node, MapNode) else None
    return found.text if isinstance(found, ScalarNode) else ""


def _entries(node: Node | None) -> list[tuple[str, Node]]:
    return [(key, value) for key, (_, value) in node.entries.items()] if isinstance(node, MapNode) else []


def _keys(node: Node | None) -> Ids:
    return dict.fromkeys(node.entries) if isinstance(node, MapNode) else {}
