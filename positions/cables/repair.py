"""Typographic punctuation that a 7-bit line has damaged, put back and reported place by place.

Observed in real cables: an apostrophe arrives as a comma (``Russia,s``), an opening quotation mark as ``&`` and a
closing one as ``8`` (``&Implementation Guidelines8``). Text that went through a web page also carries curly
punctuation, or UTF-8 read as Windows-1252.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from positions.cables.records import Remark
from positions.cables.sentences import STOPWORDS
from positions.cables.untrusted import Line

__all__ = ["repair"]

_CURLY = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "--", "…": "...", "\xa0": " "}
_MOJIBAKE = {
    **{mark.encode().decode("cp1252"): plain for mark, plain in _CURLY.items() if mark not in "”\xa0"},
    "Â\xa0": " ",
    "â€\x9d": '"',  # the closing quotation mark's last byte has no place in Windows-1252
}
_TYPOGRAPHY = re.compile("|".join(re.escape(key) for key in sorted({*_MOJIBAKE, *_CURLY}, key=len, reverse=True)))
_CONTRACTION = re.compile(r"(?<=[A-Za-z]),(?=(?:s|t|re|ve|ll|d|m)(?![A-Za-z]))")
_QUOTED = re.compile(
    r"(?<![A-Za-z0-9])&(?=[A-Za-z])(?P<inside>(?:[^&\n]|\n(?![ \t]*\n)){1,300}?)(?<=[A-Za-z.,!?])8(?![A-Za-z0-9])"
)
_LONE_QUOTE = re.compile(r"(?<![A-Za-z0-9])&(?=[A-Z])")
_PLURAL = re.compile(r"(?<![A-Za-z])(?P<noun>[A-Za-z]+s)(?P<mark>,)\s(?P<next>[a-z]+)(?![A-Za-z])")
_OPENING = re.compile(r"\s*\(?[A-Z][a-z]+(?:\s[a-z]+)?\s")  # "For ", "In most "
_SENTENCE_END = re.compile(r"[.;:!?](?=\s)")
_LONGEST_SENTENCE = 1000
MAX_REMARKS = 1000
_LIST = re.compile(r"\s[a-z]+(?:\s[a-z]+){0,2}\s(?:and|or)\s")  # ", groups and others": a list


def repair(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Remark, ...]]:
    """Put damaged punctuation back.

    Returns
    -------
    tuple
        The lines with the same numbers, and one remark for each place, with the column in the source.

    Examples
    --------
    >>> fixed, remarks = repair([Line(7, "Russia,s view of the &Guidelines8 was given.")])
    >>> fixed[0].text
    'Russia\\'s view of the "Guidelines" was given.'
    >>> [(r.line, r.column, r.rule) for r in remarks]
    [(7, 7, 'apostrophe'), (7, 22, 'quotation-marks')]
    """
    remarks: list[Remark] = []
    plain = [_typography(line, remarks) for line in lines]
    starts: list[int] = []
    position = 0
    for line in plain:
        starts.append(position)
        position += len(line.text) + 1
    text = "\n".join(line.text for line in plain)
    characters = list(text)

    def note(index: int, rule: str, message: str) -> None:
        at = _line_at(starts, index)
        remarks.append(Remark(plain[at].number, index - starts[at] + 1, "repair", rule, message))

    for found in _CONTRACTION.finditer(text):
        characters[found.start()] = "'"
        note(found.start(), "apostrophe", f'"{_word(text, found.start())}": comma read as an apostrophe')
    for found in _QUOTED.finditer(text):
        characters[found.start()] = characters[found.end() - 1] = '"'
        quoted = " ".join(found["inside"].split())
        note(found.start(), "quotation-marks", f'"&{quoted}8": & and 8 read as quotation marks')
    repaired = "".join(characters)
    if any(r.rule == "apostrophe" for r in remarks):
        for found, sure in _lost_plurals(repaired):
            phrase = f"{found['noun']}, {found['next']}"
            if sure:
                characters[found.start("mark")] = "'"
                note(found.start("mark"), "apostrophe", f'"{phrase}": comma probably an apostrophe after a plural')
            else:
                message = f'"{phrase}": the comma may be an apostrophe; left as it is'
                at = _line_at(starts, found.start("mark"))
                column = found.start("mark") - starts[at] + 1
                remarks.append(Remark(plain[at].number, column, "note", "apostrophe-doubt", message))
    for found in _LONE_QUOTE.finditer("".join(characters)):
        at = _line_at(starts, found.start())
        message = "& may be an opening quotation mark; no closing 8 was found, so it is left as it is"
        remarks.append(Remark(plain[at].number, found.start() - starts[at] + 1, "note", "lone-quotation", message))
    remarks.sort()
    if len(remarks) > MAX_REMARKS:
        first, count = remarks[MAX_REMARKS], len(remarks) - MAX_REMARKS
        message = f"{count:,} further damaged places from here on were put back and are not listed"
        remarks[MAX_REMARKS:] = [Remark(first.line, first.column, "repair", "many-more", message)]
    out = "".join(characters).split("\n") if plain else []
    return tuple(Line(line.number, new) for line, new in zip(plain, out, strict=True)), tuple(remarks)


def _typography(line: Line, remarks: list[Remark]) -> Line:
    """Exchange misread and curly punctuation of one line for plain characters."""

    def plain(found: re.Match[str]) -> str:
        damaged = found.group()
        rule = "curly-punctuation" if damaged in _CURLY else "misread-utf8"
        new = _CURLY.get(damaged) or _MOJIBAKE[damaged]
        remarks.append(Remark(line.number, found.start() + 1, "repair", rule, f"{damaged!a} read as {new!r}"))
        return new

    return Line(line.number, _TYPOGRAPHY.sub(plain, line.text))


def _lost_plurals(text: str) -> list[tuple[re.Match[str], bool]]:
    """Find ``governments, efforts`` for ``governments' efforts``.

    Taken only where the same noun is possessive elsewhere in the cable, the comma is the only one of its sentence,
    and no word follows that usually stands after a comma. The second value is False where the comma may yet be one,
    after a short opening phrase (``For posts, background: ...``).
    """
    possessive = {m.group(1).lower() for m in re.finditer(r"([A-Za-z]+)'s(?![A-Za-z])", text)}
    possessive |= {m.group(1).lower() for m in re.finditer(r"([A-Za-z]+)s'(?![A-Za-z])", text)}
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    found: list[tuple[re.Match[str], bool]] = []
    e = 0
    for m in _PLURAL.finditer(text):
        while e < len(ends) and ends[e] <= m.start():
            e += 1
        start = ends[e - 1] if e else 0
        end = ends[e] if e < len(ends) else len(text)
        singular = m["noun"].lower().removesuffix("s")
        ordinary = m["next"] in STOPWORDS or _LIST.match(text, m.end("mark")) is not None
        if singular not in possessive or ordinary or end - start > _LONGEST_SENTENCE:
            continue
        if text.count(",", start, end) == 1:
            found.append((m, _OPENING.fullmatch(text, start, m.start()) is None))
    return found


def _line_at(starts: Sequence[int], index: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, index) - 1


def _word(text: str, index: int) -> str:
    """Return the word around a position."""
    left = max(text.rfind(" ", max(0, index - 30), index), text.rfind("\n", max(0, index - 30), index)) + 1
    right = next((i for i in range(index, min(index + 30, len(text))) if text[i] in " \n"), index + 30)
    return text[max(left, index - 30) : right].strip(".;:()")
