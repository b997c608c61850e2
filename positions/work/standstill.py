"""Waiting for parts, but not for ever.

A cluster can come to rest with work left: all its workers are gone, or one of them lost track of what it was given.
Its scheduler goes on answering, so that whoever only waits for results waits for ever. A long part is no standstill:
as long as any worker computes anything, we wait.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from positions.errors import PositionsError

if TYPE_CHECKING:
    from distributed import Client, Future, as_completed

__all__ = ["AGAIN", "finished"]

AGAIN = "the parts that were finished are kept: the same command goes on from there"
PATIENCE = 60.0  # seconds in which nothing comes back and no worker computes anything
LOOK = 10.0  # seconds between two looks at what the workers do; also how long an answer may take
NAP = 0.02  # seconds


def finished(client: Client, waiting: as_completed, where: str) -> Iterator[tuple[Future, Any]]:
    """Yield the futures of ``waiting``, each with its result, as these are here.

    A worker may die between finishing a part and sending it: its part is then computed again, or never.

    Raises
    ------
    PositionsError
        When the workers stand still.
    Exception
        What a part ended with instead of a result.
    """
    moved = looked = time.monotonic()
    while not waiting.is_empty():
        if waiting.has_ready():
            done, result = next(waiting)
            if isinstance(result, BaseException):
                raise result
            yield done, result
            moved = looked = time.monotonic()
            continue
        time.sleep(NAP)
        now = time.monotonic()
        if now - looked < LOOK:
            continue
        looked = now
        if client.status not in ("running", "connecting"):
            raise OSError("the client was closed")
        if _busy(client):
            moved = now
        elif now - moved >= PATIENCE:
            left = waiting.count()
            parts = "1 part" if left == 1 else f"{left} parts"
            raise PositionsError(
                f"the workers at {where} stand still: {parts} to go, and nobody computes anything",
                hint=f"do they run, and can they reach each other? {AGAIN}",
            )


def _busy(client: Client) -> bool:
    """Return whether a worker computes something, or may: one that does not answer is the scheduler's to give up."""
    try:
        stacks: Any = client.sync(client.scheduler.call_stack, keys=None, callback_timeout=LOOK)
    except (OSError, TimeoutError):
        return _answers(client)
    return bool(stacks)


def _answers(client: Client) -> bool:
    try:
        client.sync(client.scheduler.identity, callback_timeout=LOOK)
    except (OSError, TimeoutError):
        return False
    return True
