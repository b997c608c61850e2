"""``positions graph``: who blocks with whom, who follows whom, who agrees, who could bridge."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.choosing import choose, choose_issues, open_case
from positions.cli.options import (
    case_argument,
    draws_option,
    json_option,
    marking_option,
    print_json,
    release_option,
    seed_option,
    talks_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.agreement import CoalitionGraph, CommunityStability, EdgeKind
    from positions.ledger import Ledger
    from positions.markings import Marking
    from positions.model import Case, Issue
    from positions.simulation import WordingForecast

__all__ = ["command", "graph_text", "play"]

FORMATS = ("graphml", "gexf", "dot", "json", "mermaid", "csv", "png", "svg")
PICTURES = ("png", "svg")
KINDS = ("agreement", "co_blocking", "association", "shared_group")
BRIDGE = 0.5  # ours: agreement with both sides from which a delegation could stand between them
MOST = 12  # ties of a kind that the terminal shows


@click.command("graph")
@case_argument
@click.option("--issue", metavar="I", help="The graph of one issue; of the whole meeting when not given.")
@click.option("--wording", metavar="W", help="Another wording of that issue than the one on the table.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="A graph file or a picture instead of the summary.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write to FILE.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="Only ties of this kind; may be repeated.")
@draws_option
@seed_option
@talks_option("none")
@release_option
@marking_option
@json_option
def command(
    case: Path,
    issue: str | None,
    wording: str | None,
    form: str | None,
    out: Path | None,
    only: tuple[EdgeKind, ...],
    draws: int,
    seed: int,
    talks: str,
    release: Marking | None,
    marking: Marking | None,
    as_json: bool,
) -> None:
    """Show the coalition graph: who blocks together, who follows whom, who agrees, who could bridge.

    Blocs come from simulating the text on the table; how alike stances are stands beside them and proves no bloc.

    \b
    Examples:
      positions graph
      positions graph --issue non_punishment
      positions graph --format graphml --out coalition.graphml
      positions graph --issue non_punishment --format svg --out coalition.svg
      positions graph my-meeting --format mermaid --only co_blocking --only association
    """
    import numpy as np

    from positions.agreement import graph_marking, only_ties
    from positions.cli.outputs import deliver, deliver_bytes, output_marking, provenance_line
    from positions.findings.coalition import agreement_communities, coalition_of
    from positions.ledger import Ledger

    if wording is not None and issue is None:
        raise click.UsageError("--wording needs an issue: positions graph --issue I --wording W")
    if form is not None and as_json:
        raise click.UsageError("--json prints the whole result; for the node-link file alone say --format json")
    if form in PICTURES and out is None:
        raise click.UsageError(f"a picture needs a file: --format {form} --out FILE.{form}")
    opened = open_case(case, release)
    chosen = choose_issues(opened, issue)
    if wording is not None:
        choose("wording", wording, chosen[0].wordings)
    ledger = Ledger(opened, seed=seed, draws=draws)
    forecasts = play(ledger, chosen, wording, talks=talks)
    graph = coalition_of(opened, forecasts)
    if only:
        graph = only_ties(graph, only)
    mark = output_marking(max(graph_marking(graph), opened.meeting.marking), marking)
    made_from = provenance_line(opened, seed=seed, worlds=f"{ledger.members} parameter sets x {draws} worlds")
    if form in PICTURES and out is not None:
        deliver_bytes(_picture(opened, graph, chosen, mark, form, only=only, seed=seed, draws=draws), out)
        return
    if form is not None:
        from positions.papers.formats.graph_formats import GRAPH_FORMATS

        deliver(GRAPH_FORMATS[form].write(graph, marking=mark.label, provenance=made_from), out)
        return
    ids, found, shared = agreement_communities(opened, rng=np.random.default_rng(seed))
    if as_json:
        made = {"issue": issue, **_graph_dict(graph), "communities": _communities_dict(ids, found, shared)}
        print_json({"marking": mark.value, **made, "seed": seed, "draws": draws, "provenance": made_from})
        return
    body = graph_text(opened, graph, forecasts, _communities_text(opened, ids, found, shared))
    deliver("\n".join([mark.label, "", body, "", made_from, mark.label]), out)


def play(
    ledger: Ledger, issues: Sequence[Issue], wording: str | None = None, *, talks: str = "none"
) -> list[WordingForecast]:
    """Return the forecast of one wording of each issue; of the text on the table when none is named."""
    from positions.cli.progress import steps
    from positions.simulation.simulate import part_count

    with steps("simulating", len(issues) * part_count(ledger.draws, ledger.members)) as step:
        return [ledger.issue(i.id, talks, step).wording(wording or i.tabled) for i in issues]


def _picture(
    case: Case,
    graph: CoalitionGraph,
    issues: Sequence[Issue],
    marking: Marking,
    form: str,
    *,
    only: Sequence[EdgeKind],
    seed: int,
    draws: int,
) -> bytes:
    """Draw the graph on a sheet of its own."""
    from positions.papers.charts.graph import TIES_AT_FIRST, draw_graph, size_graph
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture, chart_file

    roster = make_roster(case, graph)
    seats = sum(cover.seats for cover in issues[0].silent) if len(issues) == 1 else 0
    furniture = case_furniture(case, marking=marking, seed=seed, draws=draws, note=f"{graph.graph['title']}.")
    made = chart_file(
        lambda ax: draw_graph(ax, graph, roster, seats=seats, kinds=only or TIES_AT_FIRST),
        size_graph(graph, roster),
        furniture,
        formats=(form,),
    )
    return made.png if form == "png" else made.svg


def _graph_dict(graph: CoalitionGraph) -> dict[str, Any]:
    from positions.agreement import blocs_of, ties

    return {
        "title": graph.graph["title"],
        "blocs": {name: list(members) for name, members in blocs_of(graph).items()},
        "nodes": [{"id": d, **data} for d, data in graph.nodes(data=True)],
        "edges": [{"source": s, "target": t, **data} for s, t, data in ties(graph)],
    }


def _communities_dict(ids: Sequence[str], found: CommunityStability | None, shared: float) -> dict[str, Any]:
    """Return the cores with what they rest on; ``cores`` is null where there is too little to say."""
    cores = None if found is None else [[ids[d] for d in core] for core in found.cores()]
    return {"cores": cores, "together_at_least": 0.8, "runs": found.runs if found else 0, "median_shared": shared}


def _communities_text(case: Case, ids: Sequence[str], found: CommunityStability | None, shared: float) -> list[str]:
    if found is None:
        return [f"not shown: two delegations share a median of {shared:g} issues, too few to tell groups from chance"]
    cores = [" ".join(case.delegations[ids[d]].label for d in core) for core in found.cores()]
    seated = {d for core in found.cores() for d in core}
    loose = [case.delegations[who].label for d, who in enumerate(ids) if d not in seated]
    lines = [f"{core}" for core in cores] or ["no two delegations stay together"]
    basis = f"together in at least 80 % of {found.runs} runs (issues redrawn, three thresholds)"
    return [*lines, f"in none: {' '.join(loose)}" if loose else "", basis]


def graph_text(
    case: Case, graph: CoalitionGraph, forecasts: Sequence[WordingForecast], communities: Sequence[str]
) -> str:
    """Return the graph as a person reads it."""
    from positions.agreement import blocs_of, column, ties
    from positions.findings.coalition import says_nothing_about_blocs

    label = column(graph, "label")
    one = forecasts[0] if len(forecasts) == 1 else None
    lines = [graph.graph["title"], ""]

    def section(title: str, found: list[str], nobody: str) -> None:
        lines.append(title)
        lines.extend(f"  {line}" for line in (found or [nobody]) if line)

    blocs = [f"{name:<14} {' '.join(label[d] for d in members)}" for name, members in blocs_of(graph).items()]
    pairs = sorted(ties(graph, "co_blocking"), key=lambda e: -e[2]["weight"])
    told = [f"{label[s]} + {label[t]}  {_percent(tie['weight'])}" for s, t, tie in pairs[:MOST]]
    more = [f"and {len(pairs) - MOST} weaker pairs"] if len(pairs) > MOST else []
    head = f"Block together  (chance that the text passes: {one.p_consensus.percent()})" if one else "Block together"
    section(head, blocs + _in_columns(told) + more, "nobody")
    if not one:
        common = [case.issues[f.issue].title for f in forecasts if says_nothing_about_blocs(case, f)]
        lines.append("  (mean chance over the texts on the table that both object in the end)")
        if common:
            lines.append(f"  left out, because nearly everybody blocks it: {', '.join(common)}")
    follows = [
        f"{label[s]} -> {label[t]}  {tie['weight']:.2f}  {_cited(case, s, t)}"
        for s, t, tie in ties(graph, "association")
    ]
    section("Follow", follows, "nobody is known to follow another")
    alike = sorted(ties(graph, "agreement"), key=lambda e: (-e[2]["weight"], -e[2]["shared"]))
    told = [f"{label[s]} + {label[t]}  {tie['weight']:.2f} on {tie['shared']}" for s, t, tie in alike[:MOST]]
    more = [f"and {len(alike) - MOST} weaker pairs"] if len(alike) > MOST else []
    title = "Agree  (1 = same stances; on so many issues, stated stances only)"
    section(title, _in_columns(told) + more, "too little known")
    section("Could bridge  (do not object themselves; agreement with the side further from them)", _bridges(graph), "")
    section("Groups by agreement alone  (no blocs)", list(communities), "")
    silent = [label[d] for d, assumed in column(graph, "assumed").items() if assumed]
    if silent:
        lines.append(f"Only assumed, nothing stated: {' '.join(silent)}")
    return "\n".join(lines)


def _cited(case: Case, follower: str, leader: str) -> str:
    """Return the source of the first association of a pair."""
    return next(a.source.cite() for a in case.associations if (a.follower, a.leader) == (follower, leader))


def _bridges(graph: CoalitionGraph) -> list[str]:
    """Return those who stand near enough to both sides, or who comes nearest to it."""
    from positions.agreement import column

    label = column(graph, "label")
    scores = sorted(column(graph, "broker").items(), key=lambda found: -found[1])
    near = [f"{label[d]}  {score:.2f}" for d, score in scores if score >= BRIDGE]
    if near or not scores:
        return near[:5] or ["not known: nobody shares enough stated stances with both sides"]
    return [f"nobody; at best {', '.join(f'{label[d]} {score:.2f}' for d, score in scores[:2])}, far from one side"]


def _in_columns(cells: Sequence[str], columns: int = 3) -> list[str]:
    """Set short texts side by side."""
    wide = max(map(len, cells), default=0) + 4
    return ["".join(f"{c:<{wide}}" for c in cells[n : n + columns]).rstrip() for n in range(0, len(cells), columns)]


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
