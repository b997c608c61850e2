"""A piece of work that can be cut into parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from positions.work.content import content_key

__all__ = ["Job"]

S = TypeVar("S")
R = TypeVar("R")


@dataclass(frozen=True)
class Job(Generic[S, R]):
    """A piece of work in parts.

    Parameters
    ----------
    content : tuple
        Everything that goes in.
    parts : int
    prepare : callable
        Makes what all parts share. It and ``play`` must be importable on the workers (or partials of such).
    play : callable
        ``play(shared, number)`` gives the content of one part, as bytes. Pure.
    read : callable
        Content to result; ValueError when it is none.
    """

    content: tuple[object, ...]
    parts: int
    prepare: Callable[[], S]
    play: Callable[[S, int], bytes]
    read: Callable[[bytes], R]

    @cached_property
    def key(self) -> str:
        """Hash of everything that goes in: the name under which parts are kept."""
        return content_key(*self.content)
