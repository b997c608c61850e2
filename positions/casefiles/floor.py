"""``floor.txt``: notes from the floor, one line a statement, read into the nodes of the section ``statements``.

::

    2008-06-06 ccs: NOR, supported by KWT CAN, opposed by BRA: include CCS in the CDM +3 H (U) [enb367 2] "quote"
    2008-06-07 same: FSM and others oppose

Date, issue, colon; who; then a colon and what was said, or a verb that opens it. Code with letter, mark, source and
quote stand at the end, in any order. The grammar with all verbs stands in ``docs/statements.md``. Nodes know line and
column, so that everything that the case's own readers find wrong is told at its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from positions.casefiles.nodes import ListNode, MapNode, Node, ScalarNode, SourceText
from positions.casefiles.reading import Reading
from positions.casefiles.references import check_id
from positions.casefiles.scope import text_of
from positions.casefiles.words import nearest, shown
from positions.markings import is_mark_like, read_mark
from positions.model import GROUP_STATEMENT
from positions.names import NameFinder, find_name, name_key, words_for

__all__ = ["EXAMPLE", "VERBS", "read_floor"]

EXAMPLE = """\
# Notes from the floor, one line a statement: date issue: who: what code (mark) [document paragraph] "quote"
#   2031-05-05 fees: NOR, supported by SWE, opposed by FIN: publish all fees +3 (U) [notes 2]
#   2031-05-06 same: FIN cannot accept {duty: shall} -3 H
# Codes: +3 proposes, +2 supports, +1 can accept, +0 neutral, -1 wants it weaker, -2 opposes, -3 blocks; H M L.
# A verb (supports, can live with, opposes, cannot accept, ...) may stand for the code: docs/statements.md.
"""

# what a verb says by itself: forms, code (None: a code must be written), letter. Ours, from docs/worked-case.md's table
VERBS: tuple[tuple[str, int | None, str], ...] = (
    ("insist(?:s|ed)?(?: on| that)?|demand(?:s|ed)?", 3, "H"),
    ("propose[sd]?|table[sd]?", 3, ""),
    ("support(?:s|ed)?|want(?:s|ed)?|welcome[sd]?|endorse[sd]?|favou?r(?:s|ed)?|call(?:s|ed)? for|urge[sd]?", 2, ""),
    ("can live with|can accept|could accept|can join|could join", 1, ""),
    ("(?:is|are|was|were) (?:flexible|neutral)|takes? no position|took no position", 0, ""),
    ("has concerns?|ha(?:ve|d) concerns?|(?:is|are|was|were) concerned|question(?:s|ed)?|prefers? less", -1, ""),
    ("oppose[sd]?|object(?:s|ed)?(?: to)?|ha(?:s|ve|d) reservations?|express(?:es|ed)? reservations?", -2, ""),
    ("(?:cannot|can not|could not|will not|would not) (?:accept|support|join|live with)|rules? out", -3, ""),
    ("reject(?:s|ed)?", -3, "H"),
    ("says?|said|state[sd]?|ask(?:s|ed)?|prefer(?:s|red)?|suggest(?:s|ed)?|back(?:s|ed)? off|move[sd]?|note[sd]?",
     None, ""),
)  # fmt: skip
MOST_COLONS = 20  # of a line, among which the one after the issue is looked for
_VERB = re.compile("|".join(rf"(?P<v{n}>(?:{forms})\b)" for n, (forms, _, _) in enumerate(VERBS)), re.IGNORECASE)
_BETWEEN = re.compile(r"(?:[\s,;&+]|\b(?:and|also|but|others)\b)*", re.IGNORECASE)
_ANDORRA = re.compile(r"\bAND\b")  # the one code that is a word between names
_ROLE = re.compile(r"(?P<for>supported by|joined by|seconded by)|(?P<against>opposed by)", re.IGNORECASE)
_ENDS = (
    ("source", re.compile(r"\[(?P<text>[^\[\]]*)\]$")),
    ("quote", re.compile(r'"(?P<text>[^"]*)"$|[“„](?P<other>[^“”„]*)[”“]$')),
    ("mark", re.compile(r"\((?P<text>[^()]*)\)$")),
    ("code", re.compile(r"(?<!\S)(?P<text>[+\-−±][0-3](?:\s+[HML])?)$")),
)
_ASIDE = re.compile(r"\(([^()]*)\)")
_OPTIONS = re.compile(r"\{([^{}]*)\}")
_LETTER = re.compile(r"\s+(?P<text>[HML])\Z")
_BRACES = re.compile(r"(?:\s*\{[^{}]*\})?\s*")
_WORDING = re.compile(r"\s*\{[^{}:]*\}")


@dataclass(slots=True)
class _Line:
    """One line while it is read: what is left of it stands at ``text[start:end]``."""

    file: SourceText
    number: int
    text: str
    start: int
    end: int
    found: dict[str, ScalarNode] = field(default_factory=dict)  # what stood at the end

    def node(self, start: int, text: str, plain: bool = False) -> ScalarNode:
        return ScalarNode(self.file, self.number, start + 1, text, plain)

    @property
    def left(self) -> str:
        return self.text[self.start : self.end]

    def skip(self, spaces: str = " \t") -> None:
        while self.start < self.end and self.text[self.start] in spaces:
            self.start += 1

    def map(self, start: int, entries: Mapping[str, Node]) -> MapNode:
        made = MapNode(self.file, self.number, start + 1)
        made.entries = {k: (self.node(v.column - 1, k, True), v) for k, v in entries.items()}
        return made


class _Floor:
    """Reads the lines of one file with the names of its case."""

    def __init__(self, sections: Mapping[str, Node], reading: Reading) -> None:
        self.reading = reading
        self.names, self.speakers = _names(sections)
        self.finder = NameFinder(self.names)
        self.issues = _issues(sections.get("issues"))
        self.before: tuple[str, dict[str, ScalarNode]] | None = None  # issue and ends of the line before

    def wrong(self, line: _Line, at: int, rule: str, message: str, hint: str) -> None:
        self.reading.report(line.node(at, ""), rule, message, hint)

    def read(self, line: _Line) -> list[MapNode]:
        """Return the statements of a line; none where it cannot be read."""
        date = re.compile(r"\S+").match(line.text, line.start)
        assert date is not None  # noqa: S101 - empty lines are passed over
        date_node = line.node(date.start(), date.group())
        line.start = date.end()
        issue, same = self._issue(line)
        if issue is None or not self._ends(line, same):
            return []
        parts = self._who(line)
        if parts is None:
            return []
        verb = _VERB.match(line.text, line.start, line.end) if parts["verb"] else None
        if not self._letter(line, verb):
            return []
        codes = self._codes(line, verb, parts)
        what = self._what(line)
        source = self._source(line)
        if codes is None or what is None or source is None:
            return []
        self.before = (issue.text, dict(line.found))
        made = []
        for role in ("main", "for", "against"):
            if not parts[role]:
                continue
            who = ListNode(line.file, line.number, parts[role][0].column)
            who.items = list(parts[role])
            at = line.found.get("code", parts[role][0]).column - 1
            entries: dict[str, Node] = {"date": date_node, "issue": issue, "who": who}
            entries |= {"code": line.node(at, codes[role]), "source": source}
            about = what if role != "against" else {k: v for k, v in what.items() if k == "said"}
            made.append(line.map(date_node.column - 1, entries | about))
        return made

    def _issue(self, line: _Line) -> tuple[ScalarNode | None, bool]:
        """Read up to the colon after the issue: an id, a title, "same", or words, a comma and one of these."""
        line.skip()
        colons = [m.start() for m in re.finditer(":", line.text[: line.end]) if m.start() >= line.start]
        if not colons:
            hint = "write: date issue: who: what code (mark) [source]"
            self.wrong(line, line.start, "statement-syntax", "no colon after the issue", hint)
            return None, False
        for colon in colons[:MOST_COLONS]:
            name = line.text[line.start : colon].strip()
            if name == "same":
                line.start, at = colon + 1, line.start
                if self.before is None:
                    self.wrong(line, at, "statement-syntax", '"same", and no line stands above', "name the issue")
                    return None, True
                return line.node(at, self.before[0]), True
            known = self.issues.get(name_key(name)) or self.issues.get(name_key(name.rpartition(",")[2]))
            if known:
                at, line.start = line.start, colon + 1
                return line.node(at, known), False
        at, name = line.start, line.text[line.start : colons[0]].strip()
        line.start = colons[0] + 1
        check_id("issue", line.node(at, name), self.reading)  # told even where the rest cannot be read
        return line.node(at, name), False

    def _ends(self, line: _Line, same: bool) -> bool:
        """Take code, mark, source and quote from the end of a line; return whether they can be told apart."""
        line.end = line.start + len(line.left.rstrip())
        while True:
            for kind, pattern in _ENDS:
                match = pattern.search(line.left)
                if match is None:
                    continue
                at = line.start + match.start()
                if kind in line.found:
                    self.wrong(line, at, "statement-syntax", f"a second {kind} at the end of the line",
                               "keep one; what belongs to the text stands before the first of them")  # fmt: skip
                    return False
                text = match["text"] if match["text"] is not None else match["other"]
                inside = at + (0 if kind == "code" else 1)
                text = re.sub(r"\s+", " ", text) if kind == "code" else text
                line.found[kind] = line.node(inside + len(text) - len(text.lstrip()), text.strip())
                line.end = line.start + len(line.left[: match.start()].rstrip())
                break
            else:
                break
        if same and self.before is not None:
            for kind in ("mark", "source"):
                if kind in self.before[1]:
                    line.found.setdefault(kind, line.node(line.start - 1, self.before[1][kind].text))
        return True

    def _who(self, line: _Line) -> dict[str, list[ScalarNode]] | None:
        """Read the names up to a colon or a verb: those who spoke, who supported, who opposed."""
        parts: dict[str, list[ScalarNode]] = {"main": [], "for": [], "against": [], "verb": []}
        mentions: dict[int, list[tuple[str, int]]] = {}
        for found in self.finder.find(line.text[: line.end]):
            mentions.setdefault(found.start, []).append((found.id, found.end))
        role = "main"
        while True:
            gap = _BETWEEN.match(line.text, line.start, line.end)
            before, line.start = line.start, gap.end() if gap else line.start
            for word in _ANDORRA.finditer(line.text, before, line.start):
                if word.start() not in mentions:  # no such delegation in this case
                    continue
                if (
                    parts[role]
                    and not re.search(r"[,;]", line.text[before : word.start()])
                    and mentions.get(line.start)
                ):
                    hint = "write the delegation's id, or a comma for the word"
                    self.wrong(line, word.start(), "unknown-delegation", '"AND": a delegation, or the word?', hint)
                    return None
                line.start = word.start()
                break
            rest = line.left
            if not rest or rest[0] == ":":
                line.start += bool(rest)
                break
            if named := _ROLE.match(rest):
                role = "for" if named["for"] else "against"
                line.start += named.end()
                continue
            at = line.start
            ids = mentions.get(at, [])
            if ids and not re.match(r"[\w-]", line.text[ids[0][1] : ids[0][1] + 1]):
                if len({each for each, _ in ids}) > 1:
                    both = " or ".join(each for each, _ in ids)
                    self.wrong(line, at, "unknown-delegation", f"{both}: the name fits both", "write the id")
                    return None
                speaker = self.speakers.get(ids[0][0])
                if speaker is None:
                    hint = f"add a delegation {ids[0][0]} that speaks for the group, or name its members"
                    message = f"{shown(rest[: ids[0][1] - at])} is a group, and no delegation speaks for it"
                    self.wrong(line, at, "unknown-delegation", message, hint)
                    return None
                parts[role].append(line.node(at, speaker))
                line.start = ids[0][1]
            elif _VERB.match(rest) and parts["main"]:
                parts["verb"].append(line.node(at, ""))
                break
            else:
                self._stranger(line, rest)
                return None
        if not parts["main"]:
            self.wrong(line, line.start - 1, "statement-syntax", "nobody is named", "name who spoke after the issue")
            return None
        named_twice = _twice([node for role in ("main", "for", "against") for node in parts[role]])
        if named_twice is not None:
            message = f'"{named_twice.text}" is named twice'
            self.reading.report(named_twice, "duplicate-entry", message, "keep one of them")
            return None
        return parts

    def _stranger(self, line: _Line, rest: str) -> None:
        """Report a word that is neither a name of the case nor a verb."""
        word = (re.match(r"[\w'’.-]+", rest) or re.match(r"\S+", rest) or [rest])[0]
        known = [*self.names, *(form for forms in self.names.values() for form in forms)]
        states = find_name(word)
        if states:
            hint = f"{words_for(states[0])[0]} is not in the case: add it under delegations"
        else:
            hint = nearest(word, known)
            hint = hint if "did you" in hint else "a name, code or id; a verb of docs/statements.md; or a colon"
        message = f'"{shown(word)}" is no delegation or group of the case, and no verb that is known here'
        self.wrong(line, line.start, "unknown-delegation", message, hint)

    def _codes(
        self, line: _Line, verb: re.Match[str] | None, parts: Mapping[str, list[ScalarNode]]
    ) -> dict[str, str] | None:
        """Return the code of those who spoke, who supported and who opposed."""
        _, value, letter = VERBS[int((verb.lastgroup or "v0")[1:])] if verb else ("", None, "")
        written = line.found.get("code")
        at = parts["verb"][0].column - 1 if verb else line.start
        if verb and _WORDING.match(line.text, verb.end(), line.end):  # the verb speaks of that wording
            if not self._accepted(line, verb.end(), value):
                return None
            value, letter = None, ""
        if written is not None:
            number = written.text[:2].replace("−", "-").replace("±", "+")
            own = int(number)
            if value is not None and own * value < 0:
                message = f'"{verb.group() if verb else ""}" and {number} do not go together'
                self.reading.report(written, "contradicting-statement", message, "mend the verb or the code")
                return None
            letter = written.text[3:] or letter
        elif value is None:
            message = "this line does not say how far it goes: no code, and no verb that says it"
            self.wrong(line, at, "missing-code", message, "add a code from -3 (blocks) to +3 (proposes), e.g. -2")
            return None
        else:
            own = value
            letter = line.found["letter"].text if "letter" in line.found else letter
        if not own and parts["against"]:
            message = "who opposes somebody without a side has none that could be told"
            self.reading.report(parts["against"][0], "contradicting-statement", message, "write a line of its own")
            return None
        after = f" {letter}" if letter else ""
        joined = 2 if own == 3 else own
        return {"main": f"{own:+d}{after}", "for": f"{joined:+d}{after}", "against": "-2" if own > 0 else "+2"}

    def _letter(self, line: _Line, verb: re.Match[str] | None) -> bool:
        """Take a letter behind a verb that gives the code, or behind its braces; return whether it can be told."""
        letter = _LETTER.search(line.text, verb.end() if verb else line.start, line.end)
        if letter is None:
            return True
        if verb is None or "code" in line.found or not _BRACES.fullmatch(line.text, verb.end(), letter.start()):
            message = f'"{letter["text"]}" at the end of the text: how hard it is said, or a word of it?'
            hint = f"write how hard behind a code, e.g. -2 {letter['text']}; put a word of the text elsewhere"
            self.wrong(line, letter.start("text"), "statement-syntax", message, hint)
            return False
        line.found["letter"] = line.node(letter.start("text"), letter["text"])
        line.end = letter.start()
        return True

    def _what(self, line: _Line) -> dict[str, Node] | None:
        """Return what was said, and what stands in braces: options of a clause, or a wording."""
        line.skip()
        text, start = line.left, line.start
        for aside in _ASIDE.finditer(text):
            if is_mark_like(aside[1]) or read_mark(aside[1]).marking is not None:
                message = f'"({shown(aside[1])})" looks like a mark and stands in the text'
                self.wrong(line, start + aside.start(), "unknown-marking", message, "a mark stands at the end")
                return None
        if late := _ROLE.search(text):
            message = f'"{late.group()}" stands after what was said: who is named there would not count'
            self.wrong(line, start + late.start(), "statement-syntax", message, "put it before the colon or the verb")
            return None
        found: dict[str, Node] = {}
        braces = list(_OPTIONS.finditer(text))
        if len(braces) > 1 or text.count("{") != len(braces) or text.count("}") != len(braces):
            at = start + text.find("{" if "{" in text else "}")
            hint = "write {clause: option, option} or {wording} once; a second clause is a line of its own"
            self.wrong(line, at, "statement-syntax", "braces that are not closed, or more than one pair", hint)
            return None
        if braces:
            inside, at = braces[0][1], start + braces[0].start() + 1
            clause, colon, options = inside.partition(":")
            if colon:
                found["clause"] = _word(line, at, clause)
                names = ListNode(line.file, line.number, at + len(clause) + 2)
                names.items = list(_words(line, at + len(clause) + 1, options))
                found["options"] = names
            else:
                found["wording"] = _word(line, at, inside)
        said = " ".join(re.sub(r"[{}]", " ", text).split())
        if said:
            found["said"] = line.node(start, said)
        return found

    def _accepted(self, line: _Line, at: int, value: int | None) -> bool:
        """Whether the wording at ``at`` is one that is accepted, and a code says where that leaves the issue."""
        if value is not None and value < 0:
            hint = "name the options that it refuses: {clause: option}"
            self.wrong(line, at, "contradicting-statement", "a wording in braces is one that is accepted", hint)
        elif "code" not in line.found:
            message = "who accepts a wording does not thereby say how it stands on the text on the table"
            self.wrong(line, at, "missing-code", message, "add a code, e.g. -1 for who would rather have this one")
        else:
            return True
        return False

    def _source(self, line: _Line) -> MapNode | None:
        """Return document, marking, paragraph and quote; None after reporting what is missing."""
        found = line.found
        if "mark" not in found:
            message = "this line is not marked; unmarked is never treated as U"
            self.wrong(line, line.end - 1, "missing-marking", message, "add (U), (SBU), (C), (S) or (TS) at its end")
        if "source" not in found:
            message = "this line names no source"
            self.wrong(line, line.end - 1, "missing-source", message, "add [document paragraph] at its end")
        if not {"mark", "source"} <= found.keys():
            return None
        words = re.match(r"(?P<document>[^\s,;]*)[\s,;]*(?P<paragraph>.*)", found["source"].text, re.DOTALL)
        at = found["source"].column - 1
        entries: dict[str, Node] = {}
        if words and words["document"]:
            entries["document"] = line.node(at, words["document"])
        if words and words["paragraph"]:
            entries["paragraph"] = line.node(at + words.start("paragraph"), words["paragraph"])
        entries["marking"] = found["mark"]
        if "quote" in found:
            entries["quote"] = found["quote"]
        return line.map(at, entries)


def read_floor(file: SourceText, sections: Mapping[str, Node], reading: Reading) -> ListNode:
    """Return the statements of a file as the nodes of a list.

    Parameters
    ----------
    file : SourceText
    sections : mapping
        The sections of the case, for the names of delegations, groups and issues.
    reading : Reading
        Where problems go.
    """
    floor = _Floor(sections, reading)
    made = ListNode(file, 0, 0)
    for number, text in enumerate(file.lines, 1):
        start = len(text) - len(text.lstrip())
        if text.strip() and not text.lstrip().startswith("#"):
            made.items += floor.read(_Line(file, number, text, start, len(text.rstrip())))
    return made


def _names(sections: Mapping[str, Node]) -> tuple[dict[str, tuple[str, ...]], dict[str, str | None]]:
    """Return id → the words for it, and id → the delegation that speaks for it (None: a group without a voice)."""
    names: dict[str, tuple[str, ...]] = {}
    speakers: dict[str, str | None] = {}
    delegations = _maps(sections.get("delegations"))
    for key, node in delegations:
        code, name = text_of(node, "iso3"), text_of(node, "name")
        own = (key, key.replace("_", " "), code, name, re.sub(r"\s*\(group statement\)$", "", name))
        states = find_name(code) or find_name(name)
        known = words_for(states[0]) if len(states) == 1 else ()
        names[key] = tuple(dict.fromkeys(word for word in (*own, *known) if word))
        speakers[key] = key
    for key, node in _maps(sections.get("groups")):
        if key in names:
            names[key] = tuple(dict.fromkeys((*names[key], text_of(node, "name") or key)))
            continue
        voice = next((d for d, n in delegations if GROUP_STATEMENT in text_of(n, "name") + text_of(n, "note")
                      and key in _listed(n)), None)  # fmt: skip
        words = (key, key.replace("_", " "), text_of(node, "name"))
        if voice:
            names[voice] = tuple(dict.fromkeys((*names[voice], *(w for w in words if w))))
        else:
            names[key], speakers[key] = tuple(w for w in words if w), None
    return names, speakers


def _maps(node: Node | None) -> list[tuple[str, Node]]:
    return [(key, value) for key, (_, value) in node.entries.items()] if isinstance(node, MapNode) else []


def _listed(node: Node) -> list[str]:
    groups = node.get("groups") if isinstance(node, MapNode) else None
    return [g.text for g in groups.items if isinstance(g, ScalarNode)] if isinstance(groups, ListNode) else []


def _issues(node: Node | None) -> dict[str, str]:
    """Return what an issue may be called → its id: the id, and titles that only one issue has."""
    ids = {name_key(key.replace("_", " ")): key for key, _ in _maps(node)} | {
        name_key(key): key for key, _ in _maps(node)}  # fmt: skip
    titles: dict[str, list[str]] = {}
    for key, issue in _maps(node):
        titles.setdefault(name_key(text_of(issue, "title")), []).append(key)
    return {name: keys[0] for name, keys in titles.items() if name and len(keys) == 1} | ids


def _word(line: _Line, at: int, text: str) -> ScalarNode:
    return line.node(at + len(text) - len(text.lstrip()), text.strip())


def _words(line: _Line, at: int, text: str) -> Iterator[ScalarNode]:
    for part in text.split(","):
        yield _word(line, at, part)
        at += len(part) + 1


def _twice(nodes: list[ScalarNode]) -> ScalarNode | None:
    seen: set[str] = set()
    for node in nodes:
        if node.text in seen:
            return node
        seen.add(node.text)
    return None
