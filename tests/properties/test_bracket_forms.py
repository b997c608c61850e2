"""In 2,000 made-up drafts no option is nonsense: no two modals, half words, footnotes, signs or labels in it."""

import itertools
import random
import re

from hypothesis import given, settings
from hypothesis import strategies as st

from positions.errors import CaseProblems
from positions.model.issue import join_text
from positions.text import adjacent_brackets, parse, render, to_clauses

MODALS = [
    ["shall", "should", "may", "must", "will"], ["doit", "devrait", "peut"], ["debe", "debería", "puede"],
    ["должны", "могут", "следует"], ["应", "应当", "可以"], ["يجب", "ينبغي", "يجوز"],
]  # fmt: skip
SETS = [*MODALS, ["2030", "2035", "2040"], ["5", "10", "15"], ["urges", "invites", "encourages"]]
WORDS = "ports harbour tugs fees pilots wharves report open closed small islands".split()  # noqa: SIM905
BEFORE = ["", "RUS: ", "US/AU propose; NZ oppose: ", "Kenya, Peru: ", "中国："]


def choice(rng):
    """Return a choice as a draft may write it, and its options ("" where it may be left out)."""
    words = rng.sample(rng.choice(SETS), rng.randint(2, 3))
    style = rng.randrange(6)
    if style == 0:
        return rng.choice(["", " "]).join(f"[{w}]" for w in words), [*words, ""]
    if style == 1:
        return "/".join(f"[{w}]" for w in words), [*words, ""]
    if style == 2 and words[0] not in SETS[-2]:  # 5/10 may be a fraction: it is asked about
        return f"[{'/'.join(words)}]", words
    if style == 3:
        return f"［{rng.choice(['／', ' / ', ' ／ '])[:3].join(words)}］", words
    if style == 4:
        return f"[{rng.choice(BEFORE)}{' / '.join(words)}]", words
    stem, endings = rng.choice([("Part", ["y", "ies"]), ("Stat", ["e", "es"]), ("agre", ["es", "ed"])])
    return f"{stem}{rng.choice(['', ' ']).join(f'[{e}]' for e in endings)}", [stem + e for e in endings]


def draft(rng):
    """Return a draft and the options of its choices."""
    pieces, wanted = [], []
    for n in range(1, rng.randint(2, 5)):
        pieces.append(" ".join(rng.choices(WORDS, k=rng.randint(1, 4))) + rng.choice(["", "", f"[{n}]", f"[^{n}]"]))
        text, options = choice(rng)
        pieces.append(text)
        wanted.append(options)
    text = " ".join([*pieces, "end."])
    if rng.random() < 0.3:
        lows = [" ".join(rng.choices(WORDS, k=3)) + f" {n}." for n in range(rng.randint(2, 3))]
        name = rng.choice(["Option", "Alt", "**Option", "Вариант", "备选案文"])
        stars = "**" * name.startswith("**")
        text += "\n\n" + "\n\n".join(f"{name} {n}:{stars} {low}" for n, low in enumerate(lows, start=1)) + "\n\nLast."
        wanted.append(lows)
    if rng.random() < 0.3:
        text += "\n\n____________\n[1] As agreed [before / after.\n"
    return text, wanted


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_no_option_is_nonsense_and_no_word_is_lost(seed):
    rng = random.Random(seed)  # noqa: S311
    text, wanted = draft(rng)
    read = parse(text)
    assert render(read) == text
    assert all(pair.read == "alternatives" for pair in adjacent_brackets(read)), text
    clauses = to_clauses(read, read=lambda texts: [(0.0, 0.5, 1.0)] * len(texts))
    options = [[o.text for o in c.options.values()] for c in clauses.values()]
    assert [o for o in options if len(o) > 1] == wanted, text
    for made in itertools.islice(itertools.product(*options), 20):
        whole = join_text(made)
        assert not re.search(r"[\[\]［］／^_]|Option|propose|RUS", whole), text
        for word in re.sub(r"\[\^?\d\]", "", re.split("[\\[［]", text.split("\n")[0])[0]).split()[:-1]:
            assert word in whole


SIGNS = ["[", "]", "／", "/", "［", "］", "[1]", "a", "shall", "Option 1:", "\n\n", " ", "RUS:", "[^2]:", "¹",
         "_____\n", "adjacent: additions\n", "Option 2: x", "y", "\\", "、", "\u200f"]  # fmt: skip


def misplaced(text, problems):
    """Return the problems that point outside the text."""
    lines = text.split("\n")
    return [p for p in problems if not (1 <= p.line <= len(lines) and 1 <= p.column <= len(lines[p.line - 1]) + 1)]


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(SIGNS), max_size=16).map("".join))
def test_any_signs_are_read_without_loss_or_refused_with_a_place(text):
    problems = ()
    try:
        read = parse(text)
        assert render(read) == text
        to_clauses(read, read=lambda texts: [(0.0, 0.5, 1.0)] * len(texts))
    except CaseProblems as error:
        problems = error.problems
    assert not misplaced(text, problems)
