"""Every command that is registered is called alike, takes the same options with the same defaults, and answers alike.

A new command is walked over as soon as it is registered; it needs a line in ``NEEDS`` where it cannot do with a case
and the ids that its usage line asks for.
"""

import contextlib
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import jsonschema
import pytest

from positions import defaults
from positions.casefiles.starter import write_starter
from positions.cli import COMMANDS, cli, run

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "numbers.schema.json").read_text(encoding="utf-8"))
FEW = {"--draws": "4", "--members": "2", "--budget": "200"}
# what a command is called with beside the case, its ids and few draws
NEEDS = {
    "brief": ["-o", "OUT/book"],
    "cable": ["--tags", "PREL,UN"],
    "diff": ["other"],
    "draft": ["rev1.txt"],
    "export": ["-o", "OUT/book.xlsx"],
    "import": ["book.xlsx"],
    "merge": ["data", "noted"],
    "init": ["OUT/new"],
    "next": ["OUT/later"],
    "note": ["2030-04-20 night_work: SUN opposes (SBU) [first_reading]"],
    "learn": [str(ROOT / "examples/record/sb20_2004"), str(ROOT / "examples/record/sb22_2005")],
    "read": ["cable.txt"],
}
IDS = {"ISSUE": ["port_fees"], "ISSUE...": ["port_fees", "night_work"], "DELEGATION": ["vesterland"]}
OWN_LAST = {"draft", "next", "note"}  # their own argument stands after the case and the issue
OWN_JSON = {"init", "learn", "seal"}  # they make a file of their own form and have, or need, no other
OWN_TEXT = {"cable", "seal", "learn"}  # a cable's lines, a file's
RUNS_ON = {"serve"}  # until it is stopped: tests/integration/test_workbench_process.py runs it
PLAN = """
plans:
  vester:
    delegation: vesterland
    title: Plan on Vesterland
    marking: SBU
    channel: embassy in the capital
    date: 2030-02-01
    asks:
      - {id: a1, text: Publish., pillar: prevention, priority: high, source: {document: port_report, marking: U}}
"""


def command_of(name):
    return importlib.import_module(f"positions.cli.{COMMANDS[name][0]}").command


def options_of(name):
    return {opt: p for p in command_of(name).params if isinstance(p, click.Option) for opt in p.opts}


def usage_of(name):
    return [p.metavar or "" for p in command_of(name).params if isinstance(p, click.Argument)]


ABOUT_A_CASE = [n for n in COMMANDS if any("[CASE]" in usage for usage in usage_of(n))]
FIRST_CASE = [n for n in ABOUT_A_CASE if usage_of(n)[0].startswith("[CASE]")]
WITH_ISSUES = [n for n in ABOUT_A_CASE if any("ISSUE" in usage for usage in usage_of(n))]
WITH_JSON = [n for n in COMMANDS if "--json" in options_of(n) and n not in OWN_JSON]
WITH_OUT = [n for n in COMMANDS if "--out" in options_of(n)]


def ids_of(name):
    return next(
        (ids for usage in usage_of(name) for end, ids in IDS.items() if re.search(rf" {re.escape(end)}$", usage)), []
    )


def words(name, out, *, case=None, ids=None):
    """Return how a command is called in the folder of the fixture; what is written into a case has one of its own."""
    case = case or ("noted" if name == "note" else None)
    needs = [word.replace("OUT", str(out)) for word in NEEDS.get(name, [])]
    first = [case or "data"] if name == "diff" or (case and name in FIRST_CASE) else []
    last = [case] if case and name not in FIRST_CASE and name in ABOUT_A_CASE else []
    given = ids_of(name) if ids is None else ids
    few = [word for option, value in FEW.items() if option in options_of(name) for word in (option, value)]
    own = [*last, *given, *needs] if name in OWN_LAST else [*needs, *last, *given]
    return [name, *first, *own, *few]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a case in ``data`` and in ``other``, a workbook and a cable."""
    folder = tmp_path_factory.mktemp("contract")
    for name in ("data", "other", "noted"):
        write_starter(folder / name)
        path = folder / name / "issues.yaml"
        text = path.read_text(encoding="utf-8").replace(
            "id: ports_2030", f"id: ports_{'data' if name == 'noted' else name}"
        )
        outcome = "    outcome: {wording: chair_text, code: x, ambitious_adopted: false, text_adopted: true, "
        outcome += "source: {document: port_report, marking: U}}\n"
        assert text.count("  port_fees:\n    title: Port fees\n") == 1
        text = text.replace("  port_fees:\n    title: Port fees\n", f"  port_fees:\n    title: Port fees\n{outcome}")
        path.write_text(text + PLAN, encoding="utf-8")
    shutil.copy(ROOT / "tests/unit/cables/fixtures/good.txt", folder / "cable.txt")
    (folder / "rev1.txt").write_text("Ports [shall / should] publish their fees.\n", encoding="utf-8")
    code, _, err = call(folder, "export", "-o", "book.xlsx")
    assert code == 0, err
    return folder


def call(place, *args, columns=100, **env):
    out, err = io.StringIO(), io.StringIO()
    with contextlib.chdir(place), pytest.MonkeyPatch.context() as patch:
        for key, value in {"COLUMNS": str(columns), **env}.items():
            patch.setenv(key, value)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([str(a) for a in args])
    return int(code), out.getvalue(), err.getvalue()


def told(place, *args, **how):
    code, out, err = call(place, *args, **how)
    assert code == 0, err
    return out


def process(place, *args, **env):
    here = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "COLUMNS"))}
    return subprocess.run(
        [sys.executable, "-m", "positions", *map(str, args)],
        cwd=place, env={**here, "PYTHONPATH": str(ROOT), **env}, capture_output=True, timeout=120,
    )  # fmt: skip


MEAN = {  # option -> what it has to be wherever a command has it
    "--seed": {"default": defaults.SEED, "type": click.IntRange(0)},
    "--members": {"default": defaults.MEMBERS, "type": click.IntRange(1, 4096)},
    "--draws": {"default": defaults.DRAWS, "type": click.IntRange(1, 10_000_000)},
    "--search-draws": {"default": defaults.SEARCH_DRAWS},
    "--talks": {"default": defaults.TALKS},
    "--reading": {"default": defaults.READING},
    "--jobs": {"default": None},
    "--cluster": {"default": None},
    "--parts": {"default": ".positions-parts"},
    "--release": {"default": None, "metavar": "MARK"},
    "--marking": {"default": None, "metavar": "MARK"},
    "--case": {"default": None, "metavar": "FOLDER"},
    "--json": {"is_flag": True},
    "--parents": {"is_flag": True},
    "--out": {"multiple": True, "opts": ["--out", "-o"]},
}
# score takes other draws for a whole record than for one meeting; learn is about no case of its own
OTHERWISE = {("score", "--draws"), ("import", "--marking")}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_same_options_with_the_same_meaning(name):
    options = options_of(name)
    for option, wanted in MEAN.items():
        if option not in options or (name, option) in OTHERWISE:
            continue
        for key, value in wanted.items():
            found = getattr(options[option], key)
            same = repr(found) == repr(value) if key == "type" else found == value
            assert same, (name, option, key, found)
        mean = (
            {repr(options_of(n)[option].help) for n in COMMANDS if option in options_of(n)}
            if option == "--seed"
            else {0}
        )
        assert len(mean) == 1
    if name in ABOUT_A_CASE:
        assert "--case" in options
    if "--seed" in options:
        assert "--draws" in options
    if "--cluster" in options:
        assert "--parts" in options
    if "--out" in options:
        assert "--parents" in options
    old = set(options) & {"--chart", "--csv", "--xlsx", "--docx", "--pdf", "--tracker", "--worksheet"}
    assert not old, f"a file is --out, by its suffix: {old}"


def test_talks_are_held_unless_somebody_says_otherwise():
    import inspect

    from positions.api import Meeting

    assert defaults.TALKS == "declared"
    for name in ("blocs", "simulate", "graph", "vote", "compromise", "package"):
        assert inspect.signature(getattr(Meeting, name)).parameters["talks"].default == defaults.TALKS, name


def test_every_command_says_less_when_asked_to():
    for name in COMMANDS:
        command = cli.get_command(click.Context(cli), name)
        assert any(p.name == "quiet" for p in command.params), name


def test_no_command_has_defaults_of_its_own():
    numbers = {str(defaults.SEED), str(defaults.DRAWS), str(defaults.MEMBERS)}
    for path in (ROOT / "positions" / "cli").glob("*.py"):
        code = re.sub(r'""".*?"""', "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert numbers.isdisjoint(re.findall(r"(?<![\d_.])\d+(?![\d_.])", code)), path.name


@pytest.mark.parametrize("name", WITH_JSON)
def test_one_json_object_of_one_form(name, place, tmp_path):
    done = process(place, *words(name, tmp_path), "--json")
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    jsonschema.validate(found, SCHEMA)
    assert list(found) == SCHEMA["required"]
    assert found["kind"] == name
    assert "marking" not in found["data"] or name == "read"
    if name in ABOUT_A_CASE and name not in ("import", "read"):
        assert found["provenance"]["meeting"] == "ports_data"
        assert found["marking"] == "SBU"
    if "--seed" in options_of(name):
        assert (found["seed"], found["provenance"]["draws"]) == (defaults.SEED, 4)


def test_every_kind_has_a_schema_and_a_page():
    kinds = SCHEMA["properties"]["kind"]["enum"]
    assert set(kinds) == set(WITH_JSON)
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    for key in [*SCHEMA["required"], *SCHEMA["properties"]["provenance"]["required"]]:
        assert f"`{key}`" in page, key
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"format": 2}, SCHEMA)


@pytest.mark.parametrize("name", [n for n in FIRST_CASE if n in WITH_JSON])
def test_the_case_is_an_argument_an_option_or_the_environment(name, place, tmp_path):
    if name == "brief":
        pytest.skip("it is called as outreach is, and takes ten times as long")
    if name in ("next", "note"):
        pytest.skip("it makes a folder, or adds to the case, and does so once")
    out, data = tmp_path, "--json"
    by_argument = told(place, *words(name, out, case="other"), data)
    assert '"ports_other"' in by_argument
    assert told(place, *words(name, out), "--case", "other", data) == by_argument
    assert told(place, *words(name, out, case="other"), "--case", place / "other", data) == by_argument
    assert told(place, *words(name, out), data, POSITIONS_CASE="other") == by_argument
    assert told(place, *words(name, out, case="./other"), data, POSITIONS_CASE="data") == by_argument.replace(
        '"other', '"./other'
    ) or name in ("check", "migrate")
    code, printed, err = call(place, *words(name, out, case="other"), "--case", "data", data)
    assert (code, printed) == (2, "")
    assert "two cases are named: other and --case data" in err


@pytest.mark.parametrize("name", WITH_ISSUES)
def test_an_issue_is_an_argument_or_an_option(name, place, tmp_path):
    issues = ids_of(name) or ["night_work"]
    option = [word for issue in issues for word in ("--issue", issue)]
    if "--json" in options_of(name):
        by_argument = told(place, *words(name, tmp_path, ids=issues), "--json")
        assert told(place, *words(name, tmp_path, ids=[]), *option, "--json") == by_argument
    for wrong, said in (
        ([*issues, "--issue", "nowhere"], "different issues are named"),
        ([*issues[:-1], "night_wrk"], "did you mean night_work?"),
    ):
        code, printed, err = call(place, *words(name, tmp_path, ids=wrong))
        assert (code, printed) == (2, "")
        assert said in err


@pytest.mark.parametrize("columns", [100, 80, 60, 40])
@pytest.mark.parametrize("name", [n for n in COMMANDS if n not in OWN_TEXT | RUNS_ON])
def test_no_line_is_wider_than_the_terminal(name, columns, place, tmp_path):
    shutil.copytree(place, tmp_path / "w")
    printed = told(tmp_path / "w", *words(name, "o"), *(["--parents"] if name in WITH_OUT else []), columns=columns)
    lines = printed.rstrip("\n").split("\n")
    assert max((len(line) for line in lines if "/" not in line), default=0) <= columns
    assert "\x1b" not in printed
    if name in ABOUT_A_CASE and name not in ("check", "brief", "export", "import", "read"):
        assert lines[0] == lines[-1] == "UNCLASSIFIED//SENSITIVE"


@pytest.mark.parametrize("name", [n for n in ABOUT_A_CASE if "--marking" in options_of(n) and n != "import"])
def test_a_marking_is_raised_and_never_lowered(name, place, tmp_path):
    code, printed, err = call(place, *words(name, tmp_path), "--marking", "U")
    assert (code, printed) == (2, "")
    assert "raised, not lowered" in err
    assert not list(tmp_path.iterdir())
    if name == "cable":  # a classified one says on whose authority
        return
    printed = told(place, *words(name, tmp_path), "--marking", "S", "--json")
    assert json.loads(printed)["marking"] in ("S", "SECRET")
    assert "SENSITIVE" not in printed


@pytest.mark.parametrize("name", WITH_OUT)
def test_what_cannot_be_written_is_said_before_the_work(name, place, tmp_path, monkeypatch):
    monkeypatch.setattr("positions.cli.asked.open_case", lambda *_a, **_k: pytest.fail("the work began"))
    monkeypatch.setattr("positions.scoring.record.read_recorded", lambda *_a, **_k: pytest.fail("the work began"))
    (tmp_path / "file").write_text("x")
    begins = words(name, tmp_path)
    if "-o" in begins:
        del begins[begins.index("-o") : begins.index("-o") + 2]
    suffix = "xlsx" if name == "export" else "json"
    for out, said in (
        (tmp_path / "file" / f"a.{suffix}", "cannot be written"),
        (tmp_path / "no" / f"a.{suffix}", "there is no folder"),
    ):
        code, printed, err = call(place, *begins, "--out", out)
        assert (code, printed) == (1, "")
        assert said in err
    code, printed, err = call(place, *begins, "--out", "--json")
    assert code == 2
    assert '"--json" is an option and no file' in err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["file"]


@pytest.mark.parametrize(
    "name", [n for n in WITH_JSON if n in WITH_OUT and n not in ("brief", "export", "merge", "score")]
)
def test_out_is_a_file_by_its_suffix_and_a_dash_is_standard_output(name, place, tmp_path):
    printed = told(place, *words(name, tmp_path), "--json")
    code, out, err = call(place, *words(name, tmp_path), "-o", tmp_path / "new" / "a.json", "--parents", "-o", "-")
    assert code == 0
    assert f"wrote {tmp_path / 'new' / 'a.json'}" in err
    assert out == told(place, *words(name, tmp_path))
    assert (tmp_path / "new" / "a.json").read_text(encoding="utf-8") == printed
    assert call(place, *words(name, tmp_path), "-o", tmp_path / "a.txt", "--quiet")[1:] == ("", "")
    code, out, err = call(place, *words(name, tmp_path), "-o", tmp_path / "a.odd")
    assert (code, out) == (2, "")
    assert "must end in one of" in err


def test_talks_are_declared_none_or_delegations(place, tmp_path):
    for name in (n for n in WITH_ISSUES if "--talks" in options_of(n) and n != "sweep"):
        code, out, err = call(place, *words(name, tmp_path), "--talks", "vesterlnd")
        assert (code, out) == (2, ""), name
        assert "did you mean vesterland?" in err
    some, none = (
        told(place, *words("simulate", tmp_path), "--talks", t, "--json") for t in ("vesterland,sund", "none")
    )
    assert some != none


def test_a_table_is_coloured_on_a_terminal_alone(monkeypatch):
    from positions.cli import screen

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert screen.to_terminal()
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            assert not screen.to_terminal()
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert not screen.to_terminal()
