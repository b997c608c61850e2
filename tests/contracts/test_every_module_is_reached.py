"""A module that no command and no public name reaches leaves the package.

The walk reads source alone. It follows imports wherever they stand, in functions too, but not those that only a type
checker sees; through a package's ``__init__`` it goes name by name, so that a module that is only re-exported counts
as reached by nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest

from positions import _WHERE
from positions.cli import COMMANDS

ROOT = Path(__file__).resolve().parents[2]

# what the program starts with, and modules that are imported by a name made at run time, each with the reason
STARTS = {
    "positions.__main__": "python -m positions",
    "positions.casefiles.reference": "make reference writes the page and the schema of the case format",
    **{module: f"positions.{name}, a public name that is imported when asked for" for name, module in _WHERE.items()},
    **{f"positions.cli.{module}": f"positions {name}: LazyGroup imports it" for name, (module, _) in COMMANDS.items()},
}
KNOWN: dict[str, str] = {}  # reached by nobody, and why they are here all the same


@dataclass
class Source:
    """One module: what it binds by import, and what it does with it."""

    name: str
    path: Path
    package: bool

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.path.read_text(encoding="utf-8"))

    @cached_property
    def imports(self) -> list[ast.Import | ast.ImportFrom]:
        """Every import that is carried out at some time."""
        return [node for node in _walk(self.tree) if isinstance(node, ast.Import | ast.ImportFrom)]

    @cached_property
    def bound(self) -> dict[str, tuple[str, str]]:
        """Name → (module, name there) for each ``from module import name``."""
        return {
            alias.asname or alias.name: (self.origin(node), alias.name)
            for node in self.imports
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }

    @cached_property
    def used(self) -> set[str]:
        """Names that the module's own code reads, and attributes that it takes of anything."""
        return {node.id for node in _walk(self.tree) if isinstance(node, ast.Name)} | {
            node.attr for node in _walk(self.tree) if isinstance(node, ast.Attribute)
        }

    def origin(self, node: ast.ImportFrom) -> str:
        """Return the full name of the module that a ``from`` import names."""
        if not node.level:
            return node.module or ""
        parts = self.name.split(".")
        base = parts[: len(parts) - node.level + self.package]
        return ".".join([*base, *([node.module] if node.module else [])])


def _walk(node: ast.AST) -> Iterable[ast.AST]:
    """Walk a tree, leaving out what stands under ``if TYPE_CHECKING``."""
    yield node
    hidden = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    for child in node.orelse if hidden and isinstance(node, ast.If) else ast.iter_child_nodes(node):
        yield from _walk(child)


@dataclass
class Walk:
    """What is reached from some modules of the package that lies in ``folder``."""

    folder: Path
    reached: set[str] = field(default_factory=set)
    _names: set[tuple[str, str]] = field(default_factory=set)

    @cached_property
    def sources(self) -> dict[str, Source]:
        made = {}
        for path in sorted(self.folder.rglob("*.py")):
            parts = [self.folder.name, *path.relative_to(self.folder).with_suffix("").parts]
            package = parts[-1] == "__init__"
            name = ".".join(parts[:-1] if package else parts)
            made[name] = Source(name, path, package)
        return made

    def start(self, module: str) -> None:
        """Reach a module as a whole: all that it imports."""
        self._reach(module, everything=True)

    def unreached(self) -> list[str]:
        """Return the modules with code of their own that nothing reaches; an ``__init__`` lives with its modules."""
        return sorted(n for n, source in self.sources.items() if n not in self.reached and not source.package)

    def _reach(self, module: str, *, everything: bool) -> None:
        """Follow the imports of a module; of a package's ``__init__`` only those that its own code uses."""
        source = self.sources.get(module)
        if source is None or (module in self.reached and not everything):
            return
        if module in self.reached and (module, "*") in self._names:
            return
        self.reached.add(module)
        if everything:
            self._names.add((module, "*"))
        for node in source.imports:
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if everything or not source.package or (alias.asname or alias.name) in source.used:
                        self._name(source.origin(node), alias.name, source)
            else:
                for alias in node.names:
                    self._object(alias.name, source)

    def _name(self, module: str, name: str, user: Source) -> None:
        """Reach what ``from module import name`` gives."""
        if f"{module}.{name}" in self.sources:
            self._object(f"{module}.{name}", user)
            return
        source = self.sources.get(module)
        if source is None or (module, name) in self._names:
            return
        self._names.add((module, name))
        self._reach(module, everything=False)
        if source.package and name in source.bound:
            self._name(*source.bound[name], source)

    def _object(self, module: str, user: Source) -> None:
        """Reach a module that is held as an object: of a package, whatever attributes its user takes of anything."""
        self._reach(module, everything=False)
        source = self.sources.get(module)
        if source is not None and source.package:
            for name in sorted(user.used & source.bound.keys()):
                self._name(module, name, user)


def unreached(folder: Path, starts: Iterable[str]) -> list[str]:
    """Return the modules under ``folder`` that a walk from ``starts`` does not meet."""
    walk = Walk(folder)
    for module in starts:
        assert module in walk.sources, f"{module} is listed as a start and does not exist"
        walk.start(module)
    return walk.unreached()


def test_every_module_is_reached() -> None:
    assert set(unreached(ROOT / "positions", STARTS)) == KNOWN.keys(), "a dead module, or one that is listed and lives"


MADE_UP = {
    "app/__init__.py": "",
    "app/__main__.py": "from app.cli import main",
    "app/cli.py": "def main():\n    from app.room import wanted\n    import app.other\n    app.other.seen()",
    "app/room/__init__.py": "from app.room.a import wanted\nfrom app.room.b import idle\n__all__ = ['wanted', 'idle']",
    "app/room/a.py": "from .c import helper\nif TYPE_CHECKING:\n    from .d import Kind",
    "app/room/b.py": "def idle(): ...",
    "app/room/c.py": "def helper(): ...",
    "app/room/d.py": "class Kind: ...",
    "app/other/__init__.py": "from app.other.e import seen\nfrom app.other.f import unseen",
    "app/other/e.py": "def seen(): ...",
    "app/other/f.py": "def unseen(): ...",
}


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    for name, text in MADE_UP.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "app"


def test_a_module_that_is_only_re_exported_or_only_a_type_is_dead(made_up: Path) -> None:
    assert unreached(made_up, ["app.__main__"]) == ["app.other.f", "app.room.b", "app.room.d"]


@pytest.mark.parametrize(
    ("file", "text", "dead"),
    [
        ("room/a.py", "def wanted():\n    import app.room.b\n    from . import d", ["app.other.f", "app.room.c"]),
        ("room/new.py", "from app.room.a import wanted", ["app.other.f", "app.room.b", "app.room.d", "app.room.new"]),
        ("cli.py", "from app.room import idle\ndef main(): ...",
         ["app.other.e", "app.other.f", "app.room.a", "app.room.c", "app.room.d"]),
        ("room/__init__.py", "from app.room.a import wanted\nfrom app.room.b import idle\nwanted.more = idle",
         ["app.other.f", "app.room.d"]),
    ],
)  # fmt: skip
def test_the_walk_follows_what_changes(made_up: Path, file: str, text: str, dead: list[str]) -> None:
    (made_up / file).write_text(text)
    assert unreached(made_up, ["app.__main__"]) == dead


def test_a_start_that_does_not_exist_is_said(made_up: Path) -> None:
    with pytest.raises(AssertionError, match=r"app\.gone is listed"):
        unreached(made_up, ["app.gone"])
