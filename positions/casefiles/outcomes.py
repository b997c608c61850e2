"""What an outcome leaves unsaid: worked out from what it does say."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from positions.model import EVIDENCE, NO_TEXT, OTHER, outcome_kind

__all__ = ["completed"]


def completed(said: Mapping[str, Any], ambitious: tuple[str, ...], wordings: Container[str]) -> dict[str, Any]:
    """Return the values of an outcome with everything filled in that follows from the rest.

    Older cases say ``code``, ``ambitious_adopted`` and ``text_adopted`` and no kind; a new one may say no more than
    the kind. Nothing that is written is changed, but evidence in words is kept as a note, and a text that was adopted
    though no wording of the case stands is one that the case does not know: its note says which.

    Examples
    --------
    >>> found = completed({"kind": "forwarded"}, ("strong",), ("strong", "half"))
    >>> [found[key] for key in ("wording", "code", "ambitious_adopted", "text_adopted")]
    ['no_text', 'forwarded', False, False]
    >>> completed({"wording": "half", "code": "x", "text_adopted": True}, ("strong",), ("strong", "half"))["kind"]
    'weakened'
    """
    found = dict(said)
    note = found.get("note", "")
    if (evidence := found.get("evidence", "")) and evidence not in EVIDENCE:
        found["note"] = "; ".join(part for part in (evidence, note) if part)
        del found["evidence"]
    kind = found.get("kind", "")
    adopted = kind == "adopted" or found.get("ambitious_adopted", False)
    wording = found.get("wording", "")
    if wording == OTHER and OTHER not in wordings:
        wording = NO_TEXT
    elif not wording:
        wording = ambitious[0] if adopted and len(ambitious) == 1 and not found.get("other") else NO_TEXT
    if wording == NO_TEXT and found.get("text_adopted") and kind in ("", "weakened") and note:
        found.setdefault("other", note)
    found["wording"] = wording
    stands = OTHER if wording == NO_TEXT and found.get("other") else wording
    if not kind and found.get("decided", True):
        ambitious_adopted = found.get("ambitious_adopted", wording in ambitious)
        text_adopted = found.get("text_adopted", stands != NO_TEXT)
        kind = outcome_kind(stands, found.get("code", ""), ambitious_adopted, ambitious, text_adopted)
    found["kind"] = kind
    found.setdefault("code", kind or "not decided")
    found.setdefault("ambitious_adopted", kind == "adopted")
    found.setdefault("text_adopted", kind in ("adopted", "weakened"))
    return found
