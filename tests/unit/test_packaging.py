"""The conda recipe asks for what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONDA = {"matplotlib": "matplotlib-base"}  # what the other index calls it


def test_the_recipe_asks_for_the_same_versions():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    recipe = (ROOT / "packaging/conda/meta.yaml").read_text(encoding="utf-8")
    run = re.search(r"  run:\n((?:    - .*\n)+)", recipe)
    asked = dict(line.split("- ")[1].split(" ") for line in run[1].strip().split("\n"))
    wanted = dict(re.fullmatch(r"([\w-]+)(.*)", text).groups() for text in project["dependencies"])
    wanted = {CONDA.get(name.lower(), name.lower()): version for name, version in wanted.items()}
    assert asked == {"python": project["requires-python"], **wanted}
