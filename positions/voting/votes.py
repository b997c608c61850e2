"""What a delegation can do when a text is put to the vote."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
import numpy.typing as npt

__all__ = ["VOTES", "Vote", "as_probabilities", "as_votes", "vote_columns"]


class Vote(IntEnum):
    """One delegation's vote. The numbers are the usual coding of recorded votes.

    Examples
    --------
    >>> [vote.word for vote in Vote]
    ['in favour', 'abstaining', 'against', 'absent']
    """

    YES = 1
    ABSTAIN = 0
    NO = -1
    ABSENT = 9

    @property
    def word(self) -> str:
        """Return the vote as it is read out."""
        return {1: "in favour", 0: "abstaining", -1: "against", 9: "absent"}[int(self)]


VOTES: tuple[Vote, ...] = (Vote.YES, Vote.ABSTAIN, Vote.NO, Vote.ABSENT)  # the order of probability columns


def as_votes(votes: npt.ArrayLike) -> npt.NDArray[np.int8]:
    """Return votes as an int8 array after checking that every code is known.

    Parameters
    ----------
    votes : array_like, shape (D,) or (N, D)
        Codes 1 yes, 0 abstain, -1 no, 9 absent.

    Raises
    ------
    ValueError
        For any other code; a missing vote has to be called absent or abstention by the caller.

    Examples
    --------
    >>> as_votes([1, 0, -1, 9])
    array([ 1,  0, -1,  9], dtype=int8)
    """
    raw = np.asarray(votes)
    known = (raw == 1) | (raw == 0) | (raw == -1) | (raw == 9)
    if not known.all():
        odd = np.unique(raw[~known])[:3]
        raise ValueError(f"votes are 1 yes, 0 abstain, -1 no, 9 absent; found {', '.join(map(str, odd))}")
    return raw.astype(np.int8)


def vote_columns(votes: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    """Return the column (0..3 in the order of ``VOTES``) of each vote; same shape."""
    columns = np.zeros(votes.shape, dtype=np.int8)
    for column, vote in enumerate(VOTES):
        columns[votes == vote] = column
    return columns


def as_probabilities(probabilities: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """Return checked vote probabilities with four columns: yes, abstain, no, absent.

    Parameters
    ----------
    probabilities : array_like, shape (D,), (D, 3) or (D, 4)
        One column: probability of yes, the rest no. Three: yes, abstain, no. Rows sum to 1.

    Raises
    ------
    ValueError
        When a row does not sum to 1 within 1e-9 or holds a negative number.

    Examples
    --------
    >>> as_probabilities([[0.5, 0.25, 0.25]])
    array([[0.5 , 0.25, 0.25, 0.  ]])
    >>> as_probabilities([0.75])
    array([[0.75, 0.  , 0.25, 0.  ]])
    """
    given = np.asarray(probabilities, dtype=np.float64)
    full = np.zeros((given.shape[0], 4))  # (D, 4)
    if given.ndim == 1:
        full[:, 0], full[:, 2] = given, 1.0 - given
    elif given.ndim == 2 and given.shape[1] in (3, 4):
        full[:, : given.shape[1]] = given
    else:
        raise ValueError(f"vote probabilities have 1, 3 or 4 columns; found shape {given.shape}")
    wrong = ~np.isfinite(full).all(axis=1) | (full < 0).any(axis=1) | (np.abs(full.sum(axis=1) - 1.0) > 1e-9)
    if wrong.any():
        raise ValueError(f"probabilities of delegation {int(np.argmax(wrong))} are not shares that sum to 1")
    return full
