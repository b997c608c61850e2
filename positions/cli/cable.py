"""``positions cable``: the findings as a cable text that obeys the conventions, or refuses; and a checker."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.asked import Asked, asks
from positions.cli.options import print_json, print_text
from positions.cli.screen import tell
from positions.errors import ExitCode

if TYPE_CHECKING:
    from positions.cables.plain_letters import Change

__all__ = ["command", "tell_changes"]


@click.command("cable")
@click.option("--width", default="55", show_default=True, type=click.Choice(["55", "69"]), help="Characters on a line.")
@click.option("--subject", default="", help="Instead of the meeting's title.")
@click.option("--tags", default="", metavar="TAGS", help="Instead of the meeting's: KCRM,PREL,UN")
@click.option("--annex", multiple=True, metavar="NAME", help="Name of something sent separately; may be repeated.")
@click.option("--declassify", default="N/A", metavar="WHEN", help="For a classified cable: when it is declassified.")
@click.option("--classified-by", default="", metavar="WHO", help="For a classified cable: name and title.")
@click.option("--reason", default="", metavar="WHY", help="For a classified cable: the reason.")
@click.option(
    "--check", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE", help="Check a cable text; - is stdin."
)
@asks(whole=False, without="check")
def command(
    asked: Asked | None,
    width: str,
    subject: str,
    tags: str,
    annex: tuple[str, ...],
    declassify: str,
    classified_by: str,
    reason: str,
    check: Path | None,
    as_json: bool = False,
) -> int:
    """Print the findings of the briefing as a cable: plain letters, narrow lines, every paragraph marked.

    Precedence, addressees, date-time group and number are left to you and the terminal. Names are put into plain
    letters; which, is said on stderr. A text that would break the conventions is refused. Markings are copied from
    the case and are to be reviewed by a person.

    \b
    Examples:
      positions cable
      positions cable my-meeting --width 69 -o cable.txt
      positions cable --check cable.txt
    """
    if check is not None or asked is None:
        return _check(check or Path("-"), int(width), as_json)
    from positions.cables.draft import compose
    from positions.cli.choosing import raised_marking
    from positions.cli.progress import steps
    from positions.errors import PositionsError
    from positions.findings import find
    from positions.papers.formats.cable import cable_draft

    case = asked.case
    if not (tags.strip(" ,") or case.meeting.tags):
        raise PositionsError("the cable has no tags", hint="give the meeting tags in the case, or --tags KCRM,PREL")
    raised_marking(case.marking(), asked.marking)
    with steps("computing", len(case.issues)) as step:
        findings = find(asked.ledger, progress=step)
    draft = cable_draft(
        findings,
        marking=asked.marking,
        subject=subject,
        tags=tuple(tag for tag in tags.replace(",", " ").split() if tag),
        annexes=annex,
        declassify=declassify,
        classified_by=classified_by,
        reason=reason,
        width=int(width),
    )
    made = compose(draft, width=int(width))
    changes = [{"before": c.before, "after": c.after} for c in made.changes]
    asked.show(
        lambda: {"text": made.text, "width": made.width, "changes": changes},
        lambda: made.text,
        {"text": lambda: made.text},
        marking=made.marking,
    )
    tell_changes(made.changes)
    return ExitCode.OK


def tell_changes(changes: tuple[Change, ...]) -> None:
    """Say on stderr which words changed their letters."""
    if changes:
        tell(f"put into plain letters: {', '.join(f'{c.before} -> {c.after}' for c in changes)}")


def _check(path: Path, width: int, as_json: bool) -> int:
    from dataclasses import asdict

    from positions.cables.lint import lint
    from positions.cables.untrusted import MAX_BYTES, decode
    from positions.cli.problems import show_problems
    from positions.errors import PositionsError

    name = "stdin" if str(path) == "-" else str(path)
    try:
        with sys.stdin.buffer if str(path) == "-" else path.open("rb") as source:
            data = source.read(MAX_BYTES + 1)
    except OSError as error:
        raise PositionsError(f"cannot read {name}: {error.strerror}") from None
    problems = lint(decode(data, name), width=width, file=name)
    if as_json:
        print_json({"problems": [asdict(p) for p in problems]})
    elif problems:
        show_problems(problems, writes=False)
    else:
        print_text(f"{name}: nothing against the conventions at {width} characters")
    return ExitCode.DATA if problems else ExitCode.OK
