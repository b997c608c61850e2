"""The worked case with words and numbers planted above the mark, as files in a folder."""

import io
import re
import zipfile
import zlib
from pathlib import Path

import yaml

DATA = Path(__file__).parents[2] / "data"
WORD = "canary"
ISSUES = ("domestic_scope", "victim_care", "civil_society_links", "demand")  # enough to show, quick to compute
ABOVE = ("SBU", "C", "S", "TS")


def plant(folder, salt):
    """Write a part of the case to ``folder``; ``salt`` is in every word and number above U and nowhere else.

    What the worked case itself marks above U is replaced; whole records above U are added for whatever can carry a
    mark. Two salts give two cases that differ in nothing else.
    """
    case = {}
    for path in sorted(DATA.glob("*.yaml")):
        case.update(yaml.safe_load(path.read_text(encoding="utf-8")))
    for section in ("issues", "stances"):
        case[section] = {k: v for k, v in case[section].items() if k in ISSUES}
    everybody = {*ISSUES, *case["delegations"]}
    case["notes"] = [n for n in case.get("notes", []) if {*n.get("about", [])} <= everybody]
    for plan in case["plans"].values():
        for link in plan["links"]:
            link["issue"] = ISSUES[0]
    counter = [0]

    def word():
        counter[0] += 1
        return f"{WORD}{salt}{counter[0]}x"

    def number():
        counter[0] += 1
        return round(0.4 + salt * 0.0100907 + counter[0] * 1e-6, 6)

    def source(mark="SBU", told=False):
        made = {"document": "secret_paper", "paragraph": word(), "marking": mark, "quote": word(), "note": word()}
        return {**made, "told_in_confidence": True} if told else made

    def overwrite(value):
        """Replace the words and numbers of every record whose mark, or whose source's mark, is above U."""
        if isinstance(value, list):
            return [overwrite(v) for v in value]
        if not isinstance(value, dict):
            return value
        mark = value.get("marking") or (value.get("source") or {}).get("marking")
        if mark not in ABOVE:
            return {k: overwrite(v) for k, v in value.items()}
        made = dict(value)
        for key in (
            "reason",
            "note",
            "if_raised",
            "code",
            "text",
            "title",
            "event",
            "rule",
            "doubt",
            "name",
            "reference",
        ):
            if key in made:
                made[key] = word()
        for key in ("ideal", "salience", "mobility", "confidence"):
            if key in made and re.fullmatch(r"[\d.]+", str(made[key])):
                made[key] = number()
        if "acceptance" in made:
            made["acceptance"] = [0.0, number()]
        if isinstance(made.get("source"), dict):
            made["source"] = {**made["source"], "quote": word(), "note": word()}
        return made

    case = overwrite(case)
    case["documents"]["secret_paper"] = {"title": word(), "marking": "TS", "reference": word(), "note": word()}
    land = f"{WORD}land{salt}"
    case["delegations"][land] = {"name": word(), "influence": number(), "marking": "S", "note": word()}
    for issue, held in case["stances"].items():
        one = {
            "ideal": number(), "acceptance": [0.0, number()], "salience": number(), "confidence": "stated",
            "reason": word(), "code": word(), "if_raised": word(), "source": source("C"),
        }  # fmt: skip
        held[land] = one
        if "mexico" not in held:
            held["mexico"] = {**one, "reason": word(), "source": source("U", told=issue == "demand")}
            held["mexico"]["source"]["marking"] = "U" if issue == "demand" else "S"
    for issue in case["issues"].values():
        clause, body = next(iter(issue["clauses"].items()))
        if "only_with" in str(issue["clauses"]) or "options" not in body:
            continue  # the planted option would have to say what it may stand with
        option, wording = f"{WORD}option{salt}", f"{WORD}wording{salt}"
        body["options"][option] = {"text": word(), "strength": number(), "note": word()}
        base = next(iter(issue["wordings"].values()))
        choice = {**base["choice"], clause: option}
        issue["wordings"][wording] = {"title": word(), "kind": "candidate", "choice": choice, "marking": "SBU"}
        issue.setdefault("path", [])
        issue["path"] = [*issue["path"], wording]
        issue.setdefault("talks", []).append({"by": "usa", "target": "china", "source": source("C"), "note": word()})
    case["associations"] += [
        {"follower": "algeria", "leader": "russia", "weight": number(), "source": source(), "note": word()},
        {"follower": "china", "leader": land, "weight": number(), "source": {"document": "coding", "marking": "U"}},
    ]
    case.setdefault("ties", []).append(
        {"delegation": "iran", "towards": "usa", "goodwill": -number(), "source": source()}
    )
    case.setdefault("notes", []).append({"text": word(), "source": source(), "about": ["russia"]})
    (plan,) = case["plans"].values()
    plan["marking"] = "U"
    plan["title"] = "A plan that may be seen"
    plan.pop("note")
    plan["asks"].append(
        {"id": "open", "text": "Count cases.", "priority": "high", "pillar": "prevention", "deadline": "2010-01",
         "own_use": word(), "source": {"document": "coding", "marking": "U"}}
    )  # fmt: skip
    for ask in plan["asks"]:
        if ask["id"] != "open":
            ask.update(addressee=word(), indicators=[word()], own_use=word())
    for point in plan["talking_points"]:
        point["own_use"] = word()
    folder.mkdir(parents=True, exist_ok=True)
    own = {"delegations.yaml": ("groups", "delegations", "stances"), "issues.yaml": ("meeting", "issues")}
    rest = [key for key in case if not any(key in keys for keys in own.values())]
    for name, keys in {**own, f"{WORD}{salt}.yaml": rest}.items():
        text = yaml.safe_dump({key: case[key] for key in keys}, sort_keys=False, allow_unicode=True)
        (folder / name).write_text(text, encoding="utf-8")


def everything_in(data):
    """Yield the bytes of a file, of the members of an archive, and of every compressed stream in it."""
    yield data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from everything_in(archive.read(name))
        return
    for found in re.finditer(rb"stream\r?\n|(?:zTXt|iTXt|IDAT)|\x1f\x8b\x08", data):
        for start in range(found.end(), min(found.end() + 64, len(data))):
            if data[start : start + 1] == b"x":
                try:
                    yield zlib.decompressobj().decompress(data[start:])
                    break
                except zlib.error:
                    continue


def leaks(files):
    """Return where a planted word stands; ``files`` maps names to bytes. Names count too."""
    return sorted(
        name
        for name, data in files.items()
        if WORD in name.lower() or any(WORD.encode() in part.lower() for part in everything_in(data))
    )
