"""Aligning two drafts loses nothing and doubles nothing, whatever was done between them."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.text import parse, render
from positions.text.versions import align_drafts, draft_clauses

WORDS = "ports harbour tugs fees pilots wharves report open closed small islands vessels closure spring study".split()  # noqa: SIM905
PIECES = [*WORDS, "[shall][may]", "[shall / should]", "[fees]", "word[1]", "[Kenya: all / some]", "shall", "urges"]


def paragraph(rng, n):
    body = " ".join(rng.choices(PIECES, k=rng.randint(1, 12))).replace("] [", "] and [")
    return f"{rng.choice(['', f'{n}. ', f'({n}) '])}{body}."


def edited(rng, paragraphs):
    """Return paragraphs after some of what happens overnight."""
    new = list(paragraphs)
    for _ in range(rng.randint(0, 4)):
        at = rng.randrange(len(new) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            new.insert(at, paragraph(rng, at))
        elif new:
            at %= len(new)
            if kind == 1:
                del new[at]
            elif kind == 2:
                new.insert(rng.randrange(len(new)), new.pop(at))
            elif kind == 3:
                new[at] += " " + " ".join(rng.choices(WORDS, k=3)) + "."
            else:
                new[at : at + 2] = [" ".join(new[at : at + 2]).replace("] [", "] and [")]
    return new


def text(rng, paragraphs):
    return rng.choice(["\n\n", "\n\n\n"]).join(paragraphs)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_every_clause_stands_in_one_fate(seed):
    rng = random.Random(seed)  # noqa: S311
    before = [paragraph(rng, n) for n in range(1, rng.randint(1, 8))]
    old, new = parse(text(rng, before)), parse(text(rng, edited(rng, before)))
    found = align_drafts(old, new)
    for draft, side in ((old, [c for f in found for c in f.old]), (new, [c for f in found for c in f.new])):
        clauses = draft_clauses(draft)
        assert "".join(c.raw for c in clauses) == render(draft)
        assert sorted((c.place, c.raw) for c in side) == sorted((c.place, c.raw) for c in clauses)
    firsts = [f.new[0].place for f in found if f.new]
    assert firsts == sorted(firsts)
    for f in found:
        assert (f.kinds == ("new",)) == (not f.old)
        assert (f.kinds == ("gone",)) == (not f.new)
        assert ("split" in f.kinds, "merged" in f.kinds) == (len(f.new) > 1, len(f.old) > 1)
        assert not set(f.appeared) & set(f.vanished)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_a_draft_against_itself_is_all_kept(seed):
    rng = random.Random(seed)  # noqa: S311
    draft = parse(text(rng, [paragraph(rng, n) for n in range(1, rng.randint(1, 8))]))
    assert all(f.kinds == ("kept",) and f.harder == 0 and f.old == f.new for f in align_drafts(draft, draft))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_turned_round_new_is_gone_and_what_appeared_vanished(seed):
    rng = random.Random(seed)  # noqa: S311
    before = [paragraph(rng, n) for n in range(1, rng.randint(2, 8))]
    after = [p for p in before if rng.random() < 0.7] or before[:1]
    there, back = (
        align_drafts(parse(text(rng, a)), parse(text(rng, b))) for a, b in ((before, after), (after, before))
    )
    assert sum(f.kinds == ("gone",) for f in there) == sum(f.kinds == ("new",) for f in back)
