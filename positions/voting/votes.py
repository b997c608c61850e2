"""What a delegation can do when a text is put to the vote."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from positions.arrays import ArrayLike, Bytes

__all__ = ["VOTES", "Vote", "as_votes", "vote_columns"]


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


VOTES: tuple[Vote, ...] = (Vote.YES, Vote.ABSTAIN, Vote.NO, Vote.ABSENT)  # the order of columns


def as_votes(votes: ArrayLike) -> Bytes:
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


def vote_columns(votes: Bytes) -> Bytes:
    """Return the column (0..3 in the order of ``VOTES``) of each vote; same shape."""
    columns = np.zeros(votes.shape, dtype=np.int8)
    for column, vote in enumerate(VOTES):
        columns[votes == vote] = column
    return columns
