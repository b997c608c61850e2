"""What commands about a case have in common: which case, what of it, how it is computed, where the result goes."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from positions.cli import options
from positions.cli.choosing import choose, choose_issues, is_case, named, open_case
from positions.cli.outputs import can_be_written, deliver_bytes, provenance_line
from positions.cli.screen import clean, fitted, width_of_lines
from positions.defaults import DRAWS, MEMBERS, READING, SEED, TALKS

if TYPE_CHECKING:
    from positions.ledger import Ledger
    from positions.ledger.ledger import Talks
    from positions.markings import Marking
    from positions.model import Case, Issue
    from positions.simulation import WordingForecast
    from positions.work import Store, Workers

__all__ = [
    "Asked",
    "asks",
    "json_page",
    "out_options",
    "outs_of",
    "page_text",
    "paper",
    "print_page",
    "write_outs",
    "written",
]

F = TypeVar("F", bound=Callable[..., Any])
STDOUT, PARTS = Path("-"), Path(".positions-parts")
BINARY = ("png", "parquet", "xlsx", "docx", "pdf")
SUFFIXES = {"mermaid": ".mmd", "node-link": ".graph.json", "text": ".txt"}  # of forms that are no suffix themselves
Made = str | bytes | list[bytes]


@dataclass(frozen=True)
class Asked:
    """One call of a command.

    Parameters
    ----------
    case_folder : Path
    case : Case
        What may be seen of it at the release, marked as the user wants it.
    ids : tuple of str
        Issues or delegations that are named; empty for none.
    outs : tuple of (form, Path)
        What to write, and what to print (``-``).
    folder : Path or None
        The folder to write into, where the command writes one.
    seed, draws, members, talks, jobs, cluster, parts, release, marking, as_json
        As on the command line, or what holds where nothing is said.
    """

    case_folder: Path
    case: Case
    ids: tuple[str, ...]
    outs: tuple[tuple[str, Path], ...]
    folder: Path | None
    seed: int
    draws: int
    members: int
    talks: Talks
    jobs: int | None
    cluster: Workers | None
    parts: Path
    release: Marking | None
    marking: Marking | None
    as_json: bool
    fitted: Path | None
    worlds: bool  # whether the command draws any
    whole: Case  # with its believed readings, where answers are mixed or the command shows the case itself

    @cached_property
    def ledger(self) -> Ledger:
        """All answers about the case."""
        from positions.ledger import Ledger

        fit = options.read_fit(self.fitted)
        return Ledger(self.whole, seed=self.seed, draws=self.draws, members=self.members, fitted=fit)

    @cached_property
    def issues(self) -> list[Issue]:
        """The issues that are named, or all."""
        return choose_issues(self.case, self.ids)

    @property
    def store(self) -> Store | None:
        """Where finished parts are kept: on a cluster only."""
        from positions.work import Store

        return None if self.cluster is None else Store(self.parts)

    def one_wording(self, wording: str | None) -> str | None:
        """Return the wording that is named, of the one issue that is named; a usage error where there is none."""
        if wording is None:
            return None
        if len(self.ids) != 1:
            command = click.get_current_context().info_name
            raise click.UsageError(f"--wording needs an issue: positions {command} ISSUE --wording W")
        return choose("wording", wording, self.issues[0].wordings)

    def play(self, wording: str | None = None) -> list[WordingForecast]:
        """Return the forecast of one wording of each issue; of the text on the table when none is named."""
        from positions.cli.progress import steps
        from positions.simulation.simulate import part_count

        with steps("simulating", len(self.issues) * part_count(self.draws, self.members)) as step:
            return [self.ledger.issue(i.id, self.talks, step).wording(wording or i.tabled) for i in self.issues]

    def printing(self, form: str) -> Asked:
        """Return the same call with what it would print as text in another form."""
        return replace(self, outs=tuple((form if found == "text" else found, out) for found, out in self.outs))

    def made_from(self, *, worlds: bool = True) -> str:
        """Return what the result was made from, on one line; ``worlds``: in worlds that were drawn."""
        drawn_too = worlds and self.worlds
        seed, drawn = (self.seed, f"{self.drawn()}, medians with 80 % bands") if drawn_too else (None, "")
        return provenance_line(self.case, seed=seed, worlds=drawn)

    def drawn(self) -> str:
        """Return how many worlds there are, in words."""
        return f"{self.members} parameter sets x {self.draws} worlds"

    def show(
        self,
        data: Callable[[], Mapping[str, Any]],
        text: Callable[[], str],
        files: Mapping[str, Callable[[], Made]] | None = None,
        *,
        marking: Marking | None = None,
    ) -> None:
        """Print the result and write it, in every form that is asked for.

        Parameters
        ----------
        data : callable
            What the JSON object answers.
        text : callable
            The page for a person; printed between its markings.
        files : mapping of form to callable, optional
            The command's other forms, and its own way with text where it has one; a list for pictures of one thing.
        marking : Marking, optional
            Where it is another than the case's.
        """

        def make(form: str, printed: bool) -> Made:
            if form in (files or {}):
                return (files or {})[form]()
            if form == "json":
                return json_page(data(), marking, printed=printed)
            return page_text(text(), marking or self.case.marking(), self.made_from(), printed=printed)

        write_outs(self.outs, make)


def write_outs(outs: Iterable[tuple[str, Path]], make: Callable[[str, bool], Made]) -> None:
    """Write or print everything that is asked for; ``make`` gets a form, and whether it is printed."""
    for form, out in outs:
        printed = out == STDOUT
        made = make(form, printed)
        if isinstance(made, list):  # pictures of one thing, numbered where there are several
            for n, each in enumerate(made, start=1):
                deliver_bytes(each, out if len(made) == 1 else out.with_stem(f"{out.stem}-{n}"))
        elif not printed:
            deliver_bytes(made.encode() if isinstance(made, str) else made, out)
        elif isinstance(made, str):
            options.print_text(made)


def json_page(data: Mapping[str, Any], marking: Marking | None = None, *, printed: bool = True) -> str:
    """Return the one JSON object of a command, with no character that standard output cannot take."""
    plain = printed and not options.speaks_unicode(sys.stdout)
    return options.json_text(options.enveloped(data, marking=marking), plain=plain)


def page_text(page: str, marking: Marking | None, made_from: str = "", *, printed: bool = True) -> str:
    """Return a page between its markings, with what it was made from, as wide as the terminal."""
    width = width_of_lines() if printed else None
    body = fitted(page, width)
    label = [] if marking is None else [marking.label]
    parts = [*label, body.strip("\n"), *([fitted(made_from, width)] if made_from else []), *label]
    return "\n\n".join(parts) + "\n"


def print_page(page: str, marking: Marking | None = None) -> None:
    """Print a page of a command that is about no case, or about more than one."""
    options.print_text(page_text(page, marking))


def asks(
    what: str = "issue",
    *,
    least: int = 0,
    most: int | None = 0,
    plays: bool = True,
    members: bool = True,
    talks: bool = False,
    jobs: bool = False,
    cluster: bool = False,
    fit: bool = False,
    reading: bool = False,
    believed: bool = False,
    files: Sequence[str] = (),
    folder: bool = False,
    prints: bool = True,
    whole: bool = True,
    without: str = "",
) -> Callable[[F], F]:
    """Give a command the options of its kind; it receives all of them as one :class:`Asked`.

    Parameters
    ----------
    what : str
        What the arguments after the case name: issues, or a delegation.
    least, most : int
        How many of them; ``most`` None for any number.
    plays, members : bool
        Whether it draws worlds: then it has ``--seed`` and ``--draws``, and ``--members`` where it can have.
    talks, jobs, cluster, fit, reading : bool
        Whether it has ``--talks``, ``--jobs``, ``--cluster``, ``--forecast``, ``--reading``.
    believed : bool
        Whether it shows or writes the case with its believed readings; others see none but by ``--reading``.
    files : sequence of str
        What it writes beside text and JSON: each is a suffix for ``--out``, and a choice of ``--format``.
    folder : bool
        Whether ``--out`` is a folder where it is none of ``files``.
    prints : bool
        Whether it prints a page; otherwise it needs ``--out``.
    whole : bool
        Whether what it shows is marked as the whole case; otherwise the command raises the marking itself.
    without : str
        An option of its own with which it needs no case; it then receives None.
    """

    def decorate(function: F) -> F:
        @functools.wraps(function)
        def with_asked(
            *args: Any, words: tuple[str, ...], case: Path | None, named_ids: tuple[str, ...] = (),
            release: Marking | None, marking: Marking | None, out: tuple[Path, ...], parents: bool, as_json: bool,
            form: str | None = None, seed: int = SEED, draws: int = DRAWS, members: int = MEMBERS,
            talks: Talks = TALKS, jobs: int | None = None, cluster: Workers | None = None, parts: Path = PARTS,
            fitted: Path | None = None, reading_as: str = READING, **own: Any,
        ) -> Any:  # fmt: skip
            if without and own[without] is not None:
                return function(*args, asked=None, as_json=as_json, **own)
            from positions.model import resolved

            case_folder, ids = named(words, case, named_ids, what=what, least=least, most=most)
            to, folders = outs_of(out, form, as_json, files, folder=folder, prints=prints, parents=parents)
            opened = open_case(case_folder, release, marking if whole else None, "" if believed else reading_as)
            asked = Asked(
                case_folder, opened if believed else resolved(opened), ids, to, next(iter(folders), None), seed, draws,
                members, talks, jobs, cluster, parts, release, marking, as_json, fitted, plays, opened,
            )  # fmt: skip
            if what == "issue":
                asked.issues  # noqa: B018 - an id that there is not is said at once
            return function(*args, asked=asked, **own)

        made: Any = options.json_option(with_asked)
        made = out_options(files, folder=folder, prints=prints)(made)
        made = options.marking_option(options.release_option(made))
        for wanted, option in (
            (cluster, options.cluster_options),
            (jobs, options.jobs_option),
            (fit, options.fitted_option),
            (talks, options.talks_option),
            (reading, options.reading_option),
            (plays and members, options.members_option),
            (plays, options.draws_option),
            (plays, options.seed_option),
        ):
            made = option(made) if wanted else made
        shown = "[CASE]"
        if most != 0:
            name = what.upper()
            told = f"The {what}, where it is no argument" + ("." if most == 1 else "; may be repeated.")
            made = click.option(f"--{what}", "named_ids", multiple=True, metavar="ID", help=told)(made)
            shown += (f" {name}" if least else f" [{name}]") + ("" if most == 1 else "...")
        complete = _completes(what, most)
        argument = click.argument("words", nargs=-1, metavar=shown, shell_complete=complete)
        return argument(options.case_option(made))  # type: ignore[no-any-return]

    return decorate


def _completes(what: str, most: int | None) -> Callable[[click.Context, click.Parameter, str], list[Any]]:
    """Return what a shell asks for completion: folders with a case, and ids of the case that is named so far."""

    def complete(context: click.Context, option: click.Parameter, begun: str) -> list[Any]:  # noqa: ARG001
        from click.shell_completion import CompletionItem

        from positions.casefiles import load_case
        from positions.errors import PositionsError

        words = tuple(context.params.get("words") or ())
        found = [p.name for p in Path().iterdir() if is_case(p.name)] if not words else []
        if most != 0:
            try:
                folder = named(words, context.params.get("case"), (), what=what, most=None)[0]
                case = load_case(folder)
            except (PositionsError, click.UsageError):
                pass
            else:
                found += case.issues if what == "issue" else case.delegations
        return [CompletionItem(name) for name in found if name.startswith(begun) and name not in words]

    return complete


class _Out(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A file to write: what begins with two dashes is an option that lost its value, and no file."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path."""
        if str(value).startswith("--"):
            self.fail(f'"{value}" is an option and no file', param, ctx)
        return Path(value)


def out_options(files: Sequence[str] = (), *, folder: bool = False, prints: bool = True) -> Callable[[F], F]:
    """Add ``-o``/``--out``, ``--parents`` and, where there are other forms than text and JSON, ``--format``.

    The command receives ``out``, ``parents`` and ``form``, for :func:`outs_of`.
    """
    ends = ", ".join(_ends(files, prints=prints))
    told = f"Write to FILE ({ends}); - prints." if ends else "Write to FILE; - prints."
    if folder:
        told = "Write into FOLDER."
    if files and folder:
        told = f"Write into FOLDER; also to FILE ({', '.join(_ends(files, prints=False))})."

    def decorate(made: Any) -> Any:
        made = click.option("--parents", is_flag=True, help="Make the folders of --out that are missing.")(made)
        if files and prints and not folder:
            there_are = click.Choice([*files, "json", "text"])
            made = click.option("--format", "form", type=there_are, help="The form of what is printed.")(made)
        name = "FILE" if not folder else "FOLDER|FILE" if files else "FOLDER"
        more = " May be repeated." if files and prints else ""
        return click.option("--out", "-o", type=_Out(), multiple=True, metavar=name, help=told + more)(made)

    return decorate


def written(out: Sequence[Path], *, parents: bool, folder: bool = False) -> Path | None:
    """Return the one file or folder that ``--out`` names, which can be written; None for standard output."""
    if len(out) > 1:
        raise click.UsageError(f"one --out at a time: {', '.join(map(str, out))}")
    if not out or out[0] == STDOUT:
        return None
    can_be_written(out[0], parents=parents, folder=folder)
    return out[0]


def _ends(files: Sequence[str], *, prints: bool) -> list[str]:
    return [SUFFIXES.get(form, f".{form}") for form in (*files, *(("json", "text") if prints else ()))]


def outs_of(
    out: Sequence[Path],
    form: str | None,
    as_json: bool,
    files: Sequence[str],
    *,
    folder: bool = False,
    prints: bool = True,
    parents: bool = False,
) -> tuple[tuple[tuple[str, Path], ...], tuple[Path, ...]]:
    """Return what is to be written and printed, each with its form, and the folders that are named.

    Refused is what no file can be, and what cannot be written: before all the work.
    """
    if as_json and form not in (None, "json"):
        raise click.UsageError(f"--json prints the whole result as JSON: leave it out, or --format {form}")
    said = "json" if as_json else form
    forms = dict(zip(_ends(files, prints=prints), (*files, *(("json", "text") if prints else ())), strict=True))
    made, folders = [], []
    for path in out or (() if folder or not prints else (STDOUT,)):
        if path == STDOUT:
            if not prints:
                raise click.UsageError(f"name the file to write: --out FILE{next(iter(forms))}")
            if said in BINARY:
                what = "a picture" if said == "png" else f"a {said}"
                raise click.UsageError(f"{what} needs a file: --out FILE.{said}")
            made.append((said or "text", path))
            continue
        ends = [end for end in forms if path.name.lower().endswith(end)]
        if ends and not (folder and path.is_dir()):
            made.append((forms[max(ends, key=len)], path))
        elif folder:
            folders.append(path)
        else:
            one_of = "one of " if len(forms) > 1 else ""
            raise click.UsageError(f"{clean(str(path))} must end in {one_of}{', '.join(forms)}")
    if not prints and len(made) > 1:
        raise click.UsageError(f"one file at a time: {', '.join(str(path) for _, path in made)}")
    if len(folders) > 1:
        raise click.UsageError(f"one folder at a time: {', '.join(map(str, folders))}")
    if not prints and not made:
        raise click.UsageError(f"name the file to write: --out FILE{next(iter(forms))}")
    if said is not None and prints and not folder and all(path != STDOUT for _, path in made):
        if as_json:  # beside the files
            made.append(("json", STDOUT))
        elif any(said != found for found, _ in made):
            raise click.UsageError(f"--format {said} and {made[0][1]} are two forms")
    for path in (*(path for _, path in made), *folders):
        if path != STDOUT:
            can_be_written(path, parents=parents, folder=path in folders)
    return tuple(made), tuple(folders)


def paper(extra_of: str, make: Callable[[], bytes]) -> bytes:
    """Return what ``make`` makes, or say how to install what it needs; ``extra_of`` is what is made."""
    from positions.errors import PositionsError, how_to_install

    try:
        return make()
    except ImportError as error:
        raise PositionsError(f"{extra_of} needs {error.name}", hint=how_to_install("papers")) from None
