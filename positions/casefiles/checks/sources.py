"""A passage is not marked above the document it stands in."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading
from positions.casefiles.values import MARKINGS
from positions.markings import Marking

__all__ = ["check_source_marking"]


def check_source_marking(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report a passage above its document: one of the two marks is wrong, and which one only a person can tell."""
    mark = values.get("marking")
    whole = MARKINGS.get(reading.scope.document_markings.get(values.get("document", ""), ""))
    # comparing marks is slow, and for most passages they are the same
    if mark is None or whole is None or mark is whole or mark is Marking.U:
        return
    if mark > whole:
        message = f"this passage is {mark.value}, but its document {values['document']} as a whole only {whole.value}"
        hint = "a document carries the highest mark of anything in it: mend the one that is wrong"
        reading.report(node.entries["marking"][1], "marking-above-document", message, hint)
