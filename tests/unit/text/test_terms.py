"""The table of terms: read whole, with every problem at once."""

import shutil
from importlib.resources import files

import pytest

from positions.errors import CaseProblems
from positions.text import load_lexicon, read_strength


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "lexicon"
    with_files = files("positions.text") / "data"
    shutil.copytree(str(with_files), folder)
    return folder


def test_every_term_names_a_source_that_is_explained():
    lexicon = load_lexicon()
    assert len(lexicon.terms) > 100
    for term in lexicon.of_kind("operative", "reaffirms", "modal", "qualifier"):
        assert term.sources, term.term
        assert set(term.sources) <= set(lexicon.sources), term.term


def test_disputed_terms_are_wide():
    for term in load_lexicon().terms:
        if term.agreed == "disputed":
            assert term.high - term.low >= 2, term.term


def test_every_verb_is_found_by_its_own_name():
    for term in load_lexicon().of_kind("operative", "modal"):
        reading = read_strength(f"{term.term} States")
        assert reading.found[0].term == term.term


def test_a_user_can_edit_the_table(own):
    path = own / "verbs.csv"
    path.write_text(path.read_text().replace("urges,urge~,operative,3,4,5", "urges,urge~,operative,1,1,1"))
    assert read_strength("Urges States", lexicon=load_lexicon(own)).mid == 0.2
    assert read_strength("Urges States").mid == 0.8


def test_every_problem_at_once_with_its_line(own):
    path = own / "verbs.csv"
    head, *rows = path.read_text().splitlines()
    bad = [
        "beseeches,beseech~,operative,5,4,3,no,ours,",
        "begs,beg~,operativ,1,1,1,no,ours,",
        "asks,,operative,1,1,1,no,ours,",
        "implores,implore~,operative,high,4,5,no,ours,",
    ]
    path.write_text("\n".join([head, *bad, *rows]))
    with pytest.raises(CaseProblems) as caught:
        load_lexicon(own)
    assert [(p.line, p.rule) for p in caught.value.problems] == [
        (2, "lexicon-band"),
        (3, "lexicon-kind"),
        (4, "lexicon-forms"),
        (5, "lexicon-band"),
    ]


def test_a_missing_file_or_column_is_told(own):
    (own / "flags.csv").unlink()
    with pytest.raises(CaseProblems, match=r"flags\.csv: cannot be read"):
        load_lexicon(own)
    (own / "flags.csv").write_text("term,forms\n")
    with pytest.raises(CaseProblems, match="column flag is missing"):
        load_lexicon(own)
