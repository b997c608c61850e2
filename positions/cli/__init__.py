"""The command line: one file a command, imported only when that command is called."""

from __future__ import annotations

import contextlib
import importlib
import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import click

from positions import __version__
from positions.errors import CaseProblems, ExitCode, PositionsError

__all__ = ["COMMANDS", "cli", "main"]

# command -> (module under positions.cli, one line of help); in the order in which a user needs them
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "a small commented case to start from"),
    "check": ("check", "every problem of a case, with file, line and how to mend it"),
    "note": ("note", "one more line of what was said on the floor, checked and added"),
    "stances": ("stances", "each stance with the statements it rests on; who changed sides"),
    "brief": ("brief", "the main job: the briefing book"),
    "serve": ("serve", "the workbench in a browser: change a word, see who lets go"),
    "matrix": ("matrix", "who holds what on the text on the table, as letters; CSV"),
    "graph": ("graph", "who blocks with whom, follows whom, agrees; graph files"),
    "lexicon": ("lexicon", "how strongly a text binds; the ladder of verbs and qualifiers"),
    "blocs": ("blocs", "who blocks which wording, who leads, who follows, and why"),
    "simulate": ("simulate", "what passes, with bands, and who ends where"),
    "compromise": ("compromise", "wordings that pass, what they cost whom, who should table them"),
    "package": ("package", "texts of several issues that pass together where they do not alone"),
    "outreach": ("outreach", "whom to see, on what, in which order; what to find out"),
    "draft": ("draft", "the next draft beside the one on the table: clauses, stances, blocs, chances"),
    "history": ("history", "an issue's text, blocs and chances from draft to draft"),
    "vote": ("vote", "the same text under voting rules: who blocks, what each vote is worth"),
    "sweep": ("sweep", "grids and scenarios: other numbers, who is absent, another order, a rule"),
    "export": ("export", "the case as a workbook to fill in"),
    "import": ("import_", "a filled workbook, worksheet or foreign table into a case"),
    "merge": ("merge", "several people's codings as one case; agreement; what a group has in common"),
    "migrate": ("migrate", "outcomes and covariates from tables beside a case into the case"),
    "forecast": ("forecast", "what published models forecast from the same stances"),
    "score": ("score", "forecasts on recorded outcomes, beside simple rules; sealed forecasts checked"),
    "learn": ("learn", "a forecast fitted on your own record of meetings"),
    "seal": ("seal", "a small file that proves afterwards what was forecast"),
    "demarche": ("demarche", "an action plan on one delegation: time line, talking points, non-paper"),
    "cable": ("cable", "the findings as a cable text; --check FILE checks any cable"),
    "read": ("read", "a cable's header, paragraphs and marks; a worksheet for coding it"),
    "next": ("next_", "the next meeting of a series, opened from the last one"),
    "timeline": ("timeline", "the meetings of the series, decisions, drafts and plans on one line"),
    "diff": ("diff", "what changed between two states of a case, with places"),
}

STOPPED = "stopped; nothing was written"
OLD_OPTIONS = {
    "--chart": "--out FILE.png or FILE.svg",
    "--csv": "--format csv, or --out FILE.csv",
    "--docx": "--out FILE.docx",
    "--pdf": "--out FILE.pdf",
    "--tracker": "--out FILE.csv",
    "--worksheet": "--out FILE.xlsx or FILE.yaml",
    "--xlsx": "--out FILE.xlsx",
}
# these only print: it would mean nothing to say that they wrote nothing
NEVER_WRITE = {
    "blocs",
    "check",
    "compromise",
    "diff",
    "history",
    "lexicon",
    "outreach",
    "package",
    "simulate",
    "stances",
    "vote",
}


class LazyGroup(click.Group):
    """Lists every command without importing any of them, so that ``--help`` stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one command that is called; suggest a near name for an unknown one."""
        if cmd_name not in COMMANDS:
            import difflib

            near = difflib.get_close_matches(cmd_name, COMMANDS, n=3)
            if near:
                ctx.fail(f'no command "{cmd_name}"; did you mean {" or ".join(near)}?')
            ctx.fail(f'no command "{cmd_name}"; there are: {", ".join(COMMANDS)}')
        module = importlib.import_module(f"positions.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        if not any(p.name == "quiet" for p in command.params):
            command.params.append(_quiet())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def _quiet() -> click.Option:
    """Return ``--quiet``, which every command has."""

    def keep(context: click.Context, _: click.Parameter, value: bool) -> None:
        from positions.cli.screen import QUIET

        context.meta[QUIET] = value

    told = "Say nothing beside the result but errors."
    return click.Option(["--quiet", "-q"], is_flag=True, expose_value=False, is_eager=True, callback=keep, help=told)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="positions")
def cli() -> None:
    """Who will block which text, with whom, and what would pass instead.

    A case is a folder of YAML files. Commands are called as positions COMMAND [CASE] [ISSUE...]; the case is data/, or
    what POSITIONS_CASE says, when none is named.

    \b
    Start here:
      positions init my-meeting     a small commented case that runs
      positions check my-meeting    every problem in it, with file and line
      positions brief my-meeting    the briefing book
    """


def main(argv: list[str] | None = None) -> None:
    """Run the command line and leave with one of the documented exit codes.

    Matrix products here are small: a second thread in the linear-algebra library only makes them wait, so it gets one
    unless the environment says otherwise.
    """
    for name in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    if sys.stderr is None:  # closed by whoever called
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the program runs
    if sys.stdout is None:
        sys.stderr.write("error: standard output is closed, so there is nowhere to print to\n")
        sys.exit(ExitCode.DATA)
    for stream in (sys.stdout, sys.stderr):  # what a terminal cannot show is replaced
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    early = signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    code = run(sys.argv[1:] if argv is None else argv)
    if early:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # all is said and written: nothing is left to tell of
    sys.exit(code)


def run(argv: list[str]) -> int:
    """Run one command and return its exit code; no traceback for anything a user can cause."""
    try:
        if signal.getsignal(signal.SIGINT) == signal.SIG_DFL:
            signal.signal(signal.SIGINT, _interrupted)
        result = _called(argv)
        sys.stdout.flush()
    except click.UsageError as error:
        if error.ctx is not None:
            click.echo(f"{error.ctx.get_usage()}\nTry '{error.ctx.command_path} -h' for help.\n", err=True)
        return _say(_mended(error), ExitCode.USAGE)
    except click.ClickException as error:
        return _say(error.format_message(), ExitCode.DATA)
    except (click.Abort, KeyboardInterrupt):
        click.echo(STOPPED, err=True)
        return 130
    except CaseProblems as error:
        from positions.cli.problems import show_problems

        show_problems(error.problems, writes=not NEVER_WRITE.intersection(argv[:1]))
        return ExitCode.DATA
    except PositionsError as error:
        return _say(str(error), error.exit_code, error.hint)
    except BrokenPipeError:
        _nowhere()
        return ExitCode.OK
    except OSError as error:  # a full disk, a file that went away
        if error.errno is None:
            return _our_bug(error)
        where = f"{error.filename}: " if error.filename else ""
        _nowhere()
        return _say(f"{where}{error.strerror}", ExitCode.DATA)
    except Exception as error:
        return _our_bug(error)
    return result if isinstance(result, int) else ExitCode.OK


def _called(argv: list[str]) -> Any:
    """Call the command; not by click's own ``main`` but for completion, which takes a closed pipe for a failure."""
    if "_POSITIONS_COMPLETE" in os.environ:
        return cli.main(args=argv, prog_name="positions", standalone_mode=False)
    try:
        with cli.make_context("positions", list(argv)) as context:
            _take_defaults(context, argv)
            return cli.invoke(context)
    except click.exceptions.Exit as error:  # --help, --version
        return error.exit_code


def _take_defaults(context: click.Context, argv: list[str]) -> None:
    """Let the command that is called have the defaults of one's own; not where only help is asked for."""
    if not argv or argv[0] not in COMMANDS or {"--help", "-h"}.intersection(argv):
        return
    from positions.cli.settings import CASE_OF_FILE, read_settings

    try:
        here = Path.cwd()
    except OSError:  # the folder is gone
        return
    settings = read_settings(here)
    context.default_map = {argv[0]: settings.of(argv[0])}
    context.meta[CASE_OF_FILE] = settings.case


def _mended(error: click.UsageError) -> str:
    """Return what a usage error says; for an option that is gone, what there is instead."""
    if isinstance(error, click.NoSuchOption) and error.option_name in OLD_OPTIONS:
        return f"there is no option {error.option_name} any more: {OLD_OPTIONS[error.option_name]}"
    return error.format_message()


def _say(message: str, code: int, hint: str = "") -> int:
    """Say on standard error what is wrong, and return the exit code."""
    from positions.cli.screen import clean

    lines = [f"error: {message}", *([hint] if hint else [])]
    click.echo("\n  ".join(clean(line) for text in lines for line in text.split("\n")), err=True)
    return code


def _nowhere() -> None:
    """Send what is left in the buffer of standard output nowhere: nobody reads it, or there is no room."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _interrupted(number: int, frame: FrameType | None) -> None:  # noqa: ARG001
    """Stop: by an exception, or at once in the midst of an import, where libraries in C print what interrupts them."""
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            os.write(2, f"{STOPPED}\n".encode())
            os._exit(130)
        frame = frame.f_back
    raise KeyboardInterrupt


def _our_bug(error: Exception) -> int:
    """Say that the fault is ours and where the details are, without a wall of text."""
    import traceback

    if os.environ.get("POSITIONS_TRACEBACK"):
        traceback.print_exc()
    message = f"this is a fault in positions, not in your data: {type(error).__name__}: {error}"
    return _say(message, ExitCode.BUG, "please report it; POSITIONS_TRACEBACK=1 shows the details")
