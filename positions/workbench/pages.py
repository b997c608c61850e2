"""The pages: each shows what the bench answers, or makes one change and leads to the address of what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import resources
from typing import Any

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from positions import __version__
from positions.api import Meeting
from positions.api.why import WhyAnswer
from positions.casefiles.load import check_case
from positions.casefiles.next_draft import kept_drafts
from positions.errors import ExitCode, PositionsError, UnknownNameError
from positions.findings.find import find_issue
from positions.findings.phrases import LETTER_MEANING
from positions.forecast import KINDS
from positions.game import LETTERS, stance_letters
from positions.ledger import Ledger
from positions.ledger.advice import outreach_plan, searched_compromise
from positions.ledger.forecast import chance_words, change_words
from positions.model import counting, histories
from positions.model.envelope import envelope
from positions.papers.book.make import Briefing
from positions.papers.formats.html.page import template_environment
from positions.simulation import Band, Chance
from positions.simulation.simulate import part_count
from positions.text.changes import as_html, changes
from positions.workbench import views
from positions.workbench.bench import Bench
from positions.workbench.desk import (
    Answer,
    answer,
    best_edits,
    bloc_words,
    frees_words,
    own_wording,
    roles,
    seats,
    what_moved,
)
from positions.workbench.supposed import State, Supposed, Text, flipped
from positions.workbench.worker import Job

__all__ = ["Pages"]

STATIC = {  # the only files that are ever sent, by name
    "book.css": ("positions.papers.formats.html", "templates/book.css", "text/css"),
    "workbench.css": ("positions.workbench", "static/workbench.css", "text/css"),
    "htmx.js": ("positions.workbench", "static/htmx.min.js", "text/javascript"),
    "keys.js": ("positions.workbench", "static/keys.js", "text/javascript"),
}
PAGES = (
    ("/matrix", "Matrix"),
    ("/graph", "Graph"),
    ("/statements", "Statements"),
    ("/drafts", "Drafts"),
    ("/outreach", "Outreach"),
    ("/book", "Book"),
    ("/problems", "Problems"),
    ("/changes", "Changes"),
)
BOOK_POLICY = (
    "sandbox allow-scripts; default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
)
OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_WAIT = 600.0  # seconds that a file or a page without script waits for a computing


@dataclass(frozen=True, slots=True)
class Built:
    """A book that was built, with what a download needs."""

    briefing: Briefing
    headline: str


class Pages:
    """All routes over one bench."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.files = {
            name: ((resources.files(room) / path).read_bytes(), media) for name, (room, path, media) in STATIC.items()
        }
        self.templates = template_environment("positions.workbench", "positions.papers.formats.html")
        self.templates.filters["chance"] = _chance
        self.templates.filters["band"] = _band
        self.templates.filters["pc"] = lambda value: f"{100 * value:.1f}"
        self.templates.filters["change"] = change_words

    def routes(self) -> list[Route]:
        """Return all routes."""
        shown: dict[str, Callable[[Request], Response]] = {
            "/": self.home,
            "/agenda": self.agenda,
            "/issue/{issue}": self.issue,
            "/issue/{issue}/full": self.full,
            "/issue/{issue}/rest": self.rest,
            "/issue/{issue}/edits": self.edits,
            "/issue/{issue}/cell/{actor}": self.cell,
            "/issue/{issue}/save": self.save_page,
            "/issue/{issue}/search": self.search,
            "/issue/{issue}/{kind}.json": self.numbers,
            "/matrix": self.matrix,
            "/graph": self.graph,
            "/statements": self.statements,
            "/drafts": self.drafts,
            "/outreach": self.outreach,
            "/book": self.book,
            "/book/view": self.book_view,
            "/book/file/{form}": self.book_file,
            "/problems": self.problems,
            "/changes": self.changes,
            "/static/{name}": self.static,
        }
        made: dict[str, Callable[[Request], Response]] = {
            "/issue/{issue}/suppose": self.suppose,
            "/issue/{issue}/save": self.save,
            "/statements": self.note,
            "/undo": self.undo,
            "/book": self.build,
            "/stop": self.stop,
        }
        return [
            *(Route(path, _safely(self, handler), methods=["GET"]) for path, handler in shown.items()),
            *(Route(path, _safely(self, handler), methods=["POST"]) for path, handler in made.items()),
        ]

    # what every page has

    def page(self, request: Request, template: str, status: int = 200, **shown: Any) -> Response:
        """Return a page; only its middle where the page's own script asks for it."""
        bench = self.bench
        whole = request.headers.get("hx-request") != "true" or "hx-history-restore-request" in request.headers
        state = self.state(request)
        context = {
            "case": bench.case,
            "marking": bench.marking,
            "release": bench.release,
            "withheld": bench.withheld,
            "recovered": bench.recovered,
            "broken": bench.problems is not None,
            "pages": PAGES,
            "here": request.url.path,
            "letters": self.known_letters(),
            "s": state.number,
            "supposed": state.supposed.words(bench.case),
            "whole": whole,
            "said": "",
            **shown,
        }
        return HTMLResponse(self.templates.get_template(template).render(context), status)

    def problem(self, request: Request, error: PositionsError) -> Response:
        """Return what is wrong, in the place for it."""
        status = 404 if isinstance(error, UnknownNameError) else 422
        said = " ".join(part for part in (str(error), error.hint) if part)
        if request.headers.get("hx-request") == "true":
            html = Markup('<p id="said" class="warning" role="alert">{}</p>').format(said)
            return HTMLResponse(html, status, {"HX-Retarget": "#said", "HX-Reswap": "outerHTML"})
        return self.page(request, "error.html", status, title="This cannot be done", said=said)

    def state(self, request: Request) -> State:
        """Return the state that an address or a form names; the case as it is where it names none."""
        given = _form(request).get("s") or request.query_params.get("s", "0")
        return self.bench.states[int(given) if given.isdecimal() and len(given) < 10 else 0]

    def known_letters(self) -> dict[str, str]:
        """Return the letters of issues that were worked out so far."""
        found = ((i, self.bench.worker.find(("letter", i))) for i in self.bench.case.issues)
        return {i: job.result for i, job in found if job is not None and job.state == "finished"}

    def checked(self, kind: str, name: str, there_are: Mapping[str, Any]) -> str:
        """Return a name that is there; an UnknownNameError else."""
        from positions.errors import unknown_name

        if name not in there_are:
            raise unknown_name(kind, name, there_are)
        return name

    # the agenda

    def home(self, request: Request) -> Response:
        """The agenda, with letters as they are worked out."""
        return self.page(request, "home.html", title="Agenda", **self._agenda(request))

    def agenda(self, request: Request) -> Response:
        """The list of issues alone, for the search and while letters are worked out."""
        return self.page(request, "agenda.html", **self._agenda(request))

    def _agenda(self, request: Request) -> dict[str, Any]:
        bench = self.bench
        asked = request.query_params.get("q", "")[:100].casefold()
        ledger = bench.ledger(Supposed(), quick=False)
        missing = [i for i in bench.case.issues if i not in self.known_letters()]
        for issue in missing[:1]:
            bench.worker.ask(
                ("letter", issue), "letter", "the agenda's letters", partial(_letter, ledger, issue), rank=2
            )
        rows = [i for i in bench.case.issues.values() if asked in f"{i.id} {i.title} {i.question}".casefold()]
        return {"rows": rows, "q": asked, "missing": len(missing), "meanings": LETTER_MEANING}

    # an issue

    def issue(self, request: Request) -> Response:
        """The page on which a word is changed and the bloc is seen to move."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state = self.state(request)
        if request.query_params.get("full"):
            self._ask_full(issue, state).ended.wait(LONGEST_WAIT)
        return self.page(request, "desk.html", **self._desk(issue, state))

    def _moved(self, issue: str, state: State) -> tuple[Answer | None, dict[str, str], str]:
        """Return the answer before the last change, how everybody ended then, and in a sentence what it moved."""
        bench, supposed = self.bench, state.supposed
        before = bench.states[state.before].supposed if state.before >= 0 else supposed
        if bench.full_key(issue, before) == bench.full_key(issue, supposed):
            return None, {}, ""
        old, new = bench.ledger(before, quick=True), bench.ledger(supposed, quick=True)
        ghost, made = bench.quick(issue, before), bench.quick(issue, supposed)
        texts = before.text(old.at(issue)), supposed.text(new.at(issue))
        return ghost, roles(old, before, ghost), what_moved(old, ghost, texts, new, made)

    def _desk(self, issue: str, state: State, *, whole: bool = True) -> dict[str, Any]:
        """Return all that the page shows; ``whole``: also what comes a little later where only the middle is new."""
        bench, supposed = self.bench, state.supposed
        with bench.lock:
            ledger, made = bench.ledger(supposed, quick=True), bench.quick(issue, supposed)
            case = ledger.case
            at, text = case.issues[issue], supposed.text(case.issues[issue])
            ghost, was, sentence = self._moved(issue, state)
            room, count = seats(ledger, supposed, made, was, bench.disputed, slice(views.MOST_ROWS))
            edits = best_edits(ledger, supposed, made) if whole else None
        choice, tabled = dict(text.choice), at.wordings[at.tabled]
        own = own_wording(at, text)
        new = {p.clause: p for p in supposed.phrases if p.issue == issue}
        return {
            "title": at.title,
            "at": at,
            "text": text,
            "choice": choice,
            "own": at.wordings.get(own),
            "tracked": Markup(as_html(changes(at.compose(tabled.choice), at.compose(choice)))),  # noqa: S704 - escapes
            "senseless": not at.makes_sense(choice),
            "reading": views.readings(at, new),
            "room": room,
            "rest": count - len(room),
            "moved": sentence,
            "edits": edits,
            "tablers": [d for d in case.delegations.values() if d.decides or d.id == text.tabled_by],
            "talkers": [d for d in ledger.arrays(issue).actors if d in case.delegations],
            "talks": supposed.seen(issue),
            "declared": {t.target for t in at.talks},
            "before": state.before,
            "after": bench.states.after(state.number),
            "s": state.number,
            "may_write": bench.release is None,
            **self._answers(issue, state, made, ghost),
        }

    def _answers(self, issue: str, state: State, made: Answer, ghost: Answer | None) -> dict[str, Any]:
        """Return the answer and the one before it: both in all worlds where they are there, else both in few."""
        job = self.bench.worker.find(self._full_key(issue, state))
        tier = "quick"
        if job is not None and job.state == "finished":
            made, ghost = job.result
            tier = "full"
        case = self.bench.ledger(state.supposed, quick=True).case
        return {
            "issue": issue,
            "made": made,
            "ghost": ghost,
            "tier": tier,
            "job": job,
            "kinds": KINDS,
            "bloc": bloc_words(case, made),
            "was_bloc": bloc_words(case, ghost) if ghost is not None else [],
            "frees": frees_words(case, made),
            "s": state.number,
        }

    def _full_key(self, issue: str, state: State) -> tuple[object, ...]:
        before = self.bench.states[state.before].supposed if state.before >= 0 else state.supposed
        return "full", self.bench.full_key(issue, state.supposed), self.bench.full_key(issue, before)

    def _ask_full(self, issue: str, state: State) -> Job:
        bench, key = self.bench, self._full_key(issue, state)
        before = bench.states[state.before].supposed if state.before >= 0 else None
        wanted = [state.supposed, *([before] if before is not None and key[1] != key[2] else [])]
        ledgers = [bench.ledger(each, quick=False) for each in wanted]

        def work(step: Callable[[], None]) -> tuple[Answer, Answer | None]:
            found = []
            for ledger, supposed in zip(ledgers, wanted, strict=True):
                for talks in dict.fromkeys((supposed.seen(issue), "none")):
                    ledger.issue(issue, talks, step)
                found.append(answer(ledger, issue, supposed, quick=False))
            return found[0], found[1] if len(found) > 1 else None

        total = 2 * len(wanted) * part_count(ledgers[0].draws, ledgers[0].members)
        return bench.worker.ask(key, "full", "all worlds", work, total=total, rank=0, alone=True)

    def rest(self, request: Request) -> Response:
        """Return those of a large room who are folded away at first."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state, bench = self.state(request), self.bench
        with bench.lock:
            ledger, made = bench.ledger(state.supposed, quick=True), bench.quick(issue, state.supposed)
            was = self._moved(issue, state)[1]
            room, _ = seats(ledger, state.supposed, made, was, bench.disputed, slice(views.MOST_ROWS, None))
        return self.page(request, "rest.html", title="The others", at=ledger.at(issue), made=made, room=room)

    def edits(self, request: Request) -> Response:
        """Return the best texts one clause away."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state, bench = self.state(request), self.bench
        with bench.lock:
            ledger, made = bench.ledger(state.supposed, quick=True), bench.quick(issue, state.supposed)
            found = best_edits(ledger, state.supposed, made)
        return self.page(request, "edits.html", at=ledger.at(issue), edits=found)

    def full(self, request: Request) -> Response:
        """The answer in all worlds, or how far it is."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state = self.state(request)
        self._ask_full(issue, state)
        with self.bench.lock:
            ghost = self._moved(issue, state)[0]
            made = self.bench.quick(issue, state.supposed)
        return self.page(request, "answer.html", **self._answers(issue, state, made, ghost))

    def cell(self, request: Request) -> Response:
        """One delegation on one issue: what it said, why it ends where it ends, what can be supposed of it."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state, bench = self.state(request), self.bench
        with bench.lock:
            ledger = bench.ledger(state.supposed, quick=True)
            case, actor = ledger.case, request.path_params["actor"]
            there_are = {**case.delegations, **{s.id: s for s in case.issues[issue].silent}}
            self.checked("delegation", actor, there_are)
            text, at_table = state.supposed.text(case.issues[issue]), actor in ledger.arrays(issue).actors
            why = None
            if at_table:
                told = ledger.why(issue, dict(text.choice), actor, state.supposed.seen(issue), tabled_by=text.tabled_by)
                why = WhyAnswer(issue, told, case, Meeting(ledger).made, text.tabled_by).rows
        said = histories(case.statements).get((actor, issue), ())
        count = len(counting(said)) if said else 0
        return self.page(
            request, "cell.html", title=case.actor_name(issue, actor) if at_table else case.delegations[actor].name,
            issue=issue, at=case.issues[issue], actor=actor, named=actor in case.delegations,
            stance=case.stance(actor, issue), why=why, text=text,
            statements=[(s, len(said) - n <= count) for n, s in enumerate(said)],
            let_go=(issue, actor) in state.supposed.let_go, absent=actor in state.supposed.absent,
            interval=state.supposed.intervals.get((issue, actor)),
            seen=actor in ledger.talked(issue, state.supposed.seen(issue)),
        )  # fmt: skip

    def suppose(self, request: Request) -> Response:
        """Change one thing that is supposed, and lead to the address of what comes of it."""
        bench, form = self.bench, _form(request)
        issue = self.checked("issue", request.path_params["issue"], bench.case.issues)
        state = self.state(request)
        old = state.supposed
        with bench.lock:
            ledger = bench.ledger(old, quick=True)
            new = self._changed(old, ledger, issue, form)
            made = state if new == old else bench.states.add(new, state.number)
            if made is not state:
                bench.ledger(new, quick=True)  # a supposition that cannot be is refused here
        address = f"/issue/{issue}?s={made.number}"
        if request.headers.get("hx-request") != "true":
            return RedirectResponse(address, 303)
        shown = self.page(request, "desk.html", **self._desk(issue, made, whole=False))
        shown.headers["HX-Push-Url"] = address
        return shown

    def _changed(self, old: Supposed, ledger: Ledger, issue: str, form: Mapping[str, str]) -> Supposed:
        """Return what is supposed after one change of a form."""
        at, who = ledger.at(issue), form.get("who", "")
        what = form.get("what", "")
        if what in ("let_go", "absent", "talk", "interval", "by") and (what != "by" or who):
            self.checked("delegation", who, ledger.case.delegations)
        match what:
            case "text":
                return old.with_text(at, {k[7:]: v for k, v in form.items() if k.startswith("choice.")})
            case "wording":
                self.checked("wording", form.get("wording", ""), at.wordings)
                text = Text.of(at, form["wording"])
                return old.with_text(at, dict(text.choice), text.tabled_by)
            case "phrase":
                return old.with_words(at, form.get("clause", ""), form.get("words", ""))
            case "by":
                return old.with_text(at, {}, who)
            case "talk":
                return old.with_talks(issue, flipped(ledger.talked(issue, old.seen(issue)), who) or "none")
            case "talks":
                return old.with_talks(issue, "none" if form.get("talks") == "none" else "declared")
            case "interval":
                return old.with_interval(issue, who, form.get("interval", ""))
            case "let_go":
                return old.toggle_let_go(issue, who)
            case "absent":
                return old.toggle_absent(who)
            case "nothing":
                return Supposed()
        raise PositionsError(f'"{what[:40]}" is nothing that can be supposed', exit_code=ExitCode.USAGE)

    def search(self, request: Request) -> Response:
        """Search better texts, or say how far the search is."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state = self.state(request)
        job = self._search_job(issue, state)
        ledger = self.bench.ledger(state.supposed, quick=True)
        return self.page(
            request, "search.html", title=f"Better texts: {ledger.at(issue).title}", issue=issue, job=job,
            at=ledger.at(issue), wait=request.url.path + f"?s={state.number}",
            found=job.result if job.state == "finished" else None,
        )  # fmt: skip

    def _search_job(self, issue: str, state: State) -> Job:
        ledger, seen = self.bench.ledger(state.supposed, quick=False), state.supposed.seen(issue)
        key = ("search", issue, state.supposed.case_key, ledger.talked(issue, seen))

        def work(step: Callable[[], None]) -> Any:
            found = searched_compromise(ledger, issue, talks=seen)
            step()
            return found

        return self.bench.worker.ask(key, "search", "better texts", work)

    def numbers(self, request: Request) -> Response:
        """Return the JSON of ``positions simulate``, ``blocs`` or ``compromise`` about the supposed case."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        kind = self.checked(
            "kind of numbers", request.path_params["kind"], dict.fromkeys(("simulate", "blocs", "compromise"))
        )
        state = self.state(request)
        ledger, seen = self.bench.ledger(state.supposed, quick=False), state.supposed.seen(issue)
        meeting = Meeting(ledger)

        def work(step: Callable[[], None]) -> dict[str, Any]:
            if kind == "simulate":
                made = {"issues": [meeting.simulate(issue, talks=seen).as_dict()]}
            elif kind == "blocs":
                made = {"issues": [meeting.blocs(issue, talks=seen).as_dict()]}
            else:
                made = meeting.compromise(issue, talks=seen).as_dict()
            step()
            return made

        key = ("numbers", kind, issue, state.supposed.case_key, ledger.talked(issue, seen))
        data = _waited(self.bench.worker.ask(key, "numbers", "numbers", work, rank=0))
        drawn = {} if kind == "blocs" else {"seed": ledger.seed, "draws": ledger.draws, "members": ledger.members}
        whole = envelope(kind, data, version=__version__, case=ledger.case, **drawn)  # type: ignore[arg-type]
        return Response(json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False), media_type="application/json")

    # what is written

    def save_page(self, request: Request) -> Response:
        """Show what writing would change, line by line."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        state, title = self.state(request), request.query_params.get("title", "")[:200]
        at = self.bench.ledger(state.supposed, quick=True).at(issue)
        change, said = None, ""
        try:
            change = self.bench.change(issue, state.supposed, title)
        except PositionsError as error:
            said = " ".join(part for part in (str(error), error.hint) if part)
        return self.page(
            request, "save.html", title="Write to the case", issue=issue, at=at, name=title, change=change, said=said
        )

    def save(self, request: Request) -> Response:
        """Write what was shown."""
        issue = self.checked("issue", request.path_params["issue"], self.bench.case.issues)
        form = _form(request)
        self.bench.write(issue, self.state(request).supposed, form.get("name", ""), form.get("seal", ""))
        return RedirectResponse("/changes", 303)

    def changes(self, request: Request) -> Response:
        """What the workbench wrote into the case; the last of it can be taken back."""
        journal = self.bench.journal
        return self.page(
            request, "changes.html", title="What was written", entries=journal.entries[::-1] if journal else None
        )

    def undo(self, request: Request) -> Response:  # noqa: ARG002 - as every handler
        """Take back the last change of the files."""
        self.bench.undo()
        return RedirectResponse("/changes", 303)

    def statements(self, request: Request) -> Response:
        """What was said on the floor, and a line to add."""
        return self.page(
            request, "statements.html", title="Statements",
            rows=sorted(self.bench.case.statements, key=lambda s: s.date),
        )  # fmt: skip

    def note(self, request: Request) -> Response:
        """Add a line of what was said."""
        self.bench.note(_form(request).get("line", ""))
        return RedirectResponse("/statements", 303)

    # the other pages

    def matrix(self, request: Request) -> Response:
        """Who holds what on the text on the table."""
        bench = self.bench
        order, stated = request.query_params.get("order", "roster"), bool(request.query_params.get("stated"))
        letters = stance_letters(bench.case, fill_assumed=not stated)
        rows = views.matrix_rows(bench, letters, order)
        return self.page(
            request, "matrix.html", title="Who holds what", rows=rows, order=order, stated=stated, meanings=LETTERS
        )

    def graph(self, request: Request) -> Response:
        """Who stands with whom on one text, as a grid."""
        bench = self.bench
        issue = self.checked(
            "issue", request.query_params.get("issue") or next(iter(bench.case.issues)), bench.case.issues
        )
        ledger = bench.ledger(Supposed(), quick=False)

        def work(step: Callable[[], None]) -> Any:
            ledger.issue(issue, progress=step)
            return views.grid(bench.case, Meeting(ledger).graph(issue))

        total = part_count(ledger.draws, ledger.members)
        job = bench.worker.ask(("graph", issue), "graph", "who stands with whom", work, total=total)
        if request.query_params.get("full"):
            job.ended.wait(LONGEST_WAIT)
        return self.page(
            request, "graph.html", title=f"Who stands with whom: {bench.case.issues[issue].title}", issue=issue,
            job=job, grid=job.result if job.state == "finished" else None, wait=f"/graph?issue={issue}",
        )  # fmt: skip

    def drafts(self, request: Request) -> Response:
        """The texts of each issue from draft to draft, with what changed."""
        shown = [
            (at, views.draft_pairs(kept_drafts(at))) for at in self.bench.case.issues.values() if at.drafts or at.draft
        ]
        return self.page(request, "drafts.html", title="Drafts", shown=shown)

    def outreach(self, request: Request) -> Response:
        """Whom to see, in which order."""
        bench = self.bench
        ledger, issues = bench.ledger(Supposed(), quick=False), tuple(bench.case.issues)

        def work(step: Callable[[], None]) -> Any:
            return outreach_plan(ledger, issues, bench.case.meeting.consultations, progress=step)

        job = bench.worker.ask(("outreach",), "outreach", "the plan of conversations", work, total=len(issues))
        if request.query_params.get("full"):
            job.ended.wait(LONGEST_WAIT)
        return self.page(
            request, "outreach.html", title="Whom to see", job=job, wait="/outreach",
            plan=job.result if job.state == "finished" else None,
        )  # fmt: skip

    def book(self, request: Request) -> Response:
        """The briefing book: build, look at, take along."""
        job = self.bench.worker.find(("book",))
        return self.page(
            request, "book_page.html", title="The book", job=job, wait="/book", forms=views.office_forms(),
            built=job.result if job is not None and job.state == "finished" else None,
        )  # fmt: skip

    def build(self, request: Request) -> Response:  # noqa: ARG002 - as every handler
        """Begin to build the book."""
        bench = self.bench
        ledger = bench.ledger(Supposed(), quick=False)

        def work(step: Callable[[], None]) -> Built:
            from positions.api.brief import make_book_of

            made = make_book_of(ledger, watch=views.watched(step))
            return Built(made.briefing, made.findings.headline)

        bench.worker.ask(("book",), "book", "the book", work, total=4 * len(bench.case.issues))
        return RedirectResponse("/book", 303)

    def _built(self) -> Built:
        job = self.bench.worker.find(("book",))
        if job is None or job.state != "finished":
            raise PositionsError("the book is not built yet", hint="build it on its page", exit_code=ExitCode.USAGE)
        found: Built = job.result
        return found

    def book_view(self, request: Request) -> Response:  # noqa: ARG002 - as every handler
        """The book's page as it is written by ``positions brief``, in a frame of its own that can do nothing here."""
        page = self._built().briefing.files["briefing.html"]
        return HTMLResponse(page, headers={"Content-Security-Policy": BOOK_POLICY})

    def book_file(self, request: Request) -> Response:
        """The book for an office program, or the case as a workbook."""
        form = self.checked("form", request.path_params["form"], {f: f for f in views.office_forms()})
        name = f"{self.bench.case.meeting.id}.{form}"
        data = views.office_file(form, self.bench.case, self._built().briefing if form != "xlsx" else None)
        return Response(
            data, media_type=OFFICE[form], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def problems(self, request: Request) -> Response:
        """Every problem of the files, with its line; a release tells of none, for the lines would tell of the rest."""
        found = () if self.bench.release is not None else check_case(self.bench.folder)
        return self.page(request, "problems.html", title="Problems", found=found)

    def stop(self, request: Request) -> Response:
        """Stop what is being computed."""
        self.bench.worker.stop(_form(request).get("kind", ""))
        back = _form(request).get("back", "/")
        return RedirectResponse(back if back.startswith("/") and not back.startswith("//") else "/", 303)

    def static(self, request: Request) -> Response:
        """One of the few files that belong to the pages."""
        data, media = self.files[self.checked("file", request.path_params["name"], self.files)]
        return Response(data, media_type=media)


def _letter(ledger: Ledger, issue: str, step: Callable[[], None]) -> str:
    step()
    return find_issue(ledger, issue)[0].letter


def _waited(job: Job) -> Any:
    """Return what a job found, or raise what it said."""
    job.ended.wait(LONGEST_WAIT)
    if job.state != "finished":
        raise PositionsError(job.said or "it was stopped")
    return job.result


def _form(request: Request) -> Mapping[str, str]:
    """Return the fields of a form; of several of one name the last."""
    found: Mapping[str, str] = request.scope.get("positions.form", {})
    return found


def _chance(told: Any, kind: str) -> str:
    return chance_words(told.chance[kind], told.low[kind], told.high[kind])


def _band(found: Chance | Band) -> str:
    band = found.p_consensus if isinstance(found, Chance) else found
    return chance_words(band.median, band.low, band.high)


def _safely(pages: Pages, handler: Callable[[Request], Response]) -> Callable[[Request], Any]:
    """Return an endpoint that reads the case again where it changed, and says what is wrong in words."""

    def answered(request: Request) -> Response:
        try:
            if not request.url.path.startswith("/static/"):
                pages.bench.refresh()
            return handler(request)
        except PositionsError as error:
            return pages.problem(request, error)
        except Exception as error:
            said = f"this is a fault in positions, not in your data: {type(error).__name__}: {error}"
            return PlainTextResponse(f"{said}\nplease report it\n", 500)

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return endpoint
