"""The coding worksheet as a workbook and as YAML: passages on the left, empty columns for the coder on the right."""

from __future__ import annotations

import io
from typing import Any

from positions.cables.worksheet import Passage, Worksheet
from positions.errors import PositionsError, how_to_install
from positions.markings import REVIEW_STATEMENT
from positions.writing import stable_zip

__all__ = ["FOUND", "TO_FILL", "worksheet_xlsx", "worksheet_yaml"]

FOUND = ("passage", "delegation", "issue", "paragraph", "marking", "lines", "weight", "apart", "cue_words", "quote")
TO_FILL = (
    "code", "ideal", "acceptance_low", "acceptance_high", "salience", "confidence", "mobility", "told_in_confidence",
    "reason", "note",
)  # fmt: skip
TEXTS = ("code", "confidence", "told_in_confidence", "reason", "note")
_MEANING = {
    "passage": "running number",
    "delegation": "id in the case; somebody so named stands near the cue words",
    "issue": "id in the case; the passage may be about it",
    "paragraph": "paragraph of the cable",
    "marking": "mark of the paragraph; empty: unmarked, and a person has to mark it (unmarked is not U)",
    "lines": "lines of the source file",
    "weight": "how much the cue words are this issue's own; a help for sorting, no probability",
    "apart": "sentences between the name and the cue words; 0 = the same sentence",
    "cue_words": "the words that made the passage a candidate",
    "quote": "the passage, damaged punctuation put back",
    "code": "your own code, kept for the record",
    "ideal": "0..1 on the issue's ladder",
    "acceptance_low": "0..1, weakest text it joins without objecting",
    "acceptance_high": "0..1, strongest text it joins without objecting",
    "salience": "0..1; 0 = indifferent, 1 = nothing matters more",
    "confidence": "stated, reported, inferred or assumed",
    "mobility": "0..1, how far a private talk moves it",
    "told_in_confidence": "yes when another government gave it in confidence",
    "reason": "why it holds this",
    "note": "anything else",
}
_WIDTHS = {"quote": 70, "cue_words": 16, "reason": 28, "note": 20, "issue": 18, "delegation": 13}
_NARROW = 10.5  # of every other column, or as wide as its head


def _found(number: int, p: Passage) -> tuple[Any, ...]:
    return (
        number,
        p.delegation,
        p.issue,
        p.paragraph,
        p.mark.value if p.mark else "",
        f"{p.first_line}-{p.last_line}",
        p.weight,
        p.apart,
        ", ".join(p.cue_words),
        p.quote,
    )


def worksheet_xlsx(sheet: Worksheet) -> bytes:
    """Return the worksheet as XLSX. Same worksheet, same bytes.

    Every text is stored as text: a quote that begins like a formula stays a quote.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font, PatternFill
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.datavalidation import DataValidation
        from openpyxl.worksheet.properties import PageSetupProperties
    except ImportError:
        raise PositionsError("XLSX needs openpyxl", hint=f"{how_to_install('papers')}; or ask for .yaml") from None

    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has one sheet
    page.title = "passages"
    header, empty, open_mark = (PatternFill("solid", fgColor=c) for c in ("FF33475B", "FFFFF8E1", "FFFFD9B3"))
    columns = (*FOUND, *TO_FILL)
    for c, name in enumerate(columns, start=1):
        cell = page.cell(1, c, name)
        cell.font, cell.fill = Font(name="Arial", size=10, bold=True, color="FFFFFFFF"), header
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(c)].width = _WIDTHS.get(name, max(_NARROW, len(name) - 1.5))
    page.row_dimensions[1].height = 28.0
    for r, passage in enumerate(sheet.passages, start=2):
        for c, value in enumerate(_found(r - 1, passage), start=1):
            cell = page.cell(r, c)
            _store(cell, value)
            cell.number_format = "@" if isinstance(value, str) else cell.number_format
            cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
        if passage.mark is None:
            page.cell(r, FOUND.index("marking") + 1).fill = open_mark
        page.row_dimensions[r].height = 13.0 * max(
            2, -(-len(passage.quote) // 64), -(-len(", ".join(passage.cue_words)) // 13)
        )
        for c in range(len(FOUND) + 1, len(columns) + 1):
            cell = page.cell(r, c)
            cell.fill, cell.alignment = empty, Alignment(wrap_text=True, vertical="top")
            if columns[c - 1] in TEXTS:
                cell.number_format = "@"  # or a spreadsheet program makes a date of 1/2
    last = max(2, len(sheet.passages) + 1)
    for name, allowed in (
        ("confidence", '"stated,reported,inferred,assumed"'),
        ("told_in_confidence", '"yes,no"'),
        ("marking", '"U,SBU,C,S,TS"'),
    ):
        letter = get_column_letter(columns.index(name) + 1)
        rule = DataValidation(type="list", formula1=allowed, allow_blank=True)
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)
    for name in ("ideal", "acceptance_low", "acceptance_high", "salience", "mobility"):
        letter = get_column_letter(columns.index(name) + 1)
        rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1", allow_blank=True)
        rule.error, rule.errorTitle, rule.showErrorMessage = f"{name}: {_MEANING[name]}", "0 to 1", True
        rule.add(f"{letter}2:{letter}{last}")
        page.add_data_validation(rule)
    page.freeze_panes = "D2"
    page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A3
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"
    about = book.create_sheet("about")
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 26, 100
    for r, (name, text) in enumerate(_about(sheet), start=1):
        _store(about.cell(r, 1), name)
        _store(about.cell(r, 2), text)
        about.cell(r, 1).font = Font(name="Arial", size=10, bold=True)
        for c in (1, 2):
            about.cell(r, c).alignment = Alignment(wrap_text=True, vertical="top")
        about.row_dimensions[r].height = 14.0 * max(1, -(-len(text) // 90), -(-len(name) // 22))
    for each in (page, about):
        for line in (each.oddHeader.center, each.oddFooter.center):
            line.text = sheet.marking.label if sheet.marking else "NOT MARKED THROUGHOUT"
    about.page_setup.orientation, about.page_setup.paperSize = "landscape", about.PAPERSIZE_A4
    about.page_setup.fitToWidth, about.page_setup.fitToHeight = 1, 0
    about.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    book.properties.creator = "positions"
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue())


def _store(cell: Any, value: Any) -> None:
    """Put a value into a cell; text is text, whatever it begins with."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in ("=", "+", "-", "@", "\t", "'")


def _about(sheet: Worksheet) -> list[tuple[str, str]]:
    """Return what the worksheet says about itself."""
    marking = sheet.marking.label if sheet.marking else "not marked throughout: treat as the highest until reviewed"
    rows = [
        ("marking", f"{marking}. {REVIEW_STATEMENT}"),
        ("cable", " ".join(sheet.cable.rsplit("/", 1)[-1].split()) or "(not named at this release)"),
        ("document", sheet.document or "(not declared in the case: name it there before you import)"),
        ("date", sheet.date),
        ("coding", "Nothing here is coded: the left columns are places to look at, the right ones are yours."),
        ("afterwards", "positions import THIS-FILE --case CASE shows what it changes; --write changes it."),
        ("never named", ", ".join(sheet.unnamed) or "-"),
        ("no passage", ", ".join(sheet.untouched) or "-"),
    ]
    if sheet.withheld:
        rows.append(("withheld", f"{sheet.withheld} passages above the release mark, or unmarked, were left out"))
    rows += [(name, _MEANING[name]) for name in (*FOUND, *TO_FILL)]
    return rows + [(f"ladder {issue}", " ".join(text.split())) for issue, text in sheet.ladders]


def worksheet_yaml(sheet: Worksheet) -> str:
    """Return the worksheet as YAML: one entry for each passage, its source ready for the case, the rest null."""
    import yaml

    entries = [
        {
            "delegation": p.delegation,
            "issue": p.issue,
            "source": {
                "document": sheet.document or None,
                "paragraph": str(p.paragraph),
                "date": sheet.date or None,
                "marking": p.mark.value if p.mark else None,
                "quote": p.quote,
            },
            "lines": f"{p.first_line}-{p.last_line}",
            "weight": p.weight,
            "apart": p.apart,
            "cue_words": list(p.cue_words),
            **dict.fromkeys(TO_FILL),
        }
        for p in sheet.passages
    ]
    comments = "".join(f"# {name}: {text}\n" for name, text in _about(sheet))
    body = yaml.safe_dump({"passages": entries}, sort_keys=False, width=110, allow_unicode=False)
    return f"{comments}\n{body}"
