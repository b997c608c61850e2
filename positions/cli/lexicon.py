"""``positions lexicon``: how strongly a text binds; without a text, the ladder of verbs and qualifiers."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import print_page
from positions.cli.options import json_option, print_json
from positions.cli.screen import tell

if TYPE_CHECKING:
    from positions.model import Clause
    from positions.text import Lexicon, Reading
    from positions.text.estimates import Comparison, Fit
    from positions.text.terms import Term

__all__ = ["command"]


@click.command("lexicon")
@click.argument("text", required=False)
@click.option(
    "--lexicon",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="A folder with your own verbs.csv, qualifiers.csv, flags.csv and sources.csv.",
)
@click.option(
    "--adjacent",
    type=click.Choice(["alternatives", "additions"]),
    help="How brackets back to back are meant, where neither their words nor the text say it.",
)
@json_option
def command(text: str | None, folder: Path | None, adjacent: str | None, as_json: bool) -> None:
    """Read how strongly TEXT binds, and say what was recognised; "-" reads it from standard input.

    A text with [brackets / alternatives] is taken apart into clauses and options, with the ids that wordings and red
    lines use. Without TEXT, the ladder: the experts' order, the order estimated from real recommendations, and where
    the two disagree.

    \b
    Examples:
      positions lexicon "Urges States to consider acting, where appropriate"
      positions lexicon "[Urges / Invites] States to [consider] act[, as appropriate]"
      positions lexicon
    """
    from positions.text import load_lexicon, read_strength

    lexicon = load_lexicon(folder)
    if text is None:
        _list(lexicon, as_json)
        return
    if text == "-":
        text = sys.stdin.read()
    if re.search(r"[\[\]［］]|^\W*(?:option|alt)\b", text, re.IGNORECASE | re.MULTILINE):
        _draft(text, lexicon, adjacent or "", as_json)
        return
    reading = read_strength(text, lexicon=lexicon)
    if as_json:
        print_json(_reading_json(reading))
    else:
        print_page("\n".join(_reading_lines(reading)))


def _tier(low: float, mid: float, high: float) -> str:
    """Return a strength in tiers of five, whole numbers only: no source knows more."""
    first, middle, last = (round(part * 5) for part in (low, mid, high))
    return f"{middle} of 5" if first == last else f"{middle} of 5 ({first}-{last})"


def _reading_lines(reading: Reading) -> list[str]:
    lines = [f"binds: {_tier(*reading.strength)}" if reading.known else "binds: cannot say; give the strength yourself"]
    lines += [f"  {step}" for step in reading.how if reading.known]
    if reading.addressees:
        lines.append(f"asks: {', '.join(reading.addressees)}")
    if reading.flags:
        lines.append(f"flags: {', '.join(flag.replace('_', ' ') for flag in reading.flags)}")
    lines.append("recognised:" if reading.found else "recognised: nothing")
    width = max((len(f.text) for f in reading.found), default=0)
    lines += [f"  {f.text:<{width}}  {f.term} ({f.kind}): {f.effect}" for f in reading.found]
    return lines


def _reading_json(reading: Reading) -> dict[str, Any]:
    return {
        "text": reading.text,
        "known": reading.known,
        "strength": {"low": reading.low, "mid": reading.mid, "high": reading.high},
        "how": list(reading.how),
        "found": [
            {"term": f.term, "kind": f.kind, "text": f.text, "start": f.start, "end": f.end, "effect": f.effect}
            for f in reading.found
        ],
        "flags": list(reading.flags),
        "addressees": list(reading.addressees),
    }


def _draft(text: str, lexicon: Lexicon, adjacent: str, as_json: bool) -> None:
    from positions.text import adjacent_brackets, parse, read_options, read_strength, to_clauses

    draft = parse(text, file="TEXT")
    draft = replace(draft, adjacent=draft.adjacent or adjacent)
    clauses = to_clauses(draft, read=lambda texts: [r.strength for r in read_options(texts, lexicon=lexicon)])
    pairs = adjacent_brackets(draft)
    if as_json:
        told = [{"texts": list(p.texts), "read": p.read, "why": p.why, "line": p.place.line} for p in pairs]
        print_json({"draft": text, "adjacent": told, "clauses": [_clause_json(clause) for clause in clauses.values()]})
        return
    if all(len(clause.options) == 1 for clause in clauses.values()):  # footnotes, and no choice
        whole = " ".join(o.text for clause in clauses.values() for o in clause.options.values())
        print_page("\n".join(_reading_lines(read_strength(whole, lexicon=lexicon))))
        return
    for pair in pairs:
        tell(f"[{pair.texts[0]}][{pair.texts[1]}]: read as {pair.read} ({pair.why})")
    width, lines = max(len(k) for clause in clauses.values() for k in clause.options), []
    for clause in clauses.values():
        if len(clause.options) == 1:
            continue
        lines.append(clause.id)
        for option in clause.options.values():
            owner = f"  [{', '.join(option.owner)}]" if option.owner else ""
            tier = _tier(*option.strength)
            lines.append(f"  {option.id:<{width}}  {tier:<14}  {option.text or '(left out)'}{owner}")
    print_page("\n".join(lines))


def _clause_json(clause: Clause) -> dict[str, Any]:
    return {
        "id": clause.id,
        "title": clause.title,
        "weight": clause.weight,
        "options": [
            {
                "id": o.id,
                "text": o.text,
                "strength": dict(zip(("low", "mid", "high"), o.strength, strict=True)),
                "owner": list(o.owner),
            }
            for o in clause.options.values()
        ],
    }


def _list(lexicon: Lexicon, as_json: bool) -> None:
    from positions.text.estimates import compare, load_fit

    fit = load_fit()
    rows = compare(lexicon, fit)
    if as_json:
        print_json(
            {
                "terms": [_comparison_json(row) for row in rows],
                "estimated_order": [e.term for e in fit.estimates],
                "disagreements": [row.term for row in rows if row.verdict == "disagrees"],
                "fit": dict(fit.about),
                "sources": dict(lexicon.sources),
            }
        )
        return
    print_page("\n".join(_list_lines(rows, fit)))


def _list_lines(rows: tuple[Comparison, ...], fit: Fit) -> list[str]:
    width = max(len(row.term) for row in rows)
    head = f"{'':<{width}}  {'experts':<16}{'effect on acceptance, points':<30}the two"
    lines = ["Verbs and modals, from hard to soft (tier of 5)", head]
    lines += [_row(row, width) for row in rows if row.expert and row.softens is None]
    lines += ["", "Qualifiers (tiers they take off; + adds)", head]
    lines += [_row(row, width) for row in rows if row.softens is not None]
    lines += ["", "What is asked (no expert order)", head]
    lines += [_row(row, width) for row in rows if row.expert is None]
    lines += ["", "Estimated order, from least to most accepted (90 % interval, percentage points)"]
    lines += [f"  {n:>2}  {e.term:<{width}}{_effect(e)}" for n, e in enumerate(fit.estimates, start=1)]
    apart = [row.term for row in rows if row.verdict == "disagrees"]
    about = fit.about
    lines += [
        "",
        f"experts and estimate disagree on: {', '.join(apart) or 'none'}",
        f"estimated on {about['recommendations']} recommendations, each to one of {about['states']} states: "
        "not on plenary text",
        f"right order of an accepted and a refused one on held-out sessions: {about['auc_held_out']} "
        f"({about['auc_held_out_90']}); by action category alone {about['auc_action_category_same_rows']}",
        "more: docs/softer-wording.md",
    ]
    return lines


def _row(row: Comparison, width: int) -> str:
    effect = _effect(row.estimate) if row.estimate else "-"
    verdict = row.verdict if row.estimate and row.expert else ""
    return f"{row.term:<{width}}  {_expert(row.expert):<16}{effect:<30}{verdict}".rstrip()


def _expert(term: Term | None) -> str:
    if term is None:
        return "-"
    if term.kind == "reaffirms":
        return "as reaffirmed"
    sign = -1 if term.kind == "qualifier" else 1
    mid = f"{sign * term.mid:+g}" if term.kind == "qualifier" and term.mid else f"{term.mid:g}"
    low, high = sorted((sign * term.low + 0.0, sign * term.high + 0.0))  # + 0.0: never "-0"
    band = "" if low == high else f" ({low:g} to {high:g})"
    return mid + band


def _effect(estimate: Any) -> str:
    return f"{estimate.points:+.0f} ({estimate.points_low:+.0f} to {estimate.points_high:+.0f}), n {estimate.n}"


def _comparison_json(row: Comparison) -> dict[str, Any]:
    term, found = row.expert, row.estimate
    return {
        "term": row.term,
        "kind": term.kind if term else "ask",
        "expert": _expert_json(term) if term else None,
        "expert_rank": row.expert_rank,
        "softens": row.softens,
        "estimate": {name: getattr(found, name) for name in found.__slots__ if name != "term"} if found else None,
        "estimated_rank": row.estimated_rank,
        "verdict": row.verdict,
    }


def _expert_json(term: Term) -> dict[str, Any]:
    return {"low": term.low, "mid": term.mid, "high": term.high, "agreed": term.agreed, "sources": list(term.sources)}
