"""The worksheet as a file: same bytes, text that stays text, empty columns that are empty."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
import yaml

from positions.cables.worksheet import Passage, Worksheet
from positions.markings import Marking
from positions.papers.formats.coding_sheet import FOUND, TO_FILL, worksheet_xlsx, worksheet_yaml

PASSAGE = Passage("chile", "dues", 1, Marking.SBU, 5, 6, "Chile opposed dues.", ("dues",), 0, 1.5)
HOSTILE = ['=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(A1)", "'quoted", "\ttab", "<b>&amp;</b>"]
SHEET = Worksheet("cable.txt", "report", "2030-01-01", (PASSAGE, replace(PASSAGE, mark=None)), ("peru",), (), None)


def opened(sheet):
    return openpyxl.load_workbook(io.BytesIO(worksheet_xlsx(sheet)))


def test_same_worksheet_same_bytes_whenever_it_is_written():
    first = worksheet_xlsx(SHEET)
    assert worksheet_xlsx(SHEET) == first
    year = str(date.today().year).encode()
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.testzip() is None
        assert year not in archive.read("docProps/core.xml")


def test_columns_found_are_filled_and_the_coders_are_empty():
    page = opened(SHEET)["passages"]
    assert [c.value for c in page[1]] == [*FOUND, *TO_FILL]
    row = [c.value for c in page[2]]
    assert row[: len(FOUND)] == [1, "chile", "dues", 1, "SBU", "5-6", 1.5, 0, "dues", "Chile opposed dues."]
    assert row[len(FOUND) :] == [None] * len(TO_FILL)
    assert page.cell(3, FOUND.index("marking") + 1).value in (None, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(text):
    sheet = replace(SHEET, passages=(replace(PASSAGE, quote=text, cue_words=(text,)),), cable=text, unnamed=(text,))
    book = opened(sheet)
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    cell = book["passages"].cell(2, FOUND.index("quote") + 1)
    assert cell.value == text
    with zipfile.ZipFile(io.BytesIO(worksheet_xlsx(sheet))) as archive:
        assert not [name for name in archive.namelist() if b"<f>" in archive.read(name)]


def test_yaml_is_ready_for_a_coder():
    made = yaml.safe_load(worksheet_yaml(SHEET))["passages"]
    assert made[0]["source"] == {
        "document": "report", "paragraph": "1", "date": "2030-01-01", "marking": "SBU", "quote": "Chile opposed dues.",
    }  # fmt: skip
    assert made[1]["source"]["marking"] is None
    assert all(made[0][name] is None for name in TO_FILL)
    assert worksheet_yaml(SHEET) == worksheet_yaml(SHEET)


def test_a_file_name_cannot_break_out_of_the_comments():
    made = worksheet_yaml(replace(SHEET, cable="x\nevil: true"))
    assert list(yaml.safe_load(made)) == ["passages"]
