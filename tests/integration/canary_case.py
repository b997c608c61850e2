"""A part of the worked case twice: bare, and with something above the mark planted in every field that there is.

The bare case is made by hand: whatever is above U is taken out. The planted case is the bare one and, beside what is
in it, one thing above U of every kind, every field of it filled from the field table. As many withheld notes stand in
the bare case as things in the planted one, so that a release of either has to give the same bytes.
"""

import copy
import itertools
from pathlib import Path

import yaml

from positions.casefiles.load import load_case
from positions.casefiles.table import OBJECTS
from positions.markings import Marking
from positions.model import withhold

DATA = Path(__file__).parents[2] / "data"
WORD, YEAR, DIGITS = "canary", "2049-", "739131"  # in every planted word and id, date, number
NEEDLES = (WORD, YEAR, DIGITS)
ISSUES = ("domestic_scope", "victim_care")  # enough to show, quick to compute
ABOVE = ("SBU", "C", "S", "TS")
CODE = "QZX"  # the letters of the planted delegation: too short to search bytes for
FILES = {"delegations.yaml": ("groups", "delegations", "stances"), "issues.yaml": ("meeting", "issues")}
UNMARKED = {  # why nothing above a mark can stand in these
    "case": "its parts are planted one by one",
    "meeting": "a release is refused when the meeting lies above the mark",
    "code_numbers": "a convention without words or marking: what a code means in numbers",
    "follow_up": "has the meeting's marking",
    "earlier_meeting": "has the meeting's marking",
}


class Planter:
    """Fills every field of an object with something that can be found again."""

    def __init__(self):
        self.count = self.dates = 0
        self.fields = set()  # every field that was planted

    def word(self, head="w"):
        self.count += 1
        return f"{WORD}{head}{self.count}x"

    def number(self, shift=0.0):
        """Return a number between 0 and 1 that no other has; ``shift`` keeps it so for low ends and high ones."""
        self.count += 1
        return round(0.4 + self.count * 1e-4 + shift + int(DIGITS) * 1e-10, 10)

    def date(self):
        self.dates += 1  # each later than the one before: an end comes after its start
        return f"{YEAR}{1 + self.dates // 28:02}-{1 + self.dates % 28:02}"

    def fill(self, owner, refs, **given):
        """Return an object of the field table with every field filled; ``given`` says what has to stand in some."""
        made = {}
        for field in OBJECTS[owner]:
            self.fields.add(field.path)
            value = given[field.name] if field.name in given else self.value(field, refs)
            if value is not None:
                made[field.name] = value
        return made

    def value(self, field, refs):
        if field.type == "object":
            made = self.fill(field.of, refs)
            return {refs[field.of]: made} if field.keys else [made] if field.many else made
        if field.type == "reference":
            to = refs[field.of]
            to = next(to) if isinstance(to, itertools.cycle) else to
            return {refs[field.keys[0]]: to} if field.keys else [to] if field.many else to
        value = {
            "text": lambda: CODE if field.pattern else self.word(),
            "id": lambda: self.word("id"),
            "number": self.number,
            "integer": lambda: 73,
            "boolean": lambda: field.name != "told_in_confidence",  # or nothing would hang on the mark
            "date": self.date,
            "marking": lambda: ABOVE[self.count % 3 + 1],
            "choice": lambda: field.choices[-1],
            "rule": lambda: "consensus_minus_2",
            "interval": lambda: (
                [self.number(-0.4), self.number(0.45)]  # around the ends that it is about
                if field.name.endswith("_between")
                else [self.number(-0.3), self.number(0.3)]
            ),
            "band": lambda: [self.number(-0.2), self.number(), self.number(0.2)],
        }[field.type]()
        return [value] if field.many else value


def bare_case():
    """Return a part of the worked case without anything above U, as its files would hold it."""
    case = {}
    for path in sorted(DATA.glob("*.yaml")):
        case.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    for section in ("issues", "stances"):
        case[section] = {k: v for k, v in case[section].items() if k in ISSUES}
    for held in case["stances"].values():
        for stance in held.values():
            stance["source"]["marking"] = "U"  # enough that may be seen; more of them are planted
    documents = case.pop("documents")
    (plan,) = case.pop("plans").values()
    case = _without_marked(case)
    everybody = {*ISSUES, *case["delegations"]}
    case["notes"] = [n for n in case.get("notes", []) if {*n.get("about", [])} <= everybody]
    source = {"document": "coding", "paragraph": "1", "marking": "U"}
    seen = {"id": "open", "text": "Count cases.", "priority": "high", "pillar": "prevention", "source": source}
    plan = {
        "delegation": plan["delegation"], "title": "A plan that may be seen", "marking": "U", "channel": "embassy",
        "date": "2009-11-02", "asks": [{**seen, "deadline": "2010-01"}, {**seen, "id": "more", "priority": "further"}],
        "deadlines": [{"date": "2010-02-01", "event": "A report", "source": source}],
        "talking_points": [{"text": "We count too.", "source": source, "issues": [ISSUES[0]], "asks": ["open"]}],
        "links": [{"ask": "open", "issue": ISSUES[1], "confidence": 0.5, "reason": "we think so", "source": source}],
    }  # fmt: skip
    return {**case, "documents": documents, "plans": {"open_plan": plan}}


def _without_marked(value):
    """Take out every object that is marked above U or was told in confidence, itself or by its source."""
    if isinstance(value, dict):
        return {k: _without_marked(v) for k, v in value.items() if not _marked(v)}
    if isinstance(value, list):
        return [_without_marked(v) for v in value if not _marked(v)]
    return value


def _marked(value):
    if not isinstance(value, dict):
        return False
    source = value.get("source") if isinstance(value.get("source"), dict) else {}
    return value.get("marking") in ABOVE or source.get("marking") in ABOVE or bool(source.get("told_in_confidence"))


def plant(case):
    """Return the case with something above U of every kind beside what is in it, and the fields that were filled."""
    case = copy.deepcopy(case)
    p = Planter()
    everybody = list(case["delegations"])
    ids = {kind: f"{WORD}{kind}" for kind in OBJECTS}
    refs = {
        **ids,
        "delegation": itertools.cycle(everybody),
        "wording or no_text": ids["wording"],
        "wording, no_text or other": "other",
        "id": everybody[0],
    }
    for document in case["documents"].values():
        if document["marking"] in ABOVE:  # cited by things that may be seen: only its name and date are withheld
            document.update(title=p.word(), reference=p.word(), note=p.word(), date=p.date())
    case["documents"][ids["document"]] = p.fill("document", refs, marking="TS")
    case.setdefault("groups", {})[ids["group"]] = p.fill("group", refs)
    case["delegations"][ids["delegation"]] = p.fill("delegation", refs, right="party")
    options = {ids["option"] + more: p.fill("option", refs, only_with=[]) for more in ("", "too")}
    red_lines = [p.fill("red_line", {**refs, "option": ids["option"] + "too"})]
    case["issues"][ids["issue"]] = p.fill(
        "issue",
        refs,
        clauses={ids["clause"]: p.fill("clause", refs, options=options)},
        silent={ids["silent"]: p.fill("silent", refs, red_lines=red_lines)},
        fallback="no_text",
        outcome=p.fill("outcome", refs, kind="weakened", ambitious_adopted=False, **{"with": [ISSUES[0]]}),
    )
    case["parameters"] = {
        "trade_rate": p.fill("parameter", refs, low=p.number(-0.2), central=p.number(), high=p.number(0.2))
    }
    hard = {"firmness": 1.0, "option": ids["option"]}  # so that it blocks, and a picture is drawn
    case["stances"][ids["issue"]] = {
        "pakistan": p.fill(
            "stance",
            refs,
            ideal=p.number(-0.39),
            acceptance=[0.0, p.number(-0.3)],
            low_between=[0.0, p.number(-0.3)],
            high_between=[p.number(-0.39), p.number(0.3)],
            salience=p.number(0.5),
            red_lines=[p.fill("red_line", refs, **hard)],
            demands=[],
        )
    }
    for key in ISSUES:
        _plant_into(case, key, p, refs)
    one, other = everybody[:2]
    case["associations"] += [
        p.fill("association", refs, follower=one, leader=other, issues=[]),
        p.fill("association", refs, follower=other, leader=ids["delegation"]),
    ]
    case.setdefault("ties", []).append(p.fill("tie", refs, delegation=one, towards=other))
    case["notes"].append(p.fill("note", refs))
    clause = next(iter(case["issues"][ISSUES[0]]["clauses"]))
    said = {"issue": ISSUES[0], "who": [one], "code": "-2 H", "clause": clause, "options": [ids["option"]]}
    case["statements"] = [p.fill("statement", refs, **said)]
    (plan,) = case["plans"].values()
    for part in ("asks", "deadlines", "statistics", "incentives", "talking_points", "links"):
        field = next(f for f in OBJECTS["plan"] if f.name == part)
        in_plan = {**refs, "issue": ISSUES[0], "ask": "open"}
        plan.setdefault(part, []).insert(0, p.fill(field.of, in_plan))
        for item in plan[part]:
            if any(f.name == "own_use" for f in OBJECTS[field.of]):
                item["own_use"] = p.word()
    hidden = p.fill("plan", {**refs, "issue": ISSUES[0]}, delegation=plan["delegation"])
    hidden["asks"][0]["id"] = ids["ask"]
    case["plans"][ids["plan"]] = hidden
    return case, p.fields


def _plant_into(case, key, p, refs):
    """Plant into an issue that may be seen what an issue holds, and stances of those who have none."""
    issue = case["issues"][key]
    (clause, body), *others = issue["clauses"].items()
    first, *_, last = body["options"]
    companion = p.fill("companion", refs, clause=others[0][0], options=[*others[0][1]["options"]]) if others else None
    body["options"][refs["option"]] = p.fill("option", refs, only_with=[companion] if companion else [])
    base = next(iter(issue["wordings"].values()))
    choice = {**base["choice"], clause: refs["option"]}
    issue["wordings"][refs["wording"]] = p.fill("wording", refs, choice=choice, kind="candidate")
    issue["path"] = [*issue.get("path", []), refs["wording"]]
    if "outcome" not in issue:
        named = {"wording": issue["tabled"], "kind": "adopted", "other": None, "with": [k for k in ISSUES if k != key]}
        issue["outcome"] = p.fill("outcome", refs, **named)
    inside = {**refs, "clause": clause, "option": last}
    red_lines = [p.fill("red_line", inside, option=first)]
    issue.setdefault("silent", {})[refs["silent"]] = p.fill("silent", inside, red_lines=red_lines, covers_named=False)
    issue.setdefault("talks", []).append(p.fill("talk", refs, by="usa", target="china"))
    held = case["stances"].setdefault(key, {})
    _plant_believed(case, key, p, refs)
    for number, delegation in enumerate(d for d in case["delegations"] if d not in held):
        made = p.fill("stance", inside, red_lines=[p.fill("red_line", inside, option=first)])
        if number == 0:  # what was told in confidence stays behind even when it is U
            made["source"].update(marking="U", told_in_confidence=True)
        held[delegation] = made


def _plant_believed(case, key, p, refs):
    """Plant a believed reading, above the mark, beside each stance that may be seen; most change who blocks."""
    clause, body = next(iter(case["issues"][key]["clauses"].items()))
    inside = {**refs, "clause": clause, "option": next(iter(body["options"]))}
    case.setdefault("believed", {})[key] = {
        delegation: p.fill("believed", inside, demands=[])
        for delegation, stance in case["stances"][key].items()
        if not _marked(stance)
    }


def write(case, folder, others):
    """Write a case into three files; ``others`` names the third."""
    folder.mkdir(parents=True)
    rest = [key for key in case if not any(key in keys for keys in FILES.values())]
    for name, keys in {**FILES, others: rest}.items():
        text = yaml.safe_dump({key: case[key] for key in keys}, sort_keys=False, allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")
    return load_case(folder)


def write_pair(folder):
    """Write ``planted`` and ``bare`` and an earlier state of each; return the fields that were planted."""
    bare = bare_case()
    planted, fields = plant(bare)
    for state in ("", "_before"):
        if state:
            for case in (bare, planted):
                case["stances"][ISSUES[1]]["usa"]["salience"] = 0.31
            for stance in planted["stances"][ISSUES[1]].values():
                if "if_raised" in stance and WORD in stance["if_raised"]:
                    stance["if_raised"] = f"{WORD}earlier"
                    stance["salience"] = 0.32
        counts = [
            withhold(write(planted, folder / f"planted{state}", f"{WORD}s.yaml"), Marking.U).provenance.withheld,
            withhold(write(bare, folder / f"uncounted{state}", "others.yaml"), Marking.U).provenance.withheld,
        ]
        note = {"text": "Nothing.", "source": {"document": "nothing", "marking": "S"}}
        notes = [*bare["notes"], *[note] * (counts[0] - counts[1] - 1)]
        documents = {**bare["documents"], "nothing": {"title": "Nothing", "marking": "S"}}
        write({**bare, "notes": notes, "documents": documents}, folder / f"bare{state}", "others.yaml")
    return fields
