"""A case as the plain values that its files would hold: the way back from records to the user's format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any, TypeAlias

from positions.casefiles.drafts import draft_clauses, owner_names
from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.strengths import strength_of
from positions.casefiles.table import OBJECTS
from positions.model import PARAMETERS, Case, Field, Option, Outcome

__all__ = ["Plain", "case_plain", "every_section", "plain_nodes"]

Plain: TypeAlias = dict[str, Any]  # key -> Plain, list, text, number or truth


def case_plain(case: Case, *, defaults: bool = False) -> Plain:
    """Return the sections of a case in the shape of the files.

    Parameters
    ----------
    case : Case
    defaults : bool
        Also give the values that may be left out because they are the default.

    Returns
    -------
    dict
        Reading it gives the same case again. A strength that the lexicon read, clauses that the draft gives, stances
        that follow from statements and parameters that are the program's own are left out.

    Examples
    --------
    >>> from pathlib import Path
    >>> from positions.casefiles import load_case
    >>> case_plain(load_case(Path("positions/casefiles/starter_case")))["groups"]
    {'island_states': {'name': 'Island states'}}
    """
    plain = every_section(case, defaults)
    own = {spec.name: spec for spec in PARAMETERS}
    for spec in case.parameters:
        if spec == own.get(spec.name):
            del plain["parameters"][spec.name]
    _leave_out_drafted(case, plain)
    return {name: value for name, value in plain.items() if value or defaults}


def every_section(case: Case, defaults: bool) -> Plain:
    """Return all sections of a case, with the clauses of drafts and all parameters."""
    plain = _object("case", case, defaults)
    for section, owner, cells in (("stances", "stance", case.written_stances), ("believed", "believed", case.believed)):
        held: Plain = {}
        for (delegation, issue), stance in cells.items():
            held.setdefault(issue, {})[delegation] = _object(owner, stance, defaults)
        plain[section] = held
    plain["parameters"] = {spec.name: _object("parameter", spec, defaults) for spec in case.parameters}
    return {field.name: plain[field.name] for field in OBJECTS["case"] if field.name in plain}


def plain_nodes(value: Any, file: SourceText) -> Node:
    """Return plain values as nodes that can be read; all of them stand at no place in ``file``."""
    if isinstance(value, Mapping):
        top = MapNode(file, 0, 0)
        top.entries = {k: (ScalarNode(file, 0, 0, k, False), plain_nodes(v, file)) for k, v in value.items()}
        return top
    if isinstance(value, list | tuple):
        rows = ListNode(file, 0, 0)
        rows.items = [plain_nodes(each, file) for each in value]
        return rows
    if isinstance(value, bool):
        return ScalarNode(file, 0, 0, str(value).lower(), True)
    if isinstance(value, int | float):
        return ScalarNode(file, 0, 0, repr(value), True)
    return ScalarNode(file, 0, 0, str(value), False)


def _object(owner: str, record: object, defaults: bool) -> Plain:
    found: Plain = {}
    for field in OBJECTS[owner]:
        if field.path in ("case.stances", "case.believed", "case.parameters"):
            continue
        value = getattr(record, field.attribute)
        if (
            value is None
            or (value == "" and field.filled_from)
            or (field.name == "strength" and not defaults and _is_read(record))
        ):
            continue
        if isinstance(record, Outcome) and field.name == "wording":
            value = record.stands
        if defaults or field.default is None or value != field.default:
            found[field.name] = _value(field, value, defaults)
    return found


def _is_read(option: object) -> bool:
    """Whether an option's strength is the lexicon's and its words alone are enough to read it again."""
    return isinstance(option, Option) and option.read_by == "lexicon" and strength_of(option.text) is not None


def _value(field: Field, value: Any, defaults: bool) -> Any:
    if field.type == "object" and field.many:
        return [_object(field.of, record, defaults) for record in value]
    if field.type == "object" and field.keys:
        records = value if isinstance(value, Mapping) else {record.id: record for record in value}
        return {name: _object(field.of, record, defaults) for name, record in records.items()}
    if field.type == "object":
        return _object(field.of, value, defaults)
    if field.type == "band" and len(set(value)) == 1 and not defaults:
        return value[1]
    return _plain(value)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _leave_out_drafted(case: Case, plain: Plain) -> None:
    """Take out the clauses that the issue's own draft gives."""
    for name, draft in _drafts(case):
        file = SourceText("draft", draft)
        owners = owner_names(*(plain_nodes(plain.get(key, {}), file) for key in ("delegations", "groups")))
        if draft_clauses(ScalarNode(file, 1, 1, draft, False), owners) == dict(case.issues[name].clauses):
            del plain["issues"][name]["clauses"]


def _drafts(case: Case) -> Iterator[tuple[str, str]]:
    return ((name, issue.draft) for name, issue in case.issues.items() if issue.draft)
