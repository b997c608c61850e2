"""What changed between two states of a case: field by field, with the place in either state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from positions.casefiles.nodes import Node
from positions.casefiles.trees import Tree, case_tree, find_node
from positions.markings import Marking, highest
from positions.model import Case, Provenance

__all__ = ["ORDERED", "CaseDifferences", "Difference", "Place", "case_differences"]

# mappings whose order means something: clauses stand in the order of the text
ORDERED = ("clauses",)
# sections in the order in which changes are told
FIRST = ("stances", "believed", "associations", "ties", "delegations", "issues")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line and column, one-based."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed.

    Parameters
    ----------
    path : tuple of str
        Section, ids and field, e.g. ``("stances", "port_fees", "sund", "ideal")``.
    kind : str
        ``added``, ``removed``, ``changed`` or ``reordered``.
    before, after : object
        The value in either state: a plain value, a dictionary for a whole object, None where there is none.
    place_before, place_after : Place or None
        Where it stands; where a field is left out, the object that leaves it out.
    """

    path: tuple[str, ...]
    kind: str
    before: Any
    after: Any
    place_before: Place | None = None
    place_after: Place | None = None

    @property
    def section(self) -> str:
        """The section it belongs to."""
        return self.path[0]


@dataclass(frozen=True, slots=True)
class CaseDifferences:
    """All differences between two states, stances first, and what was compared."""

    before: Provenance
    after: Provenance
    marking: Marking  # the highest of either state
    differences: tuple[Difference, ...]

    def __iter__(self) -> Iterator[Difference]:
        return iter(self.differences)

    def __len__(self) -> int:
        return len(self.differences)


def case_differences(
    before: Case, after: Case, *, nodes_before: Node | None = None, nodes_after: Node | None = None
) -> CaseDifferences:
    """Compare two states of a case.

    Parameters
    ----------
    before, after : Case
        The two states.
    nodes_before, nodes_after : node, optional
        What their files hold, from :func:`positions.casefiles.load_with_nodes`; they give the places. What is written
        in neither state but follows from something that is (a wording's marking from its issue's) is then not told a
        second time.

    Returns
    -------
    CaseDifferences
        In the order stances, associations, ties, delegations, issues, the rest. Form does not count: a value that is
        moved to another file, written otherwise or left out where it is the default is the same value.

    Examples
    --------
    >>> from pathlib import Path
    >>> import positions
    >>> from dataclasses import replace
    >>> from positions.casefiles import load_case
    >>> case = load_case(Path(positions.__file__).parent / "casefiles" / "starter_case")
    >>> other = replace(case, meeting=replace(case.meeting, place="Sund"))
    >>> [(d.path, d.kind, d.before, d.after) for d in case_differences(case, other)]
    [(('meeting', 'place'), 'changed', 'Kap', 'Sund')]
    """
    found = list(_compare(case_tree(before), case_tree(after), ()))
    result: list[Difference] = []
    for difference in found:
        place_before, written_before = _place(nodes_before, difference.path)
        place_after, written_after = _place(nodes_after, difference.path)
        if nodes_before is not None and nodes_after is not None and not (written_before or written_after):
            continue
        result.append(
            Difference(difference.path, difference.kind, difference.before, difference.after, place_before, place_after)
        )
    sections = [*FIRST, *(d.section for d in result)]
    result.sort(key=lambda d: sections.index(d.section))
    marking = highest([before.marking(), after.marking()])
    return CaseDifferences(before.provenance, after.provenance, marking, tuple(result))


def _compare(before: Tree, after: Tree, path: tuple[str, ...]) -> Iterator[Difference]:
    """Yield what differs between two trees."""
    for key in [*before, *(k for k in after if k not in before)]:
        here = (*path, key)
        if key not in after:
            yield Difference(here, "removed", before[key], None)
        elif key not in before:
            yield Difference(here, "added", None, after[key])
        elif isinstance(before[key], dict) and isinstance(after[key], dict):
            yield from _compare(before[key], after[key], here)
            order = list(before[key]), list(after[key])
            if key in ORDERED and order[0] != order[1] and set(order[0]) == set(order[1]):
                yield Difference(here, "reordered", *order)
        elif before[key] != after[key]:
            yield Difference(here, "changed", before[key], after[key])


def _place(nodes: Node | None, path: tuple[str, ...]) -> tuple[Place | None, bool]:
    """Return where something stands and whether it is written there itself."""
    if nodes is None:
        return None, False
    node, own = find_node(nodes, path)
    return (Place(node.file.name, node.line, node.column) if node is not None and node.line else None), own
