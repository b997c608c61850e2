"""``positions demarche`` on the worked case."""

import csv
import json
import re
import zipfile
from pathlib import Path

from docx import Document

from tests.program import run

ROOT = Path(__file__).parents[2]


def call(*args):
    return run("demarche", *args)


def test_the_moscow_plan():
    done = call("russia", "--json")
    assert done.returncode == 0
    (plan,) = json.loads(done.stdout)["data"]["plans"]
    assert len(plan["asks"]) == 17
    assert sum(a["priority"] == "high" for a in plan["asks"]) == 5
    assert all(a["delivered"] is None for a in plan["asks"])
    assert [s["name"] for s in plan["statistics"] if s["accepted"]] == [
        "investigations",
        "prosecutions",
        "convictions",
        "sentences",
    ]
    assert plan["next_meeting"]["start"] == "2010-01-27"
    due = {e["text"]: e["due"] for e in plan["timeline"]}
    assert due["The embassy reports on progress, at the latest"] == "before"
    assert due["Interim assessment; no change of rating"] == "may be before"
    assert plan["marking"] == "SBU"


def test_the_text_is_marked_top_and_bottom():
    lines = call("russia").stdout.strip().split("\n")
    assert lines[0] == lines[-1] == "UNCLASSIFIED//SENSITIVE"
    assert max(map(len, lines)) <= 100
    assert any("none asserted" in line or "asserted, never inferred" in line for line in lines)


def test_the_non_paper_is_a_persons_decision(tmp_path):
    refused = call("russia", "--non-paper", "--out", tmp_path / "paper.txt")
    assert refused.returncode == 1
    assert "--hand-over SBU" in refused.stderr
    assert not (tmp_path / "paper.txt").exists()
    done = call("russia", "--non-paper", "--hand-over", "SBU")
    assert done.returncode == 0
    assert done.stdout.startswith("Recommended measures\n")
    assert done.stdout.count("\n- ") == 17
    assert "SBU" not in done.stdout
    assert "para" not in done.stdout


def test_the_non_paper_for_word_says_nothing_of_whose_it_is(tmp_path):
    target = tmp_path / "paper.docx"
    assert call("russia", "--non-paper", "--out", target).returncode == 1
    assert not target.exists()
    done = call("russia", "--non-paper", "--out", target, "--hand-over", "SBU")
    assert "non-paper: 17 asks" in done.stderr
    paper = Document(target)
    text = call("russia", "--non-paper", "--hand-over", "SBU").stdout
    asks = [p.text for p in paper.paragraphs if p.style.name == "List Bullet"]
    assert len(asks) == 17
    assert all(ask in " ".join(text.split()) for ask in asks)
    heads = [(p.style.name, p.text) for p in paper.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert heads[:4] == [
        ("Title", "Recommended measures"),
        ("Heading 1", "To be taken first"),
        ("Heading 1", "Further measures"),
        ("Heading 2", "Prosecution"),
    ]
    with zipfile.ZipFile(target) as archive:
        inside = b"".join(archive.read(name) for name in archive.namelist())
    assert not re.search(rb"SENSITIVE|UNCLASSIFIED|SBU|>positions|python-docx", inside)
    before = target.read_bytes()
    call("russia", "--non-paper", "--out", target, "--hand-over", "SBU")
    assert target.read_bytes() == before


def test_the_tracker_is_a_table(tmp_path):
    target = tmp_path / "asks.csv"
    assert call("russia", "--out", target, "--before", "data").returncode == 0
    banner, head, *rows = csv.reader(target.read_text().splitlines())
    assert banner[0].startswith("UNCLASSIFIED//SENSITIVE.")
    assert len(rows) == 17
    assert {r[head.index("delivered")] for r in rows} == {"not known"}
    linked = [dict(zip(head, r, strict=True)) for r in rows if r[head.index("linked_issue")]]
    assert [(r["ask"], r["linked_issue"], r["movement"]) for r in linked] == [("b9", "non_punishment", "unchanged")]
    assert not [c for r in rows for c in r if c[:1] in "=+-@" and c]


def test_a_release_leaves_the_plan_out():
    refused = call("russia", "--release", "U")
    assert refused.returncode == 1
    assert "no action plan on russia" in refused.stderr


def test_what_there_is_not():
    assert "did you mean russia?" in call("rusia").stderr
    nothing = call("iran")
    assert (nothing.returncode, "there are plans on: russia" in nothing.stderr) == (1, True)
    assert call("russia", "--plan", "vienna").returncode == 2
    assert call("russia", "--as-of", "soon").returncode == 1
    assert call("russia", "--marking", "U").returncode == 2
    assert "add --non-paper" in call("russia", "--out", "paper.docx").stderr
    assert "a non-paper is text or for Word" in call("russia", "--non-paper", "--json").stderr


def test_the_time_line_as_a_picture(tmp_path):
    out = tmp_path / "dates.svg"
    done = call("russia", "--out", str(out))
    assert done.returncode == 0, done.stderr
    drawn = out.read_text(encoding="utf-8")
    assert "Working Group" in drawn
    assert drawn.count(">UNCLASSIFIED//SENSITIVE<") == 2  # the plan is SBU
    assert call("russia", "--out", str(tmp_path / "dates.pdf")).returncode == 2
