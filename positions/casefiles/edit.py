"""Changes an existing case's files to another state, and leaves everything else in them as it stands.

Comments, order and quotes of what does not change stay. The changed files are read again before anything is
written: if they do not give the wanted case, nothing is.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from positions.casefiles.differences import ORDERED, CaseDifferences, case_differences
from positions.casefiles.folder import FLOOR
from positions.casefiles.load import load_with_nodes
from positions.casefiles.nodes import MapNode
from positions.casefiles.plain import Plain, case_plain
from positions.casefiles.table import OBJECTS
from positions.casefiles.trees import entry_names, find_node
from positions.casefiles.yaml_text import SECTION_FILES
from positions.errors import CaseProblems, PositionsError, how_to_install
from positions.markings import Marking
from positions.model import Case, Field, withhold
from positions.writing import Write, write_together

__all__ = ["changed_files", "write_changes"]


def changed_files(
    folder: Path, nodes: MapNode, differences: CaseDifferences, after: Case, release: Marking | None = None
) -> dict[str, str]:
    """Return file name → new text for every file of the folder that has to change.

    Parameters
    ----------
    folder : Path
        The case as it stands.
    nodes : MapNode
        What its files hold, from :func:`positions.casefiles.load_with_nodes`.
    differences : CaseDifferences
        From that case to ``after``.
    after : Case
        The wanted state.
    release : Marking, optional
        ``after`` is the wanted state of what a release at this mark shows; the rest stays as it is.

    Raises
    ------
    PositionsError
        When the round-trip editor is not installed, or the files cannot be brought to the wanted state.
    """
    try:
        from ruamel.yaml import YAML
    except ImportError:
        raise PositionsError("changing files in place needs ruamel.yaml", hint=how_to_install("edit")) from None
    editor = YAML()
    editor.preserve_quotes = True
    editor.width = 4096
    editor.indent(mapping=2, sequence=4, offset=2)
    plain = case_plain(after)
    files: dict[str, Any] = {}
    for path, kind in _steps(differences).items():
        node, _ = find_node(nodes, path)
        default = SECTION_FILES.get(path[0], "delegations.yaml")
        name = Path(node.file.name).name if node is not None and node.line else default
        if name == FLOOR:
            raise PositionsError(
                f"what was said stands in {folder / FLOOR} and is changed there, not from elsewhere",
                hint="correct the line in an editor, or add one with positions note",
            )
        if name not in files:
            files[name] = editor.load((folder / name).read_text(encoding="utf-8-sig"))
        _object("case", files[name], plain, list(path), kind)
    texts = {}
    for name, data in files.items():
        made = io.StringIO()
        editor.dump(data, made)
        texts[name] = made.getvalue()
    _make_sure(folder, texts, after, differences, release)
    return texts


def write_changes(folder: Path, before: Case, texts: Mapping[str, str], *, write: Write | None = None) -> None:
    """Write the changed files of a case, all or none.

    Parameters
    ----------
    folder : Path
    before : Case
        As it was read: a file that somebody has changed since is not overwritten.
    texts : mapping of file name to its new text
    write : callable, optional
        Writes as :func:`positions.writing.write_together` does.

    Raises
    ------
    PositionsError
        When a file was changed meanwhile, or cannot be written; nothing is written then.
    """
    if not texts:
        return
    digests = {folder / name: before.provenance.files.get(name, "") for name in texts}
    try:
        (write or write_together)({folder / name: text.encode() for name, text in texts.items()}, read_as=digests)
    except OSError as error:
        raise PositionsError(f"{folder} cannot be written: {error.strerror}") from error


def _steps(differences: CaseDifferences) -> dict[tuple[str, ...], str]:
    """Return the paths that have to be changed, and how; what stands in an order that changes is written anew."""
    steps: dict[tuple[str, ...], str] = {}
    for difference in differences:
        at = next((n for n, name in enumerate(difference.path) if name in ORDERED), None)
        whole = difference.path[: at + 1] if at is not None else ()
        if at is not None and len(difference.path) == at + 2 and difference.kind in ("added", "removed"):
            steps = {path: kind for path, kind in steps.items() if path[: at + 1] != whole} | {whole: ""}
        elif whole not in steps:
            steps[difference.path] = "reordered" if difference.kind == "reordered" else ""
    return steps


def _make_sure(
    folder: Path, texts: dict[str, str], after: Case, differences: CaseDifferences, release: Marking | None
) -> None:
    """Read the changed files and compare; raise when they are not the wanted case, or change what was not shown."""
    with tempfile.TemporaryDirectory() as temporary:
        for file in [*sorted(folder.glob("*.yaml")), *folder.glob(FLOOR)]:
            shutil.copy(file, temporary)
        for name, text in texts.items():
            (Path(temporary) / name).write_text(text, encoding="utf-8")
        try:
            made, nodes = load_with_nodes(Path(temporary))
        except CaseProblems as error:
            raise CaseProblems(replace(p, file=str(folder / Path(p.file).name)) for p in error.problems) from None
    left = list(case_differences(made if release is None else withhold(made, release), after))
    if release is not None:
        before, nodes_before = load_with_nodes(folder)
        wanted = {difference.path for difference in differences}
        changed = case_differences(before, made, nodes_before=nodes_before, nodes_after=nodes)
        left += [each for each in changed if each.path not in wanted]
    if left:
        first = " / ".join(left[0].path)
        raise PositionsError(
            f"the files cannot be changed by the program so that they say the same: {first}",
            hint="write the new state to a folder of its own with --to DIR, and compare with positions diff",
        )


def _object(owner: str, written: Any, plain: Plain, path: list[str], kind: str) -> None:
    """Bring what ``path`` leads to from the written object to its new value."""
    name, rest = path[0], path[1:]
    field = next(f for f in OBJECTS[owner] if f.name == name)
    if not rest or name not in written or name not in plain:
        _place(written, plain, name, kind)
        return
    new: Any = plain[name]
    at = written[name]
    for _ in field.keys:
        key = rest.pop(0)
        if not rest or key not in at or key not in new:
            _place(at, new, key, kind)
            return
        at, new = at[key], new[key]
    if field.type != "object":
        written[name] = new
    elif field.many:
        _entry(field, at, new, rest, kind)
    else:
        _object(field.of, at, new, rest, kind)


def _entry(field: Field, written: Any, new: list[Plain], path: list[str], kind: str) -> None:
    """Change, add or take out one entry of a list."""
    name, rest = path[0], path[1:]
    old_names, new_names = entry_names(field.of, written), entry_names(field.of, new)
    if name not in new_names:
        del written[old_names.index(name)]
    elif name not in old_names:
        written.insert(min(new_names.index(name), len(written)), new[new_names.index(name)])
    elif rest:
        _object(field.of, written[old_names.index(name)], new[new_names.index(name)], rest, kind)


def _place(written: Any, plain: Plain, name: str, kind: str) -> None:
    if name not in plain:
        written.pop(name, None)
    elif kind == "reordered":
        for key in plain[name]:
            written[name].move_to_end(key)
    else:
        before = list(written)
        written[name] = plain[name]
        if name not in before:
            _follow(written, plain, name, before)


def _follow(written: Any, plain: Plain, name: str, before: Iterable[str]) -> None:
    """Put a new key where a reader expects it: after the last written one that stands before it in the format."""
    keys = list(plain)
    earlier = [key for key in before if key in keys[: keys.index(name)]]
    later = [key for key in before if key not in keys[: keys.index(name)]]
    if earlier and later and hasattr(written, "insert"):
        value = written.pop(name)
        written.insert(list(before).index(earlier[-1]) + 1, name, value)
