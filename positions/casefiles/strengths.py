"""Where an option's strength comes from when the author gives none."""

from __future__ import annotations

__all__ = ["strength_of"]


def strength_of(text: str) -> tuple[float, float, float] | None:  # noqa: ARG001
    """Return the strength band that the words of an option have by themselves, or None where nothing can be read.

    No reader of words is built in so far: the author gives every strength.
    """
    return None
