"""What a recommendation says: its wording (what is estimated) apart from its substance (what is held fixed)."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from positions.text import load_lexicon
from positions.text.matching import Match, find

__all__ = ["ASKS", "Recommendation", "design_of_sets", "read_recommendations", "substance", "tf_idf", "wording"]

# what is asked, by the words it opens with: classes of action that the expert ladder does not have (ours)
ASKS = {
    "ask: seek or share": r"(?:seek|request|ask|call on|call upon|share|invite the international)\b",
    "ask: continue": r"(?:continue|pursue|maintain|carry on|keep|persevere|further pursue)\b",
    "ask: strengthen": r"(?:strengthen|intensify|further|increase|improve|enhance|reinforce|accelerate|redouble|step up"
    r"|consolidate|expedite|speed up|expand|promote|develop|facilitate|deepen)\b",
    "ask: take measures": r"(?:take|undertake|adopt|implement) (?:\w+ ){0,4}?"
    r"(?:measures|steps|action|actions|initiatives)\b",
    "ask: ensure": r"(?:ensure|guarantee|make sure)\b",
    "ask: review": r"(?:review|reconsider|revise|reexamine|evaluate)\b",
}
_WORD = re.compile(r"[a-z]+")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "ions", "ion", "ments", "ment", "ed", "es", "s", "e", "y")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """One recommendation to a state under review, and what became of it."""

    text: str
    accepted: bool
    session: int
    state: str
    state_group: str
    state_orgs: tuple[str, ...]
    sender: str
    sender_group: str
    topics: tuple[str, ...]
    action: int


def read_recommendations(path: Path) -> list[Recommendation]:
    """Read the data set of recommendations, sessions 1-14."""
    import pyarrow.parquet as pq

    return [
        Recommendation(
            r["text"],
            r["response"] == "Accepted",
            r["session"],
            r["to"],
            r["to_group"],
            tuple(o for o in r["to_org"].split(", ") if o),
            r["from"],
            r["from_group"],
            tuple(r["issue"].split(",")),
            r["action"],
        )
        for r in pq.read_table(path).to_pylist()
    ]


def wording(text: str) -> tuple[set[str], str]:
    """Return the names of the wording features in a text, and the text without them.

    >>> sorted(wording("Consider ratifying the Convention as soon as possible")[0])
    ['as soon as possible', 'consider']
    >>> wording("Consider ratifying the Convention as soon as possible")[1].split()
    ['ratifying', 'the', 'Convention']
    """
    found: set[str] = set()
    rest: list[str] = []
    at = 0
    for match in find(text, load_lexicon()):
        if not _frames(match):
            continue
        found.add(match.term.term)
        rest.append(text[at : match.start])
        at = match.end
    left = " ".join([*rest, text[at:]])
    opening = left.lstrip(" \"'“,.;:-").lower()
    opening = re.sub(r"^(?:to|that (?:the )?(?:\w+ ){1,3})\s*", "", opening)
    for name, pattern in ASKS.items():
        if hit := re.match(pattern, opening):
            found.add(name)
            left = left[: len(left) - len(opening)] + opening[hit.end() :]
            break
    return found, left


def _frames(match: Match) -> bool:
    """Whether a term frames the recommendation: "recommended that", but not "invite the Rapporteur"."""
    if match.term.kind == "operative":
        return match.ending in ("third", "past")
    return match.term.kind == "qualifier" or (match.term.kind == "modal" and match.first <= 8)


def substance(text: str) -> set[str]:
    """Return stems and pairs of stems of what is left: what the recommendation is about.

    >>> sorted(substance("ratifying conventions")) == sorted(substance("Ratify Convention"))
    True
    """
    stems = [_stem(w) for w in _WORD.findall(text.lower())]
    return {*stems, *(f"{a} {b}" for a, b in itertools.pairwise(stems)), *(f"^{s}" for s in stems[:1])}


def design_of_sets(sets: Sequence[Iterable[str]], names: Sequence[str]) -> Any:
    """Return a sparse 0/1 design (N, J): which of ``names`` are in each set."""
    at = {name: j for j, name in enumerate(names)}
    columns: list[int] = []
    ends = [0]
    for found in sets:
        columns.extend(sorted({at[f] for f in found if f in at}))
        ends.append(len(columns))
    return sp.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(sets), len(names)))


def tf_idf(sets: Sequence[set[str]], rows: NDArray[np.intp], fewest: int = 10) -> Any:
    """Return the tf-idf design of the features that at least ``fewest`` of ``rows`` have; rows of length 1."""
    counts = Counter(f for n in rows for f in sets[n])
    names = sorted(f for f, count in counts.items() if count >= fewest)
    X = design_of_sets(sets, names) @ sp.diags(np.log(len(rows) / np.array([counts[f] for f in names])))
    length = np.sqrt(np.asarray(X.multiply(X).sum(axis=1)).ravel())
    return (sp.diags(1 / np.maximum(length, 1e-9)) @ X).tocsr()


def _stem(word: str) -> str:
    for _ in range(2):
        for ending in _ENDINGS:
            if word.endswith(ending) and len(word) - len(ending) >= 4:
                word = word[: -len(ending)]
                break
    return word
