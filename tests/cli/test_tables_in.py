"""Tables of other programs as users have them: every dialect, encoding and scale; what is odd is refused."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from positions.casefiles import load_case
from tests.cli.test_export_import import run

TWO = {"norhavn": (0.7, 0.8), "cote_d_or": (0.4, 0.6)}
HEAD = "actor,issue,position,salience\n"
DIALECTS = {
    "a separator line": "sep=;\nactor;issue;position;salience\nNorhavn;tax;70;80\nCôte d'Or;tax;40;60\n",
    "decimal commas": "actor;issue;position;salience\nNorhavn;tax;70,0;80,0\nCôte d'Or;tax;40,0;60,0\n",
    "tabs": "actor\tissue\tposition\tsalience\nNorhavn\ttax\t70\t80\nCôte d'Or\ttax\t40\t60\n",
    "bars": "actor|issue|position|salience\nNorhavn|tax|70|80\nCôte d'Or|tax|40|60\n",
    "title rows": f"Ports 2030\n\nFees;;\n{HEAD}Norhavn,tax,70,80\nCôte d'Or,tax,40,60\n",
    "repeated headings, blank rows and commas": "actor,issue,position,salience,,\nNorhavn,tax,70,80,,\n,,,,,\n"
    "Actor,Issue,Position,Salience,,\nCôte d'Or,tax,40,60,,\n",
    "line breaks in cells": f'{HEAD}"Nor-\r\nhavn",tax,70,80\r\nCôte d\'Or,tax,40,60\r\n',
    "per cent": f"{HEAD}Norhavn,tax,70 %,80%\nCôte d'Or,tax,40 %,60%\n",
    "other words, other order": "Salience;Player;Topic;Position;Comment\n80;Norhavn;tax;70;x\n60;Côte d'Or;tax;40;\n",
    "units in the heading": "actor,issue,position (0-10),salience (0..10)\nNorhavn,tax,7,8\nCôte d'Or,tax,4,6\n",
    "a scale above the heading": f"Scale 1 to 7\n{HEAD}Norhavn,tax,5.2,80\nCôte d'Or,tax,3.4,60\n",
    "shares": f"{HEAD}Norhavn,tax,.7,.8\nCôte d'Or,tax,0.40,0.60\n",
    "points that are named": "#A;Norhavn\n#A;Côte d'Or\n#P;tax\n#M;tax;-3;none\n#M;tax;3;all\n"
    "#D;Norhavn;tax;1,2;0,8;1\n#D;Côte d'Or;tax;-0,6;0,6;1\n",
    "KTAB with a semicolon in its title": "Ports; part 1,Scenario; the first, 2, 1, \n"
    "Actor,Description,Influence,Tax Position,Tax Salience, \n"
    "Norhavn,Norhavn,100,70,80, \nCôte d'Or,Côte d'Or,55,40,60, \n",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", DIALECTS)
def test_one_table_in_every_dialect_and_encoding(tmp_path: Path, name, encoding) -> None:
    (tmp_path / "t.csv").write_bytes(DIALECTS[name].encode(encoding))
    found = run("import", "t.csv", "--to", "new", "--marking", "U", "--write", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert found.stdout.count("\n  line ") == 2  # the rows as they were read
    assert ("Windows-1252" in found.stdout) == (encoding == "cp1252")
    case = load_case(tmp_path / "new")
    held = {d.replace("nor_havn", "norhavn"): (s.ideal, s.salience) for (d, _), s in case.stances.items()}
    assert held == TWO


@pytest.mark.parametrize(
    ("positions", "offered"),
    [
        ((0, 1, 1), "--scale 0 1, --scale 0 10, --scale 0 100"),
        ((8, 4, 10), "--scale 0 10, "),
        ((1, 7, 3), "--scale 1 7"),
        ((-3, 0, 2), "--scale -3 3"),
        ((-50, 0, 50), "--scale -100 100"),
    ],
)
def test_a_scale_that_is_not_named_is_asked_for(tmp_path: Path, positions, offered) -> None:
    rows = "".join(f"a{n},tax,{x},50\n" for n, x in enumerate(positions))
    (tmp_path / "t.csv").write_text(HEAD + rows, encoding="utf-8")
    words = ("import", "t.csv", "--to", "new", "--marking", "U", "--write")
    asked = run(*words, cwd=tmp_path)
    assert (asked.returncode, asked.stdout) == (1, "")
    assert offered in asked.stderr
    assert not (tmp_path / "new").exists()
    low, high = map(int, offered.strip(", ").rpartition("--scale ")[2].split())
    found = run(*words, "--scale", str(low), str(high), cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    assert f"positions read on {low}..{high} (as given)" in found.stdout
    held = [s.ideal for s in load_case(tmp_path / "new").stances.values()]
    assert held == [(x - low) / (high - low) for x in positions]
    for ends in (("9", "9"), ("1e9", "2"), ("nan", "1")):
        assert run(*words, "--scale", *ends, cwd=tmp_path).returncode == 2


def test_an_issue_on_a_smaller_scale_than_the_others_is_asked_for_and_so_is_a_salience(tmp_path: Path) -> None:
    text = f"{HEAD}a,tax,70,50\nb,tax,20,50\na,ports,7,50\nb,ports,2,50\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    words = ("import", "t.csv", "--to", "new", "--marking", "U", "--scale", "0", "100")
    found = run(*words[:-3], cwd=tmp_path)
    assert ':4:3: the positions on "ports" lie between 2 and 7, and no scale is named' in found.stderr
    assert run(*words, cwd=tmp_path).returncode == 0
    (tmp_path / "t.csv").write_text(text.replace(",50", ",5"), encoding="utf-8")
    found = run(*words, cwd=tmp_path)
    assert "the highest salience is 5: neither shares 0..1 nor 0..100" in found.stderr
    assert run(*words, "--salience-scale", "0", "10", cwd=tmp_path).returncode == 0


def test_all_digits_are_kept_and_ties_stay_ties(tmp_path: Path) -> None:
    rows = ["33.3333331", "33.3333332", "33.3333331", "66.66666666666667"]
    text = HEAD + "".join(f"a{n},tax,{x},12.3456789\n" for n, x in enumerate(rows))
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert run("import", "t.csv", "--to", "new", "--marking", "U", "--write", cwd=tmp_path).returncode == 0
    held = list(load_case(tmp_path / "new").stances.values())
    assert [s.ideal for s in held] == [0.333333331, 0.333333332, 0.333333331, 0.6666666666666667]
    assert {s.salience for s in held} == {0.123456789}


def test_a_placeholder_acceptance_is_one_sided(tmp_path: Path) -> None:
    """Who wants most does not object to a compromise, nor to more than it asks for."""
    text = f"{HEAD}little,tax,20,50\nmiddle,tax,50,50\nmuch,tax,80,50\nall,tax,100,50\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    run("import", "t.csv", "--to", "new", "--marking", "U", "--write", cwd=tmp_path)
    accepted = {d: s.acceptance for (d, _), s in load_case(tmp_path / "new").stances.items()}
    assert accepted == {"little": (0, 0.2), "middle": (0, 0.5), "much": (0, 1), "all": (0, 1)}


def test_a_table_in_a_workbook_is_read_like_one_of_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Ports 2030"], [], ["actor", "issue", "position", "salience"], ["Norhavn", "tax", 70, 80.5]):
        book.active.append(row)
    book.save(tmp_path / "t.xlsx")
    found = run("import", "t.xlsx", "--to", "new", "--marking", "U", "--write", cwd=tmp_path)
    assert found.returncode == 0, found.stderr
    (held,) = load_case(tmp_path / "new").stances.values()
    assert (held.ideal, held.salience) == (0.7, 0.805)


def test_a_table_that_is_too_large_is_refused_with_a_sentence(tmp_path: Path) -> None:
    for rows, words in ((200_000, "a table has at most 100,000 rows"), (30_000, "a case holds at most 20,000")):
        (tmp_path / "t.csv").write_text(HEAD + "".join(f"a{n},t,20,50\n" for n in range(rows)), encoding="utf-8")
        found = run("import", "t.csv", "--to", "new", "--marking", "U", cwd=tmp_path)
        assert (found.returncode, words in found.stderr) == (1, True), found.stderr


def test_a_problem_of_the_new_case_is_told_where_it_would_stand(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("positions.interchange.foreign.DAY", "2000-13-01")
    (tmp_path / "t.csv").write_text(f"{HEAD}a,t,20,50\n", encoding="utf-8")
    found = run("import", "t.csv", "--to", "new", "--marking", "U", cwd=tmp_path)
    assert found.returncode == 1
    assert found.stderr.startswith("new/issues.yaml:")


@pytest.mark.parametrize("text", ["sep=;\n", "sep=;\r\n\r\n", "\n\n", ";;;\n"])
def test_a_table_without_a_row_is_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "table.csv").write_text(text, encoding="utf-8")
    done = run("import", "table.csv", "--to", "new", "--marking", "U", cwd=tmp_path)
    assert done.returncode == 1
    assert "the file is empty" in done.stderr or "no heading" in done.stderr, done.stderr
