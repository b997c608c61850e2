"""A case full of markup and quotes: the page shows it as text, every file is still what it says it is."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from positions.casefiles import load_case
from positions.findings import find, numbers
from positions.ledger import Ledger
from positions.papers.book import draw, drawings, make_briefing, summary

HOSTILE = "<script>alert('x')</script>\"'&<img src=x onerror=alert(1)>{{ 7*7 }}${IFS}`id`\u202e\x1b[31m"


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.attributes = set(), set()

    def handle_starttag(self, tag, attrs):
        self.seen.add(tag)
        self.attributes |= {name for name, _ in attrs}


def spoiled(case):
    """Put hostile text wherever a user may write."""
    source = next(iter(case.stances.values())).source
    source = replace(source, quote=HOSTILE, paragraph=HOSTILE)
    delegations = {
        k: replace(d, name=f"{d.name}{HOSTILE}", iso3="<b>", note=HOSTILE) for k, d in case.delegations.items()
    }
    documents = {k: replace(d, title=HOSTILE, reference=HOSTILE, note=HOSTILE) for k, d in case.documents.items()}
    stances = {
        k: replace(s, reason=HOSTILE, if_raised=HOSTILE, code=HOSTILE, source=replace(s.source, quote=HOSTILE))
        for k, s in case.stances.items()
    }
    issues = {}
    for k, issue in case.issues.items():
        issues[k] = replace(
            issue,
            title=HOSTILE,
            question=HOSTILE,
            agenda_item=HOSTILE,
            note=HOSTILE,
            wordings={w: replace(x, title=HOSTILE, note=HOSTILE) for w, x in issue.wordings.items()},
            silent=tuple(replace(s, title=HOSTILE, reason=HOSTILE) for s in issue.silent),
            clauses={
                c: replace(clause, options={o: replace(x, text=HOSTILE) for o, x in clause.options.items()})
                for c, clause in issue.clauses.items()
            },
        )
    notes = tuple(replace(n, text=HOSTILE) for n in case.notes)
    meeting = replace(case.meeting, title=HOSTILE, place=HOSTILE, note=HOSTILE)
    return replace(
        case, meeting=meeting, delegations=delegations, documents=documents, stances=stances, issues=issues, notes=notes
    )


@pytest.fixture(scope="module")
def made(starter):
    case = spoiled(load_case(starter))
    findings = find(Ledger(case, seed=1, draws=20, members=2))
    first = next(d for d in drawings(findings) if d.place.startswith("ladder"))
    return findings, make_briefing(findings, [draw(first)])


def test_no_tag_and_no_handler_comes_from_the_case(made):
    html = made[1].files["briefing.html"].decode()
    tags = Tags()
    tags.feed(html)
    assert html.count("<script") == 1  # the page's own, which its policy names by hash
    assert not {"b", "iframe", "object", "form", "link", "base"} & tags.seen
    assert not {name for name in tags.attributes if name.startswith("on") or name == "style"}
    assert "&lt;script&gt;" in html
    assert "{{ 7*7 }}" in html  # a template is not filled in twice


def test_the_other_files_are_what_they_say(made):
    findings, briefing = made
    json.loads(json.dumps(numbers(findings), allow_nan=False))
    for name, data in briefing.files.items():
        if name.endswith((".svg", ".graphml", ".gexf")):
            root = ElementTree.fromstring(data)  # noqa: S314  our own file
            assert not [e for e in root.iter() if str(e.tag).endswith("script")], name
        if name.endswith(".json"):
            json.loads(data)


def test_the_terminal_gets_no_control_characters(made):
    assert all(c == "\n" or c.isprintable() for c in summary(made[0]))
