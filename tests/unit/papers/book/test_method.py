from dataclasses import replace

from positions.model import PARAMETERS
from positions.papers.book.method import how_it_works, provenance, record, what_it_rests_on
from positions.papers.formats.document import Bullets, Paragraph, Table


def words(section):
    found = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            found.append(block.plain)
        if isinstance(block, Bullets):
            found += [p.plain for p in block.items]
        if isinstance(block, Table):
            found += [c.plain for row in block.rows for c in row]
    return "\n".join(found)


def test_every_parameter_is_named_with_its_range_and_called_ours(vienna):
    table = next(b for b in how_it_works(vienna).blocks if isinstance(b, Table))
    assert len(table.rows) == len(PARAMETERS)
    base = next(r for r in table.rows if "base cost" in r[0].plain)
    assert [c.plain for c in base[1:3]] == ["0.115", "0.09–0.14"]
    assert base[4].plain.startswith("ours: ")
    assert next(r for r in table.rows if "noise" in r[0].plain)[4].plain == "ours"


def test_the_record_counts_what_it_shows(vienna):
    section = record(vienna)
    said = words(section)
    assert "This is a replay." in said
    assert "in 10 of 10 decided issues" in said
    assert "is right in 8 of 10" in said
    table = next(b for b in section.blocks if isinstance(b, Table))
    assert sum(r[3].plain == "yes" for r in table.rows if "presumed" not in r[0].plain) == 10
    assert sum("wrong" in r[6].plain for r in table.rows) == 2


def test_without_outcomes_there_is_no_record(ports):
    assert record(ports) is None


def test_without_codes_the_naive_rule_is_not_claimed(vienna):
    issues = tuple(replace(f, record=replace(f.record, naive=None)) for f in vienna.issues)
    assert "There are no codes" in words(record(replace(vienna, issues=issues)))


def test_contradictions_are_kept(vienna):
    assert "Paragraph 1 speaks of ten new signatories" in words(what_it_rests_on(vienna))
    assert "14 reported" in words(what_it_rests_on(vienna))


def test_provenance_names_files_seed_and_release(vienna):
    said = words(provenance(vienna))
    for name, digest in vienna.case.provenance.files.items():
        assert f"File {name}" in said
        assert digest in said
    made = replace(vienna.case.provenance, withheld=2, release="U")
    assert "Released at U: 2 items were withheld" in words(
        provenance(replace(vienna, case=replace(vienna.case, provenance=made)))
    )
