"""The reference page and the schema file, written from what the records declare.

``python -m positions.casefiles.reference`` writes both anew; a test tells when they are not current.
"""

from __future__ import annotations

import json
from enum import Enum
from pathlib import Path

from positions.casefiles.decision_rules import rules_in_words
from positions.casefiles.limits import CASE_BYTES, DEPTH, FILE_BYTES, VALUES
from positions.casefiles.rules import RULES
from positions.casefiles.schema import json_schema
from positions.casefiles.table import OBJECTS, meaning_of
from positions.casefiles.values import LONGEST_ID
from positions.markings import Marking
from positions.model import PARAMETERS, Field
from positions.writing import write_text

__all__ = ["reference_page", "schema_text", "write_reference"]

PACKAGE = Path(__file__).parent
SCHEMA_FILE = PACKAGE / "schema" / "case.schema.json"
PAGE_FILE = PACKAGE.parents[1] / "docs" / "case-format.md"

INTRODUCTION = f"""# The case format

<!-- written by `python -m positions.casefiles.reference` from the records of `positions.model`; do not edit -->

A case is a folder. Every `*.yaml` that stands directly in it is read; `delegations.yaml` and `issues.yaml` must be
there. Each section may stand in any of them. Mapping sections that stand in several files are put together (stances
by issue, then by delegation), lists follow each other, and a key that is defined twice is a problem wherever it
stands. Files whose name begins with a dot are left alone.

`positions init DIR` writes a small commented case to start from; `positions check DIR` reports every problem at once.

**Ids** are the keys under `documents`, `groups`, `delegations`, `issues`, `clauses`, `options`, `wordings`, `silent`
and `plans`: lower-case letters, digits and `_`, a letter first, at most {LONGEST_ID} characters. They are what you type
on the command line.

**Unknown is never zero.** Leave out what is not known. A delegation without a stance on an issue is unknown there,
unless the issue's `silent` section says, in so many words, what it is assumed to hold.

**Markings** are {", ".join(mark.value for mark in Marking)}. What must be marked and is not, is a problem; unmarked is
never treated as U. The program copies marks and works out the highest; it is no classification authority.

**YAML** is read as YAML 1.2: `NO`, `on`, `12:30` and dates are texts; only `true` and `false` are yes and no. Anchors
(`&name`) and aliases (`*name`) repeat whole values; merge keys (`<<`) and tags (`!…`) are not read. A file holds one
document of at most {FILE_BYTES // 1_000_000} MB and {VALUES:,} values, nested at most {DEPTH} deep; a case at most
{CASE_BYTES // 1_000_000} MB.

**Dates** are a day, a month or a year (`2030-05-06`, `2030-05`, `2030`), as exactly as they are known. A stance that is
dated after its issue was decided is a problem, unless `meeting.coded_after` says that the case is a replay. The date of
the decision is that of the outcome, else the issue's own; while there is no outcome, the last day of the meeting.

**Outcomes** say how it ended with `kind`, and what stands with `wording`. What is left out follows from the rest; where
nothing does, it is a problem, and so is what cannot be at the same time. Older cases have no `kind`: it is `adopted`
where an ambitious wording was, `weakened` where another text stands, `forwarded` where the code says so, else `none`.

**Decision rules**: {rules_in_words()}.

**In an editor** that speaks to a YAML language server (VS Code with the YAML extension, Neovim, Emacs, …) the first
line

```yaml
# yaml-language-server: $schema=case.schema.json
```

turns on completion and underlining; `positions init` puts the schema beside the case.
"""


def reference_page() -> str:
    """Return ``docs/case-format.md``."""
    parts = [INTRODUCTION]
    for name, fields in OBJECTS.items():
        title = "Sections" if name == "case" else f"`{name}`"
        parts.append(f"\n## {title}\n\n{meaning_of(name)}\n\n{_table(fields)}")
    parts.append("\n## The game's parameters\n\n" + _parameters())
    parts.append("\n## Rules\n\nThe names that `positions check --json` gives.\n\n| rule | asks that |\n|---|---|\n")
    parts.append("".join(f"| `{name}` | {text} |\n" for name, text in RULES.items()))
    return "".join(parts)


def schema_text() -> str:
    """Return the schema as it stands in its file."""
    return json.dumps(json_schema("case"), ensure_ascii=False, indent=1) + "\n"


def write_reference() -> None:
    """Write page and schema."""
    write_text(PAGE_FILE, reference_page())
    write_text(SCHEMA_FILE, schema_text())


def _table(fields: tuple[Field, ...]) -> str:
    rows = ["| field | what | range | when left out | meaning | example |\n|---|---|---|---|---|---|\n"]
    for field in fields:
        cells = (
            f"`{field.name}`",
            _type(field),
            ", ".join(part for part in (field.range, field.unit) if part),
            _default(field),
            field.meaning,
            f"`{field.example}`",
        )
        rows.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n")
    return "".join(rows)


def _type(field: Field) -> str:
    """Return the type in words."""
    one = {
        "reference": _id_of(field.of),
        "object": f"[{field.of}](#{field.of})",
        "choice": " / ".join(f"`{choice}`" for choice in field.choices) + ", or text" * field.other_text,
        "interval": "`[low, high]`",
        "band": "number or `[low, mid, high]`",
        "boolean": "`true` / `false`",
        "rule": "decision rule",
        "date": "date: day, month or year",
    }.get(field.type, field.type)
    if field.many:
        return f"list of: {one}"
    return "".join(f"{_id_of(key)} → " for key in field.keys) + one


def _id_of(kind: str) -> str:
    """Return "id of a …" in English."""
    if kind == "id":
        return "id"
    return f"id of {'an' if kind[:1] in tuple('aeio') else 'a'} {kind}"


def _default(field: Field) -> str:
    if field.required:
        return "**required**"
    if field.filled_from:
        return field.filled_from
    if field.default in ("", ()):
        return "nothing"
    value = field.default.value if isinstance(field.default, Enum) else field.default
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _parameters() -> str:
    rows = ["| name | symbol | central | range | meaning | evidence |\n|---|---|---|---|---|---|\n"]
    rows += [
        f"| `{p.name}` | {p.symbol} | {p.central:g} | {p.low:g}..{p.high:g} | {p.meaning} | {p.source or 'ours'} |\n"
        for p in PARAMETERS
    ]
    return "".join(rows)


if __name__ == "__main__":
    write_reference()
