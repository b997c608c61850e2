"""Findings in words: the same phrases on the page, in the terminal and in a cable."""

from __future__ import annotations

import re

from positions.findings.headline import list_words
from positions.findings.records import Conversation, Findings, IssueFinding, Question, TablerAdvice, TextFinding
from positions.model import Case, Source
from positions.objection import Explanation, WordingAnalysis
from positions.simulation import Band

__all__ = [
    "ASSUMED",
    "LETTER_MEANING",
    "ask_words",
    "blocked_by",
    "cite",
    "first_sentence",
    "held_words",
    "instead",
    "labels",
    "names",
    "percent",
    "points",
    "see_words",
    "table_words",
    "title_in_sentence",
    "verdict",
    "why",
]

ASSUMED = "*"  # after a label: nobody said so, the stance is assumed
LETTER_MEANING = {
    "R": "fails as tabled; nothing better than the fallback in sight",
    "A": "fails as tabled; can be saved",
    "G": "on course for us",
}
FEW = 4  # names that a phrase lists before it counts the rest
ROOM = 2 / 3  # share of those at the table from which a bloc is "all but" somebody


def percent(value: Band) -> str:
    """Return ``80 % (37–96)``: the median, and the band that 80 % of the parameter sets lie in.

    >>> percent(Band(0.804, 0.366, 0.96))
    '80 % (37–96)'
    """
    return f"{whole(value.median)} % ({whole(value.low)}–{whole(value.high)})"


def whole(share: float) -> int:
    """Return whole per cents; half is rounded up, as people do."""
    return int(100 * share + 0.5)


def points(value: Band) -> str:
    """Return a gain as ``+79``, in points of a hundred.

    >>> points(Band(0.79, 0.37, 0.9)), points(Band(-0.02, -0.1, 0.0))
    ('+79', '-2')
    """
    return f"{100 * value.median:+.0f}"


def cite(case: Case, source: Source) -> str:
    """Return a citation by the document's own reference: ``10 UNVIE VIENNA 61, para 5 (SBU)``."""
    document = case.documents.get(source.document)
    title = (document.reference or document.title) if document else source.document
    place = f", para {source.paragraph}" if source.paragraph else ""
    if source.paragraph and ("," in source.paragraph or "-" in source.paragraph):
        place = f", paras {source.paragraph}"
    return f"{title}{place} {source.marking.portion}"


def title_in_sentence(title: str) -> str:
    """Return a title with a small initial, unless its first word is a name or an abbreviation in capitals."""
    first = title.split(" ", 1)[0]
    return title if first.isupper() or not first[1:].islower() else title[0].lower() + title[1:]


def names(findings: Findings, issue: str, actors: tuple[str, ...]) -> str:
    """Return names as one says them; the principal is *our delegation*."""
    return list_words([_name(findings, issue, a) for a in actors])


def _name(findings: Findings, issue: str, actor: str) -> str:
    return "our delegation" if actor == findings.case.meeting.principal else findings.actor_name(issue, actor)


def labels(findings: Findings, issue: str, actors: tuple[str, ...]) -> str:
    """Return short codes; an asterisk where the stance is assumed; the surplus is counted."""
    shown = [_label(findings, issue, a) for a in actors[:FEW]]
    if len(actors) > FEW:
        shown = shown[: FEW - 1]
        rest = actors[FEW - 1 :]
        seats = [a for a in rest if a not in findings.case.delegations]
        named = len(rest) - len(seats)
        more = [f"{named} more"] if named else []
        more += [f"{findings.actor_label(issue, a).strip('()')} assumed" for a in seats]
        return " ".join(shown) + " + " + ", ".join(more)
    return " ".join(shown)


def _label(findings: Findings, issue: str, actor: str) -> str:
    if actor == findings.case.meeting.principal:
        return "us"
    held = findings.case.stance(actor, issue)
    star = ASSUMED if actor in findings.case.delegations and (held is None or held.assumed) else ""
    return findings.actor_label(issue, actor) + star


def blocked_by(findings: Findings, found: IssueFinding, text: TextFinding | None = None) -> str:
    """Return who blocks a text, leaders first: ``RUS IRN; PAK follows``; ``-`` when nobody does."""
    at = text or found.on_table
    bloc = at.analysis.blocking_bloc
    if not at.forecast.actors:
        return "nothing is known"
    if not bloc:
        chances = {a: at.forecast.p_objects(a) for a in at.forecast.actors}
        likely = tuple(sorted((a for a in chances if chances[a] >= 0.1), key=lambda a: -round(chances[a], 3)))
        return f"at times {labels(findings, found.issue, likely[:FEW])}" if likely else "-"
    everyone = at.forecast.actors
    if len(bloc) >= ROOM * len(everyone) and len(bloc) > FEW:
        out = tuple(a for a in everyone if a not in bloc)
        return f"all but {labels(findings, found.issue, out)}" if 0 < len(out) <= FEW else "nearly all"
    after = [d for d, leans in at.analysis.followers if _follows(findings.case, d, leans)]
    with_others = [d for d, _ in at.analysis.followers if d not in after]
    lead = tuple(d for d in bloc if d not in after and d not in with_others)
    parts = [labels(findings, found.issue, lead)] if lead else []
    if after:
        parts.append(f"{labels(findings, found.issue, tuple(after))} {'follows' if len(after) == 1 else 'follow'}")
    if with_others:
        several = len(with_others) > 1
        joined = labels(findings, found.issue, tuple(with_others))
        parts.append(f"{joined} only in company" if parts else f"{joined}, {'none' if several else 'not'} alone")
    return "; ".join(parts)


def _follows(case: Case, follower: str, leans: tuple[str, ...]) -> bool:
    """Whether it is a declared follower of one of those it leans on, and not only glad of company."""
    return any(a.follower == follower and a.leader in leans for a in case.associations)


def instead(findings: Findings, found: IssueFinding) -> str:
    """Return what passes instead of the tabled text: a text, after which talk, with its chance."""
    against = found.side.stand == "against"
    way = found.way_out
    if found.letter == "G" and not against:
        return "-"
    if way is None:
        return "no text, as we wish" if against else "nothing: no text"
    after = f" after a talk with {names(findings, found.issue, way.talked)}" if way.talked else ""
    title = "as tabled," if way.wording == found.tabled else findings.wording_title(found.issue, way.wording)
    if way.wording != found.tabled and after:
        after = f",{after}"
    status = found.text(way.wording).status
    new = " (not tabled yet)" if status == "untabled" else ""
    return f"{title}{after}{new} {percent(way.passes)}"


def verdict(findings: Findings, found: IssueFinding) -> str:
    """Return one issue in two or three plain sentences."""
    at = found.on_table
    bloc = at.analysis.blocking_bloc
    chance = percent(at.passes)
    wish = {"for": "", "open": "", "against": " We do not want it."}[found.side.stand]
    said = [f"The tabled text passes with a chance of {chance}.{wish}"]
    holdouts = tuple(d for d in at.analysis.lone_holdouts if d in bloc)
    if bloc:
        if holdouts:
            many = len(holdouts) > FEW
            whom = f"{len(holdouts)} delegations" if many else names(findings, found.issue, holdouts)
            said.append(f"{whom[0].upper()}{whom[1:]} would hold out even alone.")
        for d, leans in at.analysis.followers[:2]:
            if len(leans) <= FEW:
                verb = "lets" if len(leans) == 1 else "let"
                said.append(
                    f"{_name(findings, found.issue, d)} lets go when {names(findings, found.issue, leans)} {verb} go."
                )
        if len(at.analysis.followers) > 2 or any(len(leans) > FEW for _, leans in at.analysis.followers[:2]):
            said.append("Others object only in company.")
    if found.letter != "G" or found.side.stand == "against":
        way = instead(findings, found)
        said.append("Nothing stands in its place." if way.startswith("nothing") else f"What passes instead: {way}.")
    return " ".join(said)


def see_words(findings: Findings, talk: Conversation) -> str:
    """Return one talk: whom, on what, and what it does."""
    issue = findings.case.issues[talk.issue]
    text = "the text as tabled" if talk.wording == issue.tabled else f"“{issue.wordings[talk.wording].title}”"
    held = " On record as held." if talk.recorded else ""
    return (
        f"{names(findings, talk.issue, talk.delegations)} on {title_in_sentence(issue.title)}: "
        f"{text} rises from {percent(talk.before)} to {percent(talk.after)}.{held}"
    )


def first_sentence(text: str) -> str:
    """Return the first sentence of a note.

    >>> first_sentence("China is missing. Para 8 has it.")
    'China is missing.'
    """
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip(), maxsplit=1)[0]


def table_words(findings: Findings, advice: TablerAdvice) -> str:
    """Return who should table a text, and what it makes of it."""
    case = findings.case
    title = case.issues[advice.issue].wordings[advice.wording].title
    best = case.delegations[advice.delegation].name
    ears = list_words([case.delegations[d].name for d, _, _ in advice.listeners[:FEW]])
    hear = "hears" if len(advice.listeners) == 1 else "hear"
    principal = case.meeting.principal
    other = "the chair" if not advice.instead_of else case.delegations[advice.instead_of].name
    us = advice.instead_of == principal
    return (
        f"{best}{', as now,' if advice.as_now else ''} and not {'we' if us else other} should table “{title}”: "
        f"{ears} {hear} it better. {percent(advice.passes)} against {percent(advice.passes_instead)} "
        f"{'as ours' if us else 'otherwise'}, before any talk."
    )


def ask_words(findings: Findings, question: Question, *, brief: bool = False) -> str:
    """Return one question, why it is open, and how much hangs on it; ``brief`` for page one."""
    case = findings.case
    issue = case.issues[question.issue]
    who = findings.actor_name(question.issue, question.delegation)
    does = "does" if question.delegation in case.delegations else "do"
    text = "" if question.wording == issue.tabled else f" to “{issue.wordings[question.wording].title}”"
    share = f"({whole(question.p_objects)} % of worlds)"
    reason = (first_sentence(question.text) if brief else question.text).rstrip(".")
    if question.kind == "doubt":
        return f"{issue.title}: {does} {who} really object{text} {share}? Doubt in the sources: {reason}."
    if question.kind == "assumed":
        return f"{issue.title}: {does} {who} object{text} {share}? Nobody said so, it is assumed."
    return f"{issue.title}: {does} {who} object{text} {share}? Inferred, not said{'' if brief else f': {reason}'}."


def held_words(explained: Explanation) -> str:
    """Return an end state in words."""
    return {
        "alone": "objects, and would alone",
        "follower": "objects, as a follower",
        "in company": "objects, because it is not alone",
        "lets go": "does not like it and lets go",
        "accepts": "does not object",
    }[explained.role]


def why(findings: Findings, found: IssueFinding, explained: Explanation, analysis: WordingAnalysis) -> str:
    """Return why a delegation ends where it ends, with the amounts that decide it."""
    issue = findings.case.issues[found.issue]
    parts: list[str] = []
    if explained.distance > 0:
        beyond = explained.high if explained.position > explained.high else explained.low
        parts.append(f"the text stands at {explained.position:.2f}, its limit is {beyond:.2f}")
    for clause, option in explained.broken_red_lines:
        text = issue.clauses[clause].options[option].text.strip(" ,.") or "leaving it out"
        parts.append(f"it will not have “{text}”")
    if explained.unmet_demands:
        parts.append("what it demands is not in the text")
    hurt = "; ".join(parts) if parts else "the text is within its limits"
    said = [f"{hurt[0].upper()}{hurt[1:]} (grievance {explained.grievance:.2f})."]
    if explained.welcome != 1.0:
        by = issue.wordings[analysis.wording].tabled_by
        how = "better" if explained.welcome < 1 else "worse"
        said.append(f"It hears a text of {findings.case.delegations[by].name} {how} than the chair's.")
    for leader, weight in explained.stands_with:
        tie = next(
            (a for a in findings.case.associations if (a.follower, a.leader) == (explained.delegation, leader)), None
        )
        source = f", {cite(findings.case, tie.source)}" if tie else ""
        said.append(f"It stands with {_name(findings, found.issue, leader)} (+{weight:.2f}{source}).")
    if explained.company:
        said.append(f"Holding up costs {explained.cost:.2f} in this company, {explained.cost_alone:.2f} alone.")
    else:
        said.append(f"Holding up alone costs {explained.cost_alone:.2f}.")
    if explained.without:
        verb = "lets" if len(explained.without) == 1 else "let"
        whom = names(findings, found.issue, explained.without) if len(explained.without) <= FEW else "the others"
        said.append(f"If {whom} {verb if whom != 'the others' else 'let'} go, so does it.")
    return " ".join(said)
