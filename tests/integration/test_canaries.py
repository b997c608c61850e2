"""No output of a release holds anything of what was withheld, and no released number hangs on it.

Every field of the field table is planted above the mark; every command that takes ``--release`` is run, with every
kind of file it writes. What it makes is searched byte by byte, and it has to be the same, byte by byte, as what it
makes of the case from which the planted things were taken out by hand.
"""

import base64
import contextlib
import gzip
import importlib.util
import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from positions.casefiles.table import FIELDS
from positions.cli import COMMANDS, run

HERE = Path(__file__).parent


def _load(name):
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


canaries, search = _load("canary_case"), _load("search_bytes")

FEW = ["--draws", "10", "--members", "4"]
NOT_OF_A_CASE = {
    "check",
    "init",
    "import",
    "learn",
    "lexicon",
    "migrate",
    "note",
    "serve",
}  # shown to its author; of serve, every page is asked in tests/integration/test_workbench.py
# what is called; CASE and BEFORE are case folders, OUT a new folder
CALLS = {
    "brief": ["brief", "CASE", "--draws", "10", "--jobs", "1", "--out", "OUT/book",
              "--out", "OUT/book.docx", "--out", "OUT/book.pdf", "--cable"],
    "matrix": ["matrix", "CASE"],
    "matrix_json": ["matrix", "CASE", "--json"],
    "matrix_csv": ["matrix", "CASE", "--out", "OUT/matrix.csv"],
    "matrix_numbers": ["matrix", "CASE", "--numbers"],
    "matrix_png": ["matrix", "CASE", "--out", "OUT/matrix.png"],
    "matrix_svg": ["matrix", "CASE", "--out", "OUT/matrix.svg"],
    "graph_text": ["graph", "CASE", "--draws", "10"],
    **{f"graph_{end}": ["graph", "CASE", "--draws", "10", "--out", f"OUT/graph.{end}"]
       for end in ("graphml", "gexf", "dot", "json", "graph.json", "mmd", "csv", "png", "svg")},
    "graph_of_issue": ["graph", "CASE", "--draws", "10", "victim_care"],
    "blocs": ["blocs", "--case", "CASE"],
    "blocs_json": ["blocs", "--case", "CASE", "--json"],
    "blocs_believed": ["blocs", "--case", "CASE", "--reading", "believed", "--json"],
    "simulate_mixed": ["simulate", "--case", "CASE", *FEW, "--reading", "mixed"],
    "forecast_believed": ["forecast", "--case", "CASE", "--reading", "believed"],
    "blocs_why": ["blocs", "victim_care", "--case", "CASE", "--why", "pakistan"],
    "simulate": ["simulate", "--case", "CASE", *FEW],
    "simulate_json": ["simulate", "--case", "CASE", *FEW, "--json"],
    "compromise": ["compromise", "victim_care", "--case", "CASE", *FEW],
    "compromise_json": ["compromise", "victim_care", "--case", "CASE", *FEW, "--json"],
    "package": ["package", "victim_care", "domestic_scope", "--case", "CASE", *FEW, "--json"],
    "outreach": ["outreach", "CASE", *FEW, "--json"],
    "vote": ["vote", "victim_care", "--case", "CASE", *FEW, "--json"],
    "sweep": ["sweep", "CASE", *FEW, "victim_care", "--vary", "base_cost=0.05,0.15",
              "--out", "OUT/sweep.parquet", "--out", "OUT/sweep.png", "--parts", "OUT/parts"],
    "sweep_csv": ["sweep", "CASE", *FEW, "victim_care", "--out", "OUT/sweep.csv", "--parts", "OUT/parts"],
    "forecast": ["forecast", "--case", "CASE", "--json"],
    "score": ["score", "--case", "CASE", "--draws", "10", "--json"],
    "seal": ["seal", "CASE", "--draws", "10", "--out", "OUT/sealed.json"],
    "cable": ["cable", "CASE", "--draws", "10", "--out", "OUT/cable.txt", "--json"],
    "demarche": ["demarche", "russia", "--case", "CASE", "--before", "BEFORE"],
    "demarche_json": ["demarche", "russia", "--case", "CASE", "--json"],
    "demarche_tracker": ["demarche", "russia", "--case", "CASE", "--before", "BEFORE", "--plan", "open_plan",
                         "--out", "OUT/asks.csv"],
    "demarche_papers": ["demarche", "russia", "--case", "CASE", "--before", "BEFORE", "--plan", "open_plan",
                        "--non-paper", "--out", "OUT/paper.txt", "--out", "OUT/paper.docx", "--hand-over", "TS"],
    "diff": ["diff", "BEFORE", "CASE"],
    "diff_json": ["diff", "BEFORE", "CASE", "--json"],
    "export": ["export", "CASE", "--out", "OUT/case.xlsx"],
    "stances": ["stances", "CASE"],
    "stances_json": ["stances", "CASE", "--json"],
    "timeline": ["timeline", "CASE", "--out", "OUT/timeline.png"],
    "timeline_json": ["timeline", "CASE", "--json"],
    "draft": ["draft", "CASE", "victim_care", "DRAFT", "--draws", "10"],
    "draft_html": ["draft", "CASE", "victim_care", "DRAFT", "--draws", "10", "--out", "OUT/changes.html"],
    "draft_json": ["draft", "CASE", "victim_care", "DRAFT", "--draws", "10", "--json"],
    "history": ["history", "CASE", "victim_care", "--draws", "10", "--json"],
    "merge": ["merge", "CASE", "BEFORE", "--out", "OUT/merged", "--out", "OUT/page.txt"],
    "merge_json": ["merge", "CASE", "BEFORE", "--group", "g77", "--json"],
    "next": ["next", "CASE", "OUT/next", "--json"],
    "read_xlsx": ["read", "CABLE", "--case", "CASE", "--out", "OUT/coding.xlsx"],
    "read_yaml": ["read", "CABLE", "--case", "CASE", "--out", "OUT/coding.yaml"],
}  # fmt: skip
DATED = {"next"}  # its outcome has a date, and no stance of the planted case may be later: only its release is walked
NO_WORDS = {
    "merge/merged/case.schema.json",
}
NUMBERS_ONLY = {"package", "export"}  # on the terminal: counts, and chances of two issues
DRAFT = "States parties should [ensure / consider] care for victims[, irrespective of their cooperation].\n"
CABLE = """UNCLASSIFIED VIENNA 000061
TAGS: KCRM
SUBJECT: VICTIMS
1. (U) Pakistan spoke on care for victims who do not
cooperate.
2. (SBU) Argentina on care for victims: WORD1.
3. (S) Russia on purely domestic trafficking: WORD2.
4. Iran on care for victims who do not cooperate: WORD3.
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """Folders ``planted`` and ``bare``, earlier states and cables of both, and the fields that were planted."""
    folder = tmp_path_factory.mktemp("pair") / "cases"
    fields = canaries.write_pair(folder)
    for which, word in (("planted", canaries.WORD), ("bare", "nothing")):
        (folder / which / "cable.txt").write_text(CABLE.replace("WORD", word), encoding="ascii")
        (folder / which / "draft.txt").write_text(DRAFT, encoding="ascii")
    return folder, fields


def words_of(folder, which, out, name):
    """Return the words of a call with its places filled in; ``out`` is made."""
    places = {"CASE": folder / which, "BEFORE": folder / f"{which}_before", "CABLE": folder / which / "cable.txt"}
    places["DRAFT"] = folder / which / "draft.txt"
    out.mkdir()
    return [str(places.get(word, word)).replace("OUT", str(out)) for word in CALLS[name]]


def files_in(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def call(capfd, folder, which, out, name, *more):
    """Run one call; return its exit code and all it wrote: standard output and error, files by their names."""
    code = run([*words_of(folder, which, out, name), *more])
    said = capfd.readouterr()
    tidy = [text.replace(str(out), "OUT").replace(str(folder / which), "CASE") for text in (said.out, said.err)]
    return code, {"stdout": tidy[0].encode(), "stderr": tidy[1].encode(), **files_in(out)}


def leaks(files):
    return search.found_in(files, canaries.NEEDLES)


def test_every_field_that_the_table_knows_is_planted(pair):
    _, fields = pair
    known = {f.path for f in FIELDS if f.owner not in canaries.UNMARKED}
    assert known - fields == set()
    assert set(canaries.UNMARKED) < {f.owner for f in FIELDS}


def test_every_command_that_reads_a_case_is_called():
    assert {words[0] for words in CALLS.values()} == set(COMMANDS) - NOT_OF_A_CASE


@pytest.mark.parametrize("name", CALLS)
def test_a_release_holds_no_canary_and_hangs_on_none(name, pair, tmp_path, capfd):
    made = []
    for which in ("planted", "bare"):
        code, files = call(capfd, pair[0], which, tmp_path / which, name, "--release", "U")
        assert code == 0, files["stderr"].decode()
        assert b"withheld before anything was computed" in files["stderr"]
        made.append(files)
    assert sorted(made[0]) == sorted(made[1])
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []
    assert any(data for name, data in made[0].items() if name != "stderr")
    assert all(data for name, data in made[0].items() if name != "stdout")
    assert leaks(made[0]) == []


def test_what_is_handed_over_holds_no_canary_without_a_release_either(pair, tmp_path, capfd):
    """What a person does not hand over, and what is for own use, is not in a non-paper of the whole case."""
    words = ["demarche", "russia", "--case", str(pair[0] / "planted"), "--plan", "open_plan"]
    code = run([*words, "--non-paper", "-o", str(tmp_path / "paper.txt"), "-o", str(tmp_path / "paper.docx")])
    assert code == 0, capfd.readouterr().err
    assert leaks({p.name: p.read_bytes() for p in tmp_path.iterdir()}) == []


@pytest.fixture(scope="module")
def unfiltered(pair, tmp_path_factory):
    """Everything that the same calls write, with the same release, when the filter lets everything through."""
    found, root = {}, tmp_path_factory.mktemp("unfiltered")
    asked = ["--declassify", "2059-01-01", "--classified-by", "A. Person", "--reason", "1.4 (b)"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("positions.model.withhold", lambda case, mark: case)
        from positions.cables import worksheet

        whole = worksheet.make_worksheet
        patch.setattr(worksheet, "make_worksheet", lambda *a, release, **more: whole(*a, **more))
        for name in [n for n in CALLS if n not in DATED]:
            more = asked if name == "cable" else ["--release", "U"]
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(io.StringIO()) as wrong:
                words = words_of(pair[0], "planted", root / name, name)
                code = run([word for word in words if word != "--cable"] + more)
            assert code == 0, (name, wrong.getvalue())
            found |= {f"{name}/{path}": data for path, data in files_in(root / name).items()}
            found[f"{name}/stdout"] = said.getvalue().encode()
    return found


def tells(data):
    """Whether a canary is in it; a file that names delegations by their three letters only, has those."""
    return bool(search.found_in({"": data}, canaries.NEEDLES)) or re.search(rf"\b{canaries.CODE}\b".encode(), data)


BROKEN = ["html", "docx", "pdf", "xlsx", "yaml", "json", "csv", "txt", "graphml", "gexf", "dot", "mmd", "svg"]


@pytest.mark.parametrize("suffix", BROKEN)
def test_with_the_filter_broken_it_is_found_out_in_every_format(suffix, unfiltered):
    files = {name: data for name, data in unfiltered.items() if name.endswith(f".{suffix}")}
    assert files
    assert {name for name, data in files.items() if not tells(data)} <= NO_WORDS


def test_with_the_filter_broken_it_is_found_out_on_every_terminal(unfiltered):
    printed = {name: data for name, data in unfiltered.items() if name.endswith("/stdout") and data}
    assert len(printed) > 20
    assert {name.partition("/")[0] for name, data in printed.items() if not tells(data)} <= NUMBERS_ONLY


def test_with_the_filter_broken_pictures_and_mere_numbers_are_others(unfiltered, pair, tmp_path, capfd):
    for name in ("graph_png", "matrix_png", *NUMBERS_ONLY):
        _, files = call(capfd, pair[0], "planted", tmp_path / name, name, "--release", "U")
        file = next((f for f in files if f.endswith(".png")), "stdout")
        assert files[file] != unfiltered[f"{name}/{file}"]


def test_with_the_filter_broken_names_of_files_tell(unfiltered):
    """A hidden issue alone in its case would name a chart; what a user names stays the user's."""
    names = {name for name in unfiltered if name.startswith("brief/book/charts/")}
    assert canaries.WORD in " ".join(sorted(names))


def test_with_the_filter_broken_every_part_of_the_live_page_tells(unfiltered):
    page = unfiltered["brief/book/briefing.html"].decode()
    live = page[page.index('<section id="live"') :]
    for part in (
        r"<thead>.*?</thead>",
        r'data-name="([^"]*)"',
        r'data-groups="([^"]*)"',
        r'data-issue-name="([^"]*)"',
        r'data-(?:source|target)="([^"]*)"',
        r'aria-label="([^"]*)"',
        r'data-id="([^"]*)"',
    ):
        assert canaries.WORD in " ".join(re.findall(part, live, re.DOTALL)), part
    assert canaries.CODE in " ".join(re.findall(r"<li>(.*?)</li>", live, re.DOTALL))
    assert canaries.CODE in re.findall(r"<text[^>]*>(.*?)</text>", live)
    assert canaries.WORD in page[: page.index('<section id="live"')]


def _zipped(data):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.bin", data)
    return made.getvalue()


def _png(word):
    made, about = io.BytesIO(), PngImagePlugin.PngInfo()
    about.add_itxt("Comment", word, zip=True)
    Image.new("RGB", (2, 2)).save(made, "png", pnginfo=about)
    return made.getvalue()


def _pdf(word, **about):
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        page.Contents = pdf.make_stream(f"BT /F1 12 Tf 100 700 Td ({word}) Tj ET".encode())
        pdf.docinfo["/Subject"] = about.get("subject", "-")
        pdf.save(made, compress_streams=True)
    return made.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"plain canary text",
        b"cut <b>can</b>ary up",
        b"broken can\n  ary off",
        b"c&#97;nary",
        b"%63anary",
        gzip.compress(b"canary", mtime=0),
        _zipped(b"canary"),
        _zipped(_zipped(gzip.compress(b"canary", mtime=0))),
        _png("canary"),
        _zipped(_png("canary")),
        _pdf("canary"),
        _pdf("-", subject="canary"),
        b'<img src="data:image/png;base64,' + base64.b64encode(_png("canary")) + b'">',
    ],
)
def test_the_search_sees_into_what_is_packed(data):
    assert search.found_in({"file": data}, ["canary"]) == [("file", "canary")]
    assert search.found_in({"file": data}, ["sparrow"]) == []


def test_the_search_skips_nothing_silently():
    with pytest.raises(UnicodeDecodeError):
        search.found_in({"file": b"\xff\xfe\x00unknown"}, ["canary"])
    assert search.found_in({"a-canary.txt": b""}, ["canary"]) == [("a-canary.txt", "canary")]
