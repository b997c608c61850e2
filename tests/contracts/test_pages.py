"""The pages: they become a site without a warning, their links lead somewhere, and every command line on them runs."""

import contextlib
import importlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import click
import pytest

from positions.casefiles.starter import write_starter
from positions.cli import COMMANDS, run

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "docs/how-to").glob("*.md"))]
IN_ORDER = [ROOT / "docs/tutorial.md", *sorted((ROOT / "docs/how-to").glob("*.md"))]
FEW = {"--draws": "4", "--members": "2", "--budget": "60", "--search-draws": "10"}
USAGE = re.compile(r"\b[A-Z]{3,}\b(?!\.)|…|\.\.\.|\[[A-Z-]")  # positions check DIR, positions score [FOLDER]...
FILE = re.compile(r"as `([\w.-]+)`:\n\n```text\n(.*?)^```", re.DOTALL | re.MULTILINE)
SHELL = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)


def lines_of(page):
    """Return every command line of a page, as it stands there."""
    text = page.read_text(encoding="utf-8")
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    found = [line.strip() for block in blocks for line in block.split("\n") if line.strip().startswith("positions ")]
    found += re.findall(r"^    (positions .*)", text, re.MULTILINE) + re.findall(r"`(positions [^`\n]+)`", text)
    return list(dict.fromkeys(found))


def options_of(name):
    command = importlib.import_module(f"positions.cli.{COMMANDS[name][0]}").command
    return {opt for p in command.params if isinstance(p, click.Option) for opt in (*p.opts, *p.secondary_opts)}


def call(words, given=""):
    """Run a command with few draws, in the folder that is current; return exit status and what was said."""
    name = words[0]
    few = [w for option, value in FEW.items() if option in options_of(name) for w in (option, value)]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        patch.setattr("positions.cli.options.defaults.DRAWS", 4)
        code = run([*words, *few])
    return int(code), out.getvalue() + err.getvalue()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder in which what the pages name is there: a clone's data and examples, a case of one's own, a few files."""
    folder = tmp_path_factory.mktemp("pages")
    shutil.copytree(ROOT / "data", folder / "data")
    shutil.copytree(ROOT / "data", folder / "data.monday")
    (folder / "examples").symlink_to(ROOT / "examples")
    (folder / "my-record").symlink_to(ROOT / "examples" / "record")
    write_starter(folder / "my-meeting")
    write_starter(folder / "anna")
    said = "2030-04-20 night_work: SUN opposes (SBU) [first_reading]\n"
    (folder / "carla.txt").write_text(said, encoding="utf-8")
    shutil.copy(ROOT / "examples/cable/kap_0042.txt", folder / "cable.txt")
    shutil.copy(ROOT / "examples/cable/kap_0042.txt", folder / "draft.txt")
    shutil.copy(ROOT / "examples/drafts/agenda.txt", folder / "agenda.txt")
    (folder / "rev1.txt").write_text("Ports [shall / should] publish their fees.\n", encoding="utf-8")
    head = "actor,issue,position,salience\nNorhavn,tax,70,80\nSund,tax,40,60\n"
    (folder / "table.csv").write_text(head, encoding="utf-8")
    with contextlib.chdir(folder):
        assert call(["export", "my-meeting", "-o", "case.xlsx"])[0] == 0
        assert call(["export", "anna", "-o", "ben.xlsx"])[0] == 0
        assert call(["seal", "my-meeting", "-o", "sealed.json"])[0] == 0
        assert call(["read", "cable.txt", "data", "-o", "coding.xlsx", "--document", "cable"])[0] in (0, 2)
    return folder


# what a page names and nobody has: a case whose meeting is over, a table of everybody's dues, a coded worksheet
OF_THE_READER = {
    "positions score my-meeting", "positions score --sealed sealed.json my-meeting", "positions import coding.xlsx",
    "positions vote domestic_scope --weights dues.csv --rule weighted:65%",
    "positions next my-meeting next-folder", "positions init my-meeting --from agenda.txt",
    "positions init my-meeting", "positions demarche",
}  # fmt: skip
HEAVY = re.compile(
    "^positions serve|--cluster|examples/record -o|my-record|^positions score$"
)  # run elsewhere in the tests


@pytest.mark.parametrize("page", [p for p in PAGES if p not in IN_ORDER], ids=lambda p: p.stem)
def test_every_command_line_of_a_page_is_one(page, place):
    for line in lines_of(page):
        plain = re.sub(r"\s+#.*", "", line)
        words = shlex.split(plain)[1:]
        if words[0] == "COMMAND":
            continue
        assert words[0] in COMMANDS, (page.name, line)
        for word in words:
            option = re.match(r"\[?(--?[a-z][a-z-]*)", word)
            known = {*options_of(words[0]), "--help", "-h", "--quiet", "-q"}
            assert option is None or option[1] in known, (page.name, line, word)
        if USAGE.search(plain) or plain in OF_THE_READER or HEAVY.search(plain):
            continue
        if plain.endswith("--json") or words[0] in ("brief", "cable", "seal"):
            words += {"brief": ["-o", "a-book", "--parents"], "cable": ["--tags", "PREL"], "seal": []}.get(words[0], [])
        with contextlib.chdir(place):
            code, said = call(words)
            shutil.rmtree("a-book", ignore_errors=True)
        only_named = words == [words[0]] and re.search("Missing argument|name (an|a|two|the)", said)
        assert code == 0 or "--check" in words or only_named, (page.name, line, said[-500:])


@pytest.mark.parametrize("page", IN_ORDER, ids=lambda p: p.stem)
def test_a_reader_who_types_a_page_from_top_to_bottom_gets_through(page, tmp_path):
    text = page.read_text(encoding="utf-8")
    shutil.copy(ROOT / "examples/cable/kap_0042.txt", tmp_path / "cable.txt")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    lines = [line for block in SHELL.findall(text) for line in block.split("\n") if line]
    assert len(lines) >= 4
    with contextlib.chdir(tmp_path):
        for line in lines:
            words, _, given = line.partition(" < ")
            code, said = call(shlex.split(words)[1:], Path(given).read_text(encoding="utf-8") if given else "")
            assert code == 0, (line, said[-600:])


def test_what_the_tutorial_promises_of_its_meeting(tmp_path):
    text = (ROOT / "docs/tutorial.md").read_text(encoding="utf-8")
    for name, content in FILE.findall(text):
        (tmp_path / name).write_text(content, encoding="utf-8")
    with contextlib.chdir(tmp_path):
        call(["init", "ports", "--from", "agenda.txt"])
        call(["note", "ports", "-"], Path("notes.txt").read_text(encoding="utf-8"))
        blocs = call(["blocs", "ports", "fees"])[1]
        assert re.search(r"even alone\s+Vesterland\n", blocs)
        assert "to free it    Vesterland must let go" in blocs
        compromise = call(["compromise", "ports", "fees"])[1]
    first = compromise.split("ask for this first")[1].split("\n")[1]
    assert "[-shall-]{+should+}" in first
    assert "every year" in first


# ------------------------------------------------------------------------------------------------------------ the site


class Links(HTMLParser):
    """The links of a page, its anchors, and what its browser would load."""

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.loads = set(), set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.anchors |= {found[key] for key in ("id", "name") if found.get(key)}
        if tag == "a" and found.get("href"):
            self.links.add(found["href"])
        if tag in ("img", "script", "iframe", "source") and found.get("src"):
            self.loads.add(found["src"])
        if tag == "link" and found.get("rel") in ("stylesheet", "preload", "icon", "preconnect"):
            self.loads.add(found["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site, built as ``make docs`` does; a warning is an error."""
    pytest.importorskip("sphinx", reason="the extra docs is not installed")
    out = tmp_path_factory.mktemp("site")
    recipe = re.search(r"sphinx-build (.*) docs build/docs", (ROOT / "Makefile").read_text(encoding="utf-8"))
    assert recipe
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *recipe[1].split(), "-d", out / "trees", ROOT / "docs", out / "html"],
        env={**os.environ, "PYTHONWARNINGS": "ignore"}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = {p: Links(p.read_text(encoding="utf-8")) for p in (out / "html").rglob("*.html")}
    return out / "html", pages


def test_the_site_has_every_page(site):
    html, pages = site
    wanted = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in (ROOT / "docs").rglob("*.md")}
    assert wanted <= {p.relative_to(html) for p in pages}
    assert "positions.load" in (html / "api.html").read_text(encoding="utf-8")


def test_every_link_of_the_site_leads_somewhere(site):
    html, pages = site
    wrong = []
    for page, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            lost = parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors
            if lost or not target.exists():
                wrong.append(f"{page.relative_to(html)}: {link}")
    assert wrong == []


def test_the_site_fetches_nothing(site):
    html, pages = site
    fetched = {load for found in pages.values() for load in found.loads if urlsplit(load).netloc}
    assert fetched == set()
    for style in html.rglob("*.css"):
        assert not re.search(r"@import\s|url\(\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")), style.name


def test_every_file_that_a_page_links_to_is_there():
    for page in PAGES:
        for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not urlsplit(link).scheme and urlsplit(link).path:
                assert (page.parent / urlsplit(link).path).exists(), (page.name, link)
