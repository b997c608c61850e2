"""``positions score``: what happened, beside what was forecast and beside rules that anybody could use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import out_options, print_page, written
from positions.cli.choosing import CASE, one_case
from positions.cli.options import (
    FOLDER,
    case_option,
    cluster_options,
    enveloped,
    fitted_option,
    json_option,
    json_text,
    print_json,
    read_fit,
    release_option,
    seed_option,
)
from positions.cli.screen import table
from positions.errors import ExitCode, PositionsError

if TYPE_CHECKING:
    from positions.ledger import Ledger, Seal
    from positions.markings import Marking
    from positions.model import Case
    from positions.scoring.one_case import CaseScore, ChanceScore
    from positions.scoring.pooled import PooledScore
    from positions.work import Workers

__all__ = ["command"]


@click.command("score")
@click.argument("folders", nargs=-1, type=FOLDER, metavar="[FOLDER]...")
@case_option
@click.option("--sealed", default=None, type=FOLDER, metavar="FILE", help="Check and score this sealed forecast.")
@click.option("--draws", default=None, type=click.IntRange(1, 10_000_000), help="Worlds for each parameter set.")
@seed_option
@fitted_option
@release_option
@cluster_options
@out_options(folder=True)
@json_option
def command(
    folders: tuple[Path, ...],
    case: Path | None,
    out: tuple[Path, ...],
    parents: bool,
    sealed: Path | None,
    draws: int | None,
    seed: int,
    fitted: Path | None,
    release: Marking | None,
    cluster: Workers | None,
    parts: Path,
    as_json: bool,
) -> None:
    """Score forecasts on recorded outcomes, beside rules that anybody could use with the same information.

    With several meetings (case folders, or folders that hold some), each is forecast from the others, everything fitted
    anew. With one, the forecast that comes with the program is scored on it; stances that were coded with the outcome
    known make it a replay, which shows no foresight. Lower Brier and log scores are better.

    With --sealed, the file is checked against its digest and, where FOLDER is the case that it was made from, computed
    again and scored.

    \b
    Examples:
      positions score
      positions score my-meeting --json
      positions score examples/record -o score
      positions score --sealed sealed.json my-meeting
    """
    if sealed is not None:
        _sealed(sealed, folders, fitted, as_json)
        return
    from positions.markings import highest
    from positions.scoring.record import decided_issues, record_folders

    to = written(out, parents=parents, folder=True)
    if len(folders) < 2:
        folders = (one_case(folders[0] if folders else None, case),)
    elif case is not None:
        raise click.UsageError("several folders are named, and --case too")
    record = [_open(folder, release) for folder in record_folders(folders)]
    decided = [one for one in record if decided_issues(one)]
    if not decided:
        raise PositionsError(
            "no issue of this case has an outcome, so there is nothing to score",
            hint="add an outcome to an issue in issues.yaml once it is decided; see docs/case-format.md",
        )
    click.get_current_context().meta[CASE] = decided[0] if len(decided) == 1 else None
    if len(decided) == 1:
        made, text = _one(decided[0], draws, seed, fitted, cluster, parts)
    else:
        made, text = _several(decided, draws, seed, cluster, parts, to)
    marking = highest([one.marking() for one in decided])
    if to is not None:
        _write(to / "score.md", f"{marking.label}\n\n{text}\n{marking.label}\n".encode())
        _write(to / "score.json", json_text(enveloped(made, marking=marking)).encode())
    if as_json:
        print_json(made, marking=marking)
    else:
        print_page(text, marking)


def _open(folder: Path, release: Marking | None) -> Case:
    """Open a case with its outcomes; a table of outcomes beside it has no markings and is not read for a release."""
    from positions.cli.choosing import open_case
    from positions.scoring.record import read_recorded

    return read_recorded(folder) if release is None else open_case(folder, release)


def _play(ledgers: Sequence[Ledger], cluster: Workers | None, parts: Path) -> None:
    """Play the decided issues of all ledgers, here or on many machines."""
    from positions.cli.progress import steps
    from positions.scoring.record import decided_issues
    from positions.simulation.simulate import part_count
    from positions.work import Store

    asked = [(ledger, [(i, "declared") for i in decided_issues(ledger.case)]) for ledger in ledgers]
    store = None if cluster is None else Store(parts)
    runs = sum(len(issues) * part_count(ledger.draws, ledger.members) for ledger, issues in asked)
    with steps("simulating", runs) as step:
        for ledger, issues in asked:
            ledger.play(issues, address=cluster, store=store, progress=step)


def _one(
    case: Case, draws: int | None, seed: int, fitted: Path | None, cluster: Workers | None, parts: Path
) -> tuple[dict[str, Any], str]:
    from positions.defaults import DRAWS
    from positions.ledger import Ledger, outlook
    from positions.scoring.one_case import score_case
    from positions.scoring.record import decided_issues

    ledger = Ledger(case, seed=seed, draws=draws or DRAWS, fitted=read_fit(fitted))
    _play([ledger], cluster, parts)
    score = score_case(ledger, {i: outlook(ledger, i) for i in decided_issues(case)})
    made = {"words": score.words(), **_plain(score)}
    made |= {"fitted": ledger.fitted.record_words, "seed": seed, "draws": ledger.draws}
    return made, case_text(case, score, ledger)


def _several(
    record: Sequence[Case], draws: int | None, seed: int, cluster: Workers | None, parts: Path, out: Path | None
) -> tuple[dict[str, Any], str]:
    from positions.cli.score_page import pooled_text
    from positions.scoring.pooled import score_meetings
    from positions.scoring.record import RECORD_DRAWS, LedgerGame

    game = LedgerGame(seed=seed, draws=draws or RECORD_DRAWS)
    _play([game.ledger(case) for case in record], cluster, parts)
    try:
        score = score_meetings(record, game, seed=seed)
    except ValueError as error:
        raise PositionsError(f"these meetings cannot be scored: {error}", hint="add meetings or outcomes") from None
    if out is not None:
        _write(out / "calibration.svg", calibration_chart(score, record, seed, game.draws))
    return {**_plain(score), "draws": game.draws}, pooled_text(score)


def calibration_chart(score: PooledScore, record: Sequence[Case], seed: int, draws: int) -> bytes:
    """Return the calibration chart of "ambitious text adopted", as SVG."""
    from functools import partial

    from positions import __version__
    from positions.markings import highest
    from positions.papers.charts.calibration import draw_calibration, size_calibration
    from positions.papers.charts.sheet import Furniture, chart_file

    bins, _ = score.calibration["ambitious"]
    marking = highest([case.marking() for case in record])
    about = f"Is the ambitious text adopted? {score.whole.n} issues of {len(score.meetings)} meetings, each meeting "
    about += f"forecast from the others. positions {__version__}; seed {seed}; {draws} draws."
    draw = partial(draw_calibration, bins=bins, level=90)
    return chart_file(draw, size_calibration(), Furniture(marking, (about,)), formats=("svg",)).svg


def _write(path: Path, data: bytes) -> None:
    from positions.cli.outputs import deliver_bytes

    deliver_bytes(data, path)


def case_text(case: Case, score: CaseScore, ledger: Ledger) -> str:
    """Return one scored meeting as a person reads it."""
    import textwrap

    from positions.ledger.forecast import percent

    lines = [f"{case.meeting.title}   {len(score.rows)} of {len(case.issues)} issues decided", ""]
    if score.replay:
        lines += [
            f"REPLAY, not a forecast: stances were coded on {case.meeting.coded_after}, with the outcome known.",
            "It shows no foresight.",
            "",
        ]
    lines += [score.words(), ""]
    rows = [
        (
            f"{' ' if r.game == r.stands else 'x'} {r.issue}",
            r.stands,
            f"{percent(r.share)} %",
            r.kind,
            f"{percent(r.chances[r.kind])} %",
        )
        for r in score.rows
    ]
    lines.append(
        table(("issue", "ended with", "in the game", "ended", "forecast of that"), rows, below=("ended with",))
    )
    lines += ["    x: another text was the game's most frequent", "", "Which text stands, right on"]
    lines += [f"  {right:>3} of {len(score.rows)}  {title}" for title, right in score.texts]
    lines += ["", *chance_lines(score.chances)]
    if score.known:
        lines.append("The forecast was fitted on this meeting too: its scores here show nothing.")
    for r in score.rows:
        if (outcome := case.issues[r.issue].outcome) is not None and outcome.note:
            said = f"note on {r.issue}: {outcome.note}"
            lines += textwrap.wrap(said, 100, initial_indent="  ", subsequent_indent="    ")
    made = f"{ledger.members} parameter sets x {ledger.draws} worlds, seed {ledger.seed}; {ledger.fitted.record_words}"
    return "\n".join([*lines, "", made])


def chance_lines(s: ChanceScore) -> list[str]:
    """Return the scores of chances on one meeting."""
    lines = [
        f"Forecast, Brier score over {s.n} issues (lower is better; few issues show little)",
        f"  how it ended: {s.kinds:.2f}   base rate of the record {s.base_kinds:.2f}",
        f"  ambitious text adopted: {s.ambitious:.2f}   base rate {s.base_ambitious:.2f}, never {s.never:.2f}, "
        f"anyone at -2 blocks {s.blocks_at_2:.2f}",
    ]
    if s.held_out:
        lines.append(f"  held out: {s.named} named, {s.named_right} of them right, of {s.held_out} on record")
    return lines


def _sealed(path: Path, folders: tuple[Path, ...], fitted: Path | None, as_json: bool) -> None:
    """Check a sealed forecast; with the case, compute it again and score it."""
    from positions.ledger import read_seal
    from positions.markings import Marking

    try:
        seal = read_seal(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise PositionsError(
            f"{path} cannot be read: {error}", hint="name the file that positions seal wrote"
        ) from None
    except ValueError as error:
        hint = "keep the file as positions seal wrote it"
        raise PositionsError(f"{path}: {error}", hint=hint) from None
    mark = next((m for m in Marking if m.label == seal.marking), None)
    if mark is None:
        raise PositionsError(f"{path}: marked {seal.marking}, which is none of ours", hint="keep it as it was written")
    made: dict[str, Any] = {"meeting": seal.meeting, "digest": seal.digest}
    lines = [f"sealed forecast of {seal.meeting}, made by positions {seal.version}"]
    lines += [f"digest {seal.digest}: compare it with the one that was sent or printed then"]
    if seal.replay:
        lines.append("REPLAY: stances were coded with the outcome known; it shows no foresight")
    if not folders:
        lines.append("no case was named: the file is whole; that the case gives this forecast was not checked")
        made["recomputed"] = False
    elif len(folders) > 1:
        raise PositionsError("a sealed forecast is of one case", hint="name one folder", exit_code=ExitCode.USAGE)
    else:
        score = _recomputed(path, seal, folders[0], fitted)
        made |= {"recomputed": True, "score": _plain(score) if score else None}
        lines.append(f"computed again from {folders[0]}: the same bytes")
        lines += ["", *chance_lines(score)] if score else ["no issue has an outcome yet: nothing to score"]
    if as_json:
        print_json(made, marking=mark)
    else:
        print_page("\n".join(lines), mark)


def _recomputed(path: Path, seal: Seal, folder: Path, fitted: Path | None) -> ChanceScore | None:
    """Make the sealed forecast again; raise where it is not the same, saying why; score it where there are outcomes."""
    import hashlib

    from positions import __version__
    from positions.ledger import Ledger, make_seal
    from positions.ledger.seal import case_parts
    from positions.markings import Marking
    from positions.scoring.one_case import score_chances
    from positions.scoring.record import decided_issues

    case = _open(folder, Marking.parse(seal.release) if seal.release else None)
    now = {name: digest[:8] for name, digest in case_parts(case).items()}
    if changed := [name for name in now if now[name] != seal.parts.get(name)]:
        raise PositionsError(
            f"{path} is not of this case: {', '.join(changed)} changed since it was sealed; nothing was scored",
            hint=f"name the case as it was then, with its outcomes and nothing else added: {folder}",
        )
    fit = read_fit(fitted)
    ledger = Ledger(case, seed=seal.seed, draws=seal.draws, members=seal.members, fitted=fit)
    if hashlib.sha256(ledger.fitted.to_json().encode()).hexdigest() != seal.fit:
        raise PositionsError(
            f"{path} was read from another fit than {ledger.fitted.record_words}; nothing was scored",
            hint="name that fit with --forecast FILE, or use the program that it came with",
        )
    if replace(make_seal(ledger), marking=seal.marking).to_json() != seal.to_json():
        raise PositionsError(
            f"computed again from {folder}, the forecast is another one; nothing was scored",
            hint=f"it was made by positions {seal.version}, this is {__version__}",
        )
    if not decided_issues(case):
        return None
    named = {i: tuple(who) for i, who in seal.holds_out.items()}
    return score_chances(case, seal.issues, named, seal.base)


def _plain(value: Any) -> Any:
    """Return a record as plain data, numbers to four places; what is not a number is null."""
    from collections.abc import Mapping
    from dataclasses import fields, is_dataclass

    if is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(v) for v in value]
    if isinstance(value, float):
        return round(value, 4) if value == value else None
    return value
