"""The wheel, installed with the core dependencies alone, in a folder without a case: every command answers in words.

Nothing a user can do there ends with a traceback or with exit status 3, whatever the terminal can show, however wide it
is, wherever the output goes.
"""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from positions.casefiles.starter import write_starter
from positions.cli import COMMANDS
from tests.program import MODULES, ask, start_waiting

ROOT = Path(__file__).parents[2]
# what the extras bring, as it is imported
EXTRAS = (
    "scipy",
    "openpyxl",
    "docx",
    "typst",
    "lxml",
    "distributed",
    "dask",
    "pyarrow",
    "ruamel",
    "pandas",
    "hypothesis",
    "pytest",
)
BLOCKER = f"""
import sys
class Missing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {EXTRAS!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.meta_path.insert(0, Missing())
"""
SITUATIONS = {
    "": {},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "cp437": {"PYTHONIOENCODING": "cp437"},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "no HOME": {"HOME": "/nonexistent", "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": ""},
}
TRACES = re.compile("Traceback|fault in positions|Error:|DeprecationWarning")
# a call of each command that reaches what it does, in a folder with a case in data
REACH = {
    "blocs": [], "brief": ["--draws", "4"], "cable": ["--tags", "PREL", "--draws", "4"], "check": [],
    "compromise": ["port_fees", "--budget", "50"], "diff": ["data", "data"], "forecast": [], "graph": ["--draws", "4"],
    "matrix": [], "migrate": [], "outreach": ["-n", "1"], "package": ["port_fees", "night_work", "--draws", "4"],
    "seal": ["--draws", "4"], "simulate": ["--draws", "4"], "sweep": ["--draws", "4"],
    "vote": ["port_fees", "--draws", "4"], "lexicon": [],
}  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, as it is built."""
    folder = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", folder, ROOT],
        capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    if done.returncode:
        pytest.skip(f"no wheel can be built here: {done.stderr[-300:]}")
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """Where the wheel lies installed, and a folder that hides what the extras bring."""
    folder = tmp_path_factory.mktemp("bare")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "lib")
    (folder / "blocker").mkdir()
    (folder / "blocker" / "sitecustomize.py").write_text(BLOCKER)
    write_starter(folder / "with" / "data")
    (folder / "with" / "a.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "empty").mkdir()
    return folder


WAITING = {}  # what the environment says -> a process that was started so


def call(bare, *args, where="empty", out=None, cold=False, **env):
    here = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "PYTHON", "COLUMNS", "COVERAGE"))}
    paths = os.pathsep.join(map(str, (bare / "blocker", bare / "lib")))
    said = {**here, "PYTHONPATH": paths, **env}
    command = [sys.executable, "-m", "positions", *map(str, args)]
    if cold or not hasattr(os, "fork"):
        return subprocess.run(command, cwd=bare / where, env=said, stdout=out or -1, stderr=-1, timeout=120)
    key = bare, *sorted(env.items())
    if key not in WAITING:
        WAITING[key] = start_waiting(*MODULES, env=said, cwd=bare / "empty")
    return subprocess.CompletedProcess(
        command, *ask(WAITING[key], command[3:], cwd=bare / where, env=said, out=out, timeout=120)
    )


def kind(done, *codes):
    """Check that a call ended as it should, in words."""
    err = done.stderr.decode("utf-8", "replace")
    assert done.returncode in codes, err
    assert not TRACES.search(err), err
    return (done.stdout or b"").decode("utf-8", "replace"), err


def test_it_is_the_wheel_that_runs_and_the_extras_are_hidden(bare):
    program = "import positions, sys; print(positions.__file__); import openpyxl"
    paths = os.pathsep.join(map(str, (bare / "blocker", bare / "lib")))
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=bare / "empty", env={**os.environ, "PYTHONPATH": paths},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout.startswith(str(bare / "lib"))
    assert "No module named 'openpyxl'" in done.stderr


def test_the_wheel_has_what_it_needs_and_says_nothing_invented(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        about = archive.read(next(n for n in names if n.endswith("METADATA"))).decode()
    assert "positions/py.typed" in names
    assert not [n for n in names if n.startswith(("tests/", "docs/", "data/"))]
    for minor in (11, 12, 13, 14):
        assert f"Classifier: Programming Language :: Python :: 3.{minor}" in about
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert "urls" not in project  # none is known


@pytest.mark.parametrize("name", COMMANDS)
def test_in_a_folder_without_a_case(name, bare):
    out, _ = kind(call(bare, name, "--help"), 0)
    assert "Usage: positions" in out
    _, err = kind(call(bare, name), 0, 1, 2)
    if b"[CASE]" in out.encode() and name not in ("read", "import"):
        assert re.search(r"positions init|name (an|a|two|the)|Missing argument '(LINE|NEW|DIR)'", err), err
    _, err = kind(call(bare, name, "--marknig", "U"), 2)
    assert "No such option" in err
    assert "--marking" in err or "--marking" not in out
    _, err = kind(call(bare, name + "z"), 2)
    assert re.search(rf"did you mean .*\b{name}\b", err)
    assert not list((bare / "empty").iterdir()) or name == "lexicon"


@pytest.mark.parametrize("name", sorted(REACH))
def test_every_command_runs_without_the_extras(name, bare):
    parents = ["-o", f"{name}-book"] if name == "brief" else []
    kind(call(bare, name, *REACH[name], *parents, where="with"), 0)


@pytest.mark.parametrize(
    "args",
    [
        ["export", "-o", "a-case.xlsx"],
        ["brief", "--draws", "2", "-o", "a-book", "-o", "a.docx"],
        ["brief", "--draws", "2", "-o", "a-book", "-o", "a.pdf"],
        ["sweep", "--draws", "2", "-o", "a.parquet"],
        ["simulate", "--draws", "2", "--cluster", "tcp://127.0.0.1:1"],
        ["migrate", "--write"],
    ],
)
def test_a_missing_extra_says_how_to_install_it(args, bare):
    _, err = kind(call(bare, *args, where="with"), 0, 1)
    if "needs" in err:
        assert re.search(r"install|inject", err), err
        assert sys.executable in err or ".venv" in err
    else:
        assert args[0] == "migrate"  # nothing to write
    assert not list((bare / "with").glob("a-*.xlsx")) + list((bare / "with").glob("a.*x"))[1:]


@pytest.mark.parametrize("situation", [s for s in SITUATIONS if s])
def test_whatever_the_terminal_can_show(situation, bare, tmp_path):
    where = f"odd {situation}"
    write_starter(bare / where / "data")
    for file in (bare / where / "data").glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("name: Vesterland", 'name: "Østerø 中 Vesterland"')
        file.write_text(text.replace("title: Port fees", "title: Port fees ≥ 3 €"), encoding="utf-8")
    for name, more in REACH.items():
        refused = name == "cable"  # a cable has plain letters only, and none for every script
        kind(call(bare, name, *more, where=where, **SITUATIONS[situation]), 1 if refused else 0)
    kind(call(bare, "matrix", "--json", where=where, **SITUATIONS[situation]), 0)
    kind(call(bare, "matrix", "-o", "m.svg", "--draws", "4", where=where, **SITUATIONS[situation]), 0)
    kind(call(bare, "blocs", "Østerø", where=where, **SITUATIONS[situation]), 2)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
@pytest.mark.parametrize("name", sorted(REACH))
def test_a_pipe_that_nobody_reads(name, bare):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        more = ["-o", f"{name}-piped"] if name == "brief" else []
        done = call(bare, name, *REACH[name], *more, where="with", out=writing, cold=True)
    finally:
        os.close(writing)
    kind(done, 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_and_a_closed_output_are_the_users(bare):
    with open("/dev/full", "wb") as full:
        _, err = kind(call(bare, "blocs", where="with", out=full, cold=True), 1)
    assert "No space left" in err
    paths = os.pathsep.join(map(str, (bare / "blocker", bare / "lib")))
    closed = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m positions blocs >&-"], cwd=bare / "with", stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    _, err = kind(closed, 1)
    assert "standard output is closed" in err
    assert shutil.which("sh")
