"""``positions stances``: what each stance rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from positions.cli.asked import Asked, asks, print_page
from positions.cli.options import print_json

if TYPE_CHECKING:
    from positions.model import Case, CodeNumbers, Issue, Stance, Statement

__all__ = ["command"]


@click.command("stances")
@click.option("--codes", is_flag=True, default=None, help="Print the table that turns codes into numbers, no case.")
@asks(most=None, plays=False, believed=True, without="codes")
def command(asked: Asked | None, codes: bool | None, as_json: bool = False) -> None:
    """Show each stance with the statements it rests on; a change of sides is flagged.

    Statements marked > count: the last one, and those before it on the same side. A stance that is written in the case
    stands above its statements.

    \b
    Examples:
      positions stances my-meeting
      positions stances my-meeting port_fees
      positions stances --codes
    """
    if codes or asked is None:
        print_json(_table()) if as_json else print_page(_table_text())
        return
    case = asked.case
    asked.show(
        lambda: {"cells": [cell for one in asked.issues for cell in _cells(case, one)]} | _table(case.codes),
        lambda: "\n\n".join([*(_text(case, one) for one in asked.issues), *_changed(case)]),
    )


def _cells(case: Case, issue: Issue) -> Iterator[dict[str, Any]]:
    """Yield each stance of an issue, and each delegation that said something, in the order of the delegations."""
    from positions.model import counting, histories

    told = histories(s for s in case.statements if s.issue == issue.id)
    for delegation in case.delegations:
        stance, history = case.stance(delegation, issue.id), told.get((delegation, issue.id), ())
        if stance is None:
            continue
        count = counting(history) if history else ()
        held = case.believed.get((delegation, issue.id))
        yield {
            "issue": issue.id,
            "delegation": delegation,
            **_stance(stance),
            "believed": None if held is None else {"chance": held.chance, **_stance(held)},
            "written": not stance.derived,
            "sign_changed": len(count) < len(history),
            "statements": [_statement(s, len(history) - n <= len(count)) for n, s in enumerate(history)],
        }


def _stance(stance: Stance) -> dict[str, Any]:
    return {
        "code": stance.code,
        "ideal": stance.ideal,
        "acceptance": list(stance.acceptance),
        "low_between": stance.low_between and list(stance.low_between),
        "high_between": stance.high_between and list(stance.high_between),
        "salience": stance.salience,
        "confidence": stance.confidence.value,
        "carried_from": stance.carried_from,
        "red_lines": [f"{line.clause}: {line.option}" for line in stance.red_lines],
        "demands": [f"{d.clause}: {', '.join(d.options)}" for d in stance.demands],
        "marking": stance.source.marking.value,
        "source": stance.source.cite(),
    }


def _statement(statement: Statement, counts: bool) -> dict[str, Any]:
    return {
        "date": statement.date,
        "code": statement.code,
        "said": statement.said,
        "counts": counts,
        "marking": statement.source.marking.value,
        "source": statement.source.cite(),
        "quote": statement.source.quote,
        "place": statement.place,
    }


def _text(case: Case, issue: Issue) -> str:
    lines = [f"{issue.title}  ({issue.id})"]
    for cell in _cells(case, issue):
        flags = ["CHANGED SIDES"] if cell["sign_changed"] else []
        if cell["written"]:
            flags.append("written in the case" + ", above its statements" * bool(cell["statements"]))
        if cell["carried_from"]:
            flags.append(f"carried from {cell['carried_from']}, {cell['confidence']}")
        name = case.delegations[cell["delegation"]].label
        lines.append(f"  {name:5} {_numbers(cell)}" + "".join(f"  [{f}]" for f in flags))
        lines += _held(cell)
        if held := cell["believed"]:
            chance = f"with a chance of {100 * held['chance']:g} %"
            lines.append(f"          believed {chance}: {_numbers(held)}  {held['source']}")
            lines += [f"  {line}" for line in _held(held)]
        if cell["written"]:
            lines.append(f"          {cell['source']}")
        for said in cell["statements"]:
            quote = f' "{said["quote"]}"' if said["quote"] else ""
            mark = ">" if said["counts"] else " "
            place = f"  {said['place']}" if said["place"] else ""
            lines.append(
                f"        {mark} {said['date']} {said['code']:4} {said['said']}{quote}  {said['source']}{place}"
            )
    return "\n".join(lines if len(lines) > 1 else [*lines, "  nobody has said anything that is known"])


def _numbers(held: dict[str, Any]) -> str:
    low, high = held["acceptance"]
    return (
        f"{held['code'] or '–':5} ideal {held['ideal']:g}, accepts {low:g} to {high:g}, salience {held['salience']:g}"
    )


def _held(held: dict[str, Any]) -> list[str]:
    """Return what else a stance holds, each on a line."""
    between = {end: held[f"{end}_between"] for end in ("low", "high") if held[f"{end}_between"]}
    lines = [f"          {end} end between {a:g} and {b:g}: readers differ" for end, (a, b) in between.items()]
    lines += [f"          refuses {each}" for each in held["red_lines"]]
    return lines + [f"          asks for {each}" for each in held["demands"]]


def _changed(case: Case) -> list[str]:
    """Return the coding table of a case that has one of its own."""
    return [f"the coding table of this case\n{_table_text(case.codes)}"] if case.codes else []


def _table(changes: Sequence[CodeNumbers] = ()) -> dict[str, Any]:
    """Return the coding table, with the changes of a case."""
    from positions.model import CODES, SALIENCES, code_values

    found = {code: code_values(f"{code:+d}", changes) or {} for code in CODES}
    rows = [{"code": c, "ideal": v["ideal"], "acceptance": list(v["acceptance"])} for c, v in found.items()]
    saliences = {letter: (code_values(f"+0 {letter}", changes) or {})["salience"] for letter in SALIENCES}
    return {"codes": rows, "salience": saliences, "changed": [c.code for c in changes]}


def _table_text(changes: Sequence[CodeNumbers] = ()) -> str:
    table = _table(changes)
    lines = ["code  ideal  accepts"]
    lines += [
        f"{r['code']:+4d}  {r['ideal']:5g}  {r['acceptance'][0]:g} to {r['acceptance'][1]:g}" for r in table["codes"]
    ]
    lines += ["", *(f"{letter}     salience {value:g}" for letter, value in table["salience"].items())]
    changed = ", ".join(table["changed"])
    return "\n".join([*lines, *([f"as the case has it: {changed}"] if changed else [])])
