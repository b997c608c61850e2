"""What pages show, put together from what was computed: rows, grids, pairs of drafts, files for office programs."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from markupsafe import Markup

from positions.agreement import CoalitionGraph, ties
from positions.api.brief import Watch
from positions.game import StanceLetters
from positions.markings import Marking, highest
from positions.model import Case, DraftVersion, Issue
from positions.papers.book.make import Briefing
from positions.papers.charts.order import make_roster
from positions.papers.formats.html.live import KIND_NAMES
from positions.text import Reading, read_options
from positions.text.changes import as_html, changes
from positions.workbench.bench import Bench
from positions.workbench.supposed import Phrase, Supposed

__all__ = [
    "MOST_ROWS",
    "Grid",
    "MatrixRow",
    "draft_pairs",
    "grid",
    "matrix_rows",
    "office_file",
    "office_forms",
    "readings",
    "watched",
]

MOST_ROWS = 24  # of the room that stand open; the others are folded
MOST_NODES = 60  # of a grid


def readings(at: Issue, new: Mapping[str, Phrase]) -> dict[str, Reading]:
    """Return what the lexicon reads in the phrases that were typed, by clause."""
    found = {}
    for clause in new:
        options = at.clauses[clause].options
        last = list(options)[-1]
        found[clause] = read_options([o.text for o in options.values()])[list(options).index(last)]
    return found


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A delegation's letters: (issue, letter as shown, letter)."""

    id: str
    name: str
    marking: Marking
    cells: tuple[tuple[str, str, str], ...]


def matrix_rows(bench: Bench, letters: StanceLetters, order: str) -> list[MatrixRow]:
    """Return the matrix in the order of the case, of the blocs, or the most opposed first."""
    case = bench.case
    issues = letters.issues
    marks: dict[str, list[Marking]] = {}
    for (d, _), stance in case.stances.items():
        marks.setdefault(d, []).append(stance.source.marking)
    rows = [
        MatrixRow(
            d,
            case.delegations[d].name,
            highest([case.delegations[d].marking, *marks.get(d, ())]),
            tuple((i, letters.shown(n, k), letters.letters[n][k]) for k, i in enumerate(issues)),
        )
        for n, d in enumerate(letters.delegations)
    ]
    if order == "worst":
        weight = {"B": 3, "O": 2, "C": 1}
        return sorted(rows, key=lambda r: (-sum(weight.get(cell[2], 0) for cell in r.cells), r.name))
    if order == "bloc":
        with bench.lock:
            ledger = bench.ledger(Supposed(), quick=True)
            blocs = {i: ledger.analysis(i, case.issues[i].tabled).blocking_bloc for i in issues}
        held = {r.id: tuple(r.id not in blocs[i] for i in issues) for r in rows}
        blockers = [r.id for r in sorted(rows, key=lambda r: held[r.id]) if not all(held[r.id])]
        places = {d: n for n, d in enumerate(dict.fromkeys((*blockers, *make_roster(case, None, blockers).ids)))}
        return sorted(rows, key=lambda r: places[r.id])
    return rows


@dataclass(frozen=True, slots=True)
class Grid:
    """Who stands with whom: ``cells`` by (row, column), each (sign, words); ``left_out`` are not shown."""

    nodes: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[str, str], tuple[str, str]]
    left_out: int


SIGNS = {"co_blocking": "■", "association": "▸"}


def grid(case: Case, graph: CoalitionGraph) -> Grid:
    """Return the ties of a coalition graph that carry an objection, as a grid as large as there are blockers."""
    cells: dict[tuple[str, str], tuple[str, str]] = {}
    heavy: dict[str, float] = {}
    for source, target, tie in ties(graph, "association", "co_blocking"):
        sign = SIGNS[tie["kind"]]
        pairs = [(source, target), *([(target, source)] if tie["kind"] == "co_blocking" else [])]
        for one, other in pairs:
            words = f"{KIND_NAMES[tie['kind']]} {tie['weight']:.2f}"
            had = cells.get((one, other))
            cells[one, other] = (had[0] + sign, f"{had[1]}, {words}") if had else (sign, words)
            heavy[one] = heavy.get(one, 0.0) + tie["weight"]
    chosen = sorted(heavy, key=lambda d: (-heavy[d], d))[:MOST_NODES]
    nodes = tuple((d, case.delegations[d].label if d in case.delegations else d) for d in chosen)
    return Grid(nodes, cells, len(graph) - len(nodes))


def draft_pairs(versions: Sequence[DraftVersion]) -> list[tuple[DraftVersion, Markup]]:
    """Return each draft with what changed against the one before it."""
    texts = ["", *(v.text for v in versions)]
    return [
        (v, Markup(as_html(changes(texts[n], v.text))) if n else Markup("{}").format(v.text))  # noqa: S704 - escapes
        for n, v in enumerate(versions)
    ]


def watched(step: Callable[[], None]) -> Watch:
    """Return what a book's building calls with each of its stages."""

    @contextmanager
    def watch(_stage: str, _steps: int) -> Iterator[Callable[[], None]]:
        yield step

    return watch


def office_forms() -> tuple[str, ...]:
    """Return the office files that can be made here: each needs a library of the extra ``papers``."""
    needs = {"docx": "docx", "pdf": "typst", "xlsx": "openpyxl"}
    return tuple(form for form, module in needs.items() if importlib.util.find_spec(module) is not None)


def office_file(form: str, case: Case, briefing: Briefing | None) -> bytes:
    """Return the book for Word or for printing, or the case as a workbook."""
    if briefing is None:
        from positions.papers.formats.workbook import case_workbook

        return case_workbook(case)
    pictures = {f.name: briefing.files[f"charts/{f.name}.png"] for f in briefing.book.figures()}
    if form == "docx":
        from positions.papers.formats.word import book_docx

        return book_docx(briefing.book, pictures)
    from positions.papers.formats.pdf import book_pdf

    return book_pdf(briefing.book, pictures)
