"""The HTML of a book: everything a user wrote is escaped, nothing is fetched, the policy fits the page."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from positions.markings import Marking
from positions.papers.formats.document import (
    Book,
    Bullets,
    Cell,
    Figure,
    Run,
    Section,
    Table,
    bold,
    paragraph,
    run,
)
from positions.papers.formats.html import Picture, book_html
from positions.simulation import Band

HOSTILE = "<script>alert('x')</script>\"'&amp;<img src=x onerror=alert(1)>{{ 7*7 }}"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


def a_book(text="plain", **fields):
    table = Table(
        ("A", text),
        ((Cell(run(text), "head"), Cell(run(text), "number", Band(0.4, 0.2, 0.9))),),
        title=text,
        marking=Marking.U,
    )
    blocks = (
        paragraph(text, bold(text), Run(text, "", "two"), style="lead", marking=Marking.SBU),
        Bullets((paragraph(text, marking=Marking.U),)),
        table,
        Bullets((paragraph(text),), numbered=True),
        Figure("pic", text, Marking.U, text),
        Table(("", text), ((Cell(run(text), "head"), Cell(run(text), "assumed", alt=text)),), text, Marking.U, "grid"),
    )
    sections = (Section("one", text, blocks), Section("two", text, (paragraph("x"),), level=2, marking=Marking.U))
    return Book(**{"title": text, "marking": Marking.SBU, "statement": "s", "foot": (), "sections": sections, **fields})


class Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def read(html):
    reader = Reader()
    reader.feed(html)
    return reader


def test_hostile_text_stays_text():
    html = book_html(a_book(HOSTILE), {"pic": Picture(SVG, "image/svg+xml")})
    seen = read(html)
    assert "script" not in {tag for tag, _ in seen.tags}
    assert not any(name.startswith("on") for _, attrs in seen.tags for name in attrs)
    images = [attrs for tag, attrs in seen.tags if tag == "img"]
    assert [i["alt"] for i in images] == [HOSTILE]  # the page's own picture, and no other
    tame = read(book_html(a_book("QQ"), {"pic": Picture(SVG, "image/svg+xml")}))
    assert "".join(seen.text).count("alert('x')") == "".join(tame.text).count("QQ") > 10
    assert "{{ 7*7 }}" in html


def test_nothing_is_fetched():
    html = book_html(a_book(), {"pic": Picture(SVG, "image/svg+xml")})
    for tag, attrs in read(html).tags:
        for name in ("src", "href", "srcset", "data", "action", "poster", "xlink:href"):
            assert attrs.get(name, "#").startswith(("#", "data:")), (tag, attrs)
    assert not re.findall(r"url\((?!['\"]?data:)", html)
    assert "@import" not in html
    assert 'http-equiv="refresh"' not in html


def test_the_policy_allows_exactly_the_page_s_own_style():
    html = book_html(a_book())
    policy = next(a["content"] for tag, a in read(html).tags if a.get("http-equiv") == "Content-Security-Policy")
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert not re.search(r"<[^>]+\sstyle=", html), "a style attribute would need a weaker policy"


def test_pictures_are_inside_and_have_words():
    html = book_html(a_book("a boat"), {"pic": Picture(SVG, "image/svg+xml")})
    image = next(a for tag, a in read(html).tags if tag == "img")
    assert base64.b64decode(image["src"].split(",", 1)[1]) == SVG
    assert image["alt"] == "a boat"


def test_a_missing_picture_shows_its_words():
    assert "<img" not in book_html(a_book("a boat"))
    assert '<p class="note">a boat</p>' in book_html(a_book("a boat"))


def test_the_marking_is_at_the_head_and_the_foot_of_every_page_and_in_the_title():
    html = book_html(a_book())
    assert html.count('<td class="banner">UNCLASSIFIED//SENSITIVE</td>') == 2
    assert "<title>UNCLASSIFIED//SENSITIVE: plain</title>" in html
    assert '<span class="mark">(SBU)</span>' in html


def test_a_chance_and_its_band_stay_together():
    html = book_html(a_book("passes with 4 % (1–9) or < 7 %"))
    assert '<span class="nb">4 % (1–9)</span> or &lt; <span class="nb">7 %</span>' in html


@pytest.mark.parametrize(
    ("band", "best", "left", "width"),
    [(Band(0.0, 0.0, 0.0), None, "2.0", "0.8"), (Band(0.5, 0.2, 0.9), 0.75, "22.0", "70.0")],
)
def test_a_strip_shows_the_band_the_chance_and_the_best_move(band, best, left, width):
    table = Table(("x",), ((Cell(run("y"), bar=band, best=best),),), kind="risks")
    html = book_html(a_book(sections=(Section("one", "t", (table,)),)))
    assert f'<rect x="{left}" y="3" width="{width}" height="3" class="band"/>' in html
    assert f'<circle cx="{2 + 100 * band.median:.1f}" cy="4.5" r="2.2" class="tabled"/>' in html
    assert ('class="best"/>' in html) == (best is not None)
    if best is not None:
        assert f'<circle cx="{2 + 100 * best:.1f}" cy="4.5" r="1.8" class="best"/>' in html
    assert '<path class="axis" d="M2 4.5H102M2 2V7M52 2V7M102 2V7"/>' in html
    assert "<span>0</span><span>50</span><span>100</span>" in html


def test_a_sign_is_said_in_words_too():
    table = Table(("x",), ((Cell(run("■"), alt="objects alone"),),), kind="grid")
    html = book_html(a_book(sections=(Section("one", "t", (table,)),)))
    assert '<span aria-hidden="true">■</span><span class="heard">objects alone</span>' in html


def test_every_tag_is_closed():
    void = {"meta", "img", "col", "br"}
    stack = []

    class Balance(HTMLParser):
        def handle_starttag(self, tag, attrs):
            if tag not in void:
                stack.append(tag)

        def handle_endtag(self, tag):
            assert stack.pop() == tag

    Balance().feed(book_html(a_book(HOSTILE)))
    assert not stack


def test_links_lead_to_sections_that_are_there():
    seen = read(book_html(a_book()))
    ids = {a["id"] for _, a in seen.tags if "id" in a}
    assert {a["href"][1:] for tag, a in seen.tags if tag == "a"} <= ids
