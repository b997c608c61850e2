"""The workbench without a browser: what it answers, what it writes, and what it refuses."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("starlette")
pytest.importorskip("httpx2")
from starlette.testclient import TestClient

from positions.casefiles import load_case
from positions.errors import PositionsError
from positions.markings import Marking
from positions.workbench.bench import Bench
from positions.workbench.journal import JOURNAL, Journal
from positions.workbench.pages import Pages
from positions.workbench.safety import HEADERS, MOST_BYTES
from positions.workbench.serve import guarded
from positions.workbench.worker import Worker

ROOT = Path(__file__).parents[2]
PORT = 8765
ORIGIN = f"http://127.0.0.1:{PORT}"
HTMX = "d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717"
CARE = "/issue/victim_care"
EDIT = {"what": "text", "choice.condition": "without_prejudice"}


def _load(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


canaries, search = _load("canary_case"), _load("search_bytes")


class Client:
    """A browser that opened the start address, as far as requests go."""

    def __init__(self, folder, **how):
        self.bench = Bench(folder, **{"draws": 100, "members": 16, **how})
        self.guard = guarded(self.bench, PORT)
        self.http = TestClient(self.guard, base_url=ORIGIN, follow_redirects=False)
        assert self.http.get(self.guard.start).status_code == 303

    def get(self, path, **headers):
        return self.http.get(path, headers=headers)

    def post(self, path, data=None, *, origin=ORIGIN, htmx=False, **headers):
        headers |= {"origin": origin} if origin else {}
        return self.http.post(path, data=data or {"s": "0"}, headers=headers | ({"hx-request": "true"} if htmx else {}))

    def suppose(self, s=0, issue="victim_care", **data):
        """Suppose something; return the number of the state that comes of it."""
        answer = self.post(f"/issue/{issue}/suppose", {"s": str(s), **data})
        assert answer.status_code == 303, answer.text[-400:]
        return int(answer.headers["location"].partition("s=")[2])

    def close(self):
        self.bench.worker.close()
        self.http.close()


def case_in(folder):
    shutil.copytree(ROOT / "data", folder)
    return folder


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """One server for everything that writes nothing."""
    made = Client(case_in(tmp_path_factory.mktemp("shared") / "data"))
    yield made
    made.close()


@pytest.fixture
def own(tmp_path):
    """A server on a case of its own, to write into."""
    made = Client(case_in(tmp_path / "data"))
    yield made
    made.close()


def files_of(folder):
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.name != JOURNAL}


# what it answers


@pytest.mark.parametrize("kind", ["simulate", "blocs", "compromise"])
def test_the_numbers_are_those_of_the_command_line(kind, shared, capsys):
    from positions.cli import run

    few = [] if kind == "blocs" else ["--draws", "100", "--members", "16"]
    assert run([kind, str(shared.bench.folder), "victim_care", *few, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert shared.get(f"{CARE}/{kind}.json").json() == told
    assert run([kind, str(shared.bench.folder), "victim_care", *few, "--talks", "none", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    s = shared.suppose(what="talks", talks="none")
    assert shared.get(f"{CARE}/{kind}.json?s={s}").json()["data"] == told["data"]


def test_the_page_shows_these_numbers_to_the_last_digit(shared):
    data = shared.get(f"{CARE}/simulate.json").json()["data"]["issues"][0]
    page = shared.get(f"{CARE}?full=1").text
    assert "all of them" in page
    chances = [float(value) for value in re.findall(r'<data value="([^"]*)"', page)]
    assert [round(c, 4) for c in chances] == [data["outlook"]["forecast"][k]["chance"] for k in
                                              ("adopted", "weakened", "forwarded", "none")]  # fmt: skip
    (tabled,) = (w for w in data["wordings"] if w["wording"] == "irrespective")
    assert round(float(re.search(r'id="chance" value="([^"]*)"', page)[1]), 4) == tabled["p_consensus"]["median"]
    s = shared.suppose(what="wording", wording="compromise")
    page = shared.get(f"{CARE}?s={s}&full=1").text
    (other,) = (w for w in data["wordings"] if w["wording"] == "compromise")
    assert round(float(re.search(r'id="chance" value="([^"]*)"', page)[1]), 4) == other["p_consensus"]["median"]


def test_a_word_is_changed_and_pakistan_lets_go(shared):
    before = shared.get(CARE).text
    assert "Blocked by Pakistan" in before
    assert 'id="ghost"' not in before
    answer = shared.post(f"{CARE}/suppose", {"s": "0", **EDIT}, htmx=True)
    page = answer.text
    assert answer.headers["hx-push-url"].startswith(f"{CARE}?s=")
    assert "<html" not in page
    assert "Nobody blocks it" in page
    assert "Pakistan lets go: the text does not say “irrespective of their cooperation" in page
    assert "Blocked by Pakistan" in page.partition('id="ghost"')[2]
    tracked = re.search(r'class="tracked">(.*?)</p>', page)[1]
    assert "<del>irrespective</del><ins>without prejudice to the importance</ins> of their cooperation" in tracked
    assert "“Care without prejudice to cooperation”, there tabled by Argentina" in page
    whole = shared.get(answer.headers["hx-push-url"]).text
    assert whole.startswith("<!doctype html>")
    assert "Pakistan lets go" in whole


def test_the_ghost_and_the_answer_are_of_the_same_worlds(shared):
    s = shared.suppose(**EDIT)
    page = shared.get(f"{CARE}?s={s}&full=1").text
    now, _, before = page.partition('id="ghost"')
    assert "all of them" in before
    values = re.findall(r'<data value="([^"]*)"', before)
    alone = shared.get(f"{CARE}?full=1").text
    assert re.search(r'id="chance" value="([^"]*)"', alone)[1] == values[0]
    assert re.findall(r'<data value="([^"]*)"', alone) == values[1:]
    assert now


def test_everything_else_that_can_be_supposed(shared):
    def verdict(s, issue="victim_care"):
        page = shared.get(f"/issue/{issue}?s={s}").text
        return re.search(r'class="verdict">(.*?)</p>', page, re.DOTALL)[1].strip(), page

    lets_go = shared.suppose(what="let_go", who="pakistan")
    assert verdict(lets_go)[0] == "Nobody blocks it."
    assert "Supposed: Pakistan lets go on Care for victims" in verdict(lets_go)[1]
    back = shared.suppose(lets_go, what="let_go", who="pakistan")
    assert verdict(back)[0].startswith("Blocked by Pakistan")
    absent = shared.suppose(what="absent", who="pakistan")
    assert "Pakistan is not in the room" in verdict(absent)[1]
    other = verdict(absent, "non_punishment")[0]
    assert other.startswith("Blocked by")
    assert "Pakistan" not in other
    wide = shared.suppose(what="interval", who="pakistan", interval="0.0 – 1")
    assert "Pakistan accepts 0 to 1 on" in verdict(wide)[1]
    edited = shared.suppose(**EDIT)
    alone = shared.suppose(edited, what="talks", talks="none")
    said, page = verdict(alone)
    assert said.startswith("Blocked by Pakistan")
    assert "Pakistan objects now: the text at 0.75 lies outside its limit of 0.10" in page
    held = shared.suppose(alone, what="talk", who="pakistan")
    assert "Pakistan lets go: the talk moved its interval" in verdict(held)[1]
    tabled = shared.suppose(edited, what="by", who="argentina")
    page = verdict(tabled)[1]
    assert 'value="argentina" selected' in page
    assert "“Care without prejudice to cooperation”;" in page
    assert "As in the case" in shared.get(f"{CARE}?s={shared.suppose(tabled, what='nothing')}").text


def test_a_typed_phrase_becomes_an_option_and_the_lexicon_says_what_it_reads(shared):
    s = shared.suppose(what="phrase", clause="force", words="States parties are invited to ensure")
    page = shared.get(f"{CARE}?s={s}").text
    assert "States parties are invited to ensure" in page
    assert "The lexicon reads 0.4–0.4, middle 0.4: are invited to: tier 2" in page
    s = shared.suppose(what="phrase", clause="condition", words="zzz qqq")
    assert "The lexicon knows none of these words: anything from 0.0 to 1.0" in shared.get(f"{CARE}?s={s}").text
    assert "says this already" in shared.post(f"{CARE}/suppose", {"what": "phrase", "clause": "force",
                                              "words": "states parties SHOULD ensure"}).text  # fmt: skip


def test_each_of_two_tabs_has_its_own_state(shared):
    one = shared.suppose(**EDIT)
    other = shared.suppose(what="let_go", who="pakistan")
    assert "without prejudice to" in re.search(r'class="tracked">(.*?)</p>', shared.get(f"{CARE}?s={one}").text)[1]
    page = shared.get(f"{CARE}?s={other}").text
    assert "without prejudice to" not in re.search(r'class="tracked">(.*?)</p>', page)[1]
    assert f'href="{CARE}?s=0" title="Ctrl+Z"' in page
    assert f's={other}" title="Ctrl+Y"' in shared.get(f"{CARE}?s=0").text


PAGES = [
    "/", "/agenda?q=care", CARE, f"{CARE}?s=999999", f"{CARE}/cell/pakistan", f"{CARE}/cell/room", f"{CARE}/full",
    f"{CARE}/save", f"{CARE}/save?title=x", f"{CARE}/search", "/matrix?order=bloc", "/matrix?order=worst&stated=1",
    "/graph?full=1&issue=non_punishment", "/statements", "/drafts", "/outreach?full=1", "/book",
    "/problems", "/changes", "/static/book.css", "/static/workbench.css", "/static/htmx.js", "/static/keys.js",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_there_and_guarded(path, shared):
    answer = shared.get(path)
    assert answer.status_code == 200, answer.text[-300:]
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    if not path.startswith("/static"):
        assert "style=" not in answer.text
        assert not re.search(r'(src|href)="(?!/|#|data:,)', answer.text), "nothing from elsewhere"
        assert not re.search(r"<script(?! src=)|\son\w+=", answer.text)


def test_what_pages_tell(shared):
    assert "“" not in shared.get("/agenda?q=zzz").text
    assert "no issue with these words" in shared.get("/agenda?q=zzz").text
    cell = shared.get(f"{CARE}/cell/pakistan").text
    assert "Care must hang on cooperation with prosecution." in cell
    assert "cost of objecting" in cell
    assert "vienna_cable para 6 (U)" in cell
    grid = shared.get("/graph?full=1&issue=non_punishment").text
    assert "■" in grid
    assert "▸" in grid
    rows = [shared.get(f"/matrix?order={o}").text for o in ("roster", "bloc", "worst")]
    first = [re.search(r"<tbody>\s*<tr><th[^>]*>.*?</span> ([^<]*)<", page, re.DOTALL)[1] for page in rows]
    assert first[0] == "United States"
    assert {first[1], first[2]} <= {"Pakistan", "Russia", "Russian Federation", "Islamic Republic of Iran", "Iran"}
    assert "assumed" in rows[0].partition("<tbody>")[2].partition("</tbody>")[0]
    assert 'class="assumed"' not in shared.get("/matrix?stated=1").text
    assert "Russia" in shared.get("/outreach?full=1").text
    assert "No problems: 11 issues, 9 delegations" in shared.get("/problems").text


def test_the_agenda_gets_its_letters(shared):
    for _ in range(200):
        page = shared.get("/agenda").text
        if "being worked out" not in page:
            break
        time.sleep(0.05)
    from positions.findings import find_issue

    ledger = shared.bench.ledger(shared.bench.states[0].supposed, quick=False)
    wanted = [find_issue(ledger.empty(), i)[0].letter for i in list(shared.bench.case.issues)[:3]]
    assert re.findall(r'class="rag ([RAG])"', page)[:3] == wanted


def test_a_better_text_is_searched(shared):
    for _ in range(200):
        page = shared.get(f"{CARE}/search").text
        if "the best first" in page:
            break
        time.sleep(0.05)
    best = shared.get(f"{CARE}/compromise.json").json()["data"]
    texts = {p["wording"]: p["text"] for p in best["front"]}
    assert texts[best["ranked"][0]] in page.replace("&#39;", "'")


def test_the_vendored_script_is_what_it_was():
    static = ROOT / "positions" / "workbench" / "static"
    assert hashlib.sha256((static / "htmx.min.js").read_bytes()).hexdigest() == HTMX
    assert "Zero-Clause BSD" in (static / "htmx-licence.txt").read_text()
    assert "Zero-Clause" in (ROOT / "docs" / "workbench.md").read_text(encoding="utf-8")


# attacks


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost:8765", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:8765.evil.example", ""]
)
def test_a_foreign_name_is_not_answered(host, shared):
    answer = shared.get(CARE, host=host)
    assert answer.status_code == 400
    assert "Pakistan" not in answer.text
    assert answer.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8765", ""]
)
def test_a_foreign_page_changes_and_reads_nothing(origin, shared):
    kept = len(shared.bench.states._kept)
    assert shared.post(f"{CARE}/suppose", EDIT, origin=origin).status_code == 403
    assert len(shared.bench.states._kept) == kept
    if origin:
        assert shared.get(CARE, origin=origin).status_code == 403
    assert shared.get(CARE, **{"sec-fetch-site": "cross-site"}).status_code == 403
    assert shared.get(CARE, **{"sec-fetch-site": "same-site"}).status_code == 403


@pytest.mark.parametrize("path", [*PAGES, "/book/view", "/book/file/pdf", f"{CARE}/simulate.json"])
def test_without_the_token_nothing_is_answered(path, shared):
    with TestClient(shared.guard, base_url=ORIGIN) as stranger:
        assert stranger.get(path).status_code == 403
        for cookie in ("", "x", "é", "positions_8765=", f"positions_8765={'a' * 43}", 'positions_8765="\\', "=;=;"):
            answer = stranger.get(path, headers={"cookie": cookie.encode("latin-1")})
            assert answer.status_code == 403, cookie
            assert "victim" not in answer.text
    for token in ("", "?token=", "?token=x", f"?token={shared.guard.token}x", "?token=%ff"):
        assert stranger.get(f"/start{token}").status_code == 403
    assert stranger.post(f"/start?token={shared.guard.token}", headers={"origin": ORIGIN}).status_code == 403


def test_the_cookie_is_strict_and_hidden_from_scripts(shared):
    with TestClient(shared.guard, base_url=ORIGIN, follow_redirects=False) as fresh:
        cookie = fresh.get(shared.guard.start).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert shared.guard.token.lower() not in cookie


def test_get_changes_nothing(own):
    before, kept = files_of(own.bench.folder), len(own.bench.states._kept)
    for route in Pages(own.bench).routes():
        if "POST" in route.methods:
            path = route.path.replace("{issue}", "victim_care")
            answer = own.get(f"{path}?what=let_go&who=pakistan&name=x&line=x")
            assert answer.status_code in (200, 405), path
    for path in PAGES:
        own.get(path)
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"):
        assert own.http.request(method, f"{CARE}/suppose", headers={"origin": ORIGIN}).status_code == 405
    assert files_of(own.bench.folder) == before
    assert len(own.bench.states._kept) == kept


@pytest.mark.parametrize(
    "path",
    ["/static/../pages.py", "/static/..%2f..%2fdata%2fissues.yaml", "/static/%2e%2e/pages.py", "/static//etc/passwd",
     "/book/file/..%2f..%2fissues.yaml", "/issue/..%2f..", "/issue/victim_care/cell/..%2f..%2fx", "/issue/%00/save",
     "/static/htmx.min.js", "/issue/victim_care/secret.json"],
)  # fmt: skip
def test_no_path_leads_outside(path, shared):
    answer = shared.get(path)
    assert answer.status_code in (404, 422), answer.status_code
    assert "root:" not in answer.text
    assert "meeting:\n" not in answer.text


def test_what_is_too_large_is_refused(shared):
    large = {"what": "phrase", "clause": "force", "words": "x" * (MOST_BYTES + 10)}
    assert shared.post(f"{CARE}/suppose", large).status_code == 413

    def stream():
        for _ in range(100):
            yield b"x" * 10_000

    answer = shared.http.post(
        f"{CARE}/suppose", content=stream(),
        headers={"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert shared.get(f"{CARE}?s={'1' * 5000}").status_code == 414
    many = "&".join(f"choice.a{n}=x" for n in range(2000))
    form = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    assert shared.http.post(f"{CARE}/suppose", content=many, headers=form).status_code == 400
    assert shared.http.post(f"{CARE}/suppose", content=b"what=\xff\xfe\x00", headers=form).status_code in (400, 422)
    uploads = {"origin": ORIGIN, "content-type": "multipart/form-data; boundary=x"}
    assert shared.http.post(f"{CARE}/suppose", content=b"--x--", headers=uploads).status_code == 415
    long = shared.post(f"{CARE}/suppose", {"what": "phrase", "clause": "force", "words": "x " * 400})
    assert long.status_code == 422
    assert "at most 600" in long.text


@pytest.mark.parametrize(
    "form",
    [{"what": "nonsense"}, {"what": "text", "choice.nowhere": "x"}, {"what": "text", "choice.force": "nowhere"},
     {"what": "let_go", "who": "nobody"}, {"what": "absent", "who": "room"}, {"what": "by", "who": "nobody"},
     {"what": "interval", "who": "pakistan", "interval": "0.9-0.2"}, {"what": "wording", "wording": "nowhere"},
     {"what": "interval", "who": "pakistan", "interval": "nan-1"},
     {"what": "interval", "who": "iran", "interval": "1e999-2"},
     {"what": "phrase", "clause": "nowhere", "words": "x"}, {"what": "talk", "who": "nobody"}, {}],
)  # fmt: skip
@pytest.mark.parametrize("htmx", [True, False])
def test_what_cannot_be_supposed_is_said_in_words(form, htmx, shared):
    answer = shared.post(f"{CARE}/suppose", {"s": "0", **form}, htmx=htmx)
    assert answer.status_code in (404, 422)
    assert "fault in positions" not in answer.text
    assert ("HX-Retarget" in answer.headers) is htmx


SCRIPT = "<img src=x onerror=alert(1)>\"'{{7*7}}"


def test_a_script_in_any_field_stays_text(tmp_path):
    """Every text of a case that is not held to a form is a script; no page may hold it as markup."""
    import yaml

    folder = case_in(tmp_path / "data")
    free = {
        "title",
        "question",
        "reason",
        "note",
        "name",
        "text",
        "meaning",
        "if_raised",
        "quote",
        "said",
        "place",
        "body",
    }

    def poison(value, key=""):
        if isinstance(value, dict):
            return {k: poison(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [poison(v, key) for v in value]
        return f"{value} {SCRIPT}" if key in free and isinstance(value, str) and value else value

    for path in folder.glob("*.yaml"):
        made = poison(yaml.safe_load(path.read_text(encoding="utf-8")))
        path.write_text(yaml.safe_dump(made, sort_keys=False, allow_unicode=True), encoding="utf-8")
    client = Client(folder, draws=20, members=4)
    try:
        pages = [client.get(p) for p in PAGES]
        s = client.suppose(what="phrase", clause="force", words=SCRIPT)
        pages += [client.get(f"{p}?s={s}&title={SCRIPT}") for p in (CARE, f"{CARE}/cell/pakistan", f"{CARE}/save")]
        pages.append(client.get("/", **{"user-agent": SCRIPT}))
        pages.append(client.get(f"/agenda?q={SCRIPT}"))
        pages.append(client.get(f"/issue/{SCRIPT}"))
        for field in ("what", "who", "interval", "clause", "words", "wording", "choice.force", "s"):
            pages.append(client.post(f"{CARE}/suppose", {"what": "phrase", field: SCRIPT}))
            pages.append(client.post(f"{CARE}/suppose", {"what": "interval", "who": "iran", field: SCRIPT}, htmx=True))
        pages.append(client.post("/statements", {"line": SCRIPT}))
        pages.append(client.post(f"{CARE}/save", {"s": str(s), "name": SCRIPT, "seal": SCRIPT}))
        seen = 0
        for page in pages:
            assert "<img" not in page.text, page.url
            assert "49" not in re.findall(r"x onerror=alert\(1\).{0,40}", page.text)
            seen += "&lt;img src=x" in page.text
        assert seen > 15
    finally:
        client.close()


# what it writes


def save(client, s, title="Chair without prejudice"):
    page = client.get(f"{CARE}/save?s={s}&title={title}").text
    seal = re.search(r'name="seal" value="(\w+)"', page)
    return page, client.post(f"{CARE}/save", {"s": str(s), "name": title, "seal": seal[1] if seal else ""})


def test_the_difference_is_shown_then_written_and_taken_back_after_a_restart(own):
    folder, before = own.bench.folder, files_of(own.bench.folder)
    s = own.suppose(own.suppose(**EDIT), what="interval", who="pakistan", interval="0.1-0.6")
    s = own.suppose(s, what="phrase", clause="force", words="States parties are invited to ensure")
    s = own.suppose(s, what="let_go", who="iran")
    page, answer = save(own, s)
    assert files_of(folder).keys() == before.keys()
    assert "<ins>+      chair_without_prejudice:</ins>" in page
    assert "<del>-      acceptance: [0.0, 0.1]</del>" in page
    assert answer.status_code == 303
    after = files_of(folder)
    assert {n for n in after if after[n] != before.get(n)} == {"issues.yaml", "delegations.yaml"}
    for name in after:
        gone = [line for line in before[name].decode().splitlines() if line.lstrip().startswith("#")]
        assert all(line in after[name].decode() for line in gone), "comments stay"
    case = load_case(folder)
    made = case.issues["victim_care"].wordings["chair_without_prejudice"]
    assert (made.tabled_by, made.choice["condition"]) == ("", "without_prejudice")
    assert (
        case.issues["victim_care"]
        .clauses["force"]
        .options[made.choice["force"]]
        .text.startswith("States parties are inv")
    )
    assert case.stances["pakistan", "victim_care"].acceptance == (0.1, 0.6)
    assert case.stances["iran", "victim_care"] == load_case(ROOT / "data").stances["iran", "victim_care"] if (
        "iran", "victim_care") in case.stances else True  # fmt: skip
    kept = own.bench.states[s].supposed
    assert kept.phrases == (), "the case says it itself now"
    assert dict(kept.texts["victim_care"].choice) == made.choice
    journal = folder / JOURNAL
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert json.loads(journal.read_text())["marking"] == case.marking().value == "SBU"
    own.close()
    later = Client(folder)
    assert "Chair without prejudice" in later.get("/changes").text
    assert later.post("/undo").status_code == 303
    assert files_of(folder) == before
    assert later.post("/undo").status_code == 422
    later.close()


def test_a_file_that_an_editor_changed_meanwhile_is_not_overwritten(own):
    folder = own.bench.folder
    path = folder / "issues.yaml"
    s = own.suppose(**EDIT)
    page = own.get(f"{CARE}/save?s={s}&title=New").text
    seal = re.search(r'name="seal" value="(\w+)"', page)[1]
    edited = path.read_text().replace("# The meeting,", "# Somebody was here.\n# The meeting,")
    path.write_text(edited)
    answer = own.post(f"{CARE}/save", {"s": str(s), "name": "New", "seal": seal})
    assert answer.status_code == 422
    assert "the case was changed meanwhile; nothing was written" in answer.text
    assert path.read_text() == edited
    assert "Somebody" not in own.get("/changes").text
    # between the last look and the write
    s = own.suppose(**EDIT)
    change = own.bench.change("victim_care", own.bench.states[s].supposed, "New")
    path.write_text(edited.replace("Somebody", "Another"))
    from positions.casefiles.edit import write_changes

    with pytest.raises(PositionsError, match="changed by somebody else"):
        write_changes(folder, change.before, change.texts, write=own.bench.journal.writing("x"))
    assert "Another" in path.read_text()
    assert own.bench.journal.entries == []
    # after the write, before it is taken back
    s = own.suppose(**EDIT)
    assert save(own, s)[1].status_code == 303
    path.write_text(path.read_text() + "\n# one more\n")
    assert own.post("/undo").status_code == 422
    assert path.read_text().endswith("# one more\n")


def test_the_case_is_read_again_when_it_changes(own):
    path = own.bench.folder / "issues.yaml"
    old = path.read_text()
    own.get(CARE)
    path.write_text(old.replace("title: Care for victims who do not cooperate", "title: Care for everybody"))
    assert "Care for everybody" in own.get("/").text
    path.write_text(old.replace("tabled: irrespective", "tabled: nowhere"))
    page = own.get("/").text
    assert "Care for everybody" in page
    assert "The files of the case have problems" in page
    assert "nowhere" in own.get("/problems").text
    assert save(own, own.suppose(**EDIT))[1].status_code == 422
    path.write_text(old)
    assert "have problems" not in own.get("/").text


def test_what_is_supposed_stays_where_it_still_has_a_meaning(own):
    path = own.bench.folder / "issues.yaml"
    s = own.suppose(**EDIT)
    s = own.suppose(s, what="phrase", clause="force", words="States parties are invited to ensure")
    s = own.suppose(s, what="interval", who="pakistan", interval="0.2-0.4")
    bare = own.suppose(s, what="interval", who="iran", interval="0.2-0.4")
    assert "nothing that Iran said on this is in the case" in own.get(f"{CARE}/save?s={bare}&title=x").text
    s = own.suppose(s, what="absent", who="china")
    s = own.suppose(s, what="talk", who="iran")
    old = own.bench.states[s].supposed
    path.write_text(path.read_text() + "\n# looked at\n")
    page = own.get(f"{CARE}?s={s}").text
    assert own.bench.states[s].supposed == old
    assert "States parties are invited to ensure" in page
    text = path.read_text()
    assert text.count("          without_prejudice: {text:") == 1
    text = text.replace("          without_prejudice: {text:", "          without: {text:")
    path.write_text(text.replace("condition: without_prejudice}", "condition: without}"))
    page = own.get(f"{CARE}?s={s}").text
    assert "the case as it was before" not in page
    new = own.bench.states[s].supposed
    assert new.texts == {}
    assert (new.phrases, new.intervals, new.absent, new.talks) == (old.phrases, old.intervals, old.absent, old.talks)
    assert save(own, s, "New")[1].status_code == 303
    assert own.bench.states[s].supposed.phrases == old.phrases, "it does not stand in the text, so it was not written"
    assert load_case(own.bench.folder).stances["pakistan", "victim_care"].acceptance == (0.2, 0.4)


@pytest.mark.parametrize("where", ["journal", "case"])
def test_a_full_disk_writes_nothing(where, own, monkeypatch):
    import errno

    from positions.workbench import journal

    before = files_of(own.bench.folder)
    s = own.suppose(**EDIT)
    own.get(f"{CARE}/save?s={s}&title=New")
    real = journal.write_together

    def full(files, **how):
        hit = any(p.name == JOURNAL for p in files) == (where == "journal")
        if hit and full.armed:
            full.armed = False
            raise OSError(errno.ENOSPC, "No space left on device")
        real(files, **how)

    full.armed = True
    monkeypatch.setattr(journal, "write_together", full)
    answer = save(own, s, "New")[1]
    assert answer.status_code == 422
    assert "No space left on device" in answer.text
    assert files_of(own.bench.folder) == before
    assert "<li>" not in own.get("/changes").text.partition("<main")[2]
    assert not [p for p in own.bench.folder.iterdir() if p.name.startswith(".writing")]
    if where == "case":
        assert json.loads((own.bench.folder / JOURNAL).read_text())["open"] is None


KILLED = """
import os, signal, sys
from pathlib import Path
from positions.workbench.journal import Journal
folder, after = Path(sys.argv[1]), int(sys.argv[2])
real, count = os.replace, [0]
def replace(a, b):
    if not str(b).endswith(".json"):
        if count[0] == after:
            os.kill(os.getpid(), signal.SIGKILL)
        count[0] += 1
    real(a, b)
os.replace = replace
names = ("issues.yaml", "delegations.yaml")
write = Journal(folder).writing("two files")
write({folder / n: (folder / n).read_bytes() + b"# new\\n" for n in names})
os.kill(os.getpid(), signal.SIGKILL) if after == 2 else None
"""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_killed_in_the_midst_of_a_write(after, tmp_path):
    folder = case_in(tmp_path / "data")
    before = files_of(folder)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(after)], env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == -9
    half = files_of(folder)
    changed = [n for n in before if half[n] != before[n]]
    assert len(changed) == after
    client = Client(folder)
    try:
        now = {n: files_of(folder)[n] for n in before}
        whole = {n: t + b"# new\n" if n in ("issues.yaml", "delegations.yaml") else t for n, t in before.items()}
        assert now in (before, whole)
        page = client.get("/").text
        if now == before:
            assert "a change was cut short; the case is as it was before: two files" in page
        elif after < 2:  # or the journal knew that all was written
            assert "the last change was written before the program ended: two files" in page
        if after:
            assert now == whole  # moves that had begun are finished
            assert client.post("/undo").status_code == 303
            assert {n: files_of(folder)[n] for n in before} == before
    finally:
        client.close()


@pytest.mark.parametrize(
    "text",
    ["{", "[]", '{"form": 1}', '{"form": 2, "marking": "U", "entries": [], "open": null}',
     '{"form": 1, "marking": "unheard", "entries": [], "open": null}',
     *(json.dumps({"form": 1, "marking": "U", "open": None, "entries": [{"what": "x", "before": b, "after": a}]})
       for b, a in [({"../a.yaml": "x"}, {"../a.yaml": "y"}), ({"/etc/a.yaml": "x"}, {"/etc/a.yaml": ""}),
                    ({}, {"a.yaml": ""})])],
)  # fmt: skip
def test_a_journal_that_is_none_is_refused(text, tmp_path):
    folder = case_in(tmp_path / "data")
    (folder / JOURNAL).write_text(text)
    with pytest.raises(PositionsError, match="no journal of this program"):
        Bench(folder)


def test_a_journal_is_marked_as_high_as_its_case_ever_was(tmp_path):
    folder = case_in(tmp_path / "data")
    journal = Journal(folder)
    journal.marking = Marking.S
    journal.writing("x")({folder / "new.yaml": b"notes: []\n"})
    assert Journal(folder).marking == Marking.S
    (folder / "new.yaml").unlink()
    assert Bench(folder).journal.marking == Marking.S
    client = Client(folder)
    assert client.get("/changes").text.count("SECRET") == 3, "as high as what it holds: title, head and foot"
    client.close()


def test_a_line_is_noted_and_a_wrong_one_is_not(own):
    folder, before = own.bench.folder, files_of(own.bench.folder)
    wrong = own.post("/statements", {"line": "2010-01-28 victim_care: PAK opposses (U) [vienna_cable 6]"})
    assert wrong.status_code == 422
    assert files_of(folder) == before
    line = "2010-01-28 victim_care: PAK opposes (U) [vienna_cable 6]"
    assert own.post("/statements", {"line": line}).status_code == 303
    assert line in (folder / "floor.txt").read_text()
    assert "floor.txt:1" in own.get("/statements").text
    assert "2010-01-28" in own.get(f"{CARE}/cell/pakistan").text
    assert own.post("/undo").status_code == 303
    assert files_of(folder) == before


# a release


def test_a_release_holds_nothing_of_what_lies_above(tmp_path):
    """Everything that the server answers about a case with something above the mark in every field is searched."""
    canaries.write_pair(tmp_path / "pair")
    folder = tmp_path / "pair" / "planted"
    (folder / JOURNAL).write_text(
        json.dumps({"form": 1, "marking": "S", "entries": [], "open": None, "x": canaries.WORD})
    )
    client = Client(folder, release=Marking.U, draws=10, members=4)
    try:
        asked = [
            "/", "/agenda", "/matrix?order=bloc", "/matrix?order=worst&stated=1", "/statements", "/drafts", "/problems",
            "/changes", "/outreach?full=1", "/book", f"/issue/{canaries.WORD}issue",
        ]  # fmt: skip
        actors = [*client.bench.case.delegations, f"{canaries.WORD}delegation"]
        for issue in canaries.ISSUES:
            page = f"/issue/{issue}"
            asked += [page, f"{page}?full=1", f"{page}/save", f"{page}/search", f"/graph?full=1&issue={issue}"]
            asked += [f"{page}/{kind}.json" for kind in ("simulate", "blocs", "compromise")]
            asked += [f"{page}/cell/{actor}" for actor in actors]
        answers = [client.get(path) for path in asked]
        s = client.suppose(**EDIT)
        answers += [client.get(f"{path}?s={s}") for path in asked if path.startswith("/issue/")]
        answers.append(client.post("/statements", {"line": "2010-01-28 victim_care: PAK opposes (U) [vienna_cable 6]"}))
        answers.append(client.post(f"{CARE}/save", {"s": str(s), "name": "x", "seal": ""}))
        answers.append(client.post("/undo"))
        assert [a.status_code for a in answers[-3:]] == [422, 422, 422]
        assert client.post("/book").status_code == 303
        client.bench.worker.find(("book",)).ended.wait(120)
        answers += [
            client.get(p) for p in ("/book", "/book/view", "/book/file/docx", "/book/file/xlsx", "/book/file/pdf")
        ]
        named = {str(a.url).replace(canaries.WORD, ""): a.content.replace(f"{canaries.WORD}issue".encode(), b"")
                 .replace(f"{canaries.WORD}delegation".encode(), b"") if a.status_code == 404 else a.content
                 for a in answers}  # fmt: skip
        assert len(named) > 40
        assert search.found_in(named, canaries.NEEDLES) == []
        assert "Released at U:" in answers[0].text
        assert not (folder / "floor.txt").exists()
        kept = repr(vars(client.bench)) + repr(client.bench.case)
        assert canaries.WORD not in kept
    finally:
        client.close()


# the worker


def test_one_computing_at_a_time_that_can_be_stopped():
    worker, running, most = Worker(), [], []
    gate = threading.Event()

    def work(step):
        running.append(1)
        most.append(len(running))
        try:
            for _ in range(1000):
                gate.wait(0.01)
                step()
        finally:
            running.pop()

    jobs = [worker.ask(n, "k", "x", work, total=1000) for n in range(3)]
    while jobs[0].state != "running":
        time.sleep(0.001)
    assert worker.ask(0, "k", "x", work) is jobs[0]
    urgent = worker.ask("u", "full", "x", lambda step: step() or "done", rank=0)
    newer = worker.ask("n", "k", "x", lambda step: step() or 7, alone=True)
    assert urgent.ended.wait(5)
    assert newer.ended.wait(5)
    assert [j.state for j in jobs] == ["stopped"] * 3
    assert (urgent.result, newer.result) == ("done", 7)
    assert set(most) == {1}
    again = worker.ask(0, "k", "x", lambda step: step() or "again")
    assert again.ended.wait(5)
    assert again.result == "again"
    order, held = [], threading.Event()
    first = worker.ask("f", "k", "x", lambda _: held.wait(5))
    last = worker.ask("l", "k", "x", lambda _: order.append("last"), rank=2)
    plain = worker.ask("p", "k", "x", lambda _: order.append("plain"))
    soon = worker.ask("s", "full", "x", lambda _: order.append("soon"), rank=0)
    held.set()
    assert all(job.ended.wait(5) for job in (first, last, plain, soon))
    assert order == ["soon", "plain", "last"]
    worker.busy()
    letter = worker.ask("z", "letter", "x", lambda _: None, rank=2)
    assert not letter.ended.wait(0.3), "what nobody waits for leaves the person alone"
    assert letter.ended.wait(5)
    wrong = worker.ask("w", "k", "x", lambda step: 1 / 0)
    assert wrong.ended.wait(5)
    assert (wrong.state, "division" in wrong.said) == ("failed", True)
    gate.set()
    worker.close()
    assert not worker._thread.is_alive()
