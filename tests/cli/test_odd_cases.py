"""Cases that are in order, or nearly, and once broke a command or a promise; through the program's own entry point."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.program import run

ROOT = Path(__file__).parents[2]
WHO = """documents: {report: {title: Report, marking: U}}
delegations:
  arland: {name: Arland, marking: U}
  borland: {name: Borland, marking: U}
stances:
  fees:
    borland:
      {ideal: 0.1, acceptance: [0.0, 0.3], salience: 0.8, confidence: stated, source: {document: report, marking: U}}
"""
ISSUE = """meeting: {id: talks, title: Talks, marking: U, start: 2030-05-06, end: 2030-05-08, principal: arland}
issues:
  fees:
    title: Fees
    marking: U
    ladder: [{at: 0, meaning: nothing}, {at: 1, meaning: all}]
"""
CLAUSES = """    clauses: {fee: {options: {now: {text: stay, strength: 0}, double: {text: double, strength: 1}}}}
    wordings:
      strong: {title: Strong, kind: chair, choice: {fee: double}}
"""
END = "    tabled: strong\n    fallback: no_text\n"
OUTCOME = (
    "    outcome: {wording: strong, code: x, ambitious_adopted: false, text_adopted: true, "
    "source: {document: report, marking: U}}\n"
)
DRAFT = """    draft: "Ports [may / shall] raise fees [by half]."
    wordings:
      strong: {title: Strong, kind: chair, choice: {by_half: by_half, may: shall}}
"""
HIDDEN_DOCUMENT = "documents: {secret: {title: X, marking: TS}}\n"


def write(folder: Path, issues: str, secret: str = "", who: str = WHO) -> Path:
    folder.mkdir(parents=True)
    (folder / "delegations.yaml").write_text(who, encoding="utf-8")
    (folder / "issues.yaml").write_text(issues, encoding="utf-8")
    if secret:
        (folder / "secret.yaml").write_text(secret, encoding="utf-8")
    return folder


def test_a_released_score_does_not_hang_on_withheld_ambition(tmp_path: Path) -> None:
    hidden = (
        "      hidden: {title: Hidden, kind: proposal, choice: {fee: double}, marking: S}\n    ambitious: [hidden]\n"
    )
    one = write(tmp_path / "a" / "case", ISSUE + CLAUSES + OUTCOME + END, HIDDEN_DOCUMENT)
    other = write(tmp_path / "b" / "case", ISSUE + CLAUSES + hidden + OUTCOME + END)
    said = [run("score", "--case", case, "--release", "U", "--json", "--draws", "20") for case in (one, other)]
    assert said[0].returncode == 0, said[0].stderr
    assert said[0].stdout == said[1].stdout


@pytest.mark.parametrize(
    "secret",
    [
        "delegations: {ruritania: {name: Ruritania, marking: TS}}\n",
        "groups: {lakes: {name: Lakes}}\ndelegations: {ruritania: {name: Ruritania, marking: TS, groups: [lakes]}}\n",
    ],
)
def test_a_released_draft_does_not_hang_on_withheld_delegations(tmp_path: Path, secret: str) -> None:
    one = write(tmp_path / "a" / "case", ISSUE + DRAFT + END, HIDDEN_DOCUMENT)
    other = write(tmp_path / "b" / "case", ISSUE + DRAFT + END, secret)
    for words in (("matrix",), ("matrix", "--json")):
        said = [run(*words, case, "--release", "U").stdout for case in (one, other)]
        assert said[0] == said[1]
    books = [case.parent / "case.xlsx" for case in (one, other)]
    for case, book in zip((one, other), books, strict=True):
        assert run("export", case, "--release", "U", "--out", book).returncode == 0
    assert books[0].read_bytes() == books[1].read_bytes()


def test_a_released_draft_that_is_left_out_reads_back(tmp_path: Path) -> None:
    """Its clauses are written out, with strengths that the words alone do not give."""
    owned = DRAFT.replace("[by half]", "[Ruritania: by half]")
    case = write(tmp_path / "case", ISSUE + owned + END, "delegations: {ruritania: {name: Ruritania, marking: TS}}\n")
    assert run("export", case, "--release", "U", "--out", tmp_path / "case.xlsx").returncode == 0
    read = run("import", tmp_path / "case.xlsx", "--case", case)
    assert read.returncode == 0, read.stderr


def test_the_id_of_a_withheld_document_stands_in_no_note(tmp_path: Path) -> None:
    more = (
        "documents: {talks_with_mole: {title: Talks with our source, marking: TS}}\n"
        "notes: [{text: Two dates differ., about: [talks_with_mole], source: {document: report, marking: U}}]\n"
    )
    case = write(tmp_path / "case", ISSUE + CLAUSES + END, more)
    assert run("export", case, "--release", "U", "--out", tmp_path / "case.xlsx").returncode == 0
    with zipfile.ZipFile(tmp_path / "case.xlsx") as book:
        assert b"mole" not in b"".join(book.read(name) for name in book.namelist())


@pytest.mark.parametrize("words", [("matrix",), ("graph",), ("brief", "--out", "OUT"), ("export", "--out", "OUT.xlsx")])
def test_when_a_release_leaves_nothing_it_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    case = write(tmp_path / "case", ISSUE.replace("    marking: U", "    marking: S") + CLAUSES + END)
    out = tmp_path / "out"
    said = run(words[0], case, *(w.replace("OUT", str(out)) for w in words[1:]), "--release", "U")
    assert (said.returncode, said.stdout) == (1, "")
    assert "nothing is left at U: every issue of the case is marked above it" in said.stderr
    assert not list(tmp_path.glob("out*"))


def test_control_characters_of_a_case_never_reach_the_terminal(tmp_path: Path) -> None:
    evil = (
        'groups:\n  g: !%1B%5B31mTAG {name: x}\n  "\\x1b]0;title\\x07": {name: x}\n  "\\x1b]0;title\\x07": {name: y}\n'
    )
    for words in ((), ("--json",)):
        case = write(tmp_path / f"case{len(words)}", ISSUE + CLAUSES + END, evil)
        said = run("check", case, *words)
        assert said.returncode == 1
        assert not [c for c in said.stdout + said.stderr if ord(c) < 32 and c != "\n"]
        assert "U+001B" in said.stdout + said.stderr


def test_check_says_which_stances_were_not_known_before_the_meeting(tmp_path: Path) -> None:
    late = WHO.replace("report, marking: U}}", "report, marking: U, date: 2030-05-07}}")
    case = write(tmp_path / "late", ISSUE + CLAUSES + END, who=late)
    said = run("check", case)
    assert said.returncode == 0, said.stderr
    assert "note: 1 of 1 stances are dated after the discussion began" in said.stdout
    early = write(tmp_path / "early", ISSUE + CLAUSES + END)
    assert "note:" not in run("check", early).stdout


def test_a_clause_without_options_is_said_with_its_place(tmp_path: Path) -> None:
    empty = CLAUSES.replace("{now: {text: stay, strength: 0}, double: {text: double, strength: 1}}", "{}")
    said = run("check", write(tmp_path / "case", ISSUE + empty.replace("fee: double", "") + END))
    assert said.returncode == 1
    assert "issues.yaml:7:30: options holds nothing" in said.stderr


def every_command(case: Path, tmp_path: Path) -> list[tuple[str, ...]]:
    few = ("--draws", "4", "--members", "2")
    return [
        *((name, str(case), *few) for name in ("simulate", "graph", "outreach", "sweep")),
        *((name, str(case)) for name in ("check", "matrix", "blocs", "forecast")),
        ("compromise", str(case), "fees", *few),
        ("graph", str(case), *few, "-o", str(tmp_path / "g.svg"), "-o", str(tmp_path / "g.graphml")),
        ("brief", str(case), *few, "-o", str(tmp_path / "book"), "-o", str(tmp_path / "book.docx")),
        ("cable", str(case), "--tags", "PREL", *few),
    ]


def test_a_case_for_nobody_in_particular_is_worked_on_by_every_command(tmp_path: Path) -> None:
    """A chair's, or a researcher's: searches look for whoever is worst off, and no page speaks of us."""
    case = write(tmp_path / "case", (ISSUE + CLAUSES + END).replace(", principal: arland", ""))
    for words in every_command(case, tmp_path):
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
    assert "For whoever is worst off, in this order" in run("outreach", case, "--draws", "4").stdout
    assert "Prepared for" not in (tmp_path / "book" / "briefing.html").read_text(encoding="utf-8")


def test_a_meeting_of_observers_is_worked_on_by_every_command(tmp_path: Path) -> None:
    observers = WHO.replace("marking: U}\n  borland", "marking: U, right: observer}\n  borland")
    observers = observers.replace("name: Borland, marking: U}", "name: Borland, marking: U, right: observer}")
    case = write(tmp_path / "case", ISSUE + CLAUSES + END, who=observers)
    for words in every_command(case, tmp_path):
        done = run(*words)
        assert done.returncode == 0, (words, done.stderr)
        assert "assumed seats ()" not in done.stdout
    done = run("vote", case, "fees")
    assert done.returncode == 2
    assert "there is nobody to vote" in done.stderr


def test_clauses_that_say_nothing_have_a_next_draft(tmp_path: Path) -> None:
    empty = CLAUSES.replace("text: stay", 'text: ""').replace("text: double", 'text: ""')
    case = write(tmp_path / "case", ISSUE + empty + END)
    (tmp_path / "next.txt").write_text("Ports [shall / should] publish fees.\n", encoding="utf-8")
    done = run("draft", case, "fees", tmp_path / "next.txt", "--draws", "4")
    assert done.returncode == 0, done.stderr
    assert "shall" in done.stdout


@pytest.mark.parametrize("end", ["9999-12-31", "9999"])
def test_a_time_line_ends_with_the_calendar(tmp_path: Path, end: str) -> None:
    issues = (ISSUE + CLAUSES + END).replace("end: 2030-05-08", f'end: "{end}"')
    case = write(tmp_path / "case", issues)
    done = run("timeline", case, "-o", tmp_path / "t.svg")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "t.svg").read_text(encoding="utf-8").count("<path") < 400  # not a mark for each of 8000 years


def test_a_meeting_may_have_a_title_longer_than_a_property_of_a_document(tmp_path: Path) -> None:
    issues = (ISSUE + CLAUSES + END).replace("title: Talks", f"title: {'Talks on fees ' * 30}")
    case = write(tmp_path / "case", issues)
    done = run("brief", case, "-o", tmp_path / "b", "-o", tmp_path / "b.docx", "--draws", "4", "--members", "2")
    assert done.returncode == 0, done.stderr


def test_a_text_that_fails_without_anybody_is_no_fault(tmp_path: Path) -> None:
    """Everybody abstains, so that nothing is the majority of those voting: an empty coalition is enough to block."""
    who = WHO.replace("arland: {name: Arland, marking: U}", "arland: {name: Arland, marking: U, right: observer}")
    case = write(tmp_path / "case", ISSUE + CLAUSES + END, who=who)
    states = ("support", "join", "join_with_explanation", "dissociate", "object")
    counts = [word for state in states for word in ("--count", f"{state}=abstain")]
    done = run("vote", case, "fees", "--rule", "simple_majority", *counts, "--draws", "4")
    assert done.returncode == 0, done.stderr
    assert "not adopted (members in favour 0 of 0 voting" in done.stdout
    assert "enough to block" not in done.stdout
