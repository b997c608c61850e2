"""Lines of floor.txt: what each part of a line becomes, and what follows for the stances."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from positions.casefiles import check_case, load_case, load_with_nodes
from positions.casefiles.floor import VERBS
from positions.casefiles.plain import case_plain
from positions.casefiles.starter import write_starter
from positions.casefiles.yaml_text import case_texts
from positions.errors import CaseProblems
from positions.markings import Marking
from positions.model import CODES, SALIENCES, Case, Statement, withhold

SOURCE = "(SBU) [first_reading 7]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_starter(tmp_path / "case")
    file = tmp_path / "case" / "delegations.yaml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("  secretariat: {name", "  iran: {name: Iran, iso3: IRN, marking: U}\n"
        "  isles: {name: Isles (group statement), groups: [island_states], marking: U}\n  secretariat: {name"),
        encoding="utf-8",
    )  # fmt: skip
    return tmp_path / "case"


def case_of(folder: Path, *lines: str) -> Case:
    (folder / "floor.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return load_case(folder)


def statements(folder: Path, line: str) -> list[tuple[tuple[str, ...], str]]:
    return [(s.who, s.code) for s in case_of(folder, line).statements]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("SUN: no night work -2", [(("sund",), "-2")]),
        ("Sund, Østerø and Iranians: no -2 H", [(("sund", "ostero", "iran"), "-2 H")]),
        ("sund ostero: no −2 L", [(("sund", "ostero"), "-2 L")]),
        ("NHV, supported by SUN OST, opposed by VES: all +3 H",
         [(("norhavn",), "+3 H"), (("sund", "ostero"), "+2 H"), (("vesterland",), "-2")]),
        ("NHV, opposed by VES: none -2", [(("norhavn",), "-2"), (("vesterland",), "+2")]),
        ("SUN insists on it", [(("sund",), "+3 H")]),
        ("SUN proposes it", [(("sund",), "+3")]),
        ("SUN supports it", [(("sund",), "+2")]),
        ("SUN can live with it", [(("sund",), "+1")]),
        ("SUN is flexible", [(("sund",), "+0")]),
        ("SUN has concerns", [(("sund",), "-1")]),
        ("SUN and others oppose", [(("sund",), "-2")]),
        ("SUN cannot accept it", [(("sund",), "-3")]),
        ("SUN rejects it", [(("sund",), "-3 H")]),
        ("SUN rejects it -3 L", [(("sund",), "-3 L")]),
        ("SUN opposes H", [(("sund",), "-2 H")]),
        ("SUN cannot accept {hours: all} L", [(("sund",), "-3 L")]),
        ("SUN, supported by OST: plan H for ports -2", [(("sund",), "-2"), (("ostero",), "-2")]),
        ("SUN backs off ±0", [(("sund",), "+0")]),
        ("Island states: less -1", [(("isles",), "-1")]),
        ("SUN: as in article 3 +1", [(("sund",), "+1")]),
    ],
)  # fmt: skip
def test_who_and_how_far(folder: Path, said: str, found: list[tuple[tuple[str, ...], str]]) -> None:
    assert statements(folder, f"2030-04-20 night_work: {said} {SOURCE}") == found


def test_andorra_is_no_word_and_a_word_is_not_andorra(folder: Path) -> None:
    assert statements(folder, f"2030-04-20 night_work: NHV AND SUN oppose {SOURCE}") == [(("norhavn", "sund"), "-2")]
    path = folder / "delegations.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("  sund:", "  andorra: {name: Andorra, iso3: AND, marking: U}\n  sund:", 1), encoding="utf-8"
    )
    for said, who in (
        ("AND opposes", ("andorra",)),
        ("SUN, AND oppose", ("sund", "andorra")),
        ("SUN, AND, NHV and OST: no -2", ("sund", "andorra", "norhavn", "ostero")),
        ("SUN and AND oppose", ("sund", "andorra")),
    ):
        assert statements(folder, f"2030-04-20 night_work: {said} {SOURCE}") == [(who, "-2")], said
    with pytest.raises(CaseProblems, match=r'"AND": a delegation, or the word\?'):
        statements(folder, f"2030-04-20 night_work: NHV AND SUN oppose {SOURCE}")


def test_every_part_of_a_line(folder: Path) -> None:
    line = (
        '2030-04 SB, Work at night: IRN cannot accept {hours: all, where_possible} -3 H (SBU) [first_reading, 7] "no"'
    )
    (found,) = case_of(folder, line).statements
    assert (found.date, found.issue, found.who, found.code) == ("2030-04", "night_work", ("iran",), "-3 H")
    assert (found.clause, found.options, found.said) == (
        "hours", ("all", "where_possible"), "cannot accept hours: all, where_possible")  # fmt: skip
    source = found.source
    assert (source.document, source.paragraph, source.quote, source.marking) == (
        "first_reading", "7", "no", Marking.SBU)  # fmt: skip
    assert found.place == "floor.txt:1"


@pytest.mark.parametrize("end", ['(SBU) [first_reading 7] -2 "no"', '"no" -2 [first_reading 7] (SBU)'])
def test_the_end_in_any_order(folder: Path, end: str) -> None:
    (found,) = case_of(folder, f"2030-04-20 night_work: SUN: a study {end}").statements
    assert (found.code, found.said, found.source.quote, found.source.paragraph) == ("-2", "a study", "no", "7")


def test_same_repeats_issue_mark_and_source_and_nothing_else(folder: Path) -> None:
    first, second, third = case_of(
        folder,
        f'2030-04-20 night_work: SUN: no -2 H {SOURCE} "no"',
        "# a comment, and an empty line",
        "",
        "2030-04-21 same: OST opposes",
        "2030-04-21 same: IRN opposes (U)",
    ).statements
    assert second.issue == "night_work"
    assert (second.source.document, second.source.marking, second.source.quote) == ("first_reading", Marking.SBU, "")
    assert second.code == "-2"
    assert (third.source.marking, third.source.document) == (Marking.U, "first_reading")
    assert first.source.quote == "no"


def test_the_last_on_one_side_count(folder: Path) -> None:
    case = case_of(
        folder,
        f"2030-04-22 night_work: IRN cannot accept {{hours: all}} {SOURCE}",
        f"2030-04-20 night_work: IRN supports {SOURCE}",
        f"2030-04-23 night_work: IRN opposes {SOURCE}",
    )
    stance = case.stances["iran", "night_work"]
    assert (stance.code, stance.ideal, stance.acceptance, stance.salience) == ("-2 H", 0.1, (0.0, 0.3), 0.8)
    assert [(line.clause, line.option, line.firmness) for line in stance.red_lines] == [("hours", "all", 0.6)]
    assert stance.source.date == "2030-04-23"
    case = case_of(folder, *(f"2030-04-2{n} night_work: IRN {said} {SOURCE}" for n, said in enumerate(
        ("cannot accept {hours: all}", "supports", "wants {hours: where_possible}"))))  # fmt: skip
    stance = case.stances["iran", "night_work"]
    assert (stance.code, stance.red_lines, stance.demands[0].options) == ("+2 H", (), ("where_possible",))


def test_two_statements_of_one_day_are_no_repetition(folder: Path) -> None:
    case = case_of(folder, *[f"2030-04-20 night_work: IRN opposes {SOURCE}"] * 2)
    assert case.stances["iran", "night_work"].code == "-2 M"


def test_a_wording_that_is_accepted_widens_the_interval(folder: Path) -> None:
    case = case_of(folder, f"2030-04-20 night_work: IRN can live with {{where_possible}} -2 {SOURCE}")
    assert case.stances["iran", "night_work"].acceptance == (0.0, 0.4)
    assert case.issues["night_work"].place_of("where_possible") == 0.4
    assert case.issues["port_fees"].place_of("half_step") == pytest.approx((2 * 0.5 + 0.3 + 0.5 * 0.4) / 3.5)


def test_a_stance_that_is_written_stands_above(folder: Path) -> None:
    case = case_of(folder, f"2030-04-20 night_work: OST supports {SOURCE}")
    assert case.stances["ostero", "night_work"].ideal == 0.2
    assert not case.stances["ostero", "night_work"].derived
    assert len(case.statements) == 1


def test_the_smallest_stance_is_a_code_and_a_source(folder: Path) -> None:
    (folder / "more.yaml").write_text(
        "stances:\n  night_work:\n    iran: {code: -3, source: {document: first_reading, marking: SBU}}\n"
        "    sund: {code: -2 H, mobility: 0, source: {document: first_reading, marking: SBU}}\n"
        "    vesterland: {code: -2 H, salience: 0.1, acceptance: [0, 0.5], "
        "source: {document: first_reading, marking: SBU}}\n"
    )
    case = load_case(folder)
    small = case.stances["iran", "night_work"]
    assert (small.ideal, small.acceptance, small.salience, small.mobility) == (0.0, (0.0, 0.1), 0.5, 0.5)
    assert small.confidence.value == "stated"
    assert case.stances["sund", "night_work"].mobility == 0
    own = case.stances["vesterland", "night_work"]
    assert (own.ideal, own.acceptance, own.salience) == (0.1, (0.0, 0.5), 0.1)


LINES = (
    "2030-04-20 night_work: IRN opposes (U) [port_report 1]",
    "2030-04-21 night_work: IRN supports (SBU) [first_reading 2]",
    "2030-04-21 night_work: SUN opposes (SBU) [first_reading 2]",
)


def test_a_release_is_as_if_the_rest_had_never_been_said(folder: Path) -> None:
    whole = case_of(folder, *LINES)
    assert whole.stances["iran", "night_work"].code == "+2 M"
    assert whole.stances["iran", "night_work"].source.marking is Marking.SBU
    released = withhold(whole, Marking.U)
    assert released.stances["iran", "night_work"].code == "-2 M"
    assert released.stances["iran", "night_work"].source.marking is Marking.U
    assert ("sund", "night_work") not in released.stances
    assert [s.said for s in released.statements] == ["opposes"]
    assert [s.place for s in released.statements] == [""]
    alone = withhold(case_of(folder, LINES[0]), Marking.U)
    assert released.stances == alone.stances
    assert released.provenance.files == alone.provenance.files
    assert released.provenance.withheld == alone.provenance.withheld + 2


def test_the_mark_of_a_stance_is_the_highest_of_what_it_rests_on(folder: Path) -> None:
    case = case_of(folder, "2030-04-20 night_work: IRN opposes (SBU) [first_reading]",
                   "2030-04-21 night_work: IRN opposes (U) [port_report]")  # fmt: skip
    assert case.stances["iran", "night_work"].source.marking is Marking.SBU
    assert case.stances["iran", "night_work"].source.document == "port_report"


def test_what_was_told_in_confidence_stays_so(folder: Path) -> None:
    case = case_of(folder, LINES[0])
    said = replace(case.statements[0], source=replace(case.statements[0].source, told_in_confidence=True))
    told = case.with_statements((said,))
    assert told.stances["iran", "night_work"].source.told_in_confidence
    assert ("iran", "night_work") not in withhold(told, Marking.TS).stances


def test_an_option_that_is_withheld_takes_the_statement_with_it(folder: Path) -> None:
    file = folder / "issues.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("choice: {hours: where_possible}", "marking: C, choice: {hours: where_possible}"))
    case = case_of(folder, "2030-04-20 night_work: IRN wants {hours: where_possible} (U) [port_report 1]",
                   "2030-04-20 night_work: SUN could accept {where_possible} -1 (U) [port_report 1]")  # fmt: skip
    released = withhold(case, Marking.SBU)
    assert [s.who for s in released.statements] == [("sund",)]
    assert released.statements[0].wording == ""
    assert released.stances["sund", "night_work"].acceptance == (0.0, 0.6)


def test_a_case_written_anew_is_the_same(folder: Path, tmp_path: Path) -> None:
    case = case_of(folder, *LINES)
    (tmp_path / "again").mkdir()
    for name, text in case_texts(case_plain(case)).items():
        (tmp_path / "again" / name).write_text(text, encoding="utf-8")
    again = load_case(tmp_path / "again")
    assert again.stances == case.stances
    assert again.statements == case.statements
    assert isinstance(again.statements[0], Statement)


def test_statements_in_yaml_and_lines_follow_each_other(folder: Path) -> None:
    (folder / "statements.yaml").write_text(
        "statements:\n  - {date: 2030-04-20, issue: night_work, who: [iran], code: -1, "
        "source: {document: first_reading, marking: SBU}}\n"
    )
    case = case_of(folder, LINES[1])
    assert [s.place for s in case.statements] == ["statements.yaml:2", "floor.txt:1"]
    assert case.stances["iran", "night_work"].code == "+2 M"


def test_lines_are_not_blamed_for_a_file_that_cannot_be_read(folder: Path) -> None:
    (folder / "floor.txt").write_text(LINES[0] + "\n")
    (folder / "delegations.yaml").write_text("delegations: [\n")
    assert [p.rule for p in check_case(folder)] == ["yaml-syntax"]


def test_line_ends_of_other_systems(folder: Path) -> None:
    (folder / "floor.txt").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(LINES).encode())
    assert [s.place for s in load_case(folder).statements] == ["floor.txt:1", "floor.txt:2", "floor.txt:3"]


PAGE = (Path(__file__).parents[3] / "docs" / "statements.md").read_text(encoding="utf-8")


def table(heading: str) -> dict[str, str]:
    """Return the rows of the page's table whose first column is called this."""
    body = PAGE.partition(f"\n| {heading} | ideal" if heading == "code" else f"\n| {heading} |")[2].partition("\n\n")[0]
    return {m[1]: m[2] for m in re.finditer(r"^\| ([+−]\S.*?|code) \| (.+) \|$", body, re.MULTILINE)}


def test_numbers_of_the_table_match_the_page_that_publishes_it() -> None:
    sign = {1: "+", -1: "−", 0: "+"}
    shown = {f"{sign[(c > 0) - (c < 0)]}{abs(c)}": f"{at:g} | {lo:g} to {hi:g}" for c, (at, (lo, hi)) in CODES.items()}
    assert table("code") == shown
    assert all(f"{letter} {value:g}" in PAGE for letter, value in SALIENCES.items())


def test_every_verb_stands_in_the_page_that_publishes_them() -> None:
    page = table("says by itself")
    assert len(page) == len(VERBS)
    for forms, value, letter in VERBS:
        code = "code" if value is None else f"{'−' if value < 0 else '+'}{abs(value)} {letter}".strip()
        verbs = page[code].split(", ")
        assert all(re.fullmatch(forms, verb) for verb in verbs), (code, verbs)
        for one in re.split(r"\|(?![^(]*\))", forms):
            assert any(re.fullmatch(one, verb) for verb in verbs), (code, one)


def test_a_case_has_numbers_of_its_own_for_codes(folder: Path) -> None:
    codes = (
        "codes: [{code: -3, acceptance: [0, 0.2], mobility: 0.1}, {code: H, salience: 0.9}, {code: −2, ideal: 0.15}]\n"
    )
    written = "stances: {night_work: {vesterland: {code: -2 L, source: {document: first_reading, marking: U}}}}\n"
    (folder / "zz.yaml").write_text(codes + written, encoding="utf-8")  # read last, and known to all before it
    case = case_of(folder, f"2030-04-20 night_work: SUN cannot accept H {SOURCE}")
    said, held = case.stances["sund", "night_work"], case.stances["vesterland", "night_work"]
    assert (said.ideal, said.acceptance, said.salience, said.mobility) == (0.0, (0.0, 0.2), 0.9, 0.1)
    assert (held.ideal, held.acceptance, held.salience, held.mobility) == (0.15, (0.0, 0.3), 0.25, 0.5)
    assert withhold(case, Marking.SBU).stances["sund", "night_work"].acceptance == (0.0, 0.2)
    again = load_with_nodes(folder, {n: t.encode() for n, t in case_texts(case_plain(case)).items()}, alone=True)[0]
    assert again.stances == case.stances
    assert again.codes == case.codes
