"""The score on real votes: General Assembly sessions 55-64. Prints a page; ``--out FILE`` writes it.

    python benchmarks/ga_votes.py --out docs/score-ga-votes.md

The votes are data of others and no part of the project: they are read from POSITIONS_DATA, or from the folder
``shared/data`` beside the repository. Where neither is there, the program says so and writes nothing.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from positions import __version__  # noqa: E402
from positions.agreement import (  # noqa: E402
    agreement_index,
    as_its_group,
    as_last_time,
    balanced_triads,
    brokers,
    chance_corrected,
    community_stability,
    follow_through,
    forecast_votes,
    frustration,
    group_cohesion,
    krippendorff_alpha,
    pairwise_agreement,
    record_anomalies,
    rice_at_size,
    stable_cores,
)

SEED = 55_64
GROUPS = ("EU", "G77", "OIC", "AU", "CARICOM", "ASEAN", "CIS", "GCC")
REGIONS = {"Africa": "African Group", "Asia": "Asian Group", "EEG": "Eastern European Group", "GRULAC": "GRULAC",
           "WEOG": "WEOG"}  # fmt: skip
CODED_AS = {"YUG": "SRB"}  # how these records name a state that the list of groups names otherwise


@dataclass
class Assembly:
    """The record: votes (D, I) with NaN for absent, and what is known about each column."""

    iso: list[str]
    votes: np.ndarray
    session: np.ndarray
    rcid: list[str]
    title: list[str]
    paragraph: np.ndarray
    amendment: np.ndarray
    members: dict[str, np.ndarray]
    region: list[str]

    def __post_init__(self) -> None:
        self.whole = ~self.paragraph & ~self.amendment

    def bloc_of_each(self) -> list[str]:
        """One group a delegation for the baseline: EU, or the regional group, apart for members of the G77."""
        return [
            "EU" if self.members["EU"][d] else self.region[d] + (" G77" if self.members["G77"][d] else "")
            for d in range(len(self.iso))
        ]


def find_data() -> Path:
    folder = Path(os.environ.get("POSITIONS_DATA") or ROOT.parent / "shared" / "data")
    if not (folder / "real" / "unga_votes_s55-64_wide.csv.gz").is_file():
        sys.exit("no General Assembly votes here: set POSITIONS_DATA to the folder that holds real/ and groups/")
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    return list(csv.DictReader((gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8").splitlines()))


def load(folder: Path) -> Assembly:
    about = {r["rcid"]: r for r in rows(folder / "real/unga_rollcalls_s55-64.csv.gz")}
    wide = rows(folder / "real/unga_votes_s55-64_wide.csv.gz")
    groups = {r["iso3"]: r for r in rows(folder / "groups/un_members_groups.csv")}
    iso = [name for name in wide[0] if name != "rcid"]
    votes = np.array([[float(r[name]) for r in wide] for name in iso])
    votes[votes == 9] = np.nan
    record = [about[r["rcid"]] for r in wide]
    of = [groups[CODED_AS.get(name, name)] for name in iso]
    return Assembly(
        iso=iso,
        votes=votes,
        session=np.array([int(r["session"]) for r in record]),
        rcid=[r["rcid"] for r in record],
        title=[r["descr"] for r in record],
        paragraph=np.array([bool(r["para"]) for r in record]),
        amendment=np.array([bool(r["amend"]) for r in record]),
        members={g: np.array([r[g] == "1" for r in of]) for g in GROUPS},
        region=[r["un_group"] for r in of],
    )


def para(text: str) -> str:
    """Return a paragraph on one line."""
    return " ".join(text.split())


def table(head: list[str], lines: list[list[object]]) -> str:
    cells = [[str(c) for c in line] for line in lines]
    return "\n".join(["| " + " | ".join(line) + " |" for line in (head, ["---"] * len(head), *cells)])


def num(value: float, digits: int = 2) -> str:
    return "-" if np.isnan(value) else f"{value:.{digits}f}"


def percent(value: float) -> str:
    return "-" if np.isnan(value) else f"{100 * value:.0f} %"


# --- agreement ---------------------------------------------------------------------------------------------------


def agreement_part(a: Assembly) -> list[str]:
    made = pairwise_agreement(a.votes, span=2)
    kappa = chance_corrected(a.votes, span=2)
    pairs = np.triu_indices(len(a.iso), 1)
    lines = []
    for name, matrix in (("raw agreement", made.agreement), ("Cohen's κ", kappa)):
        values = matrix[pairs][~np.isnan(matrix[pairs])]
        lines.append([name, *(num(q) for q in np.quantile(values, (0.1, 0.25, 0.5, 0.75, 0.9)))])
    shared = made.shared[pairs]
    pak = a.iso.index("PAK")
    pakistan = [
        [name, num(made.agreement[pak, a.iso.index(name)]), num(kappa[pak, a.iso.index(name)])]
        for name in ("DZA", "IRN", "IDN", "ZAF", "CHN", "RUS", "USA")
    ]
    share = [np.mean(a.votes == v) for v in (1, 0, -1)] + [np.mean(np.isnan(a.votes))]
    return [
        "## Agreement",
        "",
        para(
            f"""{len(a.iso)} states, {a.votes.shape[1]} roll calls of sessions 55 to 64 ({int(a.whole.sum())} on
            whole texts, {int(a.paragraph.sum())} on paragraphs, {int(a.amendment.sum())} on amendments). Of all
            cells {percent(share[0])} are yes, {percent(share[1])} abstain, {percent(share[2])} no and
            {percent(share[3])} absent. Absence is missing, not abstention: a pair is compared where both voted
            (median {np.median(shared):.0f} roll calls; {np.mean(shared == 0):.1%} of the pairs share none)."""
        ),
        "",
        table(["", "10 %", "25 %", "median", "75 %", "90 %"], lines),
        "",
        para(
            """Most votes are yes, so that raw agreement is high even between records that have little to do with
            each other; κ takes out what each record's own distribution would give. Pakistan's agreement with"""
        ),
        "",
        table(["", "raw", "κ"], pakistan),
        "",
        para(
            """does not tell those it blocks with from those who build bridges: which is why blocs come from the
            objection game and not from this matrix."""
        ),
        "",
    ]


def adjusted_rand(a: np.ndarray, b: np.ndarray) -> float:
    """Hubert and Arabie 1985."""
    _, i = np.unique(a, return_inverse=True)
    _, j = np.unique(b, return_inverse=True)
    both = np.zeros((i.max() + 1, j.max() + 1))
    np.add.at(both, (i, j), 1)

    def twos(n: np.ndarray) -> float:
        return float((n * (n - 1) / 2).sum())

    together, rows_, columns = twos(both), twos(both.sum(1)), twos(both.sum(0))
    expected = rows_ * columns / twos(np.array([len(i)], dtype=float))
    return (together - expected) / ((rows_ + columns) / 2 - expected)


def communities_part(a: Assembly) -> list[str]:
    started = time.perf_counter()
    found = community_stability(a.votes, span=2, runs=300, rng=np.random.default_rng(SEED))
    took = time.perf_counter() - started
    print(f"communities: {took:.1f} s for {found.runs} runs", file=sys.stderr)
    per = []
    for t, threshold in enumerate(found.thresholds):
        own = found.labels[t :: len(found.thresholds)]
        counts = found.community_counts[t :: len(found.thresholds)]
        scores = []
        for known in (a.members["G77"], np.array(a.region)):
            ari = [adjusted_rand(labels, known) for labels in own]
            scores.append(f"{np.median(ari):.2f} ({np.quantile(ari, 0.1):.2f}-{np.quantile(ari, 0.9):.2f})")
        cores = stable_cores(found.together_at[t])
        per.append([threshold, f"{counts.min()}-{counts.max()}", *scores, ", ".join(str(len(c)) for c in cores[:8])])
    cores = found.cores()
    listed = [f"- **{len(c)}**: {' '.join(a.iso[d] for d in c)}" for c in cores if len(c) >= 3]
    seated = {d for c in cores for d in c}
    return [
        "## Communities, and how stable they are",
        "",
        para(
            f"""{found.runs} partitions: roll calls drawn with replacement × three thresholds on κ × random orders.
            Adjusted Rand index against known groups: median (80 % of the runs). Cores: groups of which every
            two members are together in at least 80 % of the runs at that threshold."""
        ),
        "",
        table(["threshold", "communities", "against G77 / not", "against regional groups", "sizes of cores"], per),
        "",
        "Cores over all thresholds together:",
        "",
        *listed,
        "",
        para(
            f"""{len(a.iso) - len(seated)} of {len(a.iso)} states are in no core at all. A page that showed one
            partition would have to put each of them somewhere."""
        ),
        "",
    ]


def cohesion_part(a: Assembly) -> list[str]:
    groups = {**a.members, **{REGIONS[r]: np.array([x == r for x in a.region]) for r in REGIONS}}
    made = group_cohesion(a.votes, np.array(list(groups.values())), span=2)
    lines = []
    for g, (name, member) in enumerate(groups.items()):
        votes = a.votes[member]
        index, rice10 = [], []
        for k in range(votes.shape[1]):
            yes, no, abstain = (int(np.sum(votes[:, k] == v)) for v in (1, -1, 0))
            if yes + no + abstain >= 2:
                index.append(agreement_index(yes, no, abstain))
            if yes + no >= 10:
                rice10.append(rice_at_size(yes, no, 10))
        early, late = (np.nanmean(made.same[g, a.session == s]) for s in (55, 64))
        lines.append(
            [name, int(member.sum()), num(made.mean_same[g]), num(float(np.mean(index))), num(float(np.mean(rice10)))
             if rice10 else "-", num(krippendorff_alpha(votes, span=2)), f"{early:.2f} → {late:.2f}"]
        )  # fmt: skip
    order = sorted(lines, key=lambda line: -float(line[5]))
    return [
        "## Cohesion of groups",
        "",
        para(
            """Membership as of the list of groups, not as of each year (the EU took in members in 2004 and 2007).
            *Pairs*: mean agreement of two members, free of group-size bias. *AI*: agreement index of Hix, Noury
            and Roland. *Rice at 10*: what the Rice index would be with ten voting members (yes and no only).
            *α*: Krippendorff, beyond chance. Sorted by α."""
        ),
        "",
        table(["group", "members", "pairs", "AI", "Rice at 10", "α", "pairs, session 55 → 64"], order),
        "",
    ]


def brokers_part(a: Assembly) -> list[str]:
    kappa = chance_corrected(a.votes, span=2)
    eu, g77 = a.members["EU"], a.members["G77"]
    enough = (~np.isnan(a.votes)).mean(axis=1) >= 0.5
    found = brokers(kappa, np.array([eu & enough, g77 & enough]))
    ranked = [d for d in found.ranked() if enough[d]][:12]
    lines = [
        [a.iso[d], num(found.to_side[0, d]), num(found.to_side[1, d]), ("EU", "G77")[found.bottleneck[d]]]
        for d in ranked
    ]
    spoiled = frustration(kappa - np.nanmean(kappa), rng=np.random.default_rng(SEED))
    return [
        "## Brokers and balance",
        "",
        para(
            """A broker is judged by the side it agrees with least (κ, mean over the members of each side that
            voted at least half the time)."""
        ),
        "",
        table(["state", "with the EU", "with the G77", "weaker side"], lines),
        "",
        para(
            f"""Signed by κ less its mean, {percent(balanced_triads(kappa - np.nanmean(kappa)))} of the triads are
            balanced (by weight) and the best two camps found contradict {spoiled.share:.1%} of the weight of
            all ties."""
        ),
        "",
    ]


def anomalies_part(a: Assembly) -> list[str]:
    lines = [
        [
            a.iso[f.delegation], f.period, f.issues, num(f.departure), num(f.usual_departure), num(f.z, 1),
            ", ".join(f"{a.iso[k]} {g:.2f} (usual allies {e:.2f})"
                      for k, g, e in zip(f.looks_like, f.agreement, f.expected, strict=True)),
        ]
        for f in record_anomalies(a.votes, a.session, span=2)
    ]  # fmt: skip
    return [
        "## Records that suddenly look like another's",
        "",
        para(
            """A delegation's distance from what its nine closest allies (of the other sessions) did on the same
            roll calls, in the session and in its other sessions. Listed from 3.5 standard errors and a tenth of
            the scale on. The list says what to look at, not why: a government may have changed course, or a row
            may have been coded under the wrong name."""
        ),
        "",
        table(["state", "session", "votes", "departure", "usual", "z", "came close to"], lines),
        "",
    ]


# --- prediction --------------------------------------------------------------------------------------------------


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


# --- paragraphs --------------------------------------------------------------------------------------------------


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, help="write the page here as well")
    given = parser.parse_args()
    folder = find_data()
    a = load(folder)
    page = [
        "# The score on real votes",
        "",
        para(
            f"""Written by `benchmarks/ga_votes.py`; every number below was measured by that run (positions
            {__version__}, seed {SEED}). Source: United Nations General Assembly voting data of Erik Voeten and
            others, through the unvotes package (CC0); group membership from UPR Info and internacia-db. The
            data are not part of the project. States by ISO code; Serbia is coded YUG in these records."""
        ),
        "",
    ]
    for section in (agreement_part, communities_part, cohesion_part, brokers_part, anomalies_part, forecast_part):
        page += section(a)
    page += paragraphs_part(a, folder)
    text = "\n".join(page).rstrip() + "\n"
    print(text)
    if given.out:
        given.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
