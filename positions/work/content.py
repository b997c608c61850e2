"""A hash of everything that goes into a piece of work: the name under which its finished parts are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np

from positions import __version__

__all__ = ["content_key"]


def content_key(*values: object) -> str:
    """Return a SHA-256 over the values and the program's version, in hexadecimal.

    Numbers count by value and kind, arrays by kind, shape and content, records by class and fields. Work with the same
    key gives the same result; anything that a result depends on belongs into it.

    Raises
    ------
    TypeError
        For a value that has no content of its own, such as a function.

    Examples
    --------
    >>> content_key(1, "a") == content_key(1, "a")
    True
    >>> content_key(1, "a") == content_key(1.0, "a")
    False
    >>> content_key(["a", "b"]) == content_key(["ab"])
    False
    """
    made = hashlib.sha256(__version__.encode())
    for value in values:
        _add(made, value)
    return made.hexdigest()


def _add(made: Any, value: object) -> None:
    if value is None or isinstance(value, (bool, int, float, str, bytes, np.generic)):
        _mark(made, type(value).__name__, value if isinstance(value, bytes) else repr(value).encode())
    elif isinstance(value, np.ndarray):
        _mark(made, f"array {value.dtype.str} {value.shape}", np.ascontiguousarray(value).tobytes())
    elif isinstance(value, Enum):
        _mark(made, type(value).__name__, value.name.encode())
    elif is_dataclass(value) and not isinstance(value, type):
        _mark(made, type(value).__name__, b"")
        for at in fields(value):
            _add(made, at.name)
            _add(made, getattr(value, at.name))
    elif isinstance(value, Mapping):
        _mark(made, "mapping", str(len(value)).encode())
        for key, held in value.items():
            _add(made, key)
            _add(made, held)
    elif isinstance(value, frozenset):
        _mark(made, "set", str(len(value)).encode())
        for one in sorted(value):  # of one kind, or it has no order and so no content
            _add(made, one)
    elif isinstance(value, Iterable) and not isinstance(value, set):
        held = list(value)
        _mark(made, "list", str(len(held)).encode())
        for one in held:
            _add(made, one)
    else:
        raise TypeError(f"no content to hash in a {type(value).__name__}")


def _mark(made: Any, kind: str, content: bytes) -> None:
    made.update(f"{kind}:{len(content)}:".encode())
    made.update(content)
