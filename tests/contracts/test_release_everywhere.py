"""Every command that reads a case takes ``--release``, so that nothing can be shown that a release would withhold."""

import importlib

import pytest

from positions.cli import COMMANDS

NO_RELEASE = {
    "check",
    "init",
    "import",
    "migrate",
    "note",
}  # they show a case only to the one who writes it


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NO_RELEASE))
def test_it_takes_a_release_mark(name):
    command = importlib.import_module(f"positions.cli.{COMMANDS[name][0]}").command
    names = {parameter.name for parameter in command.params}
    reads_a_case = names & {"case", "case_folder", "before", "after"}
    assert "release" in names or not reads_a_case
