"""From a ledger to the briefing book, in processes that share the work."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from positions.ledger import Ledger, seal_digest
from positions.markings import Marking, raised

if TYPE_CHECKING:
    from positions.findings import Findings
    from positions.findings.advice import Advice
    from positions.papers.book.make import Briefing

__all__ = ["MadeBook", "Watch", "make_book_of", "write_book"]

Watch = Callable[[str, int], AbstractContextManager[Callable[[], None]]]


@dataclass(frozen=True, slots=True, eq=False)
class MadeBook:
    """A briefing book, not yet written, with everything that it rests on."""

    findings: Findings
    advice: Advice | None
    briefing: Briefing

    def numbers(self) -> dict[str, Any]:
        """Return all numbers of the book, for JSON."""
        from positions.findings import numbers

        return numbers(self.findings, self.advice)


def make_book_of(
    ledger: Ledger,
    *,
    marking: Marking | None = None,
    game: bool = False,
    digest: bool = False,
    mapper: Any = map,
    watch: Watch | None = None,
) -> MadeBook:
    """Compute and draw the briefing book of a case.

    Parameters
    ----------
    ledger : Ledger
    marking : Marking, optional
        Mark the book so where its content needs less; a ValueError where it needs more.
    game : bool
        Show the chances in the game on page one instead of the forecast.
    digest : bool
        Print the digest of the sealed forecast in the foot.
    mapper : callable
        Like ``map``; may work in several processes, see :func:`positions.work.mapper`.
    watch : callable, optional
        ``watch(stage, steps)`` is a context whose value is called once for each step.
    """
    from positions.findings import advise, find, with_search

    watched = watch or _unwatched
    with watched("computing", len(ledger.case.issues)) as step:
        findings = find(ledger, progress=step, mapper=_meanwhile(mapper, _make_ready_to_draw))
    sealed = seal_digest(ledger) if digest else ""
    findings = replace(findings, marking=raised(findings.marking, marking), game=game, digest=sealed)
    from positions.papers.book import draw, drawings, make_briefing
    from positions.papers.book.advice import lines_on_issues, outreach_section

    pictures = drawings(findings)
    with watched("drawing", len(pictures)) as step:
        drawn = mapper(draw, pictures)  # others draw while this process works on the advice
        advice = advise(findings, mapper=mapper)
        findings = with_search(findings, advice)
        outreach = outreach_section(findings, advice)
        briefing = make_briefing(
            findings,
            drawn,
            progress=step,
            on_issue=lines_on_issues(findings, advice),
            more=(outreach,) if outreach is not None else (),
        )
    return MadeBook(findings, advice, briefing)


def write_book(ledger: Ledger, folder: Path) -> Path:
    """Write the book into a folder, whole or not at all; return the path of its page."""
    from positions.papers.book import write_folder

    made = make_book_of(ledger)
    write_folder(folder, made.briefing.files, made.numbers())
    return folder / "briefing.html"


def _unwatched(_stage: str, _steps: int) -> AbstractContextManager[Callable[[], None]]:
    return nullcontext(lambda: None)


def _meanwhile(mapper: Any, errand: Callable[[], object]) -> Any:
    """Return ``mapper``, but running an errand of one's own as soon as the work is handed out."""

    def both(function: Callable[[Any], Any], items: Iterable[Any], /) -> Iterable[Any]:
        results: Iterable[Any] = mapper(function, items)
        errand()
        return results

    return both


def _make_ready_to_draw() -> None:
    """Make ready what is not needed before there are findings: the book, its page and matplotlib."""
    import positions.papers.book  # noqa: F401
    from positions.papers.charts.sheet import prepare_drawing
    from positions.papers.formats.html import prepare_page

    prepare_page()
    prepare_drawing()
