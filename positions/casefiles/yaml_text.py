"""Plain values as the text of a case file."""

from __future__ import annotations

from typing import Any

import yaml

from positions.casefiles.plain import Plain

__all__ = ["SECTION_FILES", "case_texts", "yaml_text"]

# which file a section is written to when the case has none that holds it
SECTION_FILES = {"meeting": "issues.yaml", "issues": "issues.yaml", "parameters": "issues.yaml"}


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as blocks, and repeats what is repeated instead of pointing at it."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def _text(dumper: _Dumper, text: str) -> Any:
    block = "\n" in text and not any(line != line.strip() for line in text.split("\n"))
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if block else None)


_Dumper.add_representer(str, _text)


def yaml_text(plain: Plain) -> str:
    """Return sections as YAML.

    >>> print(yaml_text({"groups": {"g77": {"name": "NO"}}}), end="")
    groups:
      g77: {name: 'NO'}
    """
    made: str = yaml.dump(
        plain, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=116, default_flow_style=None
    )
    return made


def case_texts(plain: Plain, head: str = "") -> dict[str, str]:
    """Return file name → text for a whole case in two files; ``head`` is a comment for the top of each."""
    files: dict[str, Plain] = {"delegations.yaml": {}, "issues.yaml": {}}
    for section, value in plain.items():
        files[SECTION_FILES.get(section, "delegations.yaml")][section] = value
    comment = "".join(f"# {line}\n" for line in head.splitlines())
    return {name: comment + yaml_text(sections) for name, sections in files.items()}
