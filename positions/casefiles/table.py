"""The objects of the format and their fields, as the records of :mod:`positions.model` declare them."""

from __future__ import annotations

import inspect

from positions.model import Case, Field, fields_of, record_classes
from positions.model.fields import object_name

__all__ = ["CLASSES", "FIELDS", "OBJECTS", "meaning_of"]

CLASSES: dict[str, type] = {object_name(cls): cls for cls in record_classes(Case)}
OBJECTS: dict[str, tuple[Field, ...]] = {name: fields_of(cls) for name, cls in CLASSES.items()}
FIELDS: tuple[Field, ...] = tuple(field for fields in OBJECTS.values() for field in fields)


def meaning_of(name: str) -> str:
    """Return what an object is, in a sentence or two: the first lines of its record's docstring.

    >>> meaning_of("note")
    'Something worth keeping that is no stance: a contradiction in the source, a doubt, a reading.'
    """
    return (inspect.getdoc(CLASSES[name]) or "").split("\n\n")[0].replace("\n", " ")
