from dataclasses import replace

import pytest

from positions.game import stance_letters
from positions.markings import Marking
from positions.papers.book.issue_page import issue_page
from positions.papers.formats.document import Bullets, Figure, Paragraph, Table, paragraph


def page(findings, issue, **more):
    return issue_page(findings, findings.issue(issue), stance_letters(findings.case), **more)


def words(section):
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.plain)
        if isinstance(block, Table):
            found += [block.title, *(c.plain for row in block.rows for c in row)]
        if isinstance(block, Bullets):
            found += [p.plain for p in block.items]
    return "\n".join(found)


def test_what_one_is_told_to_bring(vienna):
    said = words(page(vienna, "non_punishment"))
    assert "Non-punishment and non-prosecution of victims" in said  # agenda item
    assert "CTOC/COP/WG.4/2010/4" in said  # document
    assert "Reaffirm April 2009: “" in said  # agreed language
    assert "far less; not our aim" in said  # relative to ours
    assert "not “the application of the principle of" in said  # red line
    assert "Settle with Russia and Iran first." in said  # if raised


def test_why_a_follower_objects_with_its_source(vienna):
    said = words(page(vienna, "non_punishment"))
    assert "Pakistan objects, as a follower." in said
    assert "It stands with Russia (+0.30, 10 UNVIE VIENNA 61, para 6 (U))." in said
    assert "It lets go when Russia and Iran let go." in said
    assert "Russia objects, and would alone." in said
    assert "para 5 (SBU), reported." in said


def test_the_record_is_kept_apart_from_the_model(vienna):
    ends = next(b for b in page(vienna, "victim_care").blocks if isinstance(b, Table) and b.title.startswith("Where"))
    assert ends.head == (
        "At the end stands",
        "In the model, talks held, mean of all worlds",
        "No talks, mean",
        "On record",
    )
    recorded = {row[0].plain: row[-1].plain for row in ends.rows}
    assert recorded["Care without prejudice to cooperation"] == "this"
    assert list(recorded.values()).count("this") == 1


def test_without_a_record_none_is_shown(ports):
    for found in ports.issues:
        section = issue_page(ports, found, stance_letters(ports.case))
        assert "On record:" not in words(section)


def test_changes_are_tracked_where_texts_are_alike(vienna):
    texts = next(b for b in page(vienna, "victim_care").blocks if isinstance(b, Table) and b.title == "Texts")
    styles = {r.style for r in texts.rows[1][1].runs}
    assert {"ins", "del"} <= styles
    kept = "".join(r.text for r in texts.rows[1][1].runs if r.style != "del")
    assert kept == vienna.issue("victim_care").text("compromise").text


def test_what_is_assumed_is_called_assumed(vienna):
    said = words(page(vienna, "reopen_2009"))
    assert "Rest of the room, 60 seats: assumed to accept 0.00 to 0.30, also for named delegations" in said
    assert "Our own side on this issue is assumed" in said


def test_a_fine_issue_has_nothing_to_explain(vienna):
    section = page(vienna, "plea_bargaining")
    assert "Why they object" not in words(section)


def test_a_record_for_the_page_stands_right_after_the_verdict(vienna):
    extra = paragraph("a recommended text")
    assert page(vienna, "victim_care", before=(extra,)).blocks[2] is extra


def test_figures_stand_where_they_belong(vienna):
    ladder, graph = Figure("l", "x", Marking.SBU), Figure("s", "y", Marking.SBU)
    blocks = page(vienna, "victim_care", ladder=ladder, graph=graph).blocks
    assert blocks.index(ladder) < blocks.index(graph)


@pytest.mark.parametrize("quote", ["", "we will not"])
def test_a_quote_is_shown_as_one(vienna, quote):
    case = vienna.case
    stance = case.stances["pakistan", "victim_care"]
    changed = replace(stance, source=replace(stance.source, quote=quote))
    case = replace(case, stances={**case.stances, ("pakistan", "victim_care"): changed})
    assert ("“we will not”" in words(page(replace(vienna, case=case), "victim_care"))) == bool(quote)


def test_every_issue_of_both_cases_has_a_page(vienna, ports):
    for findings in (vienna, ports):
        for found in findings.issues:
            assert issue_page(findings, found, stance_letters(findings.case)).blocks
