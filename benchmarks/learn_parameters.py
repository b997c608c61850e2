"""What two records say about the objection game's parameters. Prints a page; ``--out FILE`` writes it.

    python benchmarks/learn_parameters.py --out docs/learned-parameters.md
    python benchmarks/learn_parameters.py --cluster local

The first record is the repository's own worked case. The second, separate votes on paragraphs in the General Assembly,
is data of others and no part of the project: it is read from POSITIONS_DATA, or from the folder ``shared/data`` beside
the repository. Where neither is there, the program says so and writes nothing.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.ga_record import find_data, load, rows  # noqa: E402
from benchmarks.page_words import num, para, percent, table  # noqa: E402
from positions import __version__  # noqa: E402
from positions.casefiles import load_case  # noqa: E402
from positions.forecast import paired_bootstrap  # noqa: E402
from positions.scoring import (  # noqa: E402
    BEST_SET,
    NAIVE_RULES,
    UNLEARNT,
    fit_persistence,
    held_out_losses,
    imagined_votes,
    leave_one_issue_out,
    objections_from_votes,
    try_parameters,
    verdict_on,
    widened,
)
from positions.work import Store, Workers  # noqa: E402

SEED = 20100127
SETS, READINGS, WORLDS = 1024, 8, 32
DRAWS = 500
UNITS = (0.25, 0.6, 1.0, 1.6, 5.0, 20.0)
REPEATS = 8
SLOW = 200  # draws of the fit with both effects


# --- the worked case ---------------------------------------------------------------------------------------------


def ways(case, workers=None, store=None):
    """Leave one out for both kinds of ranges, with and without the declared talks, here or on a cluster."""
    for title, specs in (("the ranges in use", case.parameters), ("wide ranges", widened(case.parameters))):
        for talks in (True, False):
            trial = try_parameters(
                case, seed=SEED, specs=specs, sets=SETS, readings=READINGS, draws=WORLDS, talks=talks,
                address=workers, store=store,
            )  # fmt: skip
            yield f"{title}, {'talks held' if talks else 'no talks'}", leave_one_issue_out(case, trial)


def score_lines(made):
    best = BEST_SET.replace(" ", "-")
    names = [("learnt on the other issues", "simulation"), (BEST_SET, best), (UNLEARNT, UNLEARNT.replace(" ", "-"))]
    names += [(title, name) for name, (title, _) in NAIVE_RULES.items() if name != "never"]
    lines = []
    for title, name in names:
        cells = [title]
        for target in (made.score.ambitious, made.score.any_text):
            found = {r.name: r.score for r in target.rules}.get(name)
            cells += ["-"] * 3 if found is None else [
                num(found.brier, 3), num(found.log, 3), f"{found.hits * found.n:g} of {found.n}"]  # fmt: skip
        lines.append(cells)
    return lines


def in_short(found) -> list[str]:
    learnt = found["the ranges in use, talks held"].everything.parameters
    low, middle, high = found["wide ranges, talks held"].everything.parameter("isolation_cost").after
    told = [p.symbol for p in learnt if p.learnt]
    return [
        "**In short.**",
        "",
        para(
            f"""- Within the ranges in use, ten outcomes of one meeting tell {
                "about " + ", ".join(told) if told else "nothing about any parameter"
            }: whatever set is drawn, the story ends much the same way."""
        ),
        para(
            f"""- Tried on wide ranges, they speak against strong isolation costs: κ between {num(low, 1)} and
            {num(high, 1)}, middle {num(middle, 1)} (80 %), in the units of the coded firmness. The range in use lies
            inside. Without the private talk on record even that is gone; and what the outcomes then seem to say about
            β and κ inside the ranges in use only makes up for that talk."""
        ),
        para(
            """- The paragraph votes of the General Assembly identify neither β nor κ nor ω: only ratios to an unknown
            spread of grievances, and these are swamped by what objectors have in common."""
        ),
        para(
            """- Association weights, goodwill, noise, shared uncertainty and the trade rate: next to nothing. Resolve
            cannot be told from grievance."""
        ),
        para(
            """- So no range was moved. They stay ours. Leaving one issue out, the model has a lower Brier score than
            the three naive rules in every variant below, and it is not *shown* to be better than the two that look for
            a firm objector."""
        ),
        "",
    ]


def case_part(found) -> list[str]:
    n = len(next(iter(found.values())).score.issues)
    page = [
        "## Ten outcomes of one meeting",
        "",
        para(
            f"""The worked case has {n} decided issues. {SETS} parameter sets (Sobol points), each in
            {READINGS} readings of the texts and {WORLDS} worlds a reading, play all of them. The likelihood of a set is
            the share of its worlds that end with the text on record. Learnt means: all sets weighted by the likelihood
            of the *other* {n - 1} issues; one set: the single set with the highest one. Once with the ranges in use,
            once with wide ones (a third of the low end to twice the high end), for whoever set the ranges in use knew
            the outcome; once with the private talks that the case declares, once without, for how far a talk moves a
            delegation may have been read off the outcome."""
        ),
        "",
        para(
            """**This is a replay.** The stances were coded from a cable written after the outcome; leaving an issue
            out keeps only the parameters from seeing it. No number below is a test of foresight."""
        ),
        "",
    ]
    head = ["", "ambitious text: Brier", "log", "right", "any text: Brier", "log", "right"]
    for title, made in found.items():
        rng = np.random.default_rng(SEED)
        learnt = verdict_on(made.score.ambitious, rng=rng)
        single = verdict_on(made.score.ambitious, BEST_SET.replace(" ", "-"), rng=rng)
        chance = np.mean(made.score.chance)
        page += [
            f"### {title[0].upper()}{title[1:]}",
            "",
            table(head, score_lines(made)),
            "",
            f"- Learnt: {learnt}",
            f"- One set: {single} {made.best_sets} different sets were best.",
            para(
                f"""- The text that stands at the end: right on {made.score.right} of {n};
                {percent(chance)} on average to what happened."""
            ),
            "",
        ]
    page += [
        para(
            """A rule that misses two or three issues in ten can hardly be *shown* to be worse: 11 % and 3 % of the
            resamples have none of the misses in them, so that a 95 % interval reaches zero however good the other
            forecast is. Ten issues cannot settle it."""
        ),
        "",
        "### What ten outcomes say about each parameter",
        "",
        para(
            """80 % ranges, before and after all outcomes (10 %, middle, 90 %). *Change* is the share of the width that
            was lost, or the shift of the middle in widths, whichever is larger; *by chance*, what dealing the same
            weights at random gives 19 times in 20 at most. A parameter counts as learnt from a quarter on, if that is
            more than chance gives."""
        ),
        "",
    ]
    for title, made in found.items():
        lines = [
            [f"{p.symbol} {p.name}", " / ".join(num(v) for v in p.before), " / ".join(num(v) for v in p.after),
             num(max(p.narrowed, abs(p.moved))), num(p.by_chance), "yes" if p.learnt else "no"]
            for p in made.everything.parameters
        ]  # fmt: skip
        page += [
            f"{title[0].upper()}{title[1:]}: the weights are worth {made.everything.effective:.0f} of {SETS} sets.",
            "",
            table(["", "before", "after", "change", "by chance", "learnt"], lines),
            "",
        ]
    return page


# --- paragraphs --------------------------------------------------------------------------------------------------


def fit_line(title, data, *, delegations, texts, rng):
    made = fit_persistence(data, delegations=delegations, texts=texts, draws=SLOW if texts else DRAWS, rng=rng)
    units = [fit_persistence(data, company_unit=u, delegations=delegations, texts=texts) for u in UNITS]
    top = max(m.log_likelihood for m in units)
    kept = [m for m in units if top - m.log_likelihood < 1.92]
    low, high = made.isolation_range
    effects = "delegation and text" if texts else "delegation" if delegations else "none"
    return [title, made.n, made.clusters, effects, num(made.lean), f"{num(made.isolation)} ({num(low)} to {num(high)})",
            percent(made.positive), ", ".join(f"{m.company_unit:g}" for m in kept)]  # fmt: skip


def votes_part(folder: Path) -> list[str]:
    a = load(folder)
    pairs = rows(folder / "real/unga_paragraph_pairs.csv")
    column = {rcid: k for k, rcid in enumerate(a.rcid)}
    part, whole = (a.votes[:, [column[r[key]] for r in pairs]] for key in ("rcid_para", "rcid_whole"))
    data = objections_from_votes(part, whole, [r["rcid_whole"] for r in pairs])
    session = np.array([int(r["session"]) for r in pairs])[np.nonzero((part == -1) & ~np.isnan(whole))[1]]
    small = data.company <= 8
    two = [a.iso.index(name) for name in ("USA", "ISR")]
    groups = [("all", data, session), ("nine or fewer", data.only(small), session[small])]
    rest = ~np.isin(data.delegation, two)
    groups.append(("without USA, ISR", data.only(rest), session[rest]))
    lines, held = [], []
    for title, some, fold in groups:
        for delegations, texts in ((False, False), (True, False), (True, True)):
            rng = np.random.default_rng(SEED)
            lines.append(fit_line(title, some, delegations=delegations, texts=texts, rng=rng))
        for delegations in (False, True):
            ours, rival = held_out_losses(some, fold, delegations=delegations)
            gap = paired_bootstrap(ours, rival, rng=np.random.default_rng(SEED), groups=some.text.tolist(), draws=2000)
            held.append([title, "delegation" if delegations else "none", num(ours.mean(), 3), num(rival.mean(), 3),
                         f"{gap.difference:+.3f} ({gap.low:+.3f} to {gap.high:+.3f})"])  # fmt: skip
    dates = sorted(r["date"] for r in pairs)
    return [
        "## Separate votes on paragraphs",
        "",
        para(
            f"""{len(pairs)} separate votes on a paragraph, each followed by the vote on the text, sessions 55 to 64
            ({dates[0]} to {dates[-1]}). {data.size} noes to a paragraph by delegations that also voted on the text;
            {percent(data.persisted.mean())} said no to the text as well. In the game's form the chance of that is
            Φ(lean − isolation / (1 + company / ω)) with lean = (μ − β)/σ and isolation = κ(1 − resolve)/σ, where
            company is the number of others who said no to the paragraph."""
        ),
        "",
        para(
            f"""Identified are at most these two ratios. The scale of grievance is not: multiply grievances, their
            spread σ, β and κ by ten and no vote changes; nor are mean grievance and β apart, nor resolve and κ, nor,
            for one delegation, its resolve and its grievances. Intervals (95 %) from drawing whole texts with
            replacement ({DRAWS} draws; {SLOW} with effects of texts), ω held at 1. *Fits as well*: the ω among
            {", ".join(f"{u:g}" for u in UNITS)} within 1.92 of the best log likelihood (which takes votes for
            independent and is thus too sure)."""
        ),
        "",
        table(
            ["noes to the paragraph", "noes", "texts", "effects", "lean", "isolation", "above 0", "ω: fits as well"],
            lines,
        ),
        "",
        "Held out session by session, log loss per no (lower is better), with and without company:",
        "",
        table(["noes to the paragraph", "effects", "with company", "without", "difference (95 %)"], held),
        "",
        "### Would the votes show an isolation cost if there were one?",
        "",
        para(
            f"""Votes made by the objection game itself: 60 delegations, 120 texts, the greatest equilibrium on the part
            and then on the whole, spread of grievances 0.3. *Mood lasts* is the correlation, between part and whole, of
            what all delegations dislike together. Mean estimate of the isolation ratio over {REPEATS} repetitions and
            its standard deviation between them, effects of delegations in."""
        ),
        "",
        table(["mood lasts", "true κ", "true κ/σ", "estimate", "between repetitions"], imagined_lines()),
        "",
        para(
            """The estimate follows the mood and hardly the cost: without any isolation cost it runs from far below zero
            to far above. Company is not dealt out by chance here: who objects together dislikes the same thing, and the
            votes do not tell whether that thing is in the paragraph alone. **These votes do not identify κ**, nor ω.
            Nor is company shown to help foretell who persists in a session left out. Besides, a no in a majority vote
            blocks nothing and costs little; the cost of standing alone under consensus is another one."""
        ),
        "",
    ]


def imagined_lines():
    lines = []
    for mood in (0.0, 0.5, 0.9):
        for cost in (0.0, 0.25, 0.5):
            found = []
            for repeat in range(REPEATS):
                votes = imagined_votes(np.random.default_rng([SEED, repeat]), isolation_cost=cost, mood_carry=mood)
                data = objections_from_votes(*votes, range(votes[0].shape[1]))
                found.append(fit_persistence(data, delegations=True).isolation)
            lines.append(
                [num(mood, 1), num(cost), num(cost / 0.3), num(float(np.mean(found))), num(float(np.std(found)))]
            )
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write the page here as well")
    parser.add_argument("--cluster", metavar="ADDRESS", help="share the work: local, local:2 or tcp://HOST:PORT")
    given = parser.parse_args()
    folder = find_data()
    start = time.perf_counter()
    if given.cluster is None:
        found = dict(ways(load_case(ROOT / "data")))
    else:
        with Store(ROOT / ".positions-parts").until_done() as store, Workers(given.cluster) as workers:
            found = dict(ways(load_case(ROOT / "data"), workers, store))
    today = datetime.datetime.now(tz=datetime.UTC).date()
    page = [
        "# What can be learnt about the parameters",
        "",
        para(
            f"""Written by `benchmarks/learn_parameters.py`, positions {__version__}, {today}, seed {SEED}. Sources: the
            repository's worked case (`data/`, Vienna, January 2010) and General Assembly roll calls (Voeten data, CC0;
            not part of this repository)."""
        ),
        "",
        *in_short(found),
        *case_part(found),
        *votes_part(folder),
    ]
    text = "\n".join(page).rstrip() + "\n"
    print(text)
    print(f"{time.perf_counter() - start:.0f} s", file=sys.stderr)
    if given.out:
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
