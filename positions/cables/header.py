"""The header: from the transmission line down to REF.

Fields in the order of the skeleton (5 FAH-1 H-246; two real cables of 2009 and 2010): transmission identifier,
precedence, DE, ZNR, date-time group, FM, TO, INFO, class line, captions, E.O., TAGS, SUBJECT, REF. Telegrams of the
1970s have page, action and drafting lines above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from positions.cables.records import Address, CableReference, Header, Remark
from positions.cables.untrusted import Line
from positions.markings import Marking, WrittenMark, highest, is_mark_like, read_mark, unspaced

__all__ = ["is_header_line", "read_header"]

_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_PRECEDENCE = {"R": "routine", "P": "priority", "O": "immediate", "Z": "flash"}
_CAPTIONS = ("SENSITIVE", "RESTRICTED", "CONTROLLED", "OFFICIALUSE")  # words that also begin a sentence
_LEVELS = {Marking.C: "CONFIDENTIAL", Marking.S: "SECRET", Marking.TS: "TOP SECRET"}

_TRANSMISSION = re.compile(r"^VZCZ\w*$")
_PLACEHOLDER = re.compile(r"^\[[^\[\]]+\]$")
_PAIR = re.compile(r"^[RPOZ]{2}(?: RUE?\w+)+$")
_DE = re.compile(r"^DE (?P<station>\w+) #(?P<serial>\d{2,5})(?:/\d+)?(?: (?P<day>\d{3})(?P<time>\d{4}))?$")
_SIGNAL = re.compile(r"^ZN[RY](?: (?P<level>[UCSTE])(?P=level)*)?(?: Z\w+)*$")  # ZNY is the classified twin of ZNR
_SIGNALLED = {"C": Marking.C, "S": Marking.S, "T": Marking.TS}
_DTG = re.compile(
    r"^(?P<p>[RPOZ])(?: [RPOZ])* {1,3}(?P<day>\d{2})(?P<hour>\d{2})(?P<minute>\d{2})Z {1,3}(?P<month>[A-Z]{3})"
    r" {1,3}(?P<year>(?:19|20)?\d{2})(?: Z[A-Z]{2}\b.*)?$"  # ZDK: sent again
)
_ADDRESS = re.compile(
    r"^(?:(?P<routing>R[UH]\w+)/)?(?P<post>[A-Z][A-Z0-9 .,'/&()-]*?)"
    r"(?: (?P<precedence>ROUTINE|PRIORITY|IMMEDIATE|FLASH))?(?: (?P<number>\d{2,5}))?$"
)
_OFFICES = re.compile(r"^(?:(?:ACTION|ORIGIN|INFO)\s+)?(?:[A-Z/]{1,7}-\d\d(?:\s+|$))+.*$")
_DRAFTED = re.compile(r"^(?:DRAFTED|APPROVED|CLEARED) BY\b.*$|^-{5,}\s*\d{4,}.*$|^\d{2}$|^(?:ACTION|ORIGIN) [A-Z]+$")
_PAGE = re.compile(r"^(?P<mark>[A-Z /]*?)\s*PAGE\s+\d{1,3}\s+[A-Z][A-Z .]*\d{2,8}\b.*$")
_SECTION = re.compile(r"^SECTION (?P<n>\d{1,3}) OF (?P<of>\d{1,3})\s*")
_STATION = re.compile(r"^(?P<station>[A-Z][A-Z .']*?) (?P<number>\d{2,8})\b\s*")
_FIELD = re.compile(
    r"^(?P<name>E\.?\s?O\.? ?\d{5}|TAGS|SUBJECT|SUBJ|REFS?|CLASSIFIED BY|REASONS?|DECL(?:ASSIFY ON)?)"
    r"\s*[:;]\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_BARE_FIELD = re.compile(r"^(?P<name>E\.?O\.? ?\d{5}|CLASSIFIED BY)\s+(?P<rest>.*)$", re.IGNORECASE)
_REF_ITEM = re.compile(r"(?:^|(?<=[\s,;]))¶?(?P<letter>[A-Z])[.)](?=\s)")
_REF_CABLE = re.compile(r"^(?:(?P<year>\d{4}|\d{2}) )?(?P<post>[A-Z][A-Z .]*?) ?(?P<number>\d{1,7})$")
_AROUND = re.compile(r"^\((?P<mark>[^()]{1,40})\)\s*|\s*\((?P<last>[A-Z/, -]{1,20})\)$")


@dataclass(frozen=True, slots=True)
class _ClassLine:
    """What a class line says: level as written, the mark with all captions of the line, section, station, number."""

    level: str
    mark: WrittenMark
    captions: tuple[str, ...]
    sections: int
    station: str
    number: str


def _class_line(text: str) -> _ClassLine | None:
    """Read a class line; None for any other line.

    >>> found = _class_line("C O N F I D E N T I A L  SECTION 01 OF 02 KAP 000061 NODIS")
    >>> found.mark.marking, found.sections, found.station, found.number, found.captions
    (<Marking.C: 'C'>, 2, 'KAP', '000061', ('NODIS',))
    >>> _class_line("1. (SBU) SUMMARY.")
    """
    words = unspaced(text).split()
    first = next(iter(read_mark(" ".join(words[:6])).forms), "")
    if (
        len(first) < 3
        or re.fullmatch(r"\d+[.)]?", words[0])  # a paragraph
        or first in _CAPTIONS
        or read_mark(first).marking is None
        or not re.sub(r"[^A-Z]", "", "".join(words)).startswith(first)
    ):
        return None
    whole = [n for n in range(1, min(len(words), 12) + 1) if not read_mark(" ".join(words[:n])).unknown]
    needed = next(n for n in range(1, len(words) + 1) if len(_letters(words[:n])) >= len(first))
    taken = max((*whole, needed))
    taken += taken < len(words) and words[taken - 1].endswith("/")  # "SECRET // XYZ": no station
    head, rest = " ".join(words[:taken]), " ".join(words[taken:])
    section = _SECTION.match(rest)
    rest = rest[section.end() :] if section else rest
    station = _STATION.match(rest)
    more = rest[station.end() :] if station else rest
    if more and not (station or section) and not read_mark(head).unknown:
        return None  # running text
    level = " ".join(words[:needed])
    level = level if len(_letters(words[:taken])) == len(first) else level.replace("/", " ").split()[0]
    captions = [c for c in (head.removeprefix(level).strip(" /-"), more) if c]
    if not read_mark(more).unknown or is_mark_like(more):
        head += f"//{more}"
    return _ClassLine(
        _named(first, level),
        read_mark(head),
        tuple(captions),
        int(section["of"]) if section else 0,
        station["station"] if station else "",
        station["number"] if station else "",
    )


def _letters(words: Sequence[str]) -> str:
    return re.sub(r"[^A-Z]", "", "".join(words))


def _named(form: str, written: str) -> str:
    """Return the level of a class line in full where it is a level, as written where it is a caption in its place."""
    marking = read_mark(form).marking
    if marking is Marking.U:
        return "UNCLASSIFIED"
    return _LEVELS.get(marking, written) if marking and "NATO" not in form else written


def is_header_line(text: str, *, late: bool = False) -> bool:
    """Whether a line can only be part of a cable's header; ``late``: below TAGS, only fields are.

    >>> is_header_line("FM SECSTATE WASHDC"), is_header_line("Browse by origin"), is_header_line("TO ACT", late=True)
    (True, False, False)
    """
    text = unspaced(text.strip()) if text.isupper() else text.strip()
    if _FIELD.match(text) or _BARE_FIELD.match(text):
        return True
    if late:
        return False
    if text.isupper() and (text.startswith(("FM ", "TO ", "INFO ")) or _above(text)):
        return True
    if any(pattern.match(text) for pattern in (_TRANSMISSION, _PAIR, _DE, _SIGNAL, _DTG)):
        return True
    found = _class_line(text) if text.isupper() else None
    return found is not None and (bool(found.sections or found.number) or text == "UNCLAS")


def _above(text: str) -> bool:
    """Whether a line is of those that telegrams of the 1970s have above the date-time group."""
    return len(text) > 2 and any(p.match(text) is not None for p in (_OFFICES, _DRAFTED, _PAGE))


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
    marks: list[tuple[int, WrittenMark]] = field(default_factory=list)
    filed: re.Match[str] | None = None
    filed_line: int = 0


def read_header(lines: Sequence[Line]) -> tuple[Header, tuple[Line, ...], tuple[Remark, ...]]:
    """Read the lines above the text.

    Returns
    -------
    tuple
        The header, the lines it could not place (attention lines, mostly), and the remarks.
    """
    draft = _Draft()
    state = ""  # the field that a following unlabelled line continues
    after_blank = False
    for line in _one_mark_a_line(lines):
        if line.text:
            state = _take(draft, line, state, after_blank)
        after_blank = not line.text
    sent = _sent(draft)
    year = int(sent[:4]) if sent else None
    subject, about = _marked(_joined(draft, "subject"))
    if about is not None:
        draft.marks.append((draft.fields["subject"][0].number, about))
    header = Header(
        **{name: value for name, value in draft.values.items() if name not in ("dtg_line", "signal")},
        sent=sent,
        addresses=tuple(draft.addresses),
        marking=_marking(draft),
        sections=draft.sections,
        captions=tuple(dict.fromkeys(c.strip() for c in draft.captions)),
        declassify=_joined(draft, "order") or _joined(draft, "decl"),
        tags=tuple(tag for tag in re.split(r"[\s,;]+", _joined(draft, "tags")) if tag),
        subject=subject,
        references=_references(draft.fields.get("ref", []), year),
        classified_by=" ".join(filter(None, (_joined(draft, "classified by"), _joined(draft, "reason")))),
        first_line=lines[0].number if lines else 0,
        last_line=lines[-1].number if lines else 0,
    )
    return header, tuple(draft.unread), (*draft.remarks, *_missing(header))


def _one_mark_a_line(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines without spaced letters; two lines over which one mark is broken are one."""
    plain = [unspaced(text) if (text := line.text.strip()).isupper() else text for line in lines]
    i = 0
    while i < len(plain):
        text, after = plain[i], plain[i + 1] if i + 1 < len(plain) else ""
        if text.isupper() and after.isupper() and len(text) < 40 and not _FIELD.match(after):
            apart = {*read_mark(text).forms, *read_mark(after).forms}
            if any(len(form) > 6 and form not in apart for form in read_mark(f"{text} {after}").forms):
                text, i = f"{text} {after}", i + 1
        yield Line(lines[i].number, text)
        i += 1


def _marking(draft: _Draft) -> Marking | None:
    """Return what all marks of the header say together; what is not understood leaves it open and is reported."""
    forms: list[str] = []
    for line, mark in draft.marks:
        forms += mark.forms
        if mark.unknown:
            shown = ", ".join(mark.unknown)
            message = f'a mark in the header is not understood ("{shown}"): the marking of the whole is not known'
            draft.remarks.append(Remark(line, 1, "gap", "mark-unknown", message))
    levels = {m.marking for _, m in draft.marks if m.marking is not None and len(m.forms[0]) > 1}
    if len(levels - {Marking.U, Marking.SBU}) > 1:
        message = "the header is marked in different ways: the highest counts"
        draft.remarks.append(Remark(draft.marks[0][0], 1, "contradiction", "header-marks", message))
    found = WrittenMark(tuple(forms)).marking
    signalled = _SIGNALLED.get(draft.values.get("signal", ""))
    return highest([found, signalled]) if found and signalled else found


def _marked(subject: str) -> tuple[str, WrittenMark | None]:
    """Return a subject without the portion mark before or behind it, and that mark."""
    for m in _AROUND.finditer(subject):
        written = read_mark(m["mark"] or m["last"])
        if written.forms and not written.unknown:
            return (subject[: m.start()] + subject[m.end() :]).strip(), written
    return subject, None


def _take(draft: _Draft, line: Line, state: str, after_blank: bool) -> str:
    """Place one line and return the field that the next line may continue."""
    text = line.text
    if (found := _FIELD.match(text) or _BARE_FIELD.match(text)) is not None:
        name = found["name"].lower()
        if name.startswith("e"):
            draft.values["order"] = f"E.O. {re.sub(r'[^0-9]', '', name)}"
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
    if (found := _SIGNAL.match(text)) is not None:
        draft.values["signal"] = found["level"] or ""
        return ""
    if (found := _PAGE.match(text)) is not None and found["mark"]:
        draft.marks.append((line.number, read_mark(found["mark"])))
    if _PAIR.match(text) or _PLACEHOLDER.match(text) or _above(text) or (state == "" and text.isdigit()):
        return "" if not _OFFICES.match(text) else "offices"
    if (classed := _class_line(text) if text.isupper() else None) is not None:
        draft.marks.append((line.number, classed.mark))
        draft.captions += [c for c in classed.captions if c]
        if not draft.values.get("station"):
            draft.values.update(classification=classed.level, station=classed.station, number=classed.number)
            draft.sections = classed.sections
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
    written = read_mark(line.text)
    if line.text.isupper() and written.forms and not written.unknown and len(max(written.forms, key=len)) > 3:
        draft.marks.append((line.number, written))
        draft.captions.extend(re.split(r"\s{2,}|, ", line.text))
        return "captions"
    if state in ("TO", "INFO") and not after_blank and line.text.isupper() and not is_mark_like(line.text):
        _address(draft, state, line)
        return state
    if line.text.isupper() and is_mark_like(line.text) and state not in draft.fields:
        draft.marks.append((line.number, written))
    if state == "captions" and line.text.isupper() and len(line.text) <= 40:
        draft.captions.extend(re.split(r"\s{2,}|, ", line.text))
        return state
    if state in draft.fields and (not after_blank or (state == "ref" and _REF_ITEM.match(line.text))):
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
            text = line.text[body:end].strip(" ,;.¶")
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
    year = int(found["year"])
    year += 0 if year > 99 else 1900 if year >= 60 else 2000
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
