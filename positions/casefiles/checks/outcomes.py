"""An outcome does not contradict itself and says what is needed to know how it ended."""

from __future__ import annotations

from typing import Any

from positions.casefiles.nodes import MapNode
from positions.casefiles.outcomes import completed
from positions.casefiles.reading import Reading
from positions.casefiles.words import listed
from positions.model import NO_TEXT, OTHER

__all__ = ["check_outcome"]


def check_outcome(values: dict[str, Any], node: MapNode, reading: Reading) -> None:
    """Report an outcome that leaves open how it ended, and the first of its contradictions."""
    if reading.issue is None or any(name not in values for name in node.entries if name != "source"):
        return
    issue = reading.issue
    found = completed(values, tuple(issue.ambitious), issue.wordings)
    problem = _missing(values, found, tuple(issue.ambitious)) or _contradiction(values, found, tuple(issue.ambitious))
    if issue.id in values.get("with", ()):
        message = f"with names {issue.id} itself"
        problem = ("contradicting-outcome", "with", message, "name the other issues of the package")
    if problem:
        rule, key, message, hint = problem
        reading.report(node.entries[key][1] if key in node.entries else node, rule, message, hint)


Said = tuple[str, str, str, str] | None  # rule, key of the place, message, how to mend it


def _missing(values: dict[str, Any], found: dict[str, Any], ambitious: tuple[str, ...]) -> Said:
    """Return what must be said and is not."""
    kind, wording, other = (values.get(key, "") for key in ("kind", "wording", "other"))
    if not values.get("decided", True):
        if values.get("reason") or values.get("note"):
            return None
        hint = "add reason: why the record does not say how it ended (field: outcome.reason)"
        return "missing-field", "decided", "decided: false without a reason", hint
    if not (kind or wording or other):
        hint = "add kind: adopted, weakened, forwarded or none, and wording: what stands (field: outcome.kind)"
        return "missing-field", "", "this outcome has no wording and no kind", hint
    if wording == OTHER and found["wording"] == NO_TEXT and not found.get("other"):
        hint = "add other: the words that stand (field: outcome.other)"
        return "missing-field", "wording", "wording: other without the text that stands", hint
    if kind == "adopted" and not wording and len(ambitious) != 1:
        hint = f"add wording: with one of {listed(ambitious)} (field: outcome.wording)"
        return "missing-field", "kind", "kind: adopted without the wording that was", hint
    if kind == "weakened" and not (wording or other):
        hint = "add wording: with the one that stands, or wording: other and its text under other"
        return "missing-field", "kind", "kind: weakened without the wording that stands", hint
    return None


def _contradiction(values: dict[str, Any], found: dict[str, Any], ambitious: tuple[str, ...]) -> Said:
    """Return two things of an outcome that cannot both be so."""
    kind, wording = found["kind"], found["wording"]
    other = found.get("other", "")
    stands = OTHER if wording == NO_TEXT and other else wording
    full = wording in ambitious

    def said(key: str, message: str, hint: str) -> Said:
        return "contradicting-outcome", key, message, hint

    if values.get("other") and values.get("wording", OTHER) != OTHER:
        return said("other", f"other has a text, yet wording is {wording}", "write wording: other, or take other out")
    if found["ambitious_adopted"] and not full and "ambitious_adopted" in values:
        hint = f"write ambitious_adopted: false, or name {stands} under ambitious; ambitious is {listed(ambitious)}"
        return said("ambitious_adopted", f"ambitious_adopted: true, yet {stands} is not ambitious", hint)
    if values.get("kind") and values.get("ambitious_adopted", kind == "adopted") != (kind == "adopted"):
        answer = "true" if found["ambitious_adopted"] else "false"
        hint = "ambitious_adopted is true when the kind is adopted, and only then: mend the one that is wrong"
        return said("ambitious_adopted", f"kind: {kind}, yet ambitious_adopted is {answer}", hint)
    if stands == NO_TEXT and found["text_adopted"] and kind != "forwarded" and "text_adopted" in values:
        hint = "write text_adopted: false; or wording: other with the text that stands under other"
        return said("text_adopted", "text_adopted: true, yet no text stands", hint)
    if stands != NO_TEXT and not found["text_adopted"] and kind != "forwarded" and "text_adopted" in values:
        hint = "write text_adopted: true, or wording: no_text; or kind: forwarded where it only went to a later session"
        return said("text_adopted", f"{stands} stands, yet text_adopted is false", hint)
    if "kind" not in values:
        return None
    if kind == "adopted" and not full:
        hint = f"adopted means as tabled or stronger, one of {listed(ambitious)}; write weakened, forwarded or none"
        return said("kind", f"kind: adopted, yet what stands is {stands}", hint)
    if kind == "weakened" and stands == NO_TEXT:
        hint = "weakened means that another text stands: name it, or write adopted, forwarded or none"
        return said("kind", f"kind: weakened, yet what stands is {stands}", hint)
    if kind == "none" and stands != NO_TEXT:
        return said("kind", f"kind: none, yet {stands} stands", "write adopted, weakened or forwarded, or no_text")
    if kind == "forwarded" and full:
        return said("kind", f"kind: forwarded, yet {wording} stands", "write kind: adopted, or the wording that stands")
    return None
