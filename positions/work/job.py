"""A piece of work that can be cut into parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Job"]

S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Job(Generic[S, R]):
    """A piece of work in parts.

    Parameters
    ----------
    key : str
        Hash of everything that goes in, from :func:`positions.work.content.content_key`.
    parts : int
    prepare : callable
        Makes what all parts share. It and ``play`` must be importable on the workers (or partials of such).
    play : callable
        ``play(shared, number)`` gives the content of one part, as bytes. Pure.
    read : callable
        Content to result; ValueError when it is none.
    """

    key: str
    parts: int
    prepare: Callable[[], S]
    play: Callable[[S, int], bytes]
    read: Callable[[bytes], R]
