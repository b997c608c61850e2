"""The worksheet of the Vienna cable against what a person coded from it: the stances of the worked case."""

import contextlib
import io
import re
import shutil
from pathlib import Path

import openpyxl
import pytest

from positions.cables import read_cable_file
from positions.cables.worksheet import make_worksheet
from positions.casefiles import load_case
from positions.cli import run
from positions.names import NameFinder, words_for

pytestmark = pytest.mark.real
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def coded(seeds):
    case = load_case(DATA)
    cable = read_cable_file(seeds["vienna"])
    return case, cable, make_worksheet(case, cable, document="vienna_cable")


def test_every_coded_stance_whose_delegation_is_named_has_its_passage(coded):
    case, cable, sheet = coded
    finder = NameFinder({d: words_for(one.iso3, one.name) for d, one in case.delegations.items()})
    named = {p.number: {m.id for m in finder.find(p.text)} for p in cable.paragraphs}
    places = {
        (d, i, int(number))
        for (d, i), stance in case.stances.items()
        if stance.source.document == "vienna_cable"
        for number in re.findall(r"\d+", stance.source.paragraph)
    }
    findable = {(d, i, n) for d, i, n in places if d in named[n]}
    listed = {(p.delegation, p.issue, p.paragraph) for p in sheet.passages}
    assert len(findable) >= 30
    assert findable <= listed
    assert len(listed) < 6 * len(findable)


def test_marks_and_quotes_are_the_cables_own(coded):
    _, cable, sheet = coded
    for passage in sheet.passages:
        paragraph = cable.paragraph(passage.paragraph)
        assert passage.mark is paragraph.mark
        assert passage.quote.removesuffix(" ...") in paragraph.text
        assert paragraph.first_line <= passage.first_line <= passage.last_line <= paragraph.last_line


def test_a_release_leaves_out_the_fifth_paragraph(coded, seeds):
    case, cable, sheet = coded
    from positions.markings import Marking

    released = make_worksheet(case, cable, release=Marking.U)
    assert {p.paragraph for p in sheet.passages} - {p.paragraph for p in released.passages} == {5}
    assert released.withheld == sum(p.paragraph == 5 for p in sheet.passages)
    assert released.marking is Marking.U


CODED = {"ideal": 0.45, "acceptance_low": 0.2, "acceptance_high": 0.7, "salience": 0.6, "confidence": "reported"}


@pytest.mark.parametrize(
    ("seed", "document", "who", "issue"),
    [("vienna", "vienna_cable", "china", "domestic_scope"), ("moscow", "moscow_cable", "russia", "non_punishment")],
)
@pytest.mark.parametrize("suffix", ["xlsx", "yaml"])
def test_the_whole_way_from_the_seed_into_the_case(seeds, tmp_path, seed, document, who, issue, suffix):
    """Read, fill in one row, look at the difference, write it: through the command line, with the worked case."""
    shutil.copytree(DATA, tmp_path / "case")
    sheet = tmp_path / f"coding.{suffix}"
    to_case = ["--case", str(tmp_path / "case")]
    call("read", str(seeds[seed]), "--out", str(sheet), "--document", document, *to_case)
    if suffix == "xlsx":
        book = openpyxl.load_workbook(sheet)
        page = book["passages"]
        heads = {cell.value: cell.column for cell in page[1]}
        key = heads["delegation"], heads["issue"]
        row = next(r for r in range(2, page.max_row + 1) if [page.cell(r, c).value for c in key] == [who, issue])
        for name, value in CODED.items():
            page.cell(row, heads[name]).value = value
        book.save(sheet)
    else:
        before, head, after = sheet.read_text(encoding="utf-8").partition(f"- delegation: {who}\n  issue: {issue}\n")
        assert head
        for name, value in CODED.items():
            after = after.replace(f"{name}: null", f"{name}: {value}", 1)
        sheet.write_text(before + head + after, encoding="utf-8")
    if seed == "moscow":  # its first paragraph has no mark: nobody but a person may say what it is
        refused = call("import", str(sheet), *to_case, code=1)
        assert "the cable does not mark this passage" in refused
        if suffix == "xlsx":
            page.cell(row, heads["marking"]).value = "SBU"
            book.save(sheet)
        else:
            sheet.write_text(before + head + after.replace("marking: null", "marking: SBU", 1), encoding="utf-8")
    said = call("import", str(sheet), *to_case)
    assert said.splitlines()[2].startswith("1 of ")  # between its markings
    assert "nothing was written" in said
    texts = {p.name: p.read_text(encoding="utf-8") for p in (tmp_path / "case").glob("*.yaml")}
    assert texts == {p.name: p.read_text(encoding="utf-8") for p in DATA.glob("*.yaml")}
    assert "written: " in call("import", str(sheet), "--write", *to_case)
    old, new = load_case(DATA), load_case(tmp_path / "case")
    held = new.stances[who, issue]
    assert (held.ideal, held.acceptance, held.salience) == (0.45, (0.2, 0.7), 0.6)
    assert (held.source.document, bool(held.source.quote)) == (document, True)
    assert {k: v for k, v in new.stances.items() if k != (who, issue)} == {
        k: v for k, v in old.stances.items() if k != (who, issue)
    }
    for path in (tmp_path / "case").glob("*.yaml"):
        comments = re.findall(r"(?m)(?:^|\s)#.*$", texts[path.name])
        assert [c for c in comments if c not in path.read_text(encoding="utf-8")] == []


def call(*words, code=0):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        assert run(list(words)) == code, err.getvalue()
    return err.getvalue() if code else out.getvalue()
