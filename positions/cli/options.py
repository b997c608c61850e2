"""Options that several commands share, each defined once."""

from __future__ import annotations

import functools
import json
import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from positions import defaults
from positions.errors import PositionsError

if TYPE_CHECKING:
    from positions.forecast import Fitted
    from positions.markings import Marking

__all__ = [
    "FOLDER",
    "case_argument",
    "case_option",
    "cluster_options",
    "draws_option",
    "enveloped",
    "fitted_option",
    "jobs_option",
    "json_option",
    "json_text",
    "mark_type",
    "marking_option",
    "members_option",
    "print_json",
    "print_text",
    "read_fit",
    "reading_option",
    "release_option",
    "search_draws_option",
    "seed_option",
    "speaks_unicode",
    "talks_option",
]

F = TypeVar("F", bound=Callable[..., Any])
FOLDER = click.Path(path_type=Path)


def case_argument(function: F) -> F:
    """Add the CASE argument and ``--case``; the command receives the folder that is meant as ``case``."""

    @functools.wraps(function)
    def with_case(*args: Any, words: tuple[str, ...], case: Path | None, **kwargs: Any) -> Any:
        from positions.cli.choosing import named

        return function(*args, case=named(words, case, (), what="case")[0], **kwargs)

    return click.argument("words", nargs=-1, metavar="[CASE]")(case_option(cast(F, with_case)))


def case_option(function: F) -> F:
    """Add ``--case`` alone; the command receives None where it is not given."""
    told = "The case folder.  [default: POSITIONS_CASE, or data]"
    return click.option("--case", "case", default=None, type=FOLDER, metavar="FOLDER", help=told)(function)


def json_option(function: F) -> F:
    """Add ``--json``: one documented JSON object on stdout and nothing else."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")(function)


def seed_option(function: F) -> F:
    """Add ``--seed``."""
    return click.option(
        "--seed",
        default=defaults.SEED,
        show_default=True,
        type=click.IntRange(0),
        help="Same seed, same numbers.",
    )(function)


def draws_option(function: F) -> F:
    """Add ``--draws``: worlds for each member of the parameter ensemble."""
    return click.option(
        "--draws",
        default=defaults.DRAWS,
        show_default=True,
        type=click.IntRange(1, 10_000_000),
        help="Most worlds for each parameter set; fewer where the bands are settled before.",
    )(function)


def members_option(function: F) -> F:
    """Add ``--members``: parameter sets."""
    return click.option(
        "--members", default=defaults.MEMBERS, show_default=True, type=click.IntRange(1, 4096), help="Parameter sets."
    )(function)


def search_draws_option(function: F) -> F:
    """Add ``--search-draws``: worlds in which a search ranks what it looks through."""
    return click.option(
        "--search-draws",
        default=defaults.SEARCH_DRAWS,
        show_default=True,
        type=click.IntRange(10, 10_000_000),
        help="Worlds for each parameter set in which what is looked through is ranked.",
    )(function)


def jobs_option(function: F) -> F:
    """Add ``--jobs``: how many processes share the work."""
    return click.option(
        "--jobs",
        default=None,
        type=click.IntRange(1, 256),
        help="Processes that share the work; one a core, at most 4, when not given. Same numbers whatever it is.",
    )(function)


def cluster_options(function: F) -> F:
    """Add ``--cluster ADDRESS``, its certificates and ``--parts FOLDER``: shared work, kept as it is finished.

    The command receives ``cluster``, workers that stay until it ends, or None; and ``parts``, a folder.
    """

    @functools.wraps(function)
    def with_workers(
        *args: Any,
        cluster: str | None,
        tls_ca: Path | None,
        tls_cert: Path | None,
        tls_key: Path | None,
        **kwargs: Any,
    ) -> Any:
        if cluster is None:
            if tls_ca or tls_cert or tls_key:
                raise click.UsageError("--tls-ca, --tls-cert and --tls-key need --cluster tls://HOST:PORT")
            return function(*args, cluster=None, **kwargs)
        from positions.work import Workers

        with Workers(cluster, tls_ca, tls_cert, tls_key) as workers:
            return function(*args, cluster=workers, **kwargs)

    made: Any = with_workers
    options: dict[str, dict[str, Any]] = {
        "--parts": {
            "default": ".positions-parts",
            "show_default": True,
            "metavar": "FOLDER",
            "help": "Where finished parts are kept until all are there, so that the same command goes on after a stop.",
        },
        "--tls-key": {"metavar": "FILE", "help": "For tls://: the key of this machine."},
        "--tls-cert": {"metavar": "FILE", "help": "For tls://: the certificate of this machine."},
        "--tls-ca": {"metavar": "FILE", "help": "For tls://: who signed everybody's certificates."},
    }
    for name, how in options.items():
        made = click.option(name, type=FOLDER, **how)(made)
    return cast(
        F,
        click.option(
            "--cluster",
            default=None,
            metavar="ADDRESS",
            help="Share the work: local (or local:2) for processes of this machine; tcp://HOST:PORT or tls://HOST:PORT "
            "for a scheduler you trust (needs the extra cluster).",
        )(made),
    )


class _Mark(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.2
    """A marking on the command line."""

    name = "mark"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the marking, or fail with those that there are."""
        from positions.markings import Marking

        if isinstance(value, Marking):
            return value
        try:
            return Marking.parse(str(value))
        except ValueError as error:
            self.fail(str(error), param, ctx)


def mark_type() -> click.ParamType:  # type: ignore[type-arg]
    """Return the type of an option that takes a marking."""
    return _Mark()


def release_option(function: F) -> F:
    """Add ``--release MARK``: leave out everything above it before anything is computed.

    The command receives ``release``, a marking or None, and hands it to ``open_case``.
    """
    return click.option(
        "--release",
        default=None,
        type=_Mark(),
        metavar="MARK",
        help="Leave out, before anything is computed, all that is marked above MARK (U, SBU, C, S, TS).",
    )(function)


def marking_option(function: F) -> F:
    """Add ``--marking MARK``: mark the output higher than its content needs.

    The command receives ``marking``, a marking or None, for :func:`positions.markings.raised`.
    """
    return click.option(
        "--marking",
        default=None,
        type=_Mark(),
        metavar="MARK",
        help="Mark the output MARK where its content needs less; never lower than its content.",
    )(function)


def fitted_option(function: F) -> F:
    """Add ``--forecast FILE``: what forecasts are read from instead of the program's own fit.

    The command receives ``fitted``, a path or None, for :func:`read_fit`.
    """
    told = "Read forecasts from this fit (positions learn) instead of the program's own; also POSITIONS_FORECAST."
    return click.option(
        "--forecast", "fitted", default=None, envvar="POSITIONS_FORECAST", type=FOLDER, metavar="FILE", help=told
    )(function)


def read_fit(path: Path | None) -> Fitted | None:
    """Return a user's own fit; None where there is none."""
    if path is None:
        return None
    from positions.forecast import read_fitted

    try:
        return read_fitted(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{path} cannot be read: {error}" if isinstance(error, OSError) else f"{path}: {error}"
        raise PositionsError(message, hint="name a file that positions learn wrote") from None


def reading_option(function: F) -> F:
    """Add ``--reading``: which stances results are of."""
    from positions.model import READINGS

    return click.option(
        "--reading",
        "reading_as",
        default=defaults.READING,
        show_default=True,
        type=click.Choice(READINGS),
        help="Stances as they are stated, as somebody believes that they are, or chances of both mixed.",
    )(function)


def _talks(context: click.Context, option: click.Parameter, value: str) -> str | tuple[str, ...]:  # noqa: ARG001
    if value in ("declared", "none", "both"):
        return value
    return tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip())) or "none"


def talks_option(function: F) -> F:
    """Add ``--talks``: who is seen in private before a text is put, ``declared``, ``none`` or delegations."""
    return click.option(
        "--talks",
        default=defaults.TALKS,
        show_default=True,
        callback=_talks,
        metavar="declared|none|D,D",
        help="Who is seen in private before a text is put: whom the case declares, nobody, or these delegations.",
    )(function)


def print_json(data: Mapping[str, Any], *, marking: Marking | None = None) -> None:
    """Print the one JSON object of a command: what it answers, with what every object says of itself."""
    print_text(json_text(enveloped(data, marking=marking), plain=not speaks_unicode(sys.stdout)))


def enveloped(data: Mapping[str, Any], *, marking: Marking | None = None) -> dict[str, Any]:
    """Return ``data`` in the one form of every JSON object, with what the command that runs was called with.

    The case is the first that the command opened; ``marking`` is the case's where none is given.
    """
    from positions import __version__
    from positions.cli.choosing import CASE
    from positions.model.envelope import envelope

    context = click.get_current_context()
    called = {name: context.params.get(name) for name in ("seed", "draws", "members")}
    kind = context.info_name or ""
    return envelope(kind, data, version=__version__, case=context.meta.get(CASE), marking=marking, **called)


def json_text(value: Any, *, plain: bool = False) -> str:
    """Return JSON; what is not for printing is escaped, and with ``plain`` everything beyond ASCII.

    >>> json_text({"name": "\\x9b31m"})
    '{\\n  "name": "\\\\u009b31m"\\n}\\n'
    """
    made = json.dumps(value, ensure_ascii=plain, indent=2, allow_nan=False)
    return re.sub(r"[^\n -~]", lambda c: c[0] if c[0].isprintable() else json.dumps(c[0])[1:-1], made) + "\n"


def speaks_unicode(stream: Any) -> bool:
    """Return whether a stream can take any character."""
    return (getattr(stream, "encoding", None) or "utf-8").lower().replace("-", "").startswith("utf")


def print_text(text: str) -> None:
    """Print text as it is, with one line end after it."""
    click.echo(text, nl=not text.endswith("\n"))
