"""Votes told beforehand, and votes on a part and then on the whole."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from benchmarks.ga_record import SEED, Assembly, rows
from benchmarks.page_words import num, para, percent, table
from benchmarks.studies.follow_through import follow_through
from benchmarks.studies.vote_baselines import as_its_group, as_last_time
from benchmarks.studies.vote_forecast import forecast_votes

__all__ = ["forecast_part", "paragraphs_part"]


def scores(p: np.ndarray, votes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Log score, Brier score and hit for every cell (D, T); NaN where absent."""
    voted = ~np.isnan(votes)
    choice = np.where(voted, 1 - votes, 0).astype(int)
    chosen = np.take_along_axis(p, choice[..., None], axis=-1)[..., 0]
    brier = (p**2).sum(-1) - 2 * chosen + 1
    hit = (p.argmax(-1) == choice).astype(float)
    return tuple(np.where(voted, s, np.nan) for s in (-np.log(chosen), brier, hit))  # type: ignore[return-value]


def paired(
    one: np.ndarray, two: np.ndarray, rng: np.random.Generator, draws: int = 10_000
) -> tuple[float, float, float]:
    """Mean of one - two per vote with a 95 % interval; whole resolutions are drawn with replacement."""
    difference = one - two
    total, count = np.nansum(difference, axis=0), (~np.isnan(difference)).sum(axis=0)
    T = len(total)
    drawn = rng.multinomial(T, np.full(T, 1 / T), size=draws)
    means = (drawn @ total) / (drawn @ count)
    low, high = np.quantile(means, (0.025, 0.975))
    return float(total.sum() / count.sum()), float(low), float(high)


def forecast_part(a: Assembly) -> list[str]:
    lines, differences, by_title, calibration = [], [], [], []
    weights = []
    for period in (60, 61, 62, 63, 64):
        past, now = a.whole & (a.session < period), a.whole & (a.session == period)
        record = (a.votes[:, past], a.session[past], [a.title[k] for k in np.flatnonzero(past)])
        new = [a.title[k] for k in np.flatnonzero(now)]
        ours = forecast_votes(*record, new, period=period)
        print(f"session {period}: forecast of {len(new)} texts from {int(past.sum())}", file=sys.stderr)
        models = {
            "ours": ours.probabilities,
            "as last time on this title": as_last_time(*record, new, a.bloc_of_each()),
            "as its group": as_its_group(*record, new, a.bloc_of_each()),
        }
        truth = a.votes[:, now]
        made = {name: scores(p, truth) for name, p in models.items()}
        for name, (log, brier, hit) in made.items():
            lines.append(
                [
                    period,
                    len(new),
                    name,
                    *(num(float(np.nanmean(s)), 4) for s in (log, brier)),
                    f"{np.nanmean(hit):.1%}",
                ]
            )
        for name in list(models)[1:]:
            rng = np.random.default_rng(SEED + period)
            cells = []
            for which in (0, 1):
                mean, low, high = paired(made[name][which], made["ours"][which], rng)
                cells.append(f"{mean:+.4f} ({low:+.4f} to {high:+.4f})")
            differences.append([period, name, *cells])
        weights.append([period, *(num(w) for w in ours.weights), *(num(b) for b in ours.bias)])
        if period == 64:
            returning = ours.closest >= 0.8
            for label, which in (("returning", returning), ("new", ~returning)):
                for name, (log, brier, hit) in made.items():
                    by_title.append(
                        [label, int(which.sum()), name, num(float(np.nanmean(log[:, which])), 4),
                         num(float(np.nanmean(brier[:, which])), 4), f"{np.nanmean(hit[:, which]):.1%}"]
                    )  # fmt: skip
            voted = ~np.isnan(truth)
            p, happened = ours.probabilities[voted], np.stack([truth[voted] == v for v in (1, 0, -1)], axis=-1)
            for low, high in ((0, 0.05), (0.05, 0.2), (0.2, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
                inside = (p >= low) & (p < high)
                calibration.append([f"{low:.2f}-{min(high, 1):.2f}", int(inside.sum()), percent(p[inside].mean()),
                                    percent(happened[inside].mean())])  # fmt: skip
    return [
        "## Forecasting a session from those before it",
        "",
        para(
            """Yes, abstain or no of every state that voted on a whole text; absence is not forecast. Used: earlier
            sessions' votes and titles, and the titles of the new session. Not used: anything else of the new
            session. Each session is forecast only from those before it, the pool included. The settings (powers,
            fading, priors) were chosen by the scores of sessions 61 to 63; the scores of session 64 were in view
            meanwhile, those of session 60 were not. Lower is better for both scores."""
        ),
        "",
        para(
            """The baselines are made strong: *as last time* is the share with which a state's last vote on the
            title was repeated or changed in earlier sessions, and falls back on the group where the title is
            new to the state; *as its group* is the smoothed share in its group (EU, or regional group apart for
            members of the G77) when the title last came up."""
        ),
        "",
        table(["session", "texts", "forecast", "log score", "Brier", "most likely choice right"], lines),
        "",
        para(
            """How much worse the baselines are, per vote, with 95 % intervals from drawing whole texts with
            replacement:"""
        ),
        "",
        table(["session", "baseline", "log score", "Brier"], differences),
        "",
        "Session 64, titles that came up before (similarity of at least 0.8) and new ones:",
        "",
        table(["titles", "texts", "forecast", "log score", "Brier", "most likely choice right"], by_title),
        "",
        "Calibration in session 64, all three choices together:",
        "",
        table(["said", "how often", "mean said", "happened"], calibration),
        "",
        para(
            """What the pool learned: exponents of the three readings of the record, and the bias against
            abstention and no:"""
        ),
        "",
        table(["session", "own, lately", "own, over the years", "allies", "abstain", "no"], weights),
        "",
    ]


def paragraphs_part(a: Assembly, folder: Path) -> list[str]:
    pairs = rows(folder / "real/unga_paragraph_pairs.csv")
    column = {rcid: k for k, rcid in enumerate(a.rcid)}
    part = a.votes[:, [column[r["rcid_para"]] for r in pairs]]
    whole = a.votes[:, [column[r["rcid_whole"]] for r in pairs]]
    texts = [f"{r['session']} {r['unres']} {r['rcid_whole']}" for r in pairs]
    made = follow_through(part, whole, texts, rng=np.random.default_rng(SEED))

    def cells(made, row):
        return [
            f"{percent(made.shares[row, c])} ({100 * made.low[row, c]:.0f}-{100 * made.high[row, c]:.0f})"
            for c in range(4)
        ]

    lines = [
        [name, int(made.counts[row].sum()), *cells(made, row)] for row, name in enumerate(("yes", "abstain", "no"))
    ]
    against = (part == -1).sum(axis=0)
    company = []
    for label, low, high in (("alone", 1, 1), ("2-4", 2, 4), ("5-14", 5, 14), ("15 and more", 15, 999)):
        mask = (against >= low) & (against <= high)
        if mask.any():
            some = follow_through(
                part[:, mask], whole[:, mask], [t for t, m in zip(texts, mask, strict=True) if m],
                rng=np.random.default_rng(SEED),
            )  # fmt: skip
            company.append([label, int(mask.sum()), some.texts, int(some.counts[2].sum()), *cells(some, 2)])
    return [
        "## Does objecting to a wording lead to blocking the whole?",
        "",
        para(
            f"""{len(pairs)} separate votes on a paragraph, each followed by the vote on the text ({made.texts}
            texts). Shares with 95 % intervals from drawing whole texts with replacement ({made.draws} draws)."""
        ),
        "",
        table(["on the paragraph", "votes", "whole: yes", "abstain", "no", "absent"], lines),
        "",
        "Those who said no to the paragraph, by how many said no to it:",
        "",
        table(["said no to it", "paragraphs", "texts", "votes", "whole: yes", "abstain", "no", "absent"], company),
        "",
        para(
            """Read with care: these are recorded votes under a majority rule, where a no costs little and blocks
            nothing; a delegation that asks for a separate vote has chosen the paragraph and not the text as its
            target; and whoever dislikes the text is likely to dislike its paragraphs. Over all noes an
            objection to a wording is mostly not an objection to the text. But those who objected alone or
            nearly alone follow through most often: the lone ones are the firm ones, and nothing here shows that
            standing alone makes a delegation let go, as the isolation cost of the objection game supposes.
            Under a majority rule it need not; the record neither confirms nor measures that cost."""
        ),
        "",
    ]
