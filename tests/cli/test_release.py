"""``--release`` works on what the command reads, and says on stderr how much it left out."""

import json

import pytest

from tests.program import run


@pytest.mark.parametrize("command", ["blocs", "simulate"])
def test_a_release_leaves_out_the_marked_stances(command):
    extra = ["--draws", "20", "--members", "4"] if command == "simulate" else []
    whole = run(command, "domestic_scope", "--json", *extra)
    released = run(command, "domestic_scope", "--json", "--release", "U", *extra)
    assert released.returncode == 0
    assert "withheld before anything was computed" in released.stderr
    (found,), (before,) = (json.loads(done.stdout)["data"]["issues"] for done in (released, whole))
    assert found != before
    assert "russia" in found.pop("unknown", ["russia"])  # its only stance on this issue is SBU
    assert "russia" in found.pop("outlook", {"holds_out": "russia"})["holds_out"]  # as everybody who decides
    for wording in found.get("wordings", []):
        wording.pop("blocs", None)  # whoever is not known may turn out to object
    assert "russia" not in json.dumps(found)


def test_a_release_at_the_top_withholds_nothing():
    whole, released = (run("blocs", "victim_care", "--json", *more) for more in ([], ["--release", "TS"]))
    assert json.loads(released.stdout)["data"] == json.loads(whole.stdout)["data"]
    assert "nothing was withheld" in released.stderr


def test_an_unknown_mark_is_a_usage_error():
    refused = run("blocs", "--release", "PUBLIC")
    assert refused.returncode == 2
    assert "allowed: U, SBU, C, S, TS" in refused.stderr
