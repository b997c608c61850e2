"""Nothing is lost between reading and writing a draft, nor in its tracked changes."""

import itertools
import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from positions.errors import CaseProblems
from positions.text import (
    Alternative,
    Bracket,
    Draft,
    Placeholder,
    Plain,
    alignment,
    changes,
    escape,
    new_text,
    old_text,
    parse,
    render,
    to_clauses,
)

PHRASES = (
    "Urges|Encourages|Invites States Parties|to consider|not punishing victims|and/or|, |;|.|(a) to act|at 12:30|"
    "« été »|人身|see [sic] below|a:b|\\|/|a / b|Note: text|🙂|\n\n2. Decides|State|s| |, in accordance with law,"
)
phrases = st.sampled_from(PHRASES.split("|"))
OWNERS = [(), (), ("Russia",), ("Russia", "Iran"), ("Group of 77 and China",), ("russia", "iran_2"), ("Côte d'Ivoire",)]
plains = phrases.map(lambda t: Plain(escape(t)))
gaps = st.sampled_from(["[]", "[...]", "[ ]", "[…]"]).map(Placeholder)


def joined(parts):
    """Two stretches of running text in a row are one stretch when read."""
    out = []
    for part in parts:
        if out and isinstance(part, Plain) and isinstance(out[-1], Plain):
            out[-1] = Plain(out[-1].raw + part.raw)
        else:
            out.append(part)
    return tuple(out)


@st.composite
def brackets(draw, inner):
    made = []
    for n in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(inner, min_size=n == 0, max_size=2))
        if n == 0 and not "".join(getattr(p, "raw", "bracket") for p in parts).strip(" .\n"):
            parts = [Plain("text")]  # nothing, or dots alone, would be a placeholder
        # a slash parts alternatives only with a space, or the bracket's edge, on both sides
        owners = draw(st.sampled_from(OWNERS))
        label = f" {', '.join(owners)}:" if owners else ""
        made.append(Alternative(joined([Plain(" "), *parts, Plain(" ")]), owners, label))
    return Bracket(tuple(made))


flat = st.one_of(plains, gaps)
once = st.one_of(flat, brackets(flat))
twice = st.one_of(flat, brackets(once))
drafts = st.lists(st.one_of(flat, brackets(twice)), max_size=4).map(lambda p: Draft(joined(p)))


def random_text(rng, depth=3):
    """Bracket text of many shapes, made faster than by drawing each part."""
    pieces = []
    for _ in range(rng.randint(1, 4)):
        kind = rng.random()
        if kind < 0.5 or not depth:
            pieces.append(escape(rng.choice(PHRASES.split("|"))))
        elif kind < 0.6:
            pieces.append(rng.choice(["[]", "[...]", "[ ]", "[…]"]))
        else:
            label = ", ".join(rng.choice(OWNERS))
            inner = [random_text(rng, depth - 1) for _ in range(rng.randint(1, 3))]
            pieces.append(f"[{label}{':' * bool(label)} {' / '.join(inner)} text]")
    return " ".join(pieces) if rng.random() < 0.7 else "".join(pieces)


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 2**32))
def test_two_thousand_bracket_texts_round_trip(seed):
    text = random_text(random.Random(seed))  # noqa: S311
    draft = parse(text)
    assert render(draft) == text
    assert len(draft.brackets) <= text.count("[")


@settings(max_examples=200, deadline=None)
@given(drafts)
def test_what_is_written_is_read_and_what_is_read_is_written(draft):
    text = render(draft)
    read = parse(text)
    assert render(read) == text
    assert read == draft


@settings(max_examples=2000, deadline=None)
@given(st.text(alphabet="[]/\\:, \nab.E…", max_size=40))
def test_any_text_round_trips_or_gets_problems_that_point_into_it(text):
    try:
        draft = parse(text)
    except CaseProblems as error:
        lines = text.split("\n")
        for problem in error.problems:
            assert 1 <= problem.line <= len(lines)
            assert lines[problem.line - 1][problem.column - 1] in ("/" if problem.rule == "bracket-slash" else "[]\\")
    else:
        assert render(draft) == text


@settings(max_examples=200, deadline=None)
@given(drafts)
def test_clauses_offer_what_the_brackets_offer(draft):
    try:
        clauses = to_clauses(draft, read=lambda texts: [(0.0, 0.5, 1.0)] * len(texts))
    except CaseProblems:
        assume(False)
    chosen = [c for c in clauses.values() if c.weight and len(draft.brackets)]
    assert len(chosen) == len(draft.brackets)
    for clause, bracket in zip(chosen, draft.brackets, strict=True):
        assert len({o.text for o in clause.options.values()}) == len(clause.options)
        if len(bracket.alternatives) == 1:
            assert len(clause.options) >= 2


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(st.text(max_size=40), phrases),
    st.one_of(st.text(max_size=40), phrases),
)
def test_refusing_and_accepting_all_changes_gives_the_two_texts(old, new):
    runs = changes(old, new)
    assert old_text(runs) == old
    assert new_text(runs) == new
    assert all(a.kind != b.kind for a, b in itertools.pairwise(runs))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from("abcdefgh "), max_size=30), st.lists(st.sampled_from("abcdefgh "), max_size=30))
def test_long_texts_are_cut_at_words_that_occur_once(old, new):
    """With every stretch counted as long: blocks cover both sides in order, and equal ends stay."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_SHORT", 0)
        blocks = list(alignment.align(old, new))
    assert [w for a, b, _, _ in blocks for w in old[a:b]] == old
    assert [w for _, _, c, d in blocks for w in new[c:d]] == new
    shared = {w for w in set(old) & set(new) if old.count(w) == new.count(w) == 1 and w != " "}
    if shared:
        assert any(old[a:b] == new[c:d] and b > a for a, b, c, d in blocks)
