"""``positions vote`` as a user calls it."""

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from positions.casefiles import load_case
from positions.casefiles.starter import write_starter
from positions.cli import run
from positions.errors import CaseProblems
from positions.game import prepare_issue
from positions.interchange.tables import read_weights
from tests.program import run as program

ROOT = Path(__file__).parents[2]
QUICK = ("--draws", "50", "--members", "4")


def call(*args, cwd=ROOT, columns=0):
    return program("vote", *args, cwd=cwd, env={"COLUMNS": str(columns)} if columns else None)


def test_the_page_tells_rules_blockers_and_deciders():
    done = call("non_punishment", *QUICK, columns=120)
    assert done.returncode == 0, done.stderr
    for words in (
        "Non-punishment of victims  (non_punishment)",
        "consensus minus 2",
        "two-thirds majority",
        "enough to block: Russia; or Iran",
        "power of a seat before anything is known",
        "medians with 80 % bands",
    ):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120


def test_json_has_the_documented_keys_and_the_same_bytes_each_time():
    args = ("domestic_scope", "--rule", "two_thirds_majority+veto:russia", "--json", *QUICK)
    done = call(*args)
    found = json.loads(done.stdout)["data"]
    assert set(found) == {
        "votes_cast", "issue", "wording", "seats", "assumed", "unknown", "votes", "counts",
        "rules", "talked", "seed", "draws", "members",
    }  # fmt: skip
    rule = found["rules"][0]
    assert set(rule) == {
        "rule", "title", "words", "adoption", "adoption_if_all_unknown_in_favour", "expected", "this_text", "power"
    }  # fmt: skip
    assert rule["adoption_if_all_unknown_in_favour"] is None
    assert rule["title"] == "two-thirds majority with a veto for russia"
    assert set(rule["this_text"]["russia"]) == {"if_yes", "if_abstain", "if_no", "pivotality"}
    assert rule["this_text"]["russia"]["if_no"] == 0.0
    power = rule["power"]["delegations"]
    assert power["russia"]["prevent"] == pytest.approx(1.0)
    assert sum(n * power[actor]["shapley_shubik"] for actor, n in found["seats"].items()) == pytest.approx(1.0)
    assert done.stdout == call(*args).stdout


def test_weights_from_a_file(tmp_path):
    actors = prepare_issue(load_case(ROOT / "data"), "victim_care").actors
    weights = tmp_path / "dues.csv"
    rows = [f"{actor},{10 if actor == 'usa' else 0.5}" for actor in actors]
    weights.write_text("delegation,dues\n" + "\n".join(rows) + "\n")
    args = ("--weights", str(weights), "--rule", "weighted:2/3", "--rule", "double_majority:50/60")
    done = call("victim_care", *args, "--count", "support=no", *QUICK)
    assert done.returncode == 0, done.stderr
    assert "at least two thirds of the dues in favour" in done.stdout
    assert "yes 0 (0-" in done.stdout  # as --count says
    weights.write_text("delegation,dues\n" + "\n".join(rows[1:]) + "\nnobody,x\n")
    done = call("victim_care", *args, *QUICK)
    assert done.returncode == 1
    assert f"no weight for {actors[0]}" in done.stderr
    assert f"not understood: nobody (line {len(rows) + 1})" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("non_punishmnt",), "did you mean non_punishment?"),
        (("non_punishment", "--rule", "two_thirds"), "did you mean two_thirds_majority?"),
        (("non_punishment", "--rule", "weighted:65%"), "weighted needs weights"),
        (("non_punishment", "--count", "dissociate=maybe"), 'no vote "maybe"'),
        ((), "name an issue"),
    ],
)
def test_wrong_calls_are_usage_errors(args, words):
    done = call(*args, *QUICK)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stdout == ""


ACTORS = {"norhavn": "Norhavn", "sund": "Sund", "vesterland": "Vesterland", "rest": "the rest of the room"}
TABLES = {
    "commas": b"delegation,dues\nnorhavn,5.4\nsund,53\nvesterland,0.25\nrest,1\n",
    "semicolons from Excel": b"\xef\xbb\xbfdelegation;dues\r\nnorhavn;5,4\r\nsund;53\r\nvesterland;0,25\r\nrest;1\r\n",
    "tabs in UTF-16": "delegation\tdues\nNorhavn\t5,4\nSund\t53\nVesterland\t0,25\nrest\t1\n".encode("utf-16"),
    "a separator line": b"sep=|\nwho|dues\nNORHAVN|5.4\nSund|53\nVesterland|.25\nthe rest of the room|1\n",
    "titles, blanks": b"Dues,\n,,\nmember,dues,\nSund,53\n,,\nNorhavn,5.40,\nVesterland,.25\nrest,1\n",
    "weights first": b"dues,member\n53,sund\n5.4,norhavn\n0.25,vesterland\n1,rest\n",
    "others too": b"member,dues\nAtlantis,8\nsund,53\nnorhavn,5.4\nvesterland,0.25\nrest,1\nTotal,67.65\n",
}


@pytest.fixture(scope="module")
def starter(tmp_path_factory):
    folder = tmp_path_factory.mktemp("starter") / "case"
    write_starter(folder)
    return load_case(folder)


@pytest.mark.parametrize("table", TABLES)
def test_weights_are_read_in_every_dialect_and_by_every_name(table, starter, tmp_path):
    (tmp_path / "w.csv").write_bytes(TABLES[table])
    found = read_weights(tmp_path / "w.csv", starter, ACTORS)
    assert {actor: found.by_actor[actor] for actor in ACTORS} == {
        "norhavn": Fraction("5.4"), "sund": 53, "vesterland": Fraction("0.25"), "rest": 1
    }  # fmt: skip
    assert found.units == "dues"
    said = "2 lines that name nobody of this case: Atlantis (line 2), Total (line 7)"
    assert (said in found.remarks) == (table == "others too")


def test_weights_by_codes_and_by_other_names_of_states(tmp_path):
    """A table of another institution names states in its own way."""
    case = load_case(ROOT / "data")
    actors = {actor: case.delegations[actor].name for actor in ("russia", "usa", "iran")}
    for rows in ("RUS,1\nUSA,2\nIRN,3\n", "RU,1\nUS,2\nIR,3\n",
                 "RUSSIAN FEDERATION,1\nUnited States of America,2\n\"Iran, Islamic Republic of\",3\n"):  # fmt: skip
        (tmp_path / "w.csv").write_text(f"state,dues\n{rows}")
        assert {k: int(v) for k, v in read_weights(tmp_path / "w.csv", case, actors).by_actor.items()} == {
            "russia": 1, "usa": 2, "iran": 3
        }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;b\n", "ids, names or ISO codes"),
        ("delegation,dues\nnorhavn,12,345\nsund,1\n", "several columns hold numbers"),
        ("delegation;dues\nnorhavn;12,345\nsund;1\nvesterland;1\nrest;1\n", "can mean 12.345 or 12345"),
        ("delegation;dues\nnorhavn;1,5\nsund;1.5\nvesterland;1\nrest;1\n", "has a decimal point"),
        ("delegation,dues\nnorhavn,many\nsund,1\nvesterland,1\nrest,1\n", '"many" is no number'),
        ("delegation,dues\nnorhavn,-1\nsund,1\nvesterland,1\nrest,1\n", "the weight of norhavn is below 0"),
        ("delegation,dues\nnorhavn,1e9999999\nsund,1\nvesterland,1\nrest,1\n", "is no number"),
        ("delegation,dues\nnorhavn,1\nNorhavn,2\nsund,1\nvesterland,1\nrest,1\n", "stands in line 2 already"),
        ("delegation,dues\nnorhavn,40 %\nsund,1\nvesterland,1\nrest,1\n", "is per cent"),
        ("delegation,dues\nnorhavn,0\nsund,0\nvesterland,0\nrest,0\n", "every weight is 0"),
        ("delegation,dues\nnorhavn,1\nsund,1\nXYZ,1\n", "no weight for vesterland, rest"),
    ],
)
def test_odd_weights_are_refused_with_a_sentence(text, words, starter, tmp_path):
    (tmp_path / "w.csv").write_text(text)
    with pytest.raises(CaseProblems) as caught:
        read_weights(tmp_path / "w.csv", starter, ACTORS)
    assert any(words in f"{p.message} {p.hint}" for p in caught.value.problems), caught.value.problems


def test_a_union_casts_the_votes_of_its_members(tmp_path):
    write_starter(tmp_path / "case")
    args = ("night_work", "--case", str(tmp_path / "case"), "--rule", "absolute_majority", "--json", *QUICK)
    one, many = (json.loads(call(*args, *more).stdout)["data"] for more in ((), ("--votes", "norhavn=60")))
    members = sum(one["seats"].values()) + len(one["unknown"])
    assert f"needed {members // 2 + 1} (more than half)" in one["rules"][0]["expected"]["why"]
    assert many["votes_cast"] == {"norhavn": "60"}
    assert f"needed {(members + 59) // 2 + 1} (more than half)" in many["rules"][0]["expected"]["why"]
    power = many["rules"][0]["power"]["delegations"]
    assert power["norhavn"]["shapley_shubik"] == pytest.approx(1.0)  # 60 of the votes are more than half of them
    done = call("night_work", "--case", str(tmp_path / "case"), "--votes", "nobody=2", *QUICK)
    assert (done.returncode, 'no member "nobody"' in done.stderr) == (2, True)


def test_a_room_of_too_many_seats_is_refused_before_the_work(tmp_path, monkeypatch, capsys):
    write_starter(tmp_path / "case")
    monkeypatch.setattr("positions.cli.vote.SEATS", 20)
    assert run(["vote", "night_work", "--case", str(tmp_path / "case")]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert re.search(r"night_work has 2\d seats; a vote is counted seat by seat, for at most 20\n", said.err)


NOISY = """
import ctypes, sys
import highspy
plain = highspy.Highs.run
def noisy(*args, **kwargs):
    print("a line of a library")
    ctypes.CDLL(None).puts(b"a line from below it")
    return plain(*args, **kwargs)
highspy.Highs.run = noisy
from positions.cli import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(os.name == "nt", reason="calls the C library by its POSIX name")
def test_json_is_one_object_whatever_a_library_prints():
    args = ("vote", "domestic_scope", "--rule", "consensus", "--json", *QUICK)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}  # or nothing waits in C
    done = subprocess.run(
        [sys.executable, "-c", NOISY, *args], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["data"]["issue"] == "domestic_scope"
    assert "a line of a library" in done.stderr
    assert "a line from below it" in done.stderr


@pytest.fixture(scope="module")
def half_unknown(tmp_path_factory):
    """The starter case with three more delegations, of which nothing is known."""
    folder = tmp_path_factory.mktemp("vote") / "case"
    write_starter(folder)
    more = "".join(f"  {name}: {{name: {name.title()}, marking: U}}\n" for name in ("dorado", "esmar", "farol"))
    text = (folder / "delegations.yaml").read_text(encoding="utf-8")
    text = text.replace("\n  ostero:", f"\n{more}  ostero:", 1)
    (folder / "delegations.yaml").write_text(text, encoding="utf-8")
    text = (folder / "issues.yaml").read_text(encoding="utf-8")
    text = text.replace("covers_named: true", "covers_named: false")
    (folder / "issues.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_share_of_all_members_counts_those_of_whom_nothing_is_known(half_unknown):
    rules = ("--rule", "absolute_majority", "--rule", "simple_majority", "--rule", "weighted:60%")
    args = ("night_work", "--case", str(half_unknown), "--weights", "influence", *rules, *QUICK)
    found = json.loads(call(*args, "--json").stdout)["data"]
    unknown = found["unknown"]
    assert set(unknown) >= {"dorado", "esmar", "farol"}
    absolute, simple, weighted = found["rules"]
    assert simple["adoption_if_all_unknown_in_favour"] is None
    for rule in (absolute, weighted):
        assert rule["adoption"]["median"] <= rule["adoption_if_all_unknown_in_favour"]["median"]
        assert set(unknown) <= set(rule["power"]["delegations"])
    members = sum(found["seats"].values()) + len(unknown)
    assert f"needed {members // 2 + 1} (more than half)" in absolute["expected"]["why"]
    assert not set(unknown) & set(simple["power"]["delegations"])
    shown = " ".join(call(*args).stdout.split())
    assert f"if the {len(unknown)} unknown stay away, " in shown
    assert "Dorado, Esmar, Farol" in shown.partition("nothing is known or assumed of: ")[2]


def test_weights_are_asked_of_everybody_who_is_counted(half_unknown, tmp_path):
    weights = tmp_path / "dues.csv"
    weights.write_text("delegation,dues\nnorhavn,1\n", encoding="utf-8")
    done = call("night_work", "--case", str(half_unknown), "--weights", str(weights), "--rule", "weighted:60%", *QUICK)
    assert done.returncode == 1
    assert "no weight for" in done.stderr


def test_weights_that_are_not_there_are_told_as_other_files_are(tmp_path):
    done = call("victim_care", "--weights", str(tmp_path / "none.csv"), "--rule", "weighted:60%", *QUICK)
    assert done.returncode == 1
    assert f"{tmp_path / 'none.csv'}: cannot be read: No such file or directory" in done.stderr
    assert "Errno" not in done.stderr


def test_headings_of_rules_are_not_cut():
    done = call("domestic_scope", "--rule", "simple_majority+veto:russia", *QUICK)
    table = done.stdout.partition("decides on this text")[2]
    assert "simple majority with" in table
    assert "a veto for russia" in table
