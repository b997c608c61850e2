"""``positions matrix`` and ``positions graph`` as a user calls them."""

import csv
import io
import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from tests.program import run

FAST = ["--draws", "20"]


def printed(*args):
    made = run(*args)
    assert made.returncode == 0, made.stderr
    return made.stdout


def test_matrix_shows_letters_and_tells_assumed_from_unknown():
    text = printed("matrix")
    rows = {line[:3]: line.split()[-11:] for line in text.splitlines() if line[:3] in ("RUS", "MEX")}
    assert rows["RUS"] == ["B", "B", "O", "s", "s", "s", "s", "j", "S", "j", "o"]
    assert "lower case: assumed, nobody said so" in text
    stated = printed("matrix", "--stated")
    assert next(line for line in stated.splitlines() if line.startswith("MEX")).split()[-11:] == ["·"] * 11
    assert "lower case" not in stated
    lines = text.strip().splitlines()
    assert lines[0] == lines[-1] == "UNCLASSIFIED//SENSITIVE"


def test_matrix_csv_is_read_by_csv_and_marked_in_every_row():
    rows = list(csv.DictReader(io.StringIO(printed("matrix", "--format", "csv"))))
    assert [r["delegation"] for r in rows][:3] == ["usa", "russia", "iran"]
    assert rows[1]["domestic_scope"] == "O"
    assert {r["file_marking"] for r in rows} == {"UNCLASSIFIED//SENSITIVE"}
    assert {r["marking"] for r in rows} <= {"U", "SBU"}


def test_matrix_numbers_leave_unknown_empty_and_no_cell_starts_a_formula():
    text = printed("matrix", "--numbers", "--stated")
    rows = {(r["delegation"], r["issue"]): r for r in csv.DictReader(io.StringIO(text))}
    assert len(rows) == 9 * 11
    unknown = rows["mexico", "victim_care"]
    assert (unknown["letter"], unknown["ideal"], unknown["salience"]) == ("·", "", "")
    known = rows["pakistan", "non_punishment"]
    assert (float(known["high"]), known["paragraph"], known["confidence"]) == (0.3, "6, 7", "reported")
    assert known["code"] == "'-2 M"
    for cells in csv.reader(io.StringIO(text)):
        assert not any(c.startswith(("=", "+", "-", "@")) for c in cells)
    filled = {(r["delegation"], r["issue"]): r for r in csv.DictReader(io.StringIO(printed("matrix", "--numbers")))}
    assert filled["mexico", "victim_care"]["assumed"] == "true"
    assert filled["mexico", "victim_care"]["confidence"] == "assumed"


def test_matrix_json_is_one_object_and_unknown_is_null():
    whole = json.loads(printed("matrix", "--stated", "--json"))
    made = whole["data"]
    assert made["stances"]["mexico"]["victim_care"] is None
    assert made["stances"]["russia"]["domestic_scope"]["marking"] == "SBU"
    assert whole["marking"] == "SBU"
    whole = json.loads(printed("matrix", "--json"))["data"]
    assert whole["stances"]["mexico"]["victim_care"]["assumed"] is True


def test_graph_of_an_issue_names_the_bloc_and_the_follower():
    text = printed("graph", "--issue", "non_punishment", *FAST)
    assert "blocking bloc  RUS IRN PAK" in text
    assert "PAK -> RUS  0.30  vienna_cable para 6 (U)" in text
    assert "too few to tell groups from chance" in " ".join(text.split())
    whole = json.loads(printed("graph", "--issue", "non_punishment", "--json", *FAST))
    made = whole["data"]
    assert made["blocs"] == {"blocking bloc": ["russia", "iran", "pakistan"]}
    assert made["communities"]["cores"] is None
    assert whole["marking"] == "SBU"


def test_graph_of_the_meeting_leaves_out_what_everybody_blocks():
    text = " ".join(printed("graph", *FAST).split())
    assert "left out, because nearly everybody blocks it: Reopen the recommendations of 2009" in text
    assert "bloc 1" in text


@pytest.mark.parametrize("form", ["gexf"])
def test_graph_files_are_marked_and_the_same_every_time(form, tmp_path):
    out = tmp_path / f"graph.{form}"
    made = run("graph", "--issue", "victim_care", "--out", str(out), *FAST)
    assert made.returncode == 0
    assert made.stdout == ""
    assert f"wrote {out}" in made.stderr
    assert out.read_text(encoding="utf-8") == printed("graph", "--issue", "victim_care", "--format", form, *FAST)
    assert "UNCLASSIFIED//SENSITIVE" in out.read_text(encoding="utf-8")
    assert "seed 20100127" in out.read_text(encoding="utf-8")


def test_a_picture_is_written_whole_and_marked(tmp_path):
    out = tmp_path / "graph.svg"
    made = run("graph", "--issue", "non_punishment", "--out", str(out), *FAST)
    assert made.returncode == 0, made.stderr
    title = ET.parse(out).getroot().findtext(".//{http://purl.org/dc/elements/1.1/}title")  # noqa: S314
    assert title is not None
    assert "Russia" in title


def test_the_matrix_as_a_picture(tmp_path):
    out = tmp_path / "matrix.svg"
    made = run("matrix", "--out", str(out), "--release", "U")
    assert made.returncode == 0, made.stderr
    drawn = out.read_text(encoding="utf-8")
    assert drawn.count(">UNCLASSIFIED<") == 2
    assert "SENSITIVE" not in drawn
    assert "withheld" in drawn


def test_only_keeps_the_kinds_asked_for():
    text = printed("graph", "--issue", "non_punishment", "--format", "graphml", "--only", "association", *FAST)
    graph = nx.parse_graphml(text, force_multigraph=True)
    assert {d["kind"] for *_, d in graph.edges(data=True)} == {"association"}


def test_a_release_leaves_out_what_is_marked_and_marks_the_rest_lower():
    made = run("graph", "--issue", "non_punishment", "--release", "U", "--format", "node-link", *FAST)
    assert made.returncode == 0
    assert "withheld before anything was computed" in made.stderr
    assert json.loads(made.stdout)["graph"]["marking"] == "UNCLASSIFIED"
    matrix = run("matrix", "--release", "U")
    assert "SENSITIVE" not in matrix.stdout


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["matrix", "--format", "csv", "--json"], "leave it out, or --format csv"),
        (["matrix", "--csv"], "there is no option --csv any more: --format csv, or --out FILE.csv"),
        (["matrix", "--numbers", "--json"], "--numbers is a CSV"),
        (["matrix", "--marking", "U"], "can be raised, not lowered"),
        (["graph", "--wording", "compromise"], "--wording needs an issue"),
        (["graph", "--issue", "victim_car"], "did you mean victim_care"),
        (["graph", "--issue", "victim_care", "--wording", "compromis"], "did you mean compromise"),
        (["graph", "--format", "dot", "--json"], "--format dot"),
        (["graph", "--format", "pdf"], "is not one of"),
        (["graph", "--format", "png"], "a picture needs a file"),
        (["matrix", "--format", "png"], "a picture needs a file"),
    ],
)
def test_wrong_calls_are_usage_errors_without_a_traceback(args, message):
    made = run(*args)
    assert made.returncode == 2
    assert message in made.stderr
    assert "Traceback" not in made.stderr
    assert made.stdout == ""


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    made = run("matrix", "--out", str(tmp_path / "file" / "matrix.csv"))
    assert made.returncode == 1
    assert "cannot be written" in made.stderr
    assert "Traceback" not in made.stderr
