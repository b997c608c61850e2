"""What exchanges are worth to those who do not take part: externalities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from positions.reference.exchange_search import Bargain
from positions.reference.known import FloatArray, read_only

__all__ = ["Externalities", "externalities"]


@dataclass(frozen=True, slots=True, eq=False)
class Externalities:
    """Sums over the exchanges of a round, actor by actor, each of shape (D,).

    ``own`` is what its own exchanges gain an actor. The rest is what others' exchanges do to it: ``inner`` when it
    stands in one of the two camps that the partners come from, ``outer`` when it stands in neither; gains and losses
    are kept apart.
    """

    own: FloatArray
    inner_gain: FloatArray
    inner_loss: FloatArray
    outer_gain: FloatArray
    outer_loss: FloatArray

    @property
    def net(self) -> FloatArray:
        """Everything together, shape (D,)."""
        return self.own + self.inner_gain + self.inner_loss + self.outer_gain + self.outer_loss


def externalities(x: FloatArray, s: FloatArray, c: FloatArray, bargains: tuple[Bargain, ...]) -> Externalities:
    """Return what each exchange was worth to each actor that holds a position on both of its issues.

    ``s_kp (|O_p − x_kp| − |O'_p − x_kp|) + s_kq (…)`` with the expected outcomes O before and O' after the exchange,
    all concessions up to then counted, and x the positions at the start of the round.

    Parameters
    ----------
    x, s, c : ndarray, shape (D, I)
        NaN where a cell does not count.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones((2, 2))
    >>> externalities(one, one, one, ()).net.tolist()
    [0.0, 0.0]
    """
    sums = np.zeros((5, len(x)))
    if not bargains:
        return Externalities(*(read_only(row) for row in sums))
    weight = np.nan_to_num(s * c)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = weight / weight.sum(axis=0)
    actor = np.array([(b.a, b.b) for b in bargains])  # (B, 2)
    issue = np.array([(b.supply_a, b.supply_b) for b in bargains])
    move = np.array([(b.to_a - b.from_a, b.to_b - b.from_b) for b in bargains])
    gain = np.array([b.gain for b in bargains])
    steps = np.zeros((len(bargains) + 1, x.shape[1]))  # what each exchange does to each outcome
    steps[0] = (share * np.nan_to_num(x)).sum(axis=0)
    left = x < steps[0]
    rows = np.arange(len(bargains))
    for k in (0, 1):
        steps[rows + 1, issue[:, k]] = share[actor[:, k], issue[:, k]] * move[:, k]
    outcome = np.cumsum(steps, axis=0)  # (B + 1, I)
    worth = np.zeros((len(bargains), len(x)))
    for k in (0, 1):
        here = issue[:, k]
        before, after = outcome[rows, here][:, None], outcome[rows + 1, here][:, None]
        worth += s[:, here].T * (np.abs(before - x[:, here].T) - np.abs(after - x[:, here].T))
    worth = np.nan_to_num(worth)
    same = (left[:, issue[:, 0]] == left[:, issue[:, 1]]).T  # on the same side of both outcomes, or on one each
    inner = same == same[rows, actor[:, 0]][:, None]
    partner = np.zeros_like(inner)
    partner[rows, actor[:, 0]] = partner[rows, actor[:, 1]] = True
    sums[0] = np.where(partner, gain[:, None], 0).sum(axis=0)
    for row, mask in enumerate(
        (inner & (worth > 0), inner & (worth < 0), ~inner & (worth > 0), ~inner & (worth < 0)), 1
    ):
        sums[row] = np.where(mask & ~partner, worth, 0).sum(axis=0)
    return Externalities(*(read_only(row) for row in sums))
