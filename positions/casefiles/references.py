"""Readers of ids that mean something defined elsewhere in the case."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any, TypeAlias

from positions.casefiles.nodes import Node, ScalarNode
from positions.casefiles.reading import BAD, Reading
from positions.casefiles.values import Read, as_scalar
from positions.casefiles.words import nearest, shown
from positions.model import NO_TEXT, OTHER, Field

__all__ = ["check_id", "reference_reader", "unknown"]

Names: TypeAlias = Callable[[Reading], Iterable[str] | None]


def _clauses(reading: Reading) -> Iterable[str] | None:
    return reading.issue.options if reading.issue and not reading.issue.unread else None


def _wordings(*more: str) -> Names:
    return lambda reading: {**reading.issue.wordings, **dict.fromkeys(more)} if reading.issue else None


def _anything(reading: Reading) -> Iterable[str]:
    scope = reading.scope
    return {**dict.fromkeys(scope.issues), **scope.delegations, **scope.groups, **scope.documents}


# what is referred to -> (the ids there are, or None where that cannot be known; the rule; where they stand)
KINDS: dict[str, tuple[Names, str, str]] = {
    "delegation": (lambda r: r.scope.delegations, "unknown-delegation", "under delegations"),
    "group": (lambda r: r.scope.groups, "unknown-group", "under groups"),
    "document": (lambda r: r.scope.documents, "unknown-document", "under documents"),
    "issue": (lambda r: r.scope.issues, "unknown-issue", "under issues"),
    "parameter": (lambda r: r.scope.parameters, "unknown-parameter", "among the parameters"),
    "clause": (_clauses, "unknown-clause", "in this issue"),
    "wording": (_wordings(), "unknown-wording", "in this issue"),
    "wording or no_text": (_wordings(NO_TEXT), "unknown-wording", "in this issue"),
    "wording, no_text or other": (_wordings(NO_TEXT, OTHER), "unknown-wording", "in this issue"),
    "ask": (lambda r: r.asks, "unknown-ask", "in this plan"),
    "id": (_anything, "unknown-id", "among issues, delegations, groups and documents"),
}


def reference_reader(field: Field) -> Read:
    """Return the function that reads an id and makes sure that it means something.

    Options are read as they stand: which clause they belong to is only known with the whole object.
    """
    kind = field.of

    def read(node: Node, reading: Reading) -> Any:
        scalar = as_scalar(field, node, reading)
        if scalar is None:
            return BAD
        if kind == "option":
            return scalar.text
        return check_id(kind, scalar, reading)

    return read


def check_id(kind: str, node: ScalarNode, reading: Reading) -> Any:
    """Return the id at ``node`` if there is such a thing; otherwise report it with the nearest one."""
    names_of, rule, where = KINDS[kind]
    names = names_of(reading)
    if names is None or (isinstance(names, Container) and node.text in names):
        return node.text
    if not reading.scope.complete and kind != "parameter":  # it may stand in the file that cannot be read
        return node.text
    noun = "wording" if kind.startswith("wording") else "" if kind == "id" else kind
    return unknown(noun, rule, where, node, names, reading)


def unknown(noun: str, rule: str, where: str, node: ScalarNode, names: Iterable[str], reading: Reading) -> Any:
    """Report an id that means nothing."""
    what = f'no {noun} "{shown(node.text)}"' if noun else f'"{shown(node.text)}" is not'
    return reading.report(node, rule, f"{what} {where}", nearest(node.text, names))
