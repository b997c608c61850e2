"""Agreement between records: pairs, communities, cohesion, brokers and records that stand out."""

from __future__ import annotations

import sys
import time

import numpy as np

from benchmarks.ga_record import REGIONS, SEED, Assembly
from benchmarks.page_words import num, para, percent, table
from benchmarks.studies.anomalies import record_anomalies
from benchmarks.studies.balance import balanced_triads, frustration
from benchmarks.studies.cohesion import agreement_index, group_cohesion, rice_at_size
from benchmarks.studies.kappa import kappa, kappa_of
from positions.agreement import brokers, community_stability, pairwise_agreement, stable_cores
from positions.agreement.coders import krippendorff_alpha

__all__ = ["agreement_part", "anomalies_part", "brokers_part", "cohesion_part", "communities_part"]


def agreement_part(a: Assembly) -> list[str]:
    made = pairwise_agreement(a.votes, span=2)
    k = kappa(a.votes, span=2)
    pairs = np.triu_indices(len(a.iso), 1)
    lines = []
    for name, matrix in (("raw agreement", made.agreement), ("Cohen's κ", k)):
        values = matrix[pairs][~np.isnan(matrix[pairs])]
        lines.append([name, *(num(q) for q in np.quantile(values, (0.1, 0.25, 0.5, 0.75, 0.9)))])
    shared = made.shared[pairs]
    pak = a.iso.index("PAK")
    pakistan = [
        [name, num(made.agreement[pak, a.iso.index(name)]), num(k[pak, a.iso.index(name)])]
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


RAW = (0.75, 0.8, 0.85)  # agreement at which assemblies part into the camps that everybody knows
BEYOND_CHANCE = (0.0, 0.1, 0.2, 0.4)  # κ


def communities_part(a: Assembly) -> list[str]:
    started = time.perf_counter()
    how = {"span": 2, "runs": 300}
    raw = community_stability(a.votes, thresholds=RAW, rng=np.random.default_rng(SEED), **how)
    beyond = community_stability(
        a.votes, thresholds=BEYOND_CHANCE, measure=kappa_of, rng=np.random.default_rng(SEED), **how
    )
    print(f"communities: {time.perf_counter() - started:.1f} s", file=sys.stderr)
    per = []
    for name, found in (("raw agreement", raw), ("κ", beyond)):
        for t, threshold in enumerate(found.thresholds):
            own = found.labels[t :: len(found.thresholds)]
            counts = found.community_counts[t :: len(found.thresholds)]
            scores = []
            for known in (a.members["G77"], np.array(a.region)):
                ari = [adjusted_rand(labels, known) for labels in own]
                scores.append(f"{np.median(ari):.2f} ({np.quantile(ari, 0.1):.2f}-{np.quantile(ari, 0.9):.2f})")
            sizes = ", ".join(str(len(c)) for c in stable_cores(found.together_at[t])[:8])
            per.append([name, threshold, f"{counts.min()}-{counts.max()}", *scores, sizes])
    cores = raw.cores()
    listed = [f"- **{len(c)}**: {' '.join(a.iso[d] for d in c)}" for c in cores if len(c) >= 3]
    seated = {d for c in cores for d in c}
    return [
        "## Communities, and how stable they are",
        "",
        para(
            f"""{raw.runs} partitions on raw agreement and as many on κ: roll calls drawn with replacement ×
            thresholds × random orders. Adjusted Rand index against known groups: median (80 % of the runs). Cores:
            groups of which every two members are together in at least 80 % of the runs at that threshold."""
        ),
        "",
        table(
            [
                "similarity",
                "threshold",
                "communities",
                "against G77 / not",
                "against regional groups",
                "sizes of cores",
            ],
            per,
        ),
        "",
        para(
            """The cut that everybody knows, G77 or not, shows on raw agreement at all three thresholds, and on κ at 0
            to 0.1. The thresholds that are usual for κ (0.2, 0.4, 0.6) are too fine for an assembly: they cut the
            G77 into pieces."""
        ),
        "",
        "Cores over all thresholds on raw agreement together:",
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
             if rice10 else "-", num(krippendorff_alpha(votes, metric="interval")), f"{early:.2f} → {late:.2f}"]
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
    k = kappa(a.votes, span=2)
    eu, g77 = a.members["EU"], a.members["G77"]
    enough = (~np.isnan(a.votes)).mean(axis=1) >= 0.5
    found = brokers(k, np.array([eu & enough, g77 & enough]))
    ranked = [d for d in found.ranked() if enough[d]][:12]
    lines = [
        [a.iso[d], num(found.to_side[0, d]), num(found.to_side[1, d]), ("EU", "G77")[found.bottleneck[d]]]
        for d in ranked
    ]
    spoiled = frustration(k - np.nanmean(k), rng=np.random.default_rng(SEED))
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
            f"""Signed by κ less its mean, {percent(balanced_triads(k - np.nanmean(k)))} of the triads are
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
