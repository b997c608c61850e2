"""The header: from the transmission line down to REF.

Fields in the order of the skeleton (5 FAH-1 H-246; two real cables of 2009 and 2010): transmission identifier,
precedence, DE, ZNR, date-time group, FM, TO, INFO, class line, captions, E.O., TAGS, SUBJECT, REF.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from positions.cables.records import Address, CableReference, Header, Remark
from positions.cables.untrusted import Line

__all__ = ["is_header_line", "read_header"]

_CLASSES = {
    "UNCLAS": "UNCLASSIFIED",
    "UNCLASSIFIED": "UNCLASSIFIED",
    "LIMITED OFFICIAL USE": "UNCLASSIFIED",
    "CONFIDENTIAL": "CONFIDENTIAL",
    "SECRET": "SECRET",
    "TOP SECRET": "TOP SECRET",
}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PRECEDENCE = {"R": "routine", "P": "priority", "O": "immediate", "Z": "flash"}

_TRANSMISSION = re.compile(r"^VZCZ\w*$")
_PAIR = re.compile(r"^[RPOZ]{2}(?: RUE?\w+)+$")
_DE = re.compile(r"^DE (?P<station>\w+) #(?P<serial>\d{2,5})(?:/\d+)?(?: (?P<day>\d{3})(?P<time>\d{4}))?$")
_PLACEHOLDER = re.compile(r"^\[[^\[\]]+\]$")
_ZNR = re.compile(r"^ZNR \w+(?: \w+)?$")
_DTG = re.compile(
    r"^(?P<p>[RPOZ])(?: [RPOZ])? (?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})Z (?P<month>[A-Z]{3}) (?P<year>\d{2})$"
)
_ADDRESS = re.compile(
    r"^(?:(?P<routing>RU\w+)/)?(?P<post>[A-Z][A-Z0-9 .,'/&()-]*?)"
    r"(?: (?P<precedence>ROUTINE|PRIORITY|IMMEDIATE|FLASH))?(?: (?P<number>\d{2,5}))?$"
)
_CLASS = re.compile(
    r"^(?P<level>UNCLAS(?:SIFIED)?|LIMITED OFFICIAL USE|CONFIDENTIAL|SECRET|TOP SECRET)"
    r"(?://(?P<slash>[A-Z /]+?))?(?: SECTION (?P<n>\d{1,3}) OF (?P<of>\d{1,3}))?"
    r"(?: (?P<station>[A-Z][A-Z .]*?) (?P<number>\d{2,8}))?$"
)
_FIELD = re.compile(
    r"^(?P<name>E\.?\s?O\.? ?\d{5}|TAGS|SUBJECT|SUBJ|REFS?|CLASSIFIED BY|REASONS?|DECL(?:ASSIFY ON)?)"
    r"\s*[:;]\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_BARE_ORDER = re.compile(r"^(?P<name>E\.?O\.? ?\d{5})\s+(?P<rest>.*)$", re.IGNORECASE)
_REF_ITEM = re.compile(r"(?:^|(?<=[\s,;]))(?P<letter>[A-Z])[.)](?=\s)")
_REF_CABLE = re.compile(r"^(?:(?P<year>\d{4}|\d{2}) )?(?P<post>[A-Z][A-Z .]*?) ?(?P<number>\d{1,7})$")


def _unspaced(text: str) -> str:
    """Return ``C O N F I D E N T I A L`` as ``CONFIDENTIAL``, other text as it is.

    >>> _unspaced("S E C R E T SECTION 01 OF 02")
    'SECRET SECTION 01 OF 02'
    """
    return re.sub(r"(?<!\S)[A-Z](?: {1,2}[A-Z](?!\S)){4,}", lambda m: _class_word(m.group()), text)


def _class_word(spaced: str) -> str:
    joined = spaced.replace(" ", "")
    return "TOP SECRET" if joined == "TOPSECRET" else joined


def is_header_line(text: str) -> bool:
    """Whether a line can only be part of a cable's header.

    >>> is_header_line("FM SECSTATE WASHDC"), is_header_line("Browse by origin")
    (True, False)
    """
    text = _unspaced(text.strip())
    if text.startswith(("FM ", "TO ", "INFO ")) and text.isupper():
        return True
    patterns = (_TRANSMISSION, _PAIR, _DE, _ZNR, _DTG, _FIELD, _BARE_ORDER)
    if any(pattern.match(text) for pattern in patterns):
        return True
    found = _CLASS.match(text)
    return found is not None and (found["n"] is not None or found["number"] is not None or text == "UNCLAS")


@dataclass(slots=True)
class _Draft:
    """The header while it is being read."""

    values: dict[str, str] = field(default_factory=dict)
    sections: int = 0
    addresses: list[Address] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    fields: dict[str, list[Line]] = field(default_factory=dict)
    unread: list[Line] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    filed: re.Match[str] | None = None
    filed_line: int = 0


def read_header(lines: Sequence[Line]) -> tuple[Header, tuple[Line, ...], tuple[Remark, ...]]:
    """Read the lines above paragraph 1.

    Returns
    -------
    tuple
        The header, the lines it could not place (headings of paragraph 1, mostly), and the remarks.
    """
    draft = _Draft()
    state = ""  # the field that a following unlabelled line continues
    after_blank = False
    for line in lines:
        text = _unspaced(line.text.strip())
        if not text:
            after_blank = True
            continue
        state = _take(draft, Line(line.number, text), state, after_blank)
        after_blank = False
    sent = _sent(draft)
    year = int(sent[:4]) if sent else None
    header = Header(
        transmission=draft.values.get("transmission", ""),
        precedence=draft.values.get("precedence", ""),
        routing=draft.values.get("routing", ""),
        serial=draft.values.get("serial", ""),
        sent=sent,
        date_time_group=draft.values.get("date_time_group", ""),
        sender=draft.values.get("sender", ""),
        addresses=tuple(draft.addresses),
        classification=draft.values.get("classification", ""),
        sections=draft.sections,
        station=draft.values.get("station", ""),
        number=draft.values.get("number", ""),
        captions=tuple(draft.captions),
        order=draft.values.get("order", ""),
        declassify=_joined(draft, "order") or _joined(draft, "decl"),
        tags=tuple(tag for tag in re.split(r"[\s,;]+", _joined(draft, "tags")) if tag),
        subject=_joined(draft, "subject"),
        references=_references(draft.fields.get("ref", []), year),
        classified_by=" ".join(filter(None, (_joined(draft, "classified by"), _joined(draft, "reason")))),
        first_line=lines[0].number if lines else 0,
        last_line=lines[-1].number if lines else 0,
    )
    return header, tuple(draft.unread), (*draft.remarks, *_missing(header))


def _take(draft: _Draft, line: Line, state: str, after_blank: bool) -> str:
    """Place one line and return the field that the next line may continue."""
    text = line.text
    if (found := _FIELD.match(text) or _BARE_ORDER.match(text)) is not None:
        name = found["name"].lower()
        if name.startswith("e"):
            digits = re.sub(r"\D", "", name)
            draft.values["order"] = f"E.O. {digits}"
            name = "order"
        name = {"subj": "subject", "refs": "ref", "reasons": "reason", "declassify on": "decl"}.get(name, name)
        draft.fields.setdefault(name, []).append(Line(line.number, found["rest"]))
        return name
    if (found := _DE.match(text)) is not None:
        draft.values.update(routing=found["station"], serial=found["serial"])
        draft.filed, draft.filed_line = (found, line.number) if found["day"] else (None, 0)
        return ""
    if (found := _DTG.match(text)) is not None:
        draft.values.update(date_time_group=text, precedence=_PRECEDENCE[found["p"]], dtg_line=str(line.number))
        return ""
    if _TRANSMISSION.match(text):
        draft.values["transmission"] = text
        return ""
    if _PAIR.match(text) or _ZNR.match(text) or _PLACEHOLDER.match(text):
        return ""
    if (found := _CLASS.match(text)) is not None and not draft.values.get("classification"):
        draft.values["classification"] = _CLASSES["UNCLAS" if found["level"].startswith("UNCLAS") else found["level"]]
        draft.values.update(station=found["station"] or "", number=found["number"] or "")
        draft.sections = int(found["of"] or 0)
        if found["slash"]:
            draft.captions.append(found["slash"].strip())
        return "captions"
    for role in ("FM", "TO", "INFO"):
        if text.startswith(role + " ") and text.isupper():
            rest = text[len(role) + 1 :].strip()
            if role == "FM":
                draft.values["sender"] = rest
                return ""
            _address(draft, role, Line(line.number, rest))
            return role
    return _continue(draft, line, state, after_blank)


def _continue(draft: _Draft, line: Line, state: str, after_blank: bool) -> str:
    """Place a line without a label of its own."""
    if state in ("TO", "INFO") and not after_blank and line.text.isupper():
        _address(draft, state, line)
        return state
    if state == "captions" and line.text.isupper() and len(line.text) <= 40:
        draft.captions.extend(re.split(r"\s{2,}|, ", line.text))
        return state
    if state in draft.fields and not after_blank:
        draft.fields[state].append(line)
        return state
    draft.unread.append(line)
    return ""


def _address(draft: _Draft, role: str, line: Line) -> None:
    found = _ADDRESS.match(line.text)
    if found is None:
        draft.remarks.append(
            Remark(line.number, 1, "note", "address-unread", f'addressee not understood: "{line.text}"')
        )
        return
    draft.addresses.append(
        Address(
            role=role,
            post=found["post"],
            line=line.number,
            routing=found["routing"] or "",
            precedence=(found["precedence"] or "").lower(),
            number=found["number"] or "",
        )
    )


def _joined(draft: _Draft, name: str) -> str:
    return " ".join(line.text.strip() for line in draft.fields.get(name, []) if line.text.strip())


def _references(lines: Sequence[Line], year: int | None) -> tuple[CableReference, ...]:
    """Read the REF lines; a reference without a letter gets ``""``."""
    found: list[CableReference] = []
    for line in lines:
        marks = list(_REF_ITEM.finditer(line.text))
        starts = [m.start() for m in marks] or [0]
        letters = [m["letter"] for m in marks] or [""]
        bodies = [m.end() for m in marks] or [0]
        for letter, body, end in zip(letters, bodies, [*starts[1:], len(line.text)], strict=True):
            text = line.text[body:end].strip(" ,;.")
            if text:
                found.append(_reference(letter, text, line.number, year))
    return tuple(found)


def _reference(letter: str, text: str, line: int, year: int | None) -> CableReference:
    cable = _REF_CABLE.match(text.upper())
    if cable is None:
        return CableReference(letter, text, line)
    given = int(cable["year"]) if cable["year"] else None
    if given is not None and given < 100:
        given += 1900 if given >= 60 else 2000
    known = given or year
    post, number = cable["post"].strip(), int(cable["number"])
    canonical = f"{known % 100:02d}{post.replace(' ', '')}{number}" if known else ""
    return CableReference(letter, text, line, given, post, number, canonical)


def _sent(draft: _Draft) -> str:
    """Return the date-time group in ISO 8601 and compare it with the day of the year in the DE line."""
    found = _DTG.match(draft.values.get("date_time_group", ""))
    if found is None:
        return ""
    line = int(draft.values["dtg_line"])
    year = int(found["year"]) + (1900 if int(found["year"]) >= 60 else 2000)
    try:
        moment = datetime(
            year, _MONTHS.index(found["month"]) + 1, int(found["day"]), int(found["hour"]), int(found["minute"])
        )
    except ValueError:
        draft.remarks.append(Remark(line, 1, "note", "date-impossible", f'no such date: "{found.group()}"'))
        return ""
    if draft.filed is not None:
        filed = date(year, 1, 1) + timedelta(days=int(draft.filed["day"]) - 1)
        if not moment.date() <= filed <= moment.date() + timedelta(days=2):
            message = f"the DE line gives day {draft.filed['day']} ({filed}), the date-time group {moment.date()}"
            draft.remarks.append(Remark(draft.filed_line, 1, "contradiction", "filing-day", message))
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def _missing(header: Header) -> list[Remark]:
    """Say which fields the skeleton has and this copy has not."""
    wanted = {
        "date-time group": header.date_time_group,
        "FM line": header.sender,
        "TO line": any(a.role == "TO" for a in header.addresses),
        "class line": header.classification,
        "E.O. line": header.order,
        "TAGS line": header.tags,
        "SUBJECT line": header.subject,
    }
    place = max(header.first_line, 1)
    return [
        Remark(place, 1, "gap", "header-field", f"no {name} in this copy") for name, got in wanted.items() if not got
    ]
