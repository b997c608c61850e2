"""``positions migrate``: outcomes and covariates from tables beside a case into the case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from positions.cli.choosing import CASE
from positions.cli.options import case_argument, json_option

if TYPE_CHECKING:
    from positions.casefiles.nodes import Node
    from positions.model import Case

__all__ = ["command"]


@click.command("migrate")
@click.option("--write", is_flag=True, help="Write what is shown; without it nothing is changed.")
@case_argument
@json_option
def command(write: bool, case: Path, as_json: bool) -> None:
    """Bring outcomes.csv and covariates.csv, where they stand beside the case, into its issues.

    Each outcome is then written as today: how it ended (kind), who held out, how good the evidence is, when it was.
    Comments and everything else in the files stay. The tables are not needed afterwards.

    \b
    Examples:
      positions migrate my-record/sb20_2004
      positions migrate my-record/sb20_2004 --write
    """
    from positions.casefiles import load_with_nodes
    from positions.casefiles.differences import case_differences
    from positions.casefiles.edit import changed_files
    from positions.cli.diff import deliver_changes
    from positions.scoring.migrate import migrated

    before, nodes = load_with_nodes(case)
    click.get_current_context().meta[CASE] = before
    after = migrated(case)
    found = case_differences(_without_unwritten_kinds(before, nodes), after, nodes_before=nodes)
    texts = changed_files(case, nodes, found, after) if len(found) else {}
    deliver_changes(case, before, found, texts, write=write, as_json=as_json)


def _without_unwritten_kinds(case: Case, nodes: Node) -> Case:
    """Return the case without kinds that follow from older answers, so that they are written out."""
    from positions.casefiles.trees import find_node

    issues = dict(case.issues)
    for name, at in case.issues.items():
        if at.outcome is not None and not find_node(nodes, ("issues", name, "outcome", "kind"))[1]:
            issues[name] = replace(at, outcome=replace(at.outcome, kind=""))
    return replace(case, issues=issues)
