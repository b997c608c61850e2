# ruff: noqa: E501
"""Broken inputs and odd cases through the real readers and commands: no exit status 3, no traceback, no hang.

``python benchmarks/fuzz.py inputs --count 20000`` mutates what the project has of each kind of file (cases, workbooks,
tables, cables, lines of the floor, voting rules) and reads it with the command that a user would call.
``python benchmarks/fuzz.py cases --count 2000`` makes cases that are in order but odd, and runs every command on each.

Each input has a number, and the number alone says what it is: ``--first 4711 --count 1`` makes it again. Inputs are
read in a child process with a limit on processor time and memory; one that breaks a limit ends the child, is counted,
and another child goes on with the next. Only what a user would call a fault is counted: exit status 3, a traceback, an
exit status that is not documented, more than ten seconds, more than a gigabyte.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

SECONDS = 10  # of processor time, for one command
MEMORY = 1_000_000_000  # bytes of data, for the whole process
ALLOWED = {0, 1, 2}
FEW = {"--jobs": "1", "--draws": "3", "--members": "2", "--budget": "30", "--search-draws": "10"}

# ---------------------------------------------------------------------------------------------------- broken inputs

ODD_WORDS = (
    "", "~", "null", "true", "NO", "[]", "{}", "[[[[", "]]]]", "{a: {b: {c: d}}}", "*a", "&a [*a]", "<<: *a", "!!map",
    "!!python/object:os.system", "- ", "? ", "|", ">", '"', "'", "'''", "%YAML 9", "---", "...", "# x", ": ", ",", ";",
    "0", "-0", "-1", "1e999", "-1e999", "1e-320", "1e9999999", "nan", ".nan", ".inf", "-.inf", "0x10", "0o7", "1_000",
    "9" * 400, "0." + "9" * 400, "1/0", "0/0", "1/3", "1,5", "1.5.2", "٣", "½", "\u00a0", "\u200b", "\u202e", "\ufeff",
    "\ufffe", "\x00", "\x1b[31m", "\x85", "\u2028", "\r", "\t", "中国", "भारत", "e\u0301" * 40, "x" * 3000, "[a / b]",
    "[" * 60, "[a [b [c]]]", "\\", "\\[", "=1+1", "@x", "-2", "+3 H", "2030-02-30", "0000-00-00", "9999-12-31", "2030",
    "../../etc/passwd", "C:\\x", "U", "TS", "(S)", "(SBU//NF)", "<b>", "&amp;", "{{x}}", "{%x%}", "${x}", "%s", "$x$",
)  # fmt: skip
Mutate = Callable[[random.Random, str, list[str]], str]


def _spot(chance: random.Random, text: str) -> int:
    return chance.randrange(len(text) + 1)


def _change_characters(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    for _ in range(chance.randint(1, 4)):
        at = _spot(chance, text)
        new = chance.choice(("", chr(chance.choice((0, 9, 34, 39, 45, 58, 91, 93, 123, 0x202E, 0x1F600)))))
        text = text[:at] + new + text[at + chance.randint(0, 3) :]
    return text


def _put_word(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    at = _spot(chance, text)
    return text[:at] + chance.choice(ODD_WORDS) + text[at:]


def _replace_word(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    begin = _spot(chance, text)
    while begin < len(text) and text[begin].isspace():
        begin += 1
    end = begin
    while end < len(text) and not text[end].isspace() and text[end] not in ",;:[]{}()":
        end += 1
    return text[:begin] + chance.choice(ODD_WORDS) + text[end:]


def _lines(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    lines = text.split("\n")
    at, to = sorted(chance.randrange(len(lines)) for _ in range(2))
    kind = chance.randrange(5)
    if kind == 0:
        lines[at : to + 1] = []
    elif kind == 1:
        lines[at:at] = lines[at : to + 1] * chance.choice((1, 1, 3, 40))
    elif kind == 2:
        lines[at] = " " * chance.randint(0, 9) + lines[at].lstrip()
    elif kind == 3:
        lines[at], lines[to] = lines[to], lines[at]
    else:
        lines = lines[:to]
    return "\n".join(lines)[:400_000]


def _splice(chance: random.Random, text: str, others: list[str]) -> str:
    other = chance.choice(others)
    begin, end = sorted(_spot(chance, other) for _ in range(2))
    at = _spot(chance, text)
    return text[:at] + other[begin : min(end, begin + 3000)] + text[at:]


def _nest(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    at, deep = _spot(chance, text), chance.choice((10, 100, 3000, 20_000))
    left, right = chance.choice((("[", "]"), ("{a: ", "}"), ("- ", ""), ("(", ")"), ("[a / ", "]"), ('"', '"')))
    return text[:at] + left * deep + right * chance.choice((0, deep)) + text[at:]


def _ends(chance: random.Random, text: str, others: list[str]) -> str:  # noqa: ARG001
    return chance.choice((text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text, text.replace(" ", "\t", 9),
                          text.replace(" ", "\u00a0", 3), text.upper(), text.replace("\n", ""), text[::-1], "", "\n"))  # fmt: skip


MUTATIONS: tuple[Mutate, ...] = (
    _change_characters, _put_word, _replace_word, _replace_word, _replace_word, _lines, _lines, _splice, _nest, _ends,
)  # fmt: skip


def mutated(chance: random.Random, text: str, others: list[str]) -> bytes:
    """Return a text changed in one to three ways, as bytes that need not be UTF-8."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(MUTATIONS)(chance, text, others)
    made = text.encode("utf-8", "surrogatepass")
    kind = chance.randrange(40)
    if kind == 0:
        return text.encode("utf-16", "surrogatepass")
    if kind == 1:
        return text.encode("latin-1", "replace")
    if kind == 2 and made:
        at = chance.randrange(len(made))
        return made[:at] + bytes([chance.randrange(256)]) + made[at + 1 :]
    return made


def _leaf_changed(chance: random.Random, value: Any) -> Any:
    """Return a tree of a case with one value of another kind."""
    odd: tuple[Any, ...] = (
        None,
        True,
        -1,
        2,
        1e308,
        float("nan"),
        10**400,
        "",
        "x" * 300,
        [],
        {},
        [[]],
        {"a": 1},
        "2030",
    )
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        kind = chance.randrange(12)
        if kind == 0:
            return {k: v for k, v in value.items() if k != key}
        if kind == 1:
            return {**value, chance.choice(ODD_WORDS): value[key]}
        return {**value, key: _leaf_changed(chance, value[key])}
    if isinstance(value, list) and value and chance.random() < 0.9:
        at = chance.randrange(len(value))
        if chance.randrange(6) == 0:
            return value + value
        return [*value[:at], _leaf_changed(chance, value[at]), *value[at + 1 :]]
    return chance.choice((*odd, *ODD_WORDS[:30]))


def _few(name: str) -> list[str]:
    from positions.cli import cli

    command = cli.get_command(None, name)  # type: ignore[arg-type]
    options = {opt for p in command.params for opt in p.opts} if command else set()
    return [word for option, value in FEW.items() if option in options for word in (option, value)]


class Inputs:
    """The inputs the project has of each kind, each read by the commands that a user would call."""

    kinds = ("yaml", "tree", "xlsx", "csv", "cable", "floor", "statement", "rule", "agenda", "weights", "draft")

    def __init__(self) -> None:
        from positions.casefiles.starter import write_starter

        self.place = Path(tempfile.mkdtemp(prefix="fuzz-"))
        os.chdir(self.place)
        write_starter(Path("base"))
        texts = {
            "yaml": [*Path("base").glob("*.yaml"), *ROOT.glob("tests/bad_inputs/*.yaml"), ROOT / "examples/climate/issues.yaml"],
            "cable": [*ROOT.glob("tests/unit/cables/fixtures/*.txt"), *ROOT.glob("examples/*.cable.txt")],
            "floor": [ROOT / "examples/drafts/floor.txt"],
            "agenda": [ROOT / "examples/drafts/agenda.txt", ROOT / "examples/floor/agenda.txt"],
            "draft": [*ROOT.glob("examples/drafts/rev*.txt")],
        }  # fmt: skip
        self.texts = {
            k: [p.read_text(encoding="utf-8", errors="replace") for p in sorted(paths)] for k, paths in texts.items()
        }
        self.texts["csv"] = [
            "actor,issue,position,salience,power\na,q,10,0.8,1\nb,q,90,0.5,2\nc,r,0,1,1\n",
            "sep=;\nActor;Issue;Position;Salience\nÅland;Q;0,7;80\nChad;Q;0,4;20\n",
            "Actor\tDescription\tPower\tPosition\tSalience\na\tx\t1\t20\t30\nb\ty\t2\t80\t90\n",
            "#A\ta\tA\n#A\tb\tB\n#P\tp\tP\n#M\tp\t0.5\t1\t7\n#D\ta\tp\t1\t0.5\t1\n#D\tb\tp\t7\t0.5\t1\n",
            'Quota,2,1\nactor,,Power,Quota Position,Quota Salience\n"a, b",x,10,20,30\n"c\nd",y,30,70,80\n',
            "Table 3\n\nactor,issue,position,salience,power\na,q,1,0.8,1\nb,q,7,0.5,2\n",
        ]
        self.texts["weights"] = ["delegation,population\nnorhavn,1\nVesterland;2\nSUN,3.5\nostero,4\n"]
        self.texts["statement"] = [
            line for text in self.texts["floor"] for line in text.split("\n") if line and not line.startswith("#")
        ] + [
            "2030-04-20 night_work: SUN opposes (SBU) [first_reading]",
            '2030-04-20 port_fees: OST VES: x +2 H (U) [port_report 3] "y"',
        ]
        self.texts["rule"] = [
            "consensus", "consensus_minus_1", "consensus_minus:sund,ostero", "simple_majority", "voting:3/5", "voting:>3/5",
            "present_majority", "weighted:65%", "double_majority:72/65", "double_majority:55/65/4", "eu_council_reinforced",
            "security_council:sund,ostero", "simple_majority+quorum:1/2+veto:sund", "consensus+without:sund", "voting:2/3+votes:sund=27",
        ]  # fmt: skip
        everything = [text for some in self.texts.values() for text in some]
        self.others = {kind: [*texts, *everything[:20]] for kind, texts in self.texts.items()}
        self._run("export", "base", "-o", "base.xlsx")
        self._run("read", str(ROOT / "tests/unit/cables/fixtures/good.txt"), "base", "-o", "coding.xlsx")
        self.books = [Path(n).read_bytes() for n in ("base.xlsx", "coding.xlsx") if Path(n).exists()]
        self.tree = {p.name: _plain(p) for p in sorted(Path("base").glob("*.yaml"))}
        shutil.copytree(ROOT / "examples/drafts", "drafts")
        self._run("init", "floored", "--from", "drafts/agenda.txt")

    @staticmethod
    def _run(*words: str) -> None:
        assert _quietly(list(words))[0] in ALLOWED, words

    def calls(self, number: int) -> Iterator[list[str]]:
        """Write the input of a number and yield the calls that read it."""
        chance = random.Random(number)  # noqa: S311 - no secrets
        kind = self.kinds[number % len(self.kinds)]
        text = chance.choice(self.texts.get(kind) or self.texts["yaml"])
        made = mutated(chance, text, self.others.get(kind, self.others["yaml"]))
        word = made.decode("utf-8", "replace").replace("\x00", "\ufffd")
        shutil.rmtree("in", ignore_errors=True)
        if kind in ("yaml", "tree"):
            shutil.copytree("base", "in")
            name = chance.choice(("issues.yaml", "delegations.yaml"))
            if kind == "tree":
                whole = _leaf_changed(chance, self.tree[name])
                made = json.dumps(whole, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
            else:
                made = mutated(chance, Path("base", name).read_text(encoding="utf-8"), self.others["yaml"])
            Path("in", name).write_bytes(made)
            yield ["check", "in"]
            yield [
                *chance.choice((["simulate"], ["matrix"], ["blocs"], ["export", "-o", "in.xlsx"], ["outreach"])),
                "--case",
                "in",
            ]
        elif kind == "xlsx":
            Path("in.xlsx").write_bytes(_broken_book(chance, chance.choice(self.books), self.others["csv"]))
            yield ["import", "in.xlsx", "base"]
        elif kind == "csv":
            name = chance.choice(("in.csv", "in.txt", "in.tsv"))
            Path(name).write_bytes(made)
            more = chance.choice(([], ["--scale", "0", "100"], ["--write"]))
            yield ["import", name, "--to", "in", "--marking", "U", *more]
        elif kind == "cable":
            Path("in.txt").write_bytes(made)
            yield ["read", "in.txt", "base", *chance.choice(([], ["--json"], ["-o", "in.yaml"], ["-o", "in.xlsx"]))]
            yield ["cable", "base", "--check", "in.txt"]
        elif kind == "floor":
            shutil.copytree("floored", "in")
            Path("in", "floor.txt").write_bytes(made)
            yield ["check", "in"]
            yield ["stances", "in"]
        elif kind == "statement":
            shutil.copytree("base", "in")
            yield ["note", "in", word]
        elif kind == "rule":
            yield ["vote", "base", "port_fees", "--rule", word]
        elif kind == "weights":
            Path("in.csv").write_bytes(made)
            rule = chance.choice(("weighted:65%", "double_majority:72/65", "eu_council"))
            yield ["vote", "base", "port_fees", "--rule", rule, "--weights", "in.csv"]
        elif kind == "agenda":
            Path("agenda.txt").write_bytes(made)
            yield ["init", "in", "--from", "agenda.txt"]
        else:
            Path("in.txt").write_bytes(made)
            yield ["draft", "base", "port_fees", "in.txt"]
            yield ["lexicon", word]


def _plain(path: Path) -> Any:
    import yaml

    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - texts only


def _broken_book(chance: random.Random, book: bytes, others: list[str]) -> bytes:
    kind = chance.randrange(4)
    if kind == 0:
        made = bytearray(book)
        for _ in range(chance.randint(1, 5)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        return bytes(made[: chance.choice((len(made), len(made), chance.randrange(len(made))))])
    if kind == 1:
        return _odd_cells(chance, book)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        sheets = [n for n in names if "sheet" in n and n.endswith(".xml")]
        hit = chance.choice(sheets if chance.random() < 0.7 else names)
        for name in names:
            content = source.read(name)
            if name == hit:
                content = mutated(chance, content.decode("utf-8", "replace"), [*others, "<c r='A1'><v>1</v></c>"])
            if name != hit or chance.randrange(20):
                target.writestr(name, content)
    return out.getvalue()


def _odd_cells(chance: random.Random, book: bytes) -> bytes:
    import datetime

    import openpyxl
    from openpyxl.utils.exceptions import IllegalCharacterError

    whole = openpyxl.load_workbook(io.BytesIO(book))
    for _ in range(chance.randint(1, 6)):
        sheet = whole[chance.choice(whole.sheetnames)]
        row, column = chance.randint(1, sheet.max_row + 2), chance.randint(1, sheet.max_column + 1)
        values = (
            True,
            -1,
            1e300,
            0.1,
            10**15,
            datetime.datetime(2030, 5, 6),
            datetime.time(3),
            "=1/0",
            "#N/A",
            *ODD_WORDS,
        )
        value = chance.choice(values)
        if isinstance(value, str) and any(c in value for c in "\x00\ufffe"):
            continue  # no workbook can hold it
        with contextlib.suppress(IllegalCharacterError, ValueError, AttributeError):  # a merged cell is read only
            sheet.cell(row, column).value = value
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------------- odd cases

NAMES = (
    "A", "Ålånd & Søn", "中华人民共和国", "المملكة العربية", "ישראל", "ประเทศไทย", "भारत", "Ελλάδα", "Россия", "🏳️‍🌈", "e\u0301tat",
    "<b>x</b>", "=1+1", "@cmd", "-2", "`x`", "*a* _b_", "[a]", "{{ x }}", "$x^2$", "\\frac", "a\\", '"q"', "O'Brien", "#1", "a|b",
    "NULL", "nan", "x" * 400, "two words " * 30, "ß", "ﬁ", "İstanbul", "0", "1e5", "%s %d", "&amp;", "a;b,c", "-- x", "~",
)  # fmt: skip
RULES = (
    "consensus",
    "consensus_minus_1",
    "consensus_minus_9",
    "simple_majority",
    "two_thirds_majority",
    "absolute_majority",
)


class Cases:
    """Cases that are in order but odd, each run through every command."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="odd-"))
        os.chdir(self.place)
        Path("rev1.txt").write_text("Ports [shall / should] publish [their] fees.\n", encoding="utf-8")
        shutil.copy(ROOT / "tests/unit/cables/fixtures/good.txt", "cable.txt")

    def calls(self, number: int) -> Iterator[list[str]]:
        """Write the case of a number and yield a call of every command."""
        from positions.cli import COMMANDS

        chance = random.Random(number)  # noqa: S311 - no secrets
        case = odd_case(chance)
        for made in ("case", "out", "later", "new"):
            shutil.rmtree(made, ignore_errors=True)
        Path("case").mkdir()
        Path("out").mkdir()
        sections = {"delegations.yaml": {}, "issues.yaml": {}}
        for key, value in case.items():
            sections["issues.yaml" if key in ("meeting", "issues") else "delegations.yaml"][key] = value
        for name, part in sections.items():
            Path("case", name).write_text(json.dumps(part, ensure_ascii=False, indent=1), encoding="utf-8")
        yield ["check", "case"]
        issues = list(case["issues"])
        some = [chance.choice(issues)] if issues else ["none"]
        two = (issues * 2)[:2] if len(issues) > 1 else [*some, "other"]
        who = [chance.choice(list(case["delegations"]))] if case["delegations"] else ["nobody"]
        release = chance.choice(([], [], ["--release", chance.choice(("U", "SBU", "S"))]))
        talks = chance.choice(([], ["--talks", "none"], ["--talks", who[0]]))
        suffix = chance.choice(("svg", "csv", "graphml", "gexf", "json", "dot"))
        own = {
            "brief": ["-o", "out/book", *chance.choice(([], ["-o", "out/b.docx"]))],
            "cable": ["--tags", "PREL", *chance.choice(([], ["--format", "json"]))],
            "compromise": some, "package": two, "history": some, "vote": [*some, "--rule", chance.choice(RULES)],
            "demarche": who, "draft": [*some, "rev1.txt"], "diff": ["base"], "export": ["-o", "out/case.xlsx"],
            "graph": ["-o", f"out/graph.{suffix}"] if suffix in ("svg", "graphml", "gexf", "json") else [],
            "note": [f"2030-01-01 {some[0]}: {who[0]} opposes (U) [d]"], "next": ["later"], "seal": ["-o", "out/sealed.json"],
            "matrix": chance.choice(([], ["-o", "out/m.svg"], ["--format", "csv"])), "learn": ["case"],
            "timeline": chance.choice(([], ["-o", "out/t.svg"])), "sweep": [], "read": ["cable.txt", "case"],
            "lexicon": [chance.choice(NAMES)], "init": ["new"],
        }  # fmt: skip
        json_too = {"brief", "init", "learn", "seal", "cable", "export"}
        for name in COMMANDS:
            if name in ("check", "import", "serve"):  # serve runs until Ctrl-C
                continue
            words = own.get(name, [])
            if name == "diff":
                words = ["case", "case"] if chance.random() < 0.5 else ["case", "new"]
            first = [] if name in ("diff", "learn", "read", "lexicon", "init") else ["case"]
            has = _options(name)
            extra = [*(release if "--release" in has else []), *(talks if "--talks" in has else [])]
            if "--json" in has and name not in json_too and chance.random() < 0.3:
                extra.append("--json")
            yield [name, *first, *words, *extra, *_few(name)]
        yield ["import", "out/case.xlsx", "case"]


def _options(name: str) -> set[str]:
    from positions.cli import cli

    command = cli.get_command(None, name)  # type: ignore[arg-type]
    return {opt for p in command.params for opt in p.opts} if command else set()


def odd_case(chance: random.Random) -> dict[str, Any]:
    """Return the sections of a case that is in order but odd."""
    pick, some = chance.choice, chance.random

    def marking() -> str:
        return pick(("U", "U", "U", "SBU", "S"))

    def edge() -> float:
        return pick((0, 0, 1, 1, 0.5, 1e-12, 0.999999999, round(some(), 3)))

    def source() -> dict[str, Any]:
        return {"document": "d", "marking": marking(), **({"quote": pick(NAMES)} if some() < 0.3 else {})}

    count = 0 if some() < 0.02 else pick((1, 1, 2, 3, 5, 8))
    rights = pick((("party",), ("party",), ("observer",), ("secretariat",), ("party", "observer", "signatory")))
    who = [pick(("d", "x", "on", "no", "e")) + str(n) + pick(("", "_" * 3, "z" * 50)) for n in range(count)]
    who = [w[:64] for w in who]
    names = chance.sample(NAMES, count)
    delegations = {
        d: {
            "name": n,
            "marking": marking(),
            "right": pick(rights),
            "influence": pick((1, 0, 1e-9, 1e9, 3)),
            "resolve": edge(),
        }
        for d, n in zip(who, names, strict=True)
    }
    groups = {"g": {"name": pick(NAMES)}} if some() < 0.4 else {}
    for one in delegations.values():
        if groups and some() < 0.5:
            one["groups"] = ["g"]
    issues = {
        f"i{n}": _odd_issue(chance, who, marking, edge, source)
        for n in range(0 if some() < 0.02 else pick((1, 1, 1, 2, 2, 4)))
    }
    stances: dict[str, Any] = {}
    silent_everywhere = some() < 0.2
    for key, issue in issues.items():
        for d in who:
            if silent_everywhere or some() < 0.4:
                continue
            low, ideal, high = sorted(edge() for _ in range(3))
            stance: dict[str, Any] = {
                "ideal": ideal, "acceptance": [low, high], "salience": edge(), "mobility": edge(), "source": source(),
                "confidence": pick(("stated", "reported", "inferred", "assumed")),
            }  # fmt: skip
            if "clauses" in issue and some() < 0.4:
                clause, what = pick(list(issue["clauses"].items()))
                stance["red_lines"] = [{"clause": clause, "option": pick(list(what["options"])), "firmness": edge()}]
            if some() < 0.1:
                stance = {"code": pick(("-3 H", "+3", "0", "-1 L")), "source": source()}
            if some() < 0.2:
                stance["reason"] = pick(NAMES) * pick((1, 1, 40))
            stances.setdefault(key, {})[d] = stance
    pairs = [(a, b) for a in who for b in who if a != b]
    meeting: dict[str, Any] = {
        "id": "m", "title": pick(NAMES), "marking": marking(), "start": pick(("2030-05-06", "2030", "9999-12", "0001-01-01")),
        "rounds": pick((1, 6, 1000)), "consultations": pick((0, 2, 1000)), "fictitious": some() < 0.5,
    }  # fmt: skip
    meeting["end"] = meeting["start"]
    if who and some() < 0.6:
        meeting["principal"] = pick(who)
    if some() < 0.5:
        meeting["follow_ups"] = [{"id": "f", "title": pick(NAMES), "start": "9999-12-31"}]
    case: dict[str, Any] = {
        "meeting": meeting, "documents": {"d": {"title": pick(NAMES), "marking": "S"}}, "delegations": delegations,
        "issues": issues,
    }  # fmt: skip
    parts = {
        "groups": groups,
        "stances": stances,
        "associations": [
            {"follower": a, "leader": b, "weight": edge(), "source": source()} for a, b in pairs if some() < 0.15
        ],
        "ties": [
            {"delegation": a, "towards": b, "goodwill": pick((-1, 1, 0, 0.3)), "source": source()}
            for a, b in pairs
            if some() < 0.15
        ],
        "notes": [{"text": pick(NAMES) * 3, "about": who[:1], "source": source()}] if some() < 0.3 else [],
        "parameters": _odd_parameters(chance) if some() < 0.4 else {},
    }
    if who and some() < 0.3:
        case["plans"] = {"p": _odd_plan(chance, pick(who), source)}
    return {**case, **{k: v for k, v in parts.items() if v}}


def _odd_parameters(chance: random.Random) -> dict[str, Any]:
    from positions.model.parameters import PARAMETERS, Parameters

    found = {}
    for spec in chance.sample(PARAMETERS, chance.randint(1, len(PARAMETERS))):
        value = chance.choice((0.0, 1.0, 1e-9, 1e6, spec.low, spec.high, 0.5))
        with contextlib.suppress(ValueError, TypeError):
            Parameters(**{spec.name: value})
            found[spec.name] = {"central": value, "low": value, "high": value}
    return found


def _odd_plan(chance: random.Random, who: str, source: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    pick = chance.choice
    return {
        "delegation": who, "title": pick(NAMES), "marking": pick(("U", "S")), "channel": pick(NAMES),
        "asks": [{"id": "a", "text": pick(NAMES), "priority": "high", "pillar": "prevention", "source": source()}][: pick((0, 1))],
        "deadlines": [{"date": pick(("2030", "0001-01-01", "9999-12-31")), "event": pick(NAMES), "source": source()}],
        "talking_points": [{"text": pick(NAMES), "source": source(), "own_use": pick(NAMES)}],
    }  # fmt: skip


def _odd_issue(
    chance: random.Random,
    who: list[str],
    marking: Callable[[], str],
    edge: Callable[[], float],
    source: Callable[[], dict[str, Any]],
) -> dict[str, Any]:
    pick, some = chance.choice, chance.random
    issue: dict[str, Any] = {"title": pick(NAMES), "marking": marking(), "rule": pick(("consensus", *RULES))}
    issue["ladder"] = [
        {"at": at, "meaning": pick(NAMES)} for at in pick(([0, 1], [0.5], [0, 1e-9, 1], [0, 0.1, 0.5, 0.9, 1]))
    ]
    clauses: dict[str, Any] = {}
    if some() < 0.2:
        drafts = (
            ("Ports [may / shall] raise fees [by half].", {"may": "shall", "by_half": "omit"}), ("[all]", {"all": "all"}),
            ("Nothing in brackets.", {}), ("[a / b [c / d]] e", {"a": "b_c"}), ("[中 / 国] x", {"p": "p"}),
        )  # fmt: skip
        issue["draft"], choice = pick(drafts)
        issue["wordings"] = {"w0": {"title": pick(NAMES), "kind": "chair", "choice": choice, "position": edge()}}
    else:
        for c in range(pick((1, 1, 2, 6))):
            options: dict[str, Any] = {}
            for o in range(pick((1, 2, 3, 5))):
                low, mid, high = sorted(edge() for _ in range(3))
                text = "" if some() < 0.2 else pick((*NAMES, "long " * 600))
                options[f"o{o}"] = {"text": text, "strength": pick((mid, [low, mid, high]))}
                if who and some() < 0.1:
                    options[f"o{o}"]["owner"] = [pick(who)]
            clauses[f"c{c}"] = {"options": options, "weight": 1 if c == 0 else pick((0, 1, 1e9, 1e-9))}
        issue["clauses"] = clauses
        issue["wordings"] = {
            f"w{n}": {
                "title": pick(NAMES), "kind": pick(("proposal", "chair", "agreed_language", "sister_text", "compromise")),
                "choice": {c: pick(list(what["options"])) for c, what in clauses.items()},
                **({"tabled_by": pick(who)} if who and some() < 0.3 else {}),
            }
            for n in range(pick((1, 1, 2, 5)))
        }  # fmt: skip
    wordings = list(issue["wordings"])
    issue["tabled"] = pick(wordings)
    issue["fallback"] = pick(("no_text", "no_text", pick(wordings)))
    if some() < 0.4:
        issue["path"] = chance.sample(wordings, chance.randint(0, len(wordings)))
    if some() < 0.5:
        low, ideal, high = sorted(edge() for _ in range(3))
        issue["silent"] = {
            "rest": {
                "title": pick(NAMES), "seats": pick((0, 1, 40, 2000)), "ideal": ideal, "acceptance": [low, high], "salience": edge(),
                "reason": pick(NAMES), "marking": marking(), "covers_named": some() < 0.5, "influence": pick((0, 1, 1e9)),
            }
        }  # fmt: skip
    if len(who) > 1 and some() < 0.4:
        by, target = chance.sample(who, 2)
        issue["talks"] = [{"by": by, "target": target, "source": source(), "recorded": some() < 0.5}]
    if some() < 0.2:
        issue["outcome"] = {
            "kind": pick(("adopted", "weakened", "forwarded", "none")),
            "source": source(),
            "wording": issue["tabled"],
        }
        if issue["outcome"]["kind"] in ("forwarded", "none"):
            issue["outcome"]["wording"] = "no_text"
    issue["must_decide"] = some() < 0.3
    return issue


# ------------------------------------------------------------------------------------------------- running and telling


def _quietly(words: list[str]) -> tuple[int, str]:
    """Run a command and return its exit status and what it said on standard error."""
    from positions.cli import run

    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return int(code), err.getvalue()


def fault(words: list[str]) -> tuple[int, str]:
    """Run a command; return its exit status, and what is wrong with how it ended (nothing where all is well)."""
    try:
        code, said = _quietly(words)
    except Exception as error:
        return 3, f"traceback {type(error).__name__}: {error}"[:300]
    if code not in ALLOWED:
        return code, f"exit {code}: {said.strip()[-300:]}"
    return code, "traceback: " + said[-300:] if "Traceback" in said else ""


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _portion(kind: type[Inputs | Cases], first: int, last: int, told: int) -> None:
    """In a child: work on the inputs of these numbers and write a line for each call."""

    def tell(**what: Any) -> None:
        os.write(told, (json.dumps(what) + "\n").encode())

    def too_long(*_: Any) -> None:
        tell(number=here[0], words=[w[:80] for w in here[1]], code=-1, wrong=f"more than {SECONDS} s")
        os._exit(9)

    here: list[Any] = [first, []]
    signal.signal(signal.SIGPROF, too_long)
    work = kind()
    _limit()
    try:
        for number in range(first, last):
            chance: list[int] = []
            for words in work.calls(number):
                here[:] = number, words
                signal.setitimer(signal.ITIMER_PROF, SECONDS)
                code, wrong = fault(words)
                signal.setitimer(signal.ITIMER_PROF, 0)
                chance.append(code)
                tell(
                    number=number,
                    command=words[0],
                    code=code,
                    wrong=wrong,
                    words=[w[:80] for w in words] if wrong else [],
                )
            tell(number=number, done=True)
    finally:
        os.chdir("/")
        shutil.rmtree(work.place, ignore_errors=True)


def survey(kind: type[Inputs | Cases], first: int, count: int, *, portion: int = 250) -> dict[str, Any]:
    """Work through inputs in children of limited memory and time, and count how each call ended.

    Returns
    -------
    dict
        ``inputs``, ``calls``, ``codes`` (exit status -> calls), ``commands`` (command and exit status -> calls) and
        ``faults``, each with its number, words and what was wrong.
    """
    import positions.cli

    codes: Counter[str] = Counter()
    commands: Counter[str] = Counter()
    faults: list[dict[str, Any]] = []
    number, last, calls, most = first, first + count, 0, 0
    while number < last:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                _portion(kind, number, min(number + portion, last), writing)
            except BaseException as error:
                os.write(writing, (json.dumps({"number": -1, "code": -2, "wrong": repr(error)[:300]}) + "\n").encode())
            os._exit(0)
        os.close(writing)
        done = number - 1
        with os.fdopen(reading, encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                if one.get("done"):
                    done = one["number"]
                    continue
                calls += 1
                codes[str(one["code"])] += 1
                commands[f"{one.get('command', '?')} {one['code']}"] += 1
                if one["wrong"]:
                    faults.append(one)
                    print(json.dumps(one, ensure_ascii=False), flush=True)
        _, status, used = os.wait4(child, 0)
        most = max(most, used.ru_maxrss)
        if done < min(number + portion, last) - 1:  # it ended before its time: with the input after the last one done
            if not faults or faults[-1].get("number") != done + 1:
                faults.append({"number": done + 1, "code": -2, "wrong": f"the process ended with status {status}"})
                print(json.dumps(faults[-1]), flush=True)
            done += 1
        number = done + 1
        print(f"{number - first} of {count}, {calls} calls, {len(faults)} faults", file=sys.stderr, flush=True)
    assert positions.cli
    return {
        "inputs": count, "calls": calls, "codes": dict(sorted(codes.items())), "most_memory_mb": most // 1024,
        "commands": dict(sorted(commands.items())), "faults": faults,
    }  # fmt: skip


def main() -> None:
    """Work through inputs or cases and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("what", choices=("inputs", "cases"))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--portion", type=int, default=250, help="inputs for each child")
    asked = parser.parse_args()
    found = survey(Inputs if asked.what == "inputs" else Cases, asked.first, asked.count, portion=asked.portion)
    print(json.dumps({**found, "faults": len(found["faults"])}, indent=1))
    sys.exit(bool(found["faults"]))


if __name__ == "__main__":
    main()
