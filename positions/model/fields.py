"""What a case file may hold, said once: on the field of the record itself.

A record's field carries a :class:`Field` in its annotation, e.g.
``title: Annotated[str, Field("Its title.", "Summary of the first reading")]``. Reading, building the record, the JSON
Schema, the reference page, the sheets of a workbook and what a release leaves out are all made from these. A field
without one is not written in the file: it is given by what stands around the object, or worked out.
"""

from __future__ import annotations

import dataclasses
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, TypeAlias, get_args, get_origin

from positions.markings import Marking

__all__ = ["REQUIRED", "Field", "NoteText", "fields_of", "object_name", "record_classes"]

REQUIRED = object()  # the default of a field that must be there
Words: TypeAlias = type[Enum] | None  # in Field, "type" is a field
RecordClass: TypeAlias = type
SHORT_NAMES = {"ActionPlan": "plan", "ParameterSpec": "parameter", "PlanLink": "link", "SilentSeats": "silent"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one object.

    Declared are the meaning, the example and what cannot be read from the annotation; :func:`fields_of` fills in
    ``owner``, ``name``, ``type``, ``default`` and the like.

    Parameters
    ----------
    meaning, example : str
        What it says, in a sentence, and a value (``fields_of`` puts the key before it).
    of : str
        What is referred to: the text is an id of it (type ``reference``). Of objects, which object it is.
    type : str
        ``text``, ``number``, ``integer``, ``boolean``, ``date``, ``marking``, ``choice``, ``id`` (gives its object an
        id), ``reference``, ``rule``, ``interval`` (``[low, high]``), ``band`` (a number or ``[low, mid, high]``) or
        ``object``. Declared only where the annotation is ``str`` and it is no mere text.
    keys : tuple of str
        A mapping of them, by ``id`` (the mapping gives the ids) or by ids of something else; two for two levels.
    low, high : float or None
        The range of numbers; with ``above``, ``low`` itself is not allowed.
    choices : tuple of str
        The words that are allowed; with ``other_text``, any other text is read too.
    filled_from : str
        In words, where the value comes from when the field is left out and there is no fixed default.
    fewest : int
        The least number of entries of a list or mapping.
    pattern, pattern_hint : str
        A regular expression that the whole text matches, and the same in words.
    may_be_empty : bool
        A quoted empty text is a value.
    release : str
        What a release does beyond the general rule (see :mod:`positions.model.release`): ``never`` leaves it out,
        ``if marked`` leaves it out of an unmarked object, ``all`` takes the object away with any entry, ``some`` with
        the last one.
    owner, name, attribute : str
        The object it belongs to (``case`` holds the sections), the YAML key, and the name in the record.
    many : bool
        A list of them.
    default : object
        The value when the field is left out; ``REQUIRED`` when it may not be.
    words : type or None
        The enumeration that the choices are the values of.
    cls : type
        The record class of an object.
    """

    meaning: str
    example: str
    of: str = ""
    type: str = ""
    keys: tuple[str, ...] = ()
    unit: str = ""
    low: float | None = None
    high: float | None = None
    above: bool = False
    choices: tuple[str, ...] = ()
    other_text: bool = False
    filled_from: str = ""
    fewest: int = 0
    pattern: str = ""
    pattern_hint: str = ""
    may_be_empty: bool = False
    release: str = ""
    owner: str = ""
    name: str = ""
    attribute: str = ""
    many: bool = False
    default: object = REQUIRED
    words: Words = None
    cls: RecordClass = object

    @property
    def required(self) -> bool:
        """Whether a file without it has a problem."""
        return self.default is REQUIRED

    @property
    def path(self) -> str:
        """``owner.name``."""
        return f"{self.owner}.{self.name}"

    @property
    def range(self) -> str:
        """The range in words: ``0..1``, ``0 or more``, ``more than 0``; empty for what has none."""
        if self.low is not None and self.high is not None:
            return f"{self.low:g}..{self.high:,g}" if self.high < 1e6 else f"{self.low:g}..{self.high:,.0f}"
        if self.low is not None:
            return f"more than {self.low:g}" if self.above else f"{self.low:g} or more"
        return ""


NoteText: TypeAlias = Annotated[str, Field("Anything worth keeping.", "name differs in the list of participants")]


def object_name(cls: type) -> str:
    """Return what the files call the object of a record class.

    >>> from positions.model import RedLine, SilentSeats
    >>> object_name(RedLine), object_name(SilentSeats)
    ('red_line', 'silent')
    """
    return SHORT_NAMES.get(cls.__name__) or re.sub("(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@cache
def fields_of(cls: type) -> tuple[Field, ...]:
    """Return the fields of a record class that stand in files, in the record's order.

    >>> from positions.model import Tie
    >>> [(f.name, f.type, f.range, f.required) for f in fields_of(Tie)][2:4]
    [('goodwill', 'number', '-1..1', True), ('source', 'object', '', True)]
    """
    found = []
    for item in dataclasses.fields(cls):
        if get_origin(item.type) is not Annotated:
            continue
        hint, *declared = get_args(item.type)
        said: Field = declared[-1]
        name = item.name.rstrip("_")  # "with" is no name in Python: the record says with_
        found.append(
            dataclasses.replace(
                said,
                **_shape(hint, said),
                owner=object_name(cls),
                name=name,
                attribute=item.name,
                example=f"{name}: {said.example}",
                default=_default(item, said),
            )
        )
    return tuple(found)


@cache
def record_classes(top: type) -> tuple[type, ...]:
    """Return a record class and every other that stands in its fields, each once, in the order of the fields."""
    found = [top]
    for field in fields_of(top):
        if field.type == "object":
            found += [cls for cls in record_classes(field.cls) if cls not in found]
    return tuple(found)


def _default(item: dataclasses.Field[Any], said: Field) -> object:
    if said.filled_from:
        return None
    if item.default_factory is not dataclasses.MISSING:
        return ()
    return REQUIRED if item.default is dataclasses.MISSING else item.default


def _shape(hint: Any, said: Field) -> dict[str, Any]:
    """Return type, ``of``, ``many``, ``keys`` and ``choices`` as the annotation gives them."""
    if get_origin(hint) is types.UnionType:
        (hint,) = (each for each in get_args(hint) if each is not types.NoneType)
    many, keys = False, said.keys
    inner = get_args(hint)
    if get_origin(hint) is tuple and inner[-1] is Ellipsis:
        hint, many = inner[0], not keys
    elif get_origin(hint) is Mapping:
        hint, keys = inner[1], keys or ("id",)
    shape: dict[str, Any] = {"many": many, "keys": keys}
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return {**shape, "type": "object", "of": object_name(hint), "cls": hint}
    if isinstance(hint, type) and issubclass(hint, Enum) and hint is not Marking:
        return {**shape, "type": "choice", "choices": tuple(each.value for each in hint), "words": hint}
    if said.of or said.choices:
        return {**shape, "type": "reference" if said.of else "choice"}
    plain = {bool: "boolean", int: "integer", float: "number", str: "text", Marking: "marking"}
    numbers = {2: "interval", 3: "band"}
    return {**shape, "type": said.type or (numbers[len(inner)] if get_origin(hint) is tuple else plain[hint])}
