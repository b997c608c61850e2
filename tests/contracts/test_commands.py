"""Every command that is listed exists, says what it does with an example, and marks what it prints."""

import importlib
import re
from pathlib import Path

import click
import pytest

from positions.cli import COMMANDS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_with_an_example_of_itself(name):
    module, line = COMMANDS[name]
    command = importlib.import_module(f"positions.cli.{module}").command
    assert isinstance(command, click.Command)
    assert command.name == name
    assert re.search(rf"positions {name}\b", command.help or ""), f"no example in the help of {name}"
    assert line[0].islower()
    assert not line.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_does(name):
    command = importlib.import_module(f"positions.cli.{COMMANDS[name][0]}").command
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts} has no help"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_or_a_page_names_the_command(name):
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    assert any(f"positions {name}" in page.read_text() for page in pages), f"no page names positions {name}"


def test_no_file_of_the_project_names_a_path_of_a_machine_or_a_host():
    found = []
    for path in (ROOT / "requirements").glob("*.txt"):
        found += [f"{path.name}: {line}" for line in path.read_text().splitlines() if "://" in line]
    assert found == []
