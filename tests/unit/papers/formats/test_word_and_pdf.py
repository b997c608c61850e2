"""The book for Word and for printing: what stands in the files, and that they are byte-stable."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree

import pytest
from docx import Document
from pypdf import PdfReader

from positions.markings import Marking
from positions.papers.formats.document import (
    Beside,
    Book,
    Box,
    Boxes,
    Bullets,
    Cell,
    Figure,
    Paragraph,
    Run,
    Section,
    Table,
    paragraph,
    run,
)
from positions.papers.formats.pdf import book_pdf
from positions.papers.formats.word import book_docx
from positions.simulation import Band

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHANGED = Paragraph((Run("Ports "), Run("shall", "del"), Run("may", "ins"), Run(" raise fees.")), "", Marking.SBU)


def picture() -> bytes:
    from matplotlib.figure import Figure as Drawing

    made = io.BytesIO()
    Drawing(figsize=(1, 1)).savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


@pytest.fixture(scope="module")
def book() -> Book:
    table = Table(
        ("Issue", "Passes"),
        ((Cell(run("Fees <b>&"), "head"), Cell(run("17 % (10–31)"), "number", Band(0.17, 0.1, 0.31))),),
        title="Texts",
        marking=Marking.U,
    )
    facts = Table(("", ""), ((Cell(run("Question"), "head"), Cell(run("May fees rise?"))),), kind="facts")
    boxes = Boxes((Box("See", (paragraph("Sund, on fees", marking=Marking.SBU),)), Box("Ask", (), "nothing")))
    one = Section("one", "Ports – Østerø", (paragraph("Two fail", style="headline"), table, boxes))
    two = Section(
        "fees",
        "Port fees",
        (
            facts,
            Bullets((CHANGED, paragraph(Run("see page one", "", "one")))),
            Beside((Figure("ladder", "Sund stands alone", Marking.SBU, "The ladder", 60),), (paragraph("→ right"),)),
            Figure("missing", "words instead", Marking.U),
        ),
        marking=Marking.SBU,
    )
    three = Section("more", "More", (paragraph("small print", style="note"),), level=2)
    return Book("Ports", Marking.SBU, "To be reviewed.", ("seed 1", "case abc"), (one, two, three))


@pytest.fixture(scope="module")
def docx(book) -> bytes:
    return book_docx(book, {"ladder": picture()})


def body(docx: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))  # noqa: S314  our own


def test_word_has_headings_contents_and_markings(docx) -> None:
    document = Document(io.BytesIO(docx))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert headings == [("Title", "Ports – Østerø"), ("Heading 1", "(SBU) Port fees"), ("Heading 2", "More")]
    assert any("TOC" in (e.text or "") for e in body(docx).iter(f"{W}instrText"))
    section = document.sections[0]
    assert section.header.paragraphs[0].text == "UNCLASSIFIED//SENSITIVE"
    assert section.footer.paragraphs[0].text == "UNCLASSIFIED//SENSITIVE"
    assert document.core_properties.title == "UNCLASSIFIED//SENSITIVE: Ports"


def test_changes_are_tracked(docx) -> None:
    root = body(docx)
    assert ["".join(t.text or "" for t in e.iter(f"{W}t")) for e in root.iter(f"{W}ins")] == ["may"]
    assert ["".join(t.text or "" for t in e.iter(f"{W}delText")) for e in root.iter(f"{W}del")] == ["shall"]
    ids = [e.get(f"{W}id") for kind in ("ins", "del") for e in root.iter(f"{W}{kind}")]
    assert len(set(ids)) == 2
    line = next(p for p in root.iter(f"{W}p") if p.find(f"{W}ins") is not None)
    order = [e.tag.removeprefix(W) for e in line if e.tag in (f"{W}r", f"{W}ins", f"{W}del")]
    assert order == ["r", "r", "del", "ins", "r"]


def test_pictures_have_words_and_links_have_targets(docx) -> None:
    root = body(docx)
    described = [e.get("descr") for e in root.iter() if e.tag.endswith("}docPr")]
    assert described == ["Sund stands alone"]
    text = "".join(t.text or "" for t in root.iter(f"{W}t"))
    assert "words instead" in text
    targets = {e.get(f"{W}name") for e in root.iter(f"{W}bookmarkStart")}
    assert {e.get(f"{W}anchor") for e in root.iter(f"{W}hyperlink")} <= targets


def test_word_is_well_formed_for_nested_cells(docx) -> None:
    for cell in body(docx).iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


def test_pdf_has_everything_and_page_one_is_one_page(book) -> None:
    data = book_pdf(book, {"ladder": picture()})
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 2
    texts = [page.extract_text() for page in reader.pages]
    for text in texts:
        assert text.count("UNCLASSIFIED//SENSITIVE") == 2
    for part in ("Ports – Østerø", "Two fail", "Fees <b>&", "17 % (10–31)", "Sund, on fees"):
        assert part in texts[0]
    for part in ("(SBU) Port fees", "words instead", "→ right", "shall", "may"):
        assert part in texts[1]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == ["Ports – Østerø", "Port fees"]


def test_a_crowded_page_one_still_fits(book) -> None:
    many = Section("one", "Crowded", tuple(paragraph(f"{n} " + "word " * 40) for n in range(60)))
    crowded = Book("Ports", Marking.SBU, "", ("seed 1",), (many, *book.sections[1:]))
    reader = PdfReader(io.BytesIO(book_pdf(crowded)))
    first = reader.pages[0].extract_text()
    assert "59 word" in first
    assert "(SBU) Port fees" in reader.pages[1].extract_text()


def test_same_book_same_bytes(book, docx) -> None:
    pictures = {"ladder": picture()}
    assert book_docx(book, pictures) == docx
    assert book_pdf(book, pictures) == book_pdf(book, pictures)
