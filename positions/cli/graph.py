"""``positions graph``: who blocks with whom, who follows whom, who agrees, who could bridge."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks
from positions.cli.choosing import raised_marking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from positions.agreement import CoalitionGraph, CommunityStability, EdgeKind
    from positions.markings import Marking
    from positions.model import Case
    from positions.simulation import WordingForecast

__all__ = ["command", "graph_text"]

FORMATS = ("graphml", "gexf", "dot", "mermaid", "csv", "node-link", "png", "svg")
KINDS = ("agreement", "co_blocking", "association", "shared_group")
BRIDGE = 0.5  # ours: agreement with both sides from which a delegation could stand between them
MOST = 12  # ties of a kind that the terminal shows


@click.command("graph")
@click.option("--wording", metavar="W", help="Another wording of that issue than the one on the table.")
@click.option("--only", type=click.Choice(KINDS), multiple=True, help="Only ties of this kind; may be repeated.")
@asks(most=None, talks=True, files=FORMATS, whole=False)
def command(asked: Asked, wording: str | None, only: tuple[EdgeKind, ...]) -> None:
    """Show the coalition graph: who blocks together, who follows whom, who agrees, who could bridge.

    Blocs come from simulating the text on the table; how alike stances are stands beside them and proves no bloc.

    \b
    Examples:
      positions graph
      positions graph non_punishment
      positions graph -o coalition.graphml
      positions graph non_punishment -o coalition.svg
      positions graph my-meeting --format mermaid --only co_blocking --only association
    """
    import numpy as np

    from positions.agreement import graph_marking, only_ties
    from positions.findings.coalition import agreement_communities, coalition_of
    from positions.papers.formats.graph_formats import GRAPH_FORMATS

    case, forecasts = asked.case, asked.play(asked.one_wording(wording))
    graph = coalition_of(case, forecasts)
    if only:
        graph = only_ties(graph, only)
    mark = raised_marking(max(graph_marking(graph), case.meeting.marking), asked.marking)
    about = {"marking": mark.label, "provenance": asked.made_from()}
    writers = {"json" if form == "node-link" else form: form for form in FORMATS}
    files: dict[str, Any] = {writers[name]: partial(made.write, graph, **about) for name, made in GRAPH_FORMATS.items()}
    files |= {form: partial(_picture, asked, graph, mark, only, form) for form in ("png", "svg")}
    ids, found, shared = agreement_communities(case, rng=np.random.default_rng(asked.seed))
    asked.show(
        lambda: {
            "issues": list(asked.ids),
            **_graph_dict(graph),
            "communities": _communities_dict(ids, found, shared),
        },
        lambda: graph_text(case, graph, forecasts, _communities_text(case, ids, found, shared)),
        files,
        marking=mark,
    )


def _picture(asked: Asked, graph: CoalitionGraph, mark: Marking, only: Sequence[EdgeKind], form: str) -> bytes:
    """Draw the graph on a sheet of its own."""
    from positions.cli.outputs import picture
    from positions.papers.charts.graph import TIES_AT_FIRST, draw_graph, size_graph
    from positions.papers.charts.order import make_roster
    from positions.papers.charts.sheet import case_furniture

    case, (one, *more) = asked.case, asked.issues
    roster = make_roster(case, graph)
    seats = 0 if more else sum(cover.seats for cover in one.silent)
    note = f"{graph.graph['title']}."
    around = case_furniture(case, marking=mark, seed=asked.seed, draws=asked.draws, note=note)
    draw = partial(draw_graph, graph=graph, roster=roster, seats=seats, kinds=only or TIES_AT_FIRST)
    return picture(draw, size_graph(graph, roster), around, form)


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
