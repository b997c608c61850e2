"""``positions draft``: the next draft beside the one on the table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks
from positions.cli.options import FOLDER
from positions.errors import ExitCode, PositionsError

if TYPE_CHECKING:
    from positions.api.drafts import Chances
    from positions.casefiles.next_draft import NextDraft
    from positions.model import Case
    from positions.text.versions import DraftClause, Fate

__all__ = ["command"]

LONGEST = 70  # characters of a clause that are shown
MOST_BYTES = 1_000_000


@click.command("draft")
@asks(least=1, most=1, members=False, believed=True, files=("html",))
@click.argument("new", type=FOLDER, metavar="NEW")
@click.option("--date", metavar="DATE", help="Since when the new draft is on the table; needed for --write.")
@click.option("--title", default="", metavar="TITLE", help="What the new draft is called, e.g. Rev.1.")
@click.option("--write", is_flag=True, help="Put the new draft into the case and keep the old one with its date.")
def command(asked: Asked, new: Path, date: str | None, title: str, write: bool) -> None:
    """Compare NEW, a text file with brackets, with the draft on the table: clauses, stances, blocs, chances.

    Stances are carried over by the words of the options; what they said of words that are gone is listed, to be coded
    anew. With --write the new draft takes the place of the old one, which is kept (positions history).

    \b
    Examples:
      positions draft my-meeting port_fees rev1.txt
      positions draft my-meeting port_fees rev1.txt -o changes.html
      positions draft my-meeting port_fees rev1.txt --date 2030-05-07 --title Rev.1 --write
    """
    from positions.api.drafts import chances
    from positions.casefiles.next_draft import next_draft
    from positions.model import DraftVersion

    if write and (asked.release is not None or date is None):
        raise click.UsageError("--write needs --date, and the whole case: no --release")
    if date is not None and not re.fullmatch(r"\d{4}(-\d\d){0,2}", date):
        raise click.UsageError(f'"{date}" is no date: write year-month-day, year-month or year')
    case = asked.case
    name = asked.issues[0].id
    text = _read(new)
    version = DraftVersion(date, text, case.issues[name].marking, title) if date else None
    found = next_draft(case, name, text, file=str(new), version=version)
    before, after = (chances(c, name, seed=asked.seed, draws=asked.draws) for c in (case, found.case))
    asked.show(
        lambda: _as_dict(found, before, after),
        lambda: _text(case, found, before, after),
        {"html": lambda: _page(asked, found, before, after)},
    )
    if write:
        _write(asked.case_folder, case, found, text)


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PositionsError(f"{path}: a draft holds at most {MOST_BYTES:,} bytes")
        return path.read_text(encoding="utf-8-sig").strip("\n")
    except UnicodeDecodeError:
        raise PositionsError(f"{path} is not UTF-8", hint="save it as UTF-8") from None
    except OSError as error:
        raise PositionsError(
            f"{path} cannot be read: {error.strerror}", hint="name a text file", exit_code=ExitCode.USAGE
        ) from None


def _write(folder: Path, before: Case, found: NextDraft, text: str) -> None:
    """Write the new draft into the case's files; the old one is kept since the first day of the meeting, if undated."""
    from dataclasses import replace

    from positions.casefiles import load_with_nodes
    from positions.casefiles.differences import case_differences
    from positions.casefiles.edit import changed_files
    from positions.casefiles.next_draft import draft_text
    from positions.model import DraftVersion
    from positions.writing import write_together

    old, new = before.issues[found.issue], found.case.issues[found.issue]
    if not any(version.text == draft_text(old) for version in old.drafts):
        first = DraftVersion(before.meeting.start, draft_text(old), old.marking)
        kept = sorted((first, *(v for v in new.drafts if v.date != first.date)), key=lambda v: v.date)
        new = replace(new, drafts=tuple(kept))
    if new.drafts[-1].text != text:
        raise PositionsError(
            f"the new draft would be earlier than the one of {new.drafts[-1].date}, which is on the table",
            hint="give a later --date",
            exit_code=ExitCode.USAGE,
        )
    after = replace(found.case, issues={**found.case.issues, found.issue: new})
    read, nodes = load_with_nodes(folder)
    differences = case_differences(read, after, nodes_before=nodes)
    texts = changed_files(folder, nodes, differences, after)
    digests = {folder / name: read.provenance.files.get(name, "") for name in texts}
    try:
        write_together({folder / name: text.encode() for name, text in texts.items()}, read_as=digests)
    except OSError as error:
        raise PositionsError(f"{folder} cannot be written: {error.strerror}", exit_code=ExitCode.USAGE) from error
    click.echo(f"written: {', '.join(str(folder / name) for name in texts)}", err=True)


def _as_dict(found: NextDraft, before: Chances, after: Chances) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "issue": found.issue,
        "clauses": [
            {
                "kinds": list(fate.kinds),
                "old": [{"number": c.number, "text": c.text} for c in fate.old],
                "new": [{"number": c.number, "text": c.text} for c in fate.new],
                "appeared": list(fate.appeared),
                "vanished": list(fate.vanished),
                "strength": [None if band is None else list(band) for band in fate.strength],
                "harder": fate.harder,
            }
            for fate in found.fates
        ],
        "recode": [asdict(each) for each in found.recode],
        "unspoken": [{"clause": k, "option": o} for k, o in found.unspoken],
        "lost_wordings": list(found.lost),
        "before": asdict(before),
        "after": asdict(after),
        "bloc_gained": [d for d in after.bloc if d not in before.bloc],
        "bloc_lost": [d for d in before.bloc if d not in after.bloc],
    }


def _page(asked: Asked, found: NextDraft, before: Chances, after: Chances) -> str:
    """Return the comparison as one offline HTML file, in the style of the book."""
    from positions.model import resolved
    from positions.papers.formats.draft_changes import changes_book
    from positions.papers.formats.html import book_html

    words = {
        f"{kind}{end}": _chance(getattr(made, kind))
        for made, end in ((before, ""), (after, " after"))
        for kind in ("adopted", "any_text")
    }
    told, new = _as_dict(found, before, after), resolved(found.case)
    return book_html(changes_book(resolved(asked.case), told, new, foot=(asked.made_from(),), words=words))


def _text(case: Case, found: NextDraft, before: Chances, after: Chances) -> str:
    at = case.issues[found.issue]
    lines = [f"{at.title}  ({found.issue})", ""]
    kept = sum(fate.kinds == ("kept",) for fate in found.fates)
    lines.append(f"{len(found.fates)} clauses, {kept} as they were")
    lines += [line for fate in found.fates if fate.kinds != ("kept",) for line in _fate(fate)]
    if found.recode:
        lines += ["", "to be coded anew: said of words that are gone"]
        lines += [
            f"  {_name(case, found, r.delegation)}: {r.what} on {_cut(r.text or '(left out)')}" for r in found.recode
        ]
    if found.unspoken:
        lines += ["", "nobody has taken a position on"]
        options = found.case.issues[found.issue].clauses
        lines += [f"  {_cut(options[k].options[o].text or '(left out)')}  ({k}: {o})" for k, o in found.unspoken]
    if found.lost:
        lines += ["", f"wordings that cannot be written in the new text: {', '.join(found.lost)}"]
    lines += ["", "the text on the table: as before where its words remain, else in its hardest reading"]
    lines += [f"  {kind:14} {_chance(one)} → {_chance(two)}" for kind, one, two in (
        ("adopted", before.adopted, after.adopted), ("any text", before.any_text, after.any_text))]  # fmt: skip
    lines.append(f"  {'ladder':14} {before.position:.2f} → {after.position:.2f}")
    gained = [_name(case, found, d) for d in after.bloc if d not in before.bloc]
    lost = [_name(case, found, d) for d in before.bloc if d not in after.bloc]
    same = [_name(case, found, d) for d in after.bloc if d in before.bloc]
    for title, names in (("block as before", same), ("block now too", gained), ("no longer", lost)):
        lines += [f"  {title:14} {', '.join(names)}"] if names else []
    return "\n".join(lines)


def _chance(band: tuple[float, float, float]) -> str:
    from positions.ledger.forecast import chance_words

    return chance_words(*band)


def _name(case: Case, found: NextDraft, actor: str) -> str:
    return case.actor_label(found.issue, actor)


def _fate(fate: Fate) -> list[str]:
    """Return what became of a clause in a few lines."""
    shown = fate.new or fate.old
    binds = {1: ", binds harder", -1: ", binds less", 0: ""}[fate.harder]
    arrow = f"{_numbers(fate.old)} → {_numbers(fate.new)}" if fate.old and fate.new else _numbers(shown)
    lines = [f"  {', '.join(fate.kinds)}{binds}:  {arrow}  {_cut(shown[0].text.removeprefix(shown[0].number))}"]
    lines += [f"      + {_cut(text or '(left out)')}" for text in fate.appeared]
    lines += [f"      - {_cut(text or '(left out)')}" for text in fate.vanished]
    return lines


def _numbers(clauses: tuple[DraftClause, ...]) -> str:
    return " + ".join(clause.number or "·" for clause in clauses)


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
