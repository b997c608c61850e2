"""One question, one answer: every chance that a command or a book gives for a text is the same one.

A chance is keyed by what it is about: issue, words of the text, who tables it, who was seen in private. All commands
are called as a user calls them, on three cases, and their figures compared.
"""

import json
import os
import re
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.case_folder import write_case
from benchmarks.conference import conference
from positions.casefiles import load_case
from positions.simulation import Band
from tests.program import run

ROOT = Path(__file__).parents[2]
MADE_UP = tuple(map(int, os.environ.get("POSITIONS_MADE_UP", "10x3").split("x")))  # delegations x issues
PRINTED = re.compile(r"\d+ % \(\d+[–-]\d+\)")


def call(*args):
    done = run(*args)
    assert done.returncode == 0, (args, done.stderr)
    return done.stdout


class Figures:
    """Chances by key, with where each was found."""

    def __init__(self, case):
        self.case = case
        self.found = defaultdict(dict)

    def add(self, where, issue, text, chance, *, tabled_by=None, talked=()):
        """Take in one figure; ``text`` is a wording's id or a choice of options."""
        wordings = self.case.issues[issue].wordings
        if isinstance(text, str):
            by, choice = wordings[text].tabled_by, wordings[text].choice
            tabled_by = by if tabled_by is None else tabled_by
        else:
            choice = text
        key = issue, tuple(sorted(choice.items())), tabled_by, tuple(sorted(talked))
        self.found[key][where] = (chance["median"], chance["low"], chance["high"])

    def terminal(self, where, text, data):
        """Take in what a command prints: every chance has to be one of its JSON."""
        odd = set(PRINTED.findall(text)) - set(every_band(data))
        if odd or not PRINTED.findall(text):
            self.found[where, "on the terminal"] = {"terminal": sorted(odd), "JSON": None}

    def differing(self):
        """Return the keys with more than one figure."""
        return {key: places for key, places in self.found.items() if len(set(map(str, places.values()))) > 1}


def walk(folder, tmp_path, *, issues=None, vote_draws=None):
    """Call the commands and collect what they say; ``vote_draws`` makes one road use other draws, and ends there."""
    case = load_case(folder)
    made = Figures(case)
    simulated = json.loads(call("simulate", "--case", folder, "--json"))["data"]
    if vote_draws is None:
        made.terminal("simulate", call("simulate", "--case", folder), simulated)
    for answer in simulated["issues"]:
        for w in answer["wordings"]:
            made.add("simulate", answer["issue"], w["wording"], w["p_consensus"], talked=answer["talked"])
        for w in answer.get("without_talks", {}).get("wordings", ()):
            made.add("simulate without talks", answer["issue"], w["wording"], w["p_consensus"])
    more = () if vote_draws is None else ("--draws", vote_draws)
    for issue in issues or list(case.issues)[:2]:
        vote = json.loads(call("vote", issue, "--case", folder, "--rule", "consensus", "--json", *more))["data"]
        (rule,) = vote["rules"]
        talked = [t.target for t in case.issues[issue].talks]
        made.add("vote", issue, case.issues[issue].tabled, rule["adoption"], talked=talked)
        if vote_draws is not None:
            continue
        found = json.loads(call("compromise", issue, "--case", folder, "--json"))["data"]
        compromise("compromise", made, found)
    if vote_draws is None:
        made.terminal("compromise", call("compromise", issue, "--case", folder), found)
    if vote_draws is not None:
        return made, {}, ""
    steps("outreach", made, json.loads(call("outreach", "--case", folder, "--json"))["data"])
    book = tmp_path / "book"
    call("brief", folder, "--out", book)
    numbers = json.loads((book / "numbers.json").read_text(encoding="utf-8"))["data"]
    brief(made, numbers)
    return made, numbers, (book / "briefing.html").read_text(encoding="utf-8")


def compromise(where, made, found):
    for point in found["front"]:
        made.add(
            where, found["issue"], point["choice"], point["p_consensus"],
            tabled_by=point["tabled_by"], talked=found["talked"],
        )  # fmt: skip
        for q in point["proposer_details"]:
            made.add(
                f"{where}: tablers", found["issue"], point["choice"], q["p_consensus"],
                tabled_by=q["delegation"], talked=found["talked"],
            )  # fmt: skip


def steps(where, made, plan):
    seen = []
    for step in plan["steps"]:
        for gain in step["gains"]:
            made.add(f"{where}: before", gain["issue"], gain["wording"], gain["before"], talked=here(made, gain, seen))
            after = here(made, gain, [*seen, step["delegation"]])
            made.add(f"{where}: after", gain["issue"], gain["wording"], gain["after"], talked=after)
        seen.append(step["delegation"])


def here(made, gain, seen):
    """Those of the delegations seen that have something a talk can move on this issue."""
    issue = made.case.issues[gain["issue"]]
    covered = any(s.covers_named for s in issue.silent)
    return [d for d in seen if covered or made.case.stance(d, issue.id) is not None]


def brief(made, numbers):
    for issue in numbers["issues"]:
        for w in issue["wordings"]:
            made.add("brief", issue["issue"], w["wording"], w["p_consensus"])
            if w["p_consensus_after_talks"] is not None:
                after = w["p_consensus_after_talks"]
                made.add("brief after talks", issue["issue"], w["wording"], after, talked=issue["talks"])
    for talk in (c for issue in numbers["issues"] for c in issue["conversations"]):
        made.add("conversation: before", talk["issue"], talk["wording"], talk["before"])
        made.add("conversation: after", talk["issue"], talk["wording"], talk["after"], talked=talk["delegations"])
    for t in numbers["table"]:
        made.add("tabler", t["issue"], t["wording"], t["p_consensus"], tabled_by=t["delegation"])
        made.add("tabler instead", t["issue"], t["wording"], t["p_consensus_instead"], tabled_by=t["instead_of"])
    if numbers["advice"] is not None:
        steps("book's outreach", made, numbers["advice"]["outreach"])


def every_band(value):
    """Yield all bands in a JSON value, as they are printed."""
    if isinstance(value, dict):
        for name, share in value.get("final_text", {}).items() if "final_bands" in value else ():
            band = value["final_bands"][name]
            yield Band(share, band["low"], band["high"]).percent()
        if set(value) in ({"median", "low", "high"}, {"chance", "low", "high"}):
            yield Band(*value.values()).percent()
        for held in value.values():
            yield from every_band(held)
    elif isinstance(value, list):
        for held in value:
            yield from every_band(held)


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made_up") / "case"
    write_case(conference(delegations=MADE_UP[0], issues=MADE_UP[1], seed=3), folder)
    return folder


@pytest.mark.parametrize("name", ["data", "examples/climate", "made-up"])
def test_no_two_roads_give_two_figures_for_one_text(name, made_up, tmp_path):
    folder = made_up if name.startswith("made-up") else ROOT / name
    made, numbers, page = walk(folder, tmp_path)
    assert made.differing() == {}
    assert sum(len(places) > 1 for places in made.found.values()) >= 5, "too little was found twice to say anything"
    known = {f.replace("-", "–") for f in every_band(numbers)}
    shown = {f.replace("\u00a0", " ").replace("-", "–") for f in PRINTED.findall(page.replace("\u00a0", " "))}
    shown.discard("80 % (37–96)")  # explains how such figures are read
    assert shown
    assert shown <= known, "a figure on the page that is not among the book's numbers"


def test_a_road_with_other_draws_is_found_out(tmp_path):
    made, _, _ = walk(ROOT / "data", tmp_path, issues=["domestic_scope"], vote_draws=7)
    assert any("vote" in places for places in made.differing().values())


def test_a_meeting_in_which_objecting_is_too_dear_is_blocked_by_nobody(tmp_path):
    """The case's own parameters hold on every road."""
    folder = tmp_path / "case"
    call("init", folder)
    dear = "{central: 3, low: 3, high: 3}"
    issues = folder / "issues.yaml"
    text = issues.read_text(encoding="utf-8")
    issues.write_text(f"{text}\nparameters: {{base_cost: {dear}, isolation_cost: {dear}}}\n", encoding="utf-8")
    case = load_case(folder)
    issue = next(iter(case.issues))
    blocs = json.loads(call("blocs", "--case", folder, "--json"))["data"]["issues"]
    assert [w["blocking_bloc"] for i in blocs for w in i["wordings"]] == [[]] * sum(len(i["wordings"]) for i in blocs)
    played = json.loads(call("simulate", "--case", folder, "--draws", 50, "--json"))["data"]["issues"]
    assert {w["p_consensus"]["low"] for i in played for w in i["wordings"]} == {1.0}
    found = json.loads(call("compromise", issue, "--case", folder, "--json"))["data"]
    assert all(not p["objectors"] and p["p_consensus"]["low"] == 1.0 for p in found["front"])
    (rule,) = json.loads(call("vote", issue, "--case", folder, "--rule", "consensus", "--json"))["data"]["rules"]
    assert rule["adoption"]["low"] == 1.0
    graph = json.loads(call("graph", folder, "--draws", 50, "--json"))["data"]
    assert not any(node["bloc"] for node in graph["nodes"])
    call("brief", folder, "--draws", 50, "--out", tmp_path / "book")
    numbers = json.loads((tmp_path / "book" / "numbers.json").read_text(encoding="utf-8"))["data"]
    assert all(not w["blocking_bloc"] for i in numbers["issues"] for w in i["wordings"])
