"""One order and one set of names for all charts."""

from dataclasses import replace
from types import SimpleNamespace

from positions.agreement import coalition_graph
from positions.markings import Marking
from positions.model import Delegation
from positions.papers.charts.order import ALONE, OTHERS, SEATS, make_roster, short_name


def test_vienna_bloc_first_then_lone_blockers_then_the_rest(vienna: SimpleNamespace) -> None:
    section = vienna.roster.section
    assert {d for d, s in section.items() if s == "bloc 1"} == {"russia", "iran", "pakistan", "algeria"}
    assert {d for d, s in section.items() if s == ALONE} == {"china", "usa"}
    parts = [section[d] for d in vienna.roster.ids]
    assert parts == sorted(parts, key=["bloc 1", ALONE, OTHERS].index)


def test_a_text_that_nearly_everybody_blocks_makes_no_bloc(vienna: SimpleNamespace) -> None:
    blocked = next(a for a in vienna.analyses["reopen_2009"] if a.wording == "reopen").blocking_bloc
    assert "argentina" in blocked
    assert vienna.roster.section["argentina"] == OTHERS


def test_without_the_game_everybody_is_ordered_by_side(vienna: SimpleNamespace) -> None:
    bare = make_roster(vienna.case)
    assert set(bare.section.values()) == {OTHERS}
    assert bare.ids[0] == "pakistan"
    assert bare.ids[-1] == "mexico"  # nothing known


def test_the_blocs_are_those_of_the_graph_and_keep_their_names(vienna: SimpleNamespace) -> None:
    ids = list(vienna.case.delegations)
    bloc = ["bloc 2" if d in ("mexico", "usa") else "bloc 1" if d == "china" else "" for d in ids]
    graph = coalition_graph(ids, markings=[Marking.U] * len(ids), bloc=bloc)
    roster = make_roster(vienna.case, graph, ["usa", "russia"])
    assert roster.ids[:4] == ("china", "usa", "mexico", "russia")  # in a bloc, by what each wants
    assert [roster.section[d] for d in roster.ids[:5]] == ["bloc 1", "bloc 2", "bloc 2", ALONE, OTHERS]


def test_names_and_codes(vienna: SimpleNamespace) -> None:
    assert short_name(Delegation("iran", "Islamic Republic of Iran", Marking.U, "IRN")) == "Iran"
    assert short_name(Delegation("cote", "Côte d’Ivoire", Marking.U, "CIV")) == "Côte d’Ivoire"
    bare = {
        "a": Delegation("a", "Alliance of Low Islands", Marking.U),
        "b": Delegation("b", "Alliance of Lower Islands", Marking.U),
        "c": Delegation("c", "Sund", Marking.U),
        "d": Delegation("d", "Sunda", Marking.U),
    }
    codes = make_roster(replace(vienna.case, delegations=bare, stances={})).codes
    assert codes == {"a": "AOLI", "b": "ALL", "c": "SUN", "d": "SUND"}


def test_silent_seats_come_last_and_are_assumed(vienna: SimpleNamespace) -> None:
    roster = vienna.at["non_punishment"]
    assert roster.ids[-1] == "room"
    assert roster.section["room"] == SEATS
    assert roster.name("room") == "Rest of the room (60)"
    assert {"room", "mexico"} <= roster.assumed
    assert "russia" not in roster.assumed
    assert roster.sort(["room", "usa", "russia"]) == ("russia", "usa", "room")


def test_lists_of_names(vienna: SimpleNamespace) -> None:
    assert vienna.roster.listed(["iran"]) == "Iran"
    assert vienna.roster.listed([]) == "nobody"
    assert vienna.roster.listed(vienna.roster.ids, most=3) == "Pakistan, Algeria and 7 others"
