"""Recorded sessions coded anew as statements by day give the stances that were coded by hand."""

import csv
import shutil
from pathlib import Path

import pytest
import yaml

from positions.casefiles import load_case

SESSIONS = {"sb20_2004": (149, 133), "sb22_2005": (134, 123)}  # stances; of them with the letter that was given by hand


@pytest.mark.parametrize("session", SESSIONS)
def test_statements_by_day_give_the_same_stances(real_data, session, tmp_path):
    folder = Path(real_data) / "corpus" / session
    if not (folder / "by_day.csv").is_file():
        pytest.skip(f"no by_day.csv of {session} beside the data of others")
    record = load_case(folder)
    case = tmp_path / "case"
    case.mkdir()
    for name in ("issues.yaml", "sources.yaml"):
        shutil.copy(folder / name, case)
    plain = yaml.safe_load((folder / "delegations.yaml").read_text(encoding="utf-8"))
    plain.pop("stances")
    (case / "delegations.yaml").write_text(yaml.safe_dump(plain), encoding="utf-8")
    lines = []
    with (folder / "by_day.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            date = record.documents[row["bulletin"]].date
            lines.append(f"{date} {row['issue']}: {row['delegation']}: {int(row['code']):+d} (U) [{row['bulletin']}]")
    (case / "floor.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = load_case(case)
    assert found.stances.keys() == record.stances.keys()
    for cell, coded in record.stances.items():
        derived = found.stances[cell]
        assert (derived.ideal, derived.acceptance) == (coded.ideal, coded.acceptance), cell
        assert (derived.mobility, derived.confidence) == (coded.mobility, coded.confidence), cell
    same = sum(found.stances[cell].salience == coded.salience for cell, coded in record.stances.items())
    assert (len(found.stances), same) == SESSIONS[session]
