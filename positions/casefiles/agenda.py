"""A case begun from an agenda: meeting, delegations, documents, issues with their texts; nobody's stance yet.

::

    Working Group on Ports, third session
    2031-05-05 to 2031-05-07, Kap
    Marking: U
    For: NOR
    Delegations: NOR, SWE, European Union, g77 = Group of 77 (group statement)
    Documents:
      notes: Our notes from the floor (SBU)

    1. fees: Port fees
       Ports [shall / should] publish their fees.
    2. Work at night

Lines that are indented belong to what stands above them. ``docs/statements.md`` has the whole form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from positions.casefiles.drafts import draft_clauses
from positions.casefiles.floor import EXAMPLE
from positions.casefiles.folder import FLOOR
from positions.casefiles.limits import FILE_BYTES
from positions.casefiles.load import load_with_nodes
from positions.casefiles.nodes import ScalarNode, SourceText
from positions.casefiles.plain import Plain
from positions.casefiles.words import nearest, shown
from positions.casefiles.yaml_text import case_texts
from positions.errors import CaseProblems, Problem
from positions.markings import Marking
from positions.names import find_name, words_for
from positions.text import slug

__all__ = ["agenda_files"]

KEYS = ("marking", "for", "body", "place", "delegations", "groups", "documents")
NOTES = "floor"  # the document that notes are read from when the agenda names none
_ITEM = re.compile(
    r"(?P<number>\d{1,3}(?:[.)]|(?:\.\d{1,3})*[.)]? ?\([a-z]+\)[.)]?))\s+"
    r"(?:(?P<id>[a-z][a-z0-9_]*):\s*)?(?P<title>\S.*)"
)
_KEY = re.compile(r"(?P<key>[A-Za-z]+):\s*(?P<value>.*)")
_DATES = re.compile(
    r"(?P<start>\d{4}(?:-\d\d){0,2})(?:\s*(?:to|-|–|—)\s*(?P<end>\d{4}(?:-\d\d){0,2}))?(?:,\s*(?P<place>.+))?"
)
_MARKED = re.compile(r"\((?P<mark>[^()]*)\)$")
_DATED = re.compile(r",?\s*(?P<date>\d{4}(?:-\d\d){0,2})$")


@dataclass(slots=True)
class _Block:
    """A line that begins something, and the indented lines under it; each with its number."""

    line: int
    text: str
    more: list[tuple[int, str]] = field(default_factory=list)


class _Agenda:
    def __init__(self, file: SourceText) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def wrong(self, line: int, rule: str, message: str, hint: str, column: int = 1) -> None:
        self.problems.append(Problem(self.file.name, line, column, rule, message, hint, self.file.excerpt(line)))

    def case(self) -> Plain:
        """Return the sections of the case."""
        blocks = self._blocks()
        if len(blocks) < 2:
            hint = "first line: the title; second: 2031-05-05 to 2031-05-07, Kap"
            self.wrong(1, "agenda-form", "an agenda begins with the title of the meeting and its dates", hint)
            raise CaseProblems(self.problems)
        head, said, items = blocks[:2], {}, []
        for block in blocks[2:]:
            if item := _ITEM.fullmatch(block.text):
                items.append((block, item))
            elif key := _KEY.fullmatch(block.text):
                name = key["key"].casefold()
                if name not in KEYS:
                    self.wrong(
                        block.line, "unknown-key", f'an agenda has no "{shown(key["key"])}"', nearest(name, KEYS)
                    )
                elif name in said:
                    self.wrong(block.line, "duplicate-key", f"{name} stands here a second time", "keep one of them")
                else:
                    said[name] = (block, key["value"])
            else:
                hint = "an item begins with its number: 1. Port fees; its text stands indented under it"
                self.wrong(block.line, "agenda-form", f'"{shown(block.text)}" is neither an item nor a key', hint)
        mark = self._mark(said, head[1])
        dates = _DATES.fullmatch(head[1].text)
        if dates is None:
            hint = "write 2031-05-05 to 2031-05-07, Kap"
            self.wrong(head[1].line, "bad-date", "the second line gives the first and the last day", hint)
        groups: Plain = {slug(part): {"name": part} for _, part in self._list(said, "groups")}
        delegations = self._delegations(said, mark)
        documents = self._documents(said, mark)
        issues = self._issues(items, mark)
        meeting: Plain = {"id": slug(head[0].text), "title": head[0].text, "marking": mark}
        if dates:
            meeting |= {"start": dates["start"], "end": dates["end"] or dates["start"]}
            meeting |= {"place": dates["place"]} if dates["place"] else {}
        for name in ("place", "body"):
            if name in said:
                meeting[name] = said[name][1]
        if "for" in said:
            block, wanted = said["for"]
            ids = {word: key for key, d in delegations.items() for word in (key, d["name"], d.get("iso3", ""))}
            if wanted in ids:
                meeting["principal"] = ids[wanted]
            else:
                hint = nearest(wanted, ids)
                self.wrong(block.line, "unknown-delegation", f'no delegation "{shown(wanted)}" is listed', hint)
        if self.problems:
            raise CaseProblems(self.problems)
        return {"meeting": meeting, "documents": documents, "groups": groups, "delegations": delegations,
                "issues": issues}  # fmt: skip

    def _blocks(self) -> list[_Block]:
        blocks: list[_Block] = []
        for number, text in enumerate(self.file.lines, 1):
            if not text.strip() or text.lstrip().startswith("#"):
                if blocks and blocks[-1].more and not text.strip():
                    blocks[-1].more.append((number, ""))
            elif text[0] in " \t" and blocks:
                blocks[-1].more.append((number, text))
            else:
                blocks.append(_Block(number, text.strip()))
        return blocks

    def _mark(self, said: dict[str, tuple[_Block, str]], head: _Block) -> str:
        if "marking" not in said:
            hint = "add a line Marking: with U, SBU, C, S or TS"
            self.wrong(head.line, "missing-marking", "the agenda is not marked; unmarked is never treated as U", hint)
            return Marking.TS.value
        block, value = said["marking"]
        return self._read_mark(block.line, value)

    def _read_mark(self, line: int, text: str) -> str:
        if text in Marking.__members__:
            return text
        hint = "write U, SBU, C, S or TS"
        self.wrong(line, "unknown-marking", f'unknown marking "{shown(text)}"', hint)
        return Marking.TS.value

    def _list(self, said: dict[str, tuple[_Block, str]], name: str) -> list[tuple[int, str]]:
        if name not in said:
            return []
        block, value = said[name]
        found: list[tuple[int, str]] = []
        open_part = (block.line, "")  # an entry may go on in the next line
        for line, text in [(block.line, value), *block.more]:
            first, *others = text.split(",")
            open_part = (open_part[0] if open_part[1] else line, f"{open_part[1]} {first.strip()}".strip())
            for part in others:
                found.append(open_part)
                open_part = (line, part.strip())
        return [(line, part) for line, part in [*found, open_part] if part]

    def _delegations(self, said: dict[str, tuple[_Block, str]], mark: str) -> Plain:
        found: Plain = {}
        for line, part in self._list(said, "delegations"):
            own, _, name = (piece.strip() for piece in part.rpartition("="))
            states = find_name(name)
            if len(states) > 1:
                both = " or ".join(words_for(s)[0] for s in states)
                self.wrong(line, "unknown-delegation", f'"{shown(name)}" can be {both}', "write the code")
                continue
            known = words_for(states[0])[0] if states else name
            made: Plain = {"name": known if len(name) <= 3 else name, "marking": mark}
            if states:
                made["iso3"] = states[0]
            key = own or slug(made["name"])
            if key in found:
                self.wrong(line, "duplicate-entry", f'"{shown(part)}" is listed twice', "keep one of them")
            found[key] = made
        if not found and not self.problems:
            self.wrong(1, "too-few", "the agenda lists no delegations", "add a line Delegations: NOR, SWE, …")
        return found

    def _documents(self, said: dict[str, tuple[_Block, str]], mark: str) -> Plain:
        found: Plain = {}
        block, first = said.get("documents", (_Block(0, ""), ""))
        for line, text in [(block.line, first), *block.more]:
            if not text.strip():
                continue
            key, colon, title = (piece.strip() for piece in text.partition(":"))
            marked = _MARKED.search(title)
            if not colon or not marked:
                hint = "write enb367: ENB 12 No. 367, 2008-06-06 (U)"
                self.wrong(line, "agenda-form", "a document has an id, a title and its marking", hint)
                continue
            title = title[: marked.start()].strip()
            made: Plain = {"title": title, "marking": self._read_mark(line, marked["mark"])}
            if dated := _DATED.search(title):
                made["date"] = dated["date"]
            found[key] = made
        return found or {NOTES: {"title": "Notes from the floor", "kind": "statement", "marking": mark}}

    def _issues(self, items: list[tuple[_Block, re.Match[str]]], mark: str) -> Plain:
        found: Plain = {}
        if not items:
            self.wrong(1, "too-few", "the agenda has no items", "an item begins with its number: 1. Port fees")
        for block, item in items:
            key = item["id"] or slug(item["title"])
            if key in found:
                hint = f"write an id before the title: {item['number']} {key}_2: {item['title']}"
                self.wrong(block.line, "duplicate-key", f'a second item is called "{key}"', hint)
            number = item["number"].rstrip(".")
            found[key] = {"title": item["title"], "marking": mark, "agenda_item": number, **self._text(block, item)}
        return found

    def _text(self, block: _Block, item: re.Match[str]) -> Plain:
        """Return ladder, text and wordings of an item: the hardest reading of its brackets, and the softest."""
        made: Plain = {
            "ladder": [
                {"at": 0, "meaning": "nothing beyond what binds everybody already"},
                {"at": 1, "meaning": "the text on the table in its hardest reading"},
            ]
        }
        tabled: Plain = {"title": "On the table", "kind": "proposal", "choice": {}, "position": 1}
        wordings: Plain = {"tabled": tabled}
        rows = [text for _, text in block.more]
        while rows and not rows[-1].strip():
            rows.pop()
        if rows:
            indent = min(len(row) - len(row.lstrip()) for row in rows if row.strip())
            draft = "\n".join(row[indent:].rstrip() for row in rows)
            made["draft"] = draft
            source = SourceText(self.file.name, "\n" * (block.more[0][0] - 1) + "draft: |\n")
            try:
                clauses = draft_clauses(ScalarNode(source, block.more[0][0], 1, draft, True), {})
            except CaseProblems as error:
                for problem in error.problems:
                    place = re.match(r"line (\d+), character (\d+)", problem.message)
                    row = block.more[0][0] + (int(place[1]) - 1 if place else 0)
                    column = indent + (int(place[2]) if place else 1)
                    message = problem.message.partition("of the draft: ")[2] or problem.message
                    self.wrong(row, problem.rule, message, problem.hint.partition(". Write the draft")[0], column)
                return made
            by_strength = {k: sorted(c.options.values(), key=lambda o: o.strength[1]) for k, c in clauses.items()}
            free = {k: options for k, options in by_strength.items() if len(options) > 1}
            tabled["choice"] = {k: options[-1].id for k, options in free.items()}
            if free:
                softest: Any = {k: options[0].id for k, options in free.items()}
                wordings["softest"] = {"title": "Softest reading", "kind": "compromise", "choice": softest}
        else:
            made["clauses"] = {"text": {"options": {"as_tabled": {"text": item["title"], "strength": 1}}}}
        made |= {"wordings": wordings, "tabled": "tabled", "fallback": "no_text"}
        return made | ({"path": ["softest"]} if "softest" in wordings else {})


def agenda_files(path: Path) -> dict[str, bytes]:
    """Return file name → bytes of a case begun from an agenda.

    Raises
    ------
    CaseProblems
        With every problem of the agenda, at its line.
    """

    def unread(rule: str, message: str, hint: str) -> CaseProblems:
        return CaseProblems([Problem(str(path), 0, 0, rule, message, hint)])

    try:
        if path.stat().st_size > FILE_BYTES:
            raise unread("file-too-large", f"an agenda holds at most {FILE_BYTES:,} bytes", "keep titles and texts")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise unread("not-utf8", "the file is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        raise unread("unreadable-file", f"cannot be read: {error.strerror}", "name the agenda") from None
    agenda = _Agenda(SourceText(str(path), text))
    plain = agenda.case()
    issues = ", ".join(plain["issues"])
    files = {name: made.encode() for name, made in case_texts(plain, f"Begun from {path.name}.").items()}
    files[FLOOR] = (EXAMPLE + f"# issues: {issues}\n# documents: {', '.join(plain['documents'])}\n").encode()
    try:
        load_with_nodes(path.parent / f".{path.stem}", files, alone=True)
    except CaseProblems as error:  # what only the whole case can tell, e.g. two names of one state
        found = [
            Problem(str(path), 0, 0, p.rule, f"the case begun from it: {p.message}", p.hint) for p in error.problems
        ]
        raise CaseProblems(found) from None
    return files
