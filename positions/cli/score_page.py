"""Scored meetings as a person reads them: one page of Markdown, for the terminal, a file and the documentation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from positions.forecast import CalibrationBin, CalibrationLine, PairedDifference
    from positions.scoring.pooled import KindScore, Part, PooledScore

__all__ = ["pooled_text"]

NOISE = 0.001  # of the end of an interval, 10,000 resamples: within this, nothing is shown
AIM = 0.10  # better than the best rule by this share: the aim
SLOPES = (0.7, 1.3)  # of a calibration line, the aim
ORDERED = ("levels", "kinds", "ranked", "ambitious", "ambitious_log", "text", "text_log")
QUESTIONS = {"ambitious": "Is the ambitious text adopted?", "text": "Is there some new text?"}


def pooled_text(s: PooledScore) -> str:
    """Return the whole page: the plain result first, with what is not shown to be better."""
    from positions.forecast import KINDS

    n = s.whole.n
    ended = ", ".join(f"{kind} {count} ({count / n:.0%})" for kind, count in zip(KINDS, s.ended, strict=True))
    lines = ["### The plain result", ""]
    lines.append(
        f"{n} decided issues of {s.items} agenda items in {len(s.meetings)} meetings; each is forecast from the "
        f"others, everything fitted anew. How they ended: {ended}."
    )
    lines += ["", *_plain_result(s)]
    lines += ["", "### How an issue ends", "", *_kinds_table(s.whole)]
    lines += [
        "",
        "Forecast minus rule, with 95 % intervals by meeting and by agenda item; below 0 the forecast is better:",
    ]
    lines += ["", *_differences_table(s.whole)]
    lines += ["", "### Does 70 % mean seven in ten?", ""]
    for name, question in QUESTIONS.items():
        lines += [question, "", *_calibration(*s.calibration[name]), ""]
    lines += ["### Which text stands", "", *_table(["", f"right, of {n}"], [[t, str(r)] for t, r in s.texts])]
    if s.holdouts:
        lines += ["", "### Who holds out", "", *_holdouts(s)]
    if s.parts[1:]:
        lines += ["", "### Without what is doubtful", "", *_parts(s.parts)]
    lines += ["", "### The meetings", "", *_table(["meeting", "decided"], [[t, str(k)] for t, k in s.meetings])]
    return "\n".join(lines) + "\n"


def _plain_result(s: PooledScore) -> list[str]:
    from positions.scoring.pooled import MEASURES

    shown, open_ = [], []
    for m in ORDERED:
        ours, rivals = s.whole.kinds[0], s.whole.kinds[1:]
        best = min(rivals, key=lambda r: r.mean[m])
        share = 1 - ours.mean[m] / best.mean[m]
        tied = [r.title for r in rivals if not _better(r, m)]
        words = (
            f"**{MEASURES[m][0]}**: forecast {ours.mean[m]:.3f}; best rule {best.mean[m]:.3f} ({best.title}), "
            f"{abs(share):.1%} {'better' if share > 0 else 'worse'}; {_interval(best.against[m][0])} by meeting"
        )
        if tied:
            open_.append(f"- {words}. Not shown to be better than: {'; '.join(tied)}.")
        else:
            missed = "" if share >= AIM else f" The aim of {AIM:.0%} is missed."
            shown.append(f"- {words}.{missed}")
    lines = ["Not shown to be better than every rule with the same information:", "", *(open_ or ["- nothing"])]
    lines += ["", "Shown to be better than every one of them:", "", *(shown or ["- nothing"]), ""]
    for name, question in QUESTIONS.items():
        bins, line = s.calibration[name]
        off = sum(not b.happened_low <= b.forecast <= b.happened_high for b in bins)
        good = SLOPES[0] <= line.slope <= SLOPES[1]
        lines.append(
            f"- Calibration, {question[0].lower()}{question[1:]} Slope {line.slope:.2f} ({line.slope_low:.2f} to "
            f"{line.slope_high:.2f}), {'inside' if good else 'outside'} {SLOPES[0]} to {SLOPES[1]}; "
            f"{off} of {len(bins)} classes off by more than their 90 % interval."
        )
    low, high = s.auc
    lines.append(f"- Order of the ambitious texts: AUC {s.whole.kinds[0].auc:.2f} ({low:.2f} to {high:.2f}).")
    unopposed, said, was = s.unopposed
    if unopposed:
        lines.append(
            f"- Where nobody spoke against the text ({unopposed} issues): adopted by the forecast {said:.0%}, "
            f"on record {was:.0%}."
        )
    if s.holdouts:
        held, (low, high) = s.holdouts[0], s.holdout_auc
        lines.append(
            f"- Who holds out, where the record names somebody: AUC {held.auc:.2f} ({low:.2f} to {high:.2f}); "
            f"{held.named.named} named, {held.named.right} of them right, of {held.named.happened} on record."
        )
    for part in s.parts[1:]:
        open_to = [r.title for r in part.kinds[1:] if not _better(r, "levels")]
        verdict = f"not shown to be better than {'; '.join(open_to)}" if open_to else "better than every rule"
        lines.append(f"- How it ends, {part.title} ({part.n} issues): {verdict}.")
    (_, forecast), (_, game), *rules = s.texts
    title, best_text = max(rules, key=lambda rule: rule[1])
    lines.append(
        f"- Which text stands: forecast {forecast}, game alone {game}, best rule {best_text} of {s.whole.n} ({title})."
    )
    return lines


def _better(rule: KindScore, measure: str) -> bool:
    """Whether both intervals end below 0 by more than the bootstrap's own noise."""
    return all(found.high < -NOISE for found in rule.against[measure])


def _interval(d: PairedDifference) -> str:
    return f"{d.difference:+.3f} ({d.low:+.3f} to {d.high:+.3f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    wide = [max(len(row[k]) for row in [head, *rows]) for k in range(len(head))]
    made = ["| " + " | ".join(cell.ljust(w) for cell, w in zip(row, wide, strict=True)) + " |" for row in [head, *rows]]
    return [made[0], "|" + "|".join("-" * (w + 2) for w in wide) + "|", *made[1:]]


def _kinds_table(part: Part) -> list[str]:
    from positions.scoring.pooled import MEASURES

    head = ["", *(MEASURES[m][0] for m in ORDERED), "AUC"]
    return _table(head, [[k.title, *(f"{k.mean[m]:.3f}" for m in ORDERED), f"{k.auc:.2f}"] for k in part.kinds])


def _differences_table(part: Part) -> list[str]:
    from positions.scoring.pooled import MEASURES

    chosen = ("levels", "ambitious")
    head = ["against", *(f"{MEASURES[m][0]}, {by}" for m in chosen for by in ("by meeting", "by item"))]
    return _table(head, [[k.title, *(_interval(d) for m in chosen for d in k.against[m])] for k in part.kinds[1:]])


def _calibration(bins: Sequence[CalibrationBin], line: CalibrationLine) -> list[str]:
    rows = [
        [
            f"{b.low:.0%} to {b.high:.0%}",
            str(b.n),
            f"{b.forecast:.0%}",
            f"{b.happened:.0%}",
            f"{b.happened_low:.0%} to {b.happened_high:.0%}",
            "" if b.happened_low <= b.forecast <= b.happened_high else "off",
        ]
        for b in bins
    ]
    said = (
        f"Slope {line.slope:.2f} ({line.slope_low:.2f} to {line.slope_high:.2f}), intercept {line.intercept:+.2f} "
        f"({line.intercept_low:+.2f} to {line.intercept_high:+.2f}); 90 %, by meeting. Below 1: too far from 50 %."
    )
    return [*_table(["said", "issues", "mean said", "came", "90 % interval", ""], rows), "", said]


def _holdouts(s: PooledScore) -> list[str]:
    rows = []
    for h in s.holdouts:
        by = [_interval(d) for d in h.against] if h.against else ["", ""]
        rows.append([h.title, f"{h.brier:.4f}", f"{h.auc:.2f}", f"{h.named.named}, {h.named.right} right", *by])
    said = (
        f"{s.delegations} delegations on {s.named_issues} issues where the record names somebody; "
        f"{s.holdouts[0].named.happened} held out. Named: more likely than not to hold out."
    )
    ours = s.holdouts[0].named
    said += f" The forecast's precision is {ours.precision:.2f}, its recall {ours.recall:.2f}."
    head = ["", "Brier", "AUC", "named", "forecast minus rule, by meeting", "by issue"]
    return [said, "", *_table(head, rows)]


def _parts(parts: Sequence[Part]) -> list[str]:
    rows = []
    for part in parts:
        ours = part.kinds[0]
        for m in ("levels", "ambitious"):
            best = min(part.kinds[1:], key=lambda r, m=m: r.mean[m])  # type: ignore[misc]
            rows.append(
                [part.title, str(part.n), {"levels": "how it ends", "ambitious": "ambitious text"}[m],
                 f"{ours.mean[m]:.3f}", f"{best.mean[m]:.3f}", best.title, _interval(best.against[m][0])]
            )  # fmt: skip
    return _table(["", "issues", "question", "forecast", "best rule", "", "difference, by meeting"], rows)
