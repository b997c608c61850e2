"""A sealed forecast: one small file that proves afterwards what was forecast, and tells nothing of the stances.

It holds the chances of how each issue ends and who is named as holding out, a hash of the case they were computed from,
and everything else that is needed to compute the same bytes again. Its digest is short enough for a letter or a
footer: whoever kept the digest can be shown later that the file is the one that was meant.
"""

from __future__ import annotations

import hashlib
import json
from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from positions.casefiles.plain import case_plain
from positions.forecast import KINDS
from positions.ledger.forecast import outlook
from positions.ledger.ledger import Ledger
from positions.model import Case
from positions.simulation import PLACES

__all__ = ["Seal", "case_parts", "make_seal", "read_seal", "seal_digest"]

FORM = 1
SECTIONS = ("meeting", "groups", "delegations", "issues", "stances", "associations", "ties", "parameters")


@dataclass(frozen=True, slots=True)
class Seal:
    """What a sealed forecast holds.

    Parameters
    ----------
    case : str
        SHA-256 of the case without its outcomes, documents, notes and plans.
    parts : mapping of section to str
        The beginning of a hash of each section, to say later which one changed.
    fit : str
        Hash of the fit that the forecast was read from.
    issues : mapping of issue to (mapping of kind to float)
    holds_out : mapping of issue to (mapping of delegation to float)
        Those who are more likely than not to hold out, if anybody does.
    base : mapping of kind to float
        The base rate of the record behind the fit, to score against.
    """

    marking: str
    meeting: str
    replay: bool
    release: str
    version: str
    seed: int
    draws: int
    members: int
    fit: str
    case: str
    parts: Mapping[str, str]
    base: Mapping[str, float]
    issues: Mapping[str, Mapping[str, float]]
    holds_out: Mapping[str, Mapping[str, float]]

    @property
    def digest(self) -> str:
        """130 bits of SHA-256 over the content, as 26 letters and digits.

        So many that nobody can prepare two files with the same digest and show the better one afterwards.
        """
        letters = b32encode(hashlib.sha256(_bytes(self._content())).digest()).decode()[:26]
        return "-".join([*(letters[n : n + 5] for n in range(0, 20, 5)), letters[20:]])

    def _content(self) -> dict[str, Any]:
        return {"form": FORM, **{name: getattr(self, name) for name in Seal.__slots__}}

    def to_json(self) -> str:
        """Return the file: the same forecast gives the same bytes."""
        content = self._content() | {"digest": self.digest}
        return json.dumps(content, indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"


def _bytes(content: Any) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=True, allow_nan=False).encode()


def case_parts(case: Case) -> dict[str, str]:
    """Return a SHA-256 of each section that a forecast rests on; what happened later takes no part.

    Documents, notes and plans may grow after the meeting, and outcomes have to: they are left out.
    """
    issues = {name: replace(at, outcome=None) for name, at in case.issues.items()}
    plain = case_plain(replace(case, issues=issues))
    return {name: hashlib.sha256(_bytes(plain.get(name, {}))).hexdigest() for name in SECTIONS}


def make_seal(ledger: Ledger) -> Seal:
    """Return the sealed forecast of a case.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> ledger = Ledger(load_case(Path("positions/casefiles/starter_case")), draws=20)
    >>> len(make_seal(ledger).digest), make_seal(ledger).to_json() == make_seal(ledger).to_json()
    (30, True)
    """
    case = ledger.case
    parts = case_parts(case)
    told = {issue: outlook(ledger, issue) for issue in case.issues}
    fitted = ledger.fitted
    return Seal(
        marking=case.marking().label,
        meeting=case.meeting.id,
        replay=case.meeting.is_replay,
        release=case.provenance.release,
        version=case.provenance.version,
        seed=ledger.seed,
        draws=ledger.draws,
        members=ledger.members,
        fit=hashlib.sha256(fitted.to_json().encode()).hexdigest(),
        case=hashlib.sha256(_bytes(parts)).hexdigest(),
        parts={name: digest[:8] for name, digest in parts.items()},
        base=dict(zip(KINDS, fitted.outcomes.chances({})[0].round(PLACES).tolist(), strict=True)),
        issues={i: {k: round(o.forecast.chance[k], PLACES) for k in KINDS} for i, o in told.items()},
        holds_out={
            i: {h.delegation: round(h.chance, PLACES) for h in o.holdouts if h.delegation in o.named}
            for i, o in told.items()
        },
    )


def seal_digest(ledger: Ledger) -> str:
    """Return the digest of the sealed forecast of a case, for the foot of a page."""
    return make_seal(ledger).digest


def read_seal(text: str) -> Seal:
    """Read a sealed forecast.

    Raises
    ------
    ValueError
        When it is none, or when its content does not fit its digest.
    """
    try:
        made = json.loads(text)
        if made["form"] != FORM:
            raise ValueError(f"form {made['form']!r}; this program reads form {FORM}")
        types = {"replay": bool, "seed": int, "draws": int, "members": int}
        for name in ("parts", "base", "issues", "holds_out"):
            types[name] = dict
        for name in Seal.__slots__:
            if type(made[name]) is not types.get(name, str):
                raise ValueError(f"{name} is {made[name]!r}")
        chances = [made["base"], *made["issues"].values()]
        if any(set(told) != set(KINDS) for told in chances) or set(made["holds_out"]) != set(made["issues"]):
            raise ValueError("not every issue has a chance of every kind")
        numbers = [p for told in [*chances, *made["holds_out"].values()] for p in told.values()]
        if not all(isinstance(p, float | int) and 0 <= p <= 1 for p in numbers):
            raise ValueError("a chance is no number between 0 and 1")
        seal = Seal(**{name: made[name] for name in Seal.__slots__})
        if made["digest"] != seal.digest:
            raise ValueError(f"it was changed: its digest is {made['digest']}, and its content gives {seal.digest}")
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        missing = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise ValueError(f"no sealed forecast: {missing}") from error
    return seal
