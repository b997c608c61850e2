"""Classes stay apart in grey and for colour-blind readers."""

from itertools import pairwise

import numpy as np
import pytest

from positions.papers.charts.style import (
    INK,
    MATRIX_FILL,
    PAPER,
    SMALL,
    SMALLEST_STEP,
    STATES,
    TITLE,
    faded,
    ink_on,
    lightness,
    shade,
)  # fmt: skip

# Machado, Oliveira & Fernandes (2009), severity 1.0, on linear RGB
BLIND = {
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def as_seen(colour: str, kind: str) -> str:
    linear = []
    for n in (1, 3, 5):
        part = int(colour[n : n + 2], 16) / 255
        linear.append(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.array(BLIND[kind]) @ linear, 0, 1)
    parts = [12.92 * p if p <= 0.0031308 else 1.055 * p ** (1 / 2.4) - 0.055 for p in seen]
    return "#" + "".join(f"{round(255 * p):02X}" for p in parts)


def contrast(a: str, b: str) -> float:
    """WCAG 2 contrast ratio, from L*."""

    def luminance(colour: str) -> float:
        lstar = lightness(colour)
        return ((lstar + 16) / 116) ** 3 if lstar > 8 else lstar / 903.3

    one, two = sorted((luminance(a), luminance(b)))
    return (two + 0.05) / (one + 0.05)


FILLS = [MATRIX_FILL[letter] for letter in "BOCJSP"]
STATE_FILLS = [state.fill for state in STATES.values()]


@pytest.mark.parametrize("fills", [FILLS, STATE_FILLS], ids=["stances", "states"])
@pytest.mark.parametrize("kind", [None, *BLIND])
def test_neighbouring_classes_differ_in_lightness(fills: list[str], kind: str | None) -> None:
    seen = [lightness(as_seen(c, kind) if kind else c) for c in fills]
    steps = [b - a for a, b in pairwise(seen)]
    assert min(steps) >= SMALLEST_STEP, (kind, steps)


def test_what_is_assumed_is_paler_and_still_in_order() -> None:
    pale = [lightness(faded(c)) for c in FILLS]
    assert pale == sorted(pale)
    assert all(p > lightness(c) for p, c in zip(pale, FILLS, strict=True))


@pytest.mark.parametrize("fill", [*MATRIX_FILL.values(), *map(faded, MATRIX_FILL.values()), shade(0.4), shade(0.6)])
def test_letters_read_on_every_fill(fill: str) -> None:
    assert contrast(ink_on(fill), fill) >= 4.5


def test_letters_of_states_and_stances_mean_the_same() -> None:
    assert [s.letter for s in STATES.values()] == list("BDEJS")
    assert all(STATES[n].fill == MATRIX_FILL[STATES[n].letter] for n in ("object", "join", "support"))


def test_sizes() -> None:
    assert SMALL == 7.0
    assert TITLE > SMALL
    assert contrast(INK, PAPER) > 15
