"""The book for Word and for printing: what stands in the files, and that they are byte-stable."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

import pikepdf
import pytest
from docx import Document
from pypdf import PdfReader

from positions.errors import PositionsError
from positions.markings import Marking
from positions.papers.fonts import font_for
from positions.papers.formats.document import (
    Book,
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
    boxes = Bullets((paragraph("Sund, on fees", marking=Marking.SBU), paragraph("nothing")), numbered=True)
    one = Section("one", "Ports – Østerø", (paragraph("Two fail", style="headline"), table, boxes))
    two = Section(
        "fees",
        "Port fees",
        (
            facts,
            Bullets((CHANGED, paragraph(Run("see page one", "", "one")))),
            Figure("ladder", "Sund stands alone", Marking.SBU, "The ladder", 60),
            paragraph("→ right"),
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
    reader = PdfReader(io.BytesIO(book_pdf(book, {"ladder": picture()})))
    assert len(reader.pages) == 3
    texts = [page.extract_text() for page in reader.pages]
    for number, text in enumerate(texts, 1):
        assert text.count("UNCLASSIFIED//SENSITIVE") == 2
        assert f"page {number} of 3" in text
        assert "seed 1 · case abc" in text
        assert "Ports" in text.splitlines()[0]  # the meeting, in the running head
    assert "(SBU) Port fees" in texts[2].splitlines()[0] + texts[2].splitlines()[1]  # and the section
    for part in ("Ports – Østerø", "Two fail", "Fees <b>&", "17 % (10–31)", "Sund, on fees"):
        assert part in texts[0]
    assert re.search(r"Port fees[ .]+3", texts[1])  # contents with page numbers
    for part in ("(SBU) Port fees", "words instead", "→ right", "shall", "may"):
        assert part in texts[2]
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)] == [
        "Ports – Østerø", "(SBU) Port fees",
    ]  # fmt: skip


def test_pdf_is_tagged_for_screen_readers(book) -> None:
    with pikepdf.open(io.BytesIO(book_pdf(book, {"ladder": picture()}))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        assert str(pdf.docinfo["/Title"]) == "UNCLASSIFIED//SENSITIVE: Ports"
        assert "/CreationDate" not in pdf.docinfo
        found: list[tuple[str, str]] = []

        def walk(node: object) -> None:
            if isinstance(node, pikepdf.Array):
                for child in node:
                    walk(child)
            elif isinstance(node, pikepdf.Dictionary):
                if "/S" in node:
                    found.append((str(node.S), str(node.get("/Alt", ""))))
                if "/K" in node:
                    walk(node.K)

        walk(pdf.Root.StructTreeRoot)
    kinds = [kind for kind, _ in found]
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Link", "/Figure", "/TOC"} <= set(kinds)
    assert ("/Figure", "Sund stands alone") in found
    assert kinds.count("/Table") == 2


def test_links_of_the_pdf_lead_to_their_sections(book) -> None:
    reader = PdfReader(io.BytesIO(book_pdf(book, {"ladder": picture()})))
    pages = {page.indirect_reference.idnum: n for n, page in enumerate(reader.pages)}
    led = []
    for at, page in enumerate(reader.pages):
        for note in page.get("/Annots", []):
            link = note.get_object()
            target = link.get("/Dest") or link["/A"]["/D"]
            if isinstance(target, str):
                target = reader.named_destinations[target].dest_array
            led.append((at, pages[target[0].idnum]))
    assert sorted({to for at, to in led if at == 1}) == [0, 2]  # the contents
    assert [to for at, to in led if at == 2] == [0]  # see page one


def bars(data: bytes) -> list[tuple[float, float, float]]:
    """Return (x, width, height) in points of every filled rectangle of the first page."""
    found: list[tuple[float, float, float]] = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        place, kept, path = (1.0, 0.0), [], []
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[0]):
            name, numbers = (
                str(operator),
                [float(v) for v in operands if not isinstance(v, pikepdf.Name | str)]
                if (str(operator) in ("cm", "m", "l", "c", "re"))
                else [],
            )
            if name == "q":
                kept.append(place)
            elif name == "Q":
                place = kept.pop()
            elif name == "cm":
                place = place[0] * numbers[0], place[0] * numbers[4] + place[1]
            elif name == "re":
                path = [(numbers[0], numbers[1]), (numbers[0] + numbers[2], numbers[1] + numbers[3])]
            elif name in ("m", "l", "c"):
                path = [*(path if name != "m" else []), (numbers[-2], numbers[-1])]
            elif name in ("f", "f*", "B", "b", "S", "s") and path:
                xs, ys = zip(*path, strict=True)
                found.append((place[0] * min(xs) + place[1], place[0] * (max(xs) - min(xs)), max(ys) - min(ys)))
                path = []
    return found


@pytest.mark.parametrize(
    ("band", "best"), [(Band(0.17, 0.1, 0.31), 0.4), (Band(0.5, 0.0, 1.0), 0.9), (Band(1.0, 0.98, 1.0), 0.0)]
)
def test_bars_of_the_pdf_are_as_long_as_their_numbers(band, best) -> None:
    cell = Cell(run("chance"), "number", band, best)
    table = Table(("Passes",), ((cell,),), marking=Marking.U)
    made = bars(book_pdf(Book("Ports", Marking.U, "", ("seed 1",), (Section("one", "Ports", (table,)),))))
    whole, low_to_high = (bar for bar in made if bar[2] == pytest.approx(3.0))
    (median,) = (bar for bar in made if bar[1] == pytest.approx(5.0, abs=0.1) == bar[2])
    (dot,) = (bar for bar in made if bar[1] == pytest.approx(4.0, abs=0.1) == bar[2])
    ticks = [bar for bar in made if bar[1] == pytest.approx(0.5)]
    assert [t[0] - whole[0] for t in ticks[:2]] == [pytest.approx(0), pytest.approx(whole[1] / 2)]
    assert dot[0] + 2 - whole[0] == pytest.approx(best * whole[1], abs=0.05)
    assert low_to_high[1] == pytest.approx((band.high - band.low) * whole[1], abs=0.01)
    assert low_to_high[0] - whole[0] == pytest.approx(band.low * whole[1], abs=0.01)
    assert median[0] + 2.5 - whole[0] == pytest.approx(band.median * whole[1], abs=0.05)


def test_a_crowded_page_one_still_fits(book) -> None:
    many = Section("one", "Crowded", tuple(paragraph(f"{n} " + "word " * 40) for n in range(60)))
    crowded = Book("Ports", Marking.SBU, "", ("seed 1",), (many, *book.sections[1:]))
    reader = PdfReader(io.BytesIO(book_pdf(crowded)))
    first = reader.pages[0].extract_text()
    assert "59 word" in first
    assert "(SBU) Port fees" in reader.pages[2].extract_text()


def test_nothing_that_a_user_wrote_is_run_by_the_typesetter() -> None:
    attacks = ('#panic("run")', '"#read("/etc/passwd")', "$ x^2 $ *b* _i_ `c` @ref <label> // no", "#{1+1} \\u{41}",
               "= Heading", "https://example.org", "a\x00b\x0bc", "\u202eback")  # fmt: skip
    parts = tuple(paragraph(text, Run(text, "ins"), Run(text, "", "nowhere")) for text in attacks)
    cells = tuple((Cell(run(text), "head"),) for text in attacks)
    table = Table((attacks[0],), cells, title=attacks[1], marking=Marking.U)
    figure = Figure(attacks[2], attacks[0], Marking.U, attacks[3])
    one = Section('x") #panic("id', attacks[0], (*parts, table, Bullets(parts), figure), short=attacks[1])
    reader = PdfReader(io.BytesIO(book_pdf(Book(attacks[3], Marking.U, attacks[0], attacks[:4], (one,)))))
    text = "".join("".join(page.extract_text() for page in reader.pages).split())
    for attack in attacks[:6]:
        assert "".join(attack.split()) in text
    assert "root:" not in text


def test_letters_that_no_font_has_are_refused_and_named(book) -> None:
    """Unassigned code points: no font of any machine has them."""
    two = Section("two", "Name \U0003fffd", ())
    with pytest.raises(PositionsError, match="no font on this machine has these letters"):
        book_pdf(Book("Ports", Marking.SBU, "", (), (book.sections[0], two)))


def test_arabic_is_set_and_east_asian_names_are_set_or_refused(book) -> None:
    def named(name: str) -> Book:
        return Book("Ports", Marking.SBU, "", (), (book.sections[0], Section("two", name, ())))

    assert len(PdfReader(io.BytesIO(book_pdf(named("مصر")))).pages) == 3
    if font_for(frozenset("中国")) is None:
        with pytest.raises(PositionsError, match="中国"):
            book_pdf(named("中国"))
    else:
        assert "中国" in PdfReader(io.BytesIO(book_pdf(named("中国")))).pages[2].extract_text()


def test_same_book_same_bytes(book, docx) -> None:
    pictures = {"ladder": picture()}
    assert book_docx(book, pictures) == docx
    assert book_pdf(book, pictures) == book_pdf(book, pictures)
