"""The release rule: everything above a mark is left out before anything is computed.

What remains is a case like any other, as if the rest had never been written down: no id points at what is gone, and
the provenance is that of the remaining content, so that neither a file name nor a hash speaks of the rest. What
another government told in confidence never leaves, whatever its mark, nor do notes for one's own use.

The rule follows the fields of the records. An object goes when its own mark, or that of its source, is above the
release, or when something goes that one of its required fields names. An optional field that names something gone is
emptied, a list is shortened. What differs from that says so with ``release`` on its
:class:`~positions.model.fields.Field`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, Final

from positions.errors import PositionsError
from positions.markings import Marking
from positions.model.case import Case, Provenance
from positions.model.fields import Field, fields_of
from positions.model.issue import Issue
from positions.model.parameters import PARAMETERS
from positions.model.sources import Document

__all__ = ["WITHHELD", "content_hash", "nothing_left", "release_statement", "withhold"]

WITHHELD = "withheld"
GONE: Final[Any] = object()  # what stands for an object or a value that is left out


def withhold(case: Case, mark: Marking) -> Case:
    """Return ``case`` without anything that is marked above ``mark`` or was told in confidence.

    - A delegation takes its stances, associations, ties, talks and plans with it; an issue its stances.
    - An issue whose tabled or fallback wording is withheld is withheld, for its question could not be put. Ambitious
      wordings that are all withheld leave the tabled one in their place, as where none was named.
    - Options that only withheld wordings use go with them, and so do red lines and demands on such options.
    - A document above the mark that remaining items cite is replaced by one without name, title or date.
    - Stances that follow from statements follow from those that remain, as if no other had been made.
    - A believed reading goes by its own mark, and with the stance that it stands beside.
    - A note goes when anything that it is about is withheld.
    - Where anything of the case lies above the mark, groups that nobody left belongs to are left out, and so is the
      text of groups and parameters that carry no mark of their own.

    Raises
    ------
    PositionsError
        When the meeting itself, or the delegation the briefing is written for, lies above the mark.
    """
    if case.meeting.marking > mark:
        raise PositionsError(f"the meeting itself is marked {case.meeting.marking.portion}: nothing can be released")
    case = replace(case, stances=case.written_stances)
    selection = _Selection(case, mark)
    released = selection.case()
    if case.meeting.principal not in ("", *released.delegations):
        raise PositionsError(
            f"the delegation the case is written for is marked above {mark.portion}: nothing can be released"
        )
    withheld = sum(1 for _ in case.marked_items()) - sum(1 for _ in released.marked_items())
    withheld += selection.stub in released.documents  # the stand-in is no item of the case
    withheld -= selection.stub in case.documents
    withheld += case.provenance.withheld
    withheld += len(released.believed)
    released = released.with_statements(tuple(replace(each, place="") for each in released.statements))
    withheld -= len(released.believed)
    provenance = Provenance({"released": content_hash(released)}, case.provenance.version, withheld, mark.value)
    return replace(released, provenance=provenance)


def nothing_left(case: Case) -> str:
    """Return a sentence when a release leaves nothing that could be worked on; otherwise nothing."""
    if not case.provenance.release or (case.issues and case.delegations):
        return ""
    what = "issue" if not case.issues else "delegation"
    return (
        f"nothing is left at {case.provenance.release}: every {what} of the case is marked above it, or rests on "
        "something that is"
    )


def release_statement(case: Case) -> str:
    """Return the sentence that a released paper carries; empty when nothing was released.

    It gives the number of items only: which they are, and on what, would tell what they are about.
    """
    if not case.provenance.release:
        return ""
    n = case.provenance.withheld
    if n == 0:
        return f"Released at {case.provenance.release}: nothing was withheld."
    were = "1 item was" if n == 1 else f"{n} items were"
    return (
        f"Released at {case.provenance.release}: {were} withheld before anything was computed. Results rest on what "
        "remains; they can differ from those of the full case, and a stance that is withheld counts as unknown."
    )


_STAND_IN = Document(WITHHELD, "a document that is withheld", Marking.U, kind="report")
OF_THE_CASE = {"documents": "document", "groups": "group", "delegations": "delegation", "issues": "issue"}


class _Selection:
    """What remains of a case at a mark.

    ``gone`` holds what is left out and can be named elsewhere: (kind, where, id), with the issue, plan or clause that
    the id belongs to.
    """

    def __init__(self, case: Case, mark: Marking) -> None:
        self.old, self.mark = case, mark
        self.stub = _free_id(case.documents)
        self.partly = mark < case.marking()
        self.gone: set[tuple[str, ...]] = {("document", self.stub)} if self.stub in case.documents else set()
        self.within: dict[str, str] = {}  # the issue, plan and clause that is being gone through

    def case(self) -> Case:
        """Put the case together again: first what can be named, until nothing more goes, then all the rest."""
        sections = [f for f in fields_of(Case) if f.name in (*OF_THE_CASE, "plans")]
        known = -1
        while known < len(self.gone):
            known = len(self.gone)
            kept = {f.name: self._field(f, getattr(self.old, f.name), self.old) for f in sections}
            self._options_of_withheld_wordings()
        if self.partly:
            used = {g for d in kept["delegations"].values() for g in d.groups}
            used |= {g for issue in kept["issues"].values() for silent in issue.silent for g in silent.groups}
            self.gone |= {("group", g) for g in self.old.groups if g not in used}
        new: Case = self._object(self.old)
        if self.stub in new.cited():
            stub = replace(_STAND_IN, id=self.stub)
            return replace(new, documents={**new.documents, self.stub: stub})
        return new

    def _object(self, record: Any) -> Any:
        """Return a record without what is withheld in it, or GONE."""
        marking = getattr(record, "marking", None)
        if (isinstance(marking, Marking) and marking > self.mark) or getattr(record, "told_in_confidence", False):
            return GONE
        changes = {}
        for field in fields_of(record.__class__):
            old = getattr(record, field.attribute)
            if not old:
                continue
            new = self._field(field, old, record)
            if new is GONE:
                return GONE
            if new is not old:
                changes[field.attribute] = new
        new = replace(record, **changes) if changes else record
        return self._draft(record, new) if isinstance(record, Issue) else new

    def _field(self, field: Field, old: Any, record: Any) -> Any:
        """Return what a field holds in the release: ``old`` itself where nothing changes, GONE if its object goes."""
        if field.release == "never":
            return ""
        if field.release == "if marked" and self.partly and record.marking is None and record not in PARAMETERS:
            return ""
        if field.type == "reference":
            return self._reference(field, old, record)
        if field.type != "object":
            return old
        if isinstance(old, Mapping):
            kept: Any = {k: new for k, part in old.items() if (new := self._named(field, k, part)) is not GONE}
            return old if all(kept.get(k) is part for k, part in old.items()) else kept
        if isinstance(old, tuple):
            parts = [self._named(field, getattr(part, "id", ""), part) for part in old]
            kept = tuple(part for part in parts if part is not GONE)
            if field.release == "all" and len(kept) < len(old):
                return GONE
            return old if all(new is part for new, part in zip(parts, old, strict=True)) else kept
        new = self._object(old)
        return new if new is not GONE or field.required else None

    def _named(self, field: Field, name: Any, record: Any) -> Any:
        """Return an object of a list or mapping without what is withheld in it; note that it is gone."""
        if field.of in ("stance", "believed"):
            delegation, issue = name
            self.within["issue"] = issue
            known = ("delegation", delegation) not in self.gone and ("issue", issue) not in self.gone
            return self._object(record) if known else GONE
        if field.of == "parameter":
            own = next(spec for spec in PARAMETERS if spec.name == record.name)
            return own if (new := self._object(record)) is GONE else new
        if field.of == "statement":
            self.within["issue"] = record.issue
        if not name:
            return self._object(record)
        self.within[field.of] = name
        key = self._key(field.of, name)
        new = GONE if key in self.gone else self._object(record)
        if new is GONE:
            self.gone.add(key)
        return new

    def _key(self, kind: str, name: str, clause: str = "") -> tuple[str, ...]:
        if kind == "option":
            return (kind, self.within["issue"], clause or self.within["clause"], name)
        if kind in ("clause", "wording", "silent"):
            return (kind, self.within["issue"], name)
        return (kind, self.within["plan"], name) if kind == "ask" else (kind, name)

    def _reference(self, field: Field, old: Any, record: Any) -> Any:
        """Return the ids that remain of a field that names something."""
        if field.path == "source.document":
            return self.stub if ("document", old) in self.gone else old
        if field.keys:  # a wording's choice: options of wordings that remain all remain
            return old
        clause = record.clause if field.of == "option" else ""
        if not field.many:
            if not self._is_gone(field.of, old, clause):
                return old
            return GONE if field.required or field.filled_from else ""
        kept = tuple(name for name in old if not self._is_gone(field.of, name, clause))
        if len(kept) == len(old):
            return old
        if field.release == "all" or (field.release == "some" and not kept):
            return GONE
        return kept or ((record.tabled,) if field.path == "issue.ambitious" else ())

    def _is_gone(self, of: str, name: str, clause: str) -> bool:
        if of == "id":
            return any((kind, name) in self.gone for kind in OF_THE_CASE.values())
        return self._key("wording" if of.startswith("wording") else of, name, clause) in self.gone

    def _options_of_withheld_wordings(self) -> None:
        """Note as gone the options that only withheld wordings use."""
        for issue in self.old.issues.values():
            used: dict[bool, set[tuple[str, ...]]] = {True: set(), False: set()}
            for name, wording in issue.wordings.items():
                chosen = (("option", issue.id, clause, option) for clause, option in wording.choice.items())
                used[("wording", issue.id, name) in self.gone].update(chosen)
            self.gone |= used[True] - used[False]

    def _draft(self, old: Issue, new: Issue) -> Issue:
        """Take out drafts that hold an option or name a delegation or group that is gone."""
        if not new.draft and not new.drafts:
            return new
        names = {
            name.casefold()
            for kind, known in (("delegation", self.old.delegations), ("group", self.old.groups))
            for key, who in known.items()
            if (kind, key) in self.gone
            for name in (key, who.name, getattr(who, "iso3", ""))
            if name
        }
        parts = [re.escape(name) for name in sorted(names)]
        anybody = re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)") if parts else None

        def names_nobody(text: str) -> bool:
            return anybody is None or not anybody.search(text.casefold())

        kept = all(list(old.clauses[k].options) == list(clause.options) for k, clause in new.clauses.items())
        drafts = tuple(each for each in new.drafts if kept and names_nobody(each.text + each.title))
        draft = new.draft if kept and names_nobody(new.draft) else ""
        return new if (draft, drafts) == (new.draft, new.drafts) else replace(new, draft=draft, drafts=drafts)


def _free_id(taken: Mapping[str, Document]) -> str:
    """Return the id of the stand-in: the one of an earlier release, or the first that is free."""
    names = (WITHHELD + "_" * n for n in range(len(taken) + 1))
    return next(name for name in names if taken.get(name) in (None, replace(_STAND_IN, id=name)))


def content_hash(case: Case) -> str:
    """Return a SHA-256 over everything in the case but its provenance."""
    plain = {f.name: _plain(getattr(case, f.name)) for f in fields(case) if f.name != "provenance"}
    return hashlib.sha256(json.dumps(plain, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return [[_plain(k), _plain(v)] for k, v in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(v) for v in value]
    return value
