"""How alike two agenda titles are, spelling mistakes included: TF-IDF over runs of four characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["same_words", "title_similarity"]

RUN = 4  # characters; long enough to carry word stems, short enough to survive a typing error
BOILERPLATE = re.compile(r"\s*:?\s*resolution\s*/?\s*adopted.*", re.DOTALL)


def same_words(title: str) -> str:
    """Return a title in lower case without punctuation and without "resolution / adopted by ...".

    >>> same_words("Nuclear disarmament: resolution / adopted by the General Assembly")
    'nuclear disarmament'
    """
    return " ".join(re.sub(r"[^\w]+", " ", BOILERPLATE.sub("", title.lower())).split())


def title_similarity(titles: Sequence[str], others: Sequence[str]) -> NDArray[np.float64]:
    """Return the cosine similarity of every title with every other one.

    Terms are runs of four characters, weighted ``(1 + ln count) (1 + ln(n / documents))`` (Salton and Buckley 1988);
    the documents are all titles given. Only text is used: nothing about how anybody voted.

    Parameters
    ----------
    titles, others : sequence of str

    Returns
    -------
    ndarray, shape (len(titles), len(others))
        0..1; 0 for an empty title.

    Examples
    --------
    >>> title_similarity(["Oil slick on Lebanese shores"], ["Oil slick on Libanese shores", "Right to food"]).round(1)
    array([[0.7, 0. ]])
    """
    words = [same_words(t) for t in (*titles, *others)]
    times_seen = Counter(words)
    distinct = sorted(times_seen)  # titles come back year after year: compare each only once
    counts = [_runs(text) for text in distinct]
    place = {run: n for n, run in enumerate(sorted(set().union(*counts)))} if counts else {}
    terms = np.zeros((len(distinct), len(place)))
    for row, runs in enumerate(counts):
        for run, times in runs.items():
            terms[row, place[run]] = 1 + np.log(times)
    documents = np.array([times_seen[text] for text in distinct], dtype=np.float64) @ (terms > 0)
    terms *= 1 + np.log(len(words) / np.maximum(documents, 1))
    length = np.linalg.norm(terms, axis=1, keepdims=True)
    terms /= np.where(length > 0, length, 1.0)
    likeness = np.clip(terms @ terms.T, 0.0, 1.0)
    row_of = {text: n for n, text in enumerate(distinct)}
    of = np.array([row_of[text] for text in words], dtype=np.intp)
    return np.asarray(likeness[np.ix_(of[: len(titles)], of[len(titles) :])])


def _runs(text: str) -> Counter[str]:
    padded = f" {text} "
    return Counter(padded[i : i + RUN] for i in range(len(padded) - RUN + 1)) if text else Counter()
