"""Findings in words: the same phrases on the page, in the terminal and in a cable."""

from __future__ import annotations

import re

from positions.findings.records import (
    Conversation,
    Findings,
    IssueFinding,
    Question,
    SearchedText,
    TextFinding,
    WayOut,
)
from positions.ledger.forecast import chance_words, change_words
from positions.ledger.forecast import percent as whole
from positions.model import Case, Source
from positions.simulation import Band, whole_percent
from positions.text.sentences import list_words

__all__ = [
    "ASSUMED",
    "LETTER_MEANING",
    "adopted",
    "adopted_head",
    "adopted_words",
    "ask_words",
    "blocked_by",
    "chance_instead",
    "cite",
    "coverage",
    "first_sentence",
    "forecast_words",
    "in_the_record",
    "instead",
    "labels",
    "lets_go_words",
    "letter_words",
    "names",
    "passes_words",
    "percent",
    "points",
    "searched_words",
    "to_stop_it",
    "unknown_question",
    "unknown_words",
    "verdict",
    "withheld_words",
]

ASSUMED = "*"  # after a label: nobody said so, the stance is assumed
LETTER_MEANING = {  # the legend; see letter_words for what it means on one issue
    "R": "what we want is not in sight: our text fails, or one we oppose passes",
    "A": "open: can be saved, or too little known",
    "G": "on course for us",
}
IF_THEY_AGREE = "if those unknown agree"
IF_SILENT_AGREE = "if the silent go along"
LEANING = 0.1  # share of worlds in which somebody objects, from which it is named as company; ours
FEW = 4  # names that a phrase lists before it counts the rest
ROOM = 2 / 3  # share of those at the table from which a bloc is "all but" somebody


def percent(value: Band) -> str:
    """Return ``80 % (37–96)``: the median, and the band that 80 % of the parameter sets lie in.

    >>> percent(Band(0.804, 0.366, 0.96))
    '80 % (37–96)'
    """
    return f"{whole_percent(value.median)} % ({whole_percent(value.low)}–{whole_percent(value.high)})"


def adopted_head(findings: Findings) -> str:
    """Return what :func:`adopted_words` says, as the head of a column."""
    return "passes in the game" if findings.game else "adopted (forecast)"


def adopted(findings: Findings, found: IssueFinding) -> Band:
    """Return the chance of what we would call success on an issue: the forecast, or what the game says."""
    if findings.game:
        return found.on_table.passes
    told = found.outlook.forecast
    return Band(told.chance["adopted"], told.low["adopted"], told.high["adopted"])


def adopted_words(findings: Findings, found: IssueFinding) -> str:
    """Return that chance in words: a forecast is never 0 or 100 %."""
    if findings.game:
        return passes_words(found)
    at = adopted(findings, found)
    return chance_words(at.median, at.low, at.high)


def forecast_words(findings: Findings, found: IssueFinding) -> str:
    """Return the forecast of one issue in sentences: how it ends, who may hold out, what was assumed for it."""
    told = found.outlook
    said = [f"F{told.words()[1:]}."]
    if found.outlook_after is not None:
        said.append(f"After the talks that the case declares: {found.outlook_after.words().partition(': ')[2]}.")
    if told.named:
        chance = {h.delegation: h.chance for h in told.holdouts}
        few = [f"{_name(findings, found.issue, d)} ({whole(chance[d])} %)" for d in told.named[:FEW]]
        more = [f"{len(told.named) - FEW} more"] if len(told.named) > FEW else []
        said.append(f"Most likely to hold out, if anybody does: {list_words([*few, *more])}.")
    if told.assumed:
        said.append("Nothing is known of who speaks for or against it: the range of all that the record has seen.")
    return " ".join(said)


def passes_words(found: IssueFinding, text: TextFinding | None = None) -> str:
    """Return the chance of a text in the game, and that it is one on condition where somebody is unknown."""
    passes = (text or found.on_table).passes
    return percent(passes) + (f" {IF_THEY_AGREE}" if found.unknown and whole_percent(passes.median) else "")


def unknown_words(found: IssueFinding) -> str:
    """Return ``4 of 6 delegations unknown``; empty when something is known or assumed of all."""
    return f"{len(found.unknown)} of {found.room} delegations unknown" if found.unknown else ""


def withheld_words(case: Case) -> str:
    """Return that a release cannot judge; empty when nothing was withheld.

    It repeats the one count that a release gives. Which items they are, stances or not and on which issue, is not
    told, and nothing here hangs on it.
    """
    n = case.provenance.withheld
    return f"cannot be judged at this marking: {n} item{'s' * (n != 1)} withheld" if n else ""


def coverage(case: Case) -> str:
    """Return how many of the stances that could be known are: ``26 of 88 stances known (8 delegations × 11 issues)``.

    Delegations are those with a right to object.
    """
    seated = [d.id for d in case.delegations.values() if d.decides]
    known = sum(case.stance(d, i) is not None for d in seated for i in case.issues)
    delegations = f"{len(seated)} delegation{'s' * (len(seated) != 1)}"
    issues = f"{len(case.issues)} issue{'s' * (len(case.issues) != 1)}"
    return f"{known} of {len(seated) * len(case.issues)} stances known ({delegations} × {issues})"


def letter_words(findings: Findings, found: IssueFinding) -> str:
    """Return what the letter of one issue means there."""
    if found.held_back == "withheld":
        return withheld_words(findings.case)
    if found.held_back == "unknown":
        return f"open: {unknown_words(found)}; first find out what they hold"
    if found.held_back == "record":
        return (
            "open: nobody is known to object, yet few such texts are adopted"
            if found.side.stand != "against"
            else ("open: it should fail, yet such texts are often adopted")
        )
    if found.side.stand == "against":
        return {
            "R": "a text we oppose passes as things stand",
            "A": "a text we oppose may pass",
            "G": "a text we oppose fails, as we wish",
        }[found.letter]
    return {
        "R": "fails as tabled; among the texts in the case nothing better than the fallback is in sight",
        "A": "fails as tabled; can be saved",
        "G": "on course for us",
    }[found.letter]


def points(value: Band) -> str:
    """Return a gain as ``+79``, in points of a hundred.

    >>> points(Band(0.79, 0.37, 0.9)), points(Band(-0.02, -0.1, 0.0))
    ('+79', '-2')
    """
    return f"{whole_percent(value.median):+d}"


def cite(case: Case, source: Source) -> str:
    """Return a citation by the document's own reference: ``10 UNVIE VIENNA 61, para 5 (SBU)``."""
    document = case.documents.get(source.document)
    title = (document.reference or document.title) if document else source.document
    place = f", para {source.paragraph}" if source.paragraph else ""
    if source.paragraph and ("," in source.paragraph or "-" in source.paragraph):
        place = f", paras {source.paragraph}"
    return f"{title}{place} {source.marking.portion}"


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
    after = [f.delegation for f in at.analysis.followers if f.follows]
    with_others = [f.delegation for f in at.analysis.followers if not f.follows]
    lead = tuple(d for d in bloc if d not in after and d not in with_others)
    parts = [labels(findings, found.issue, lead)] if lead else []
    if after:
        parts.append(f"{labels(findings, found.issue, tuple(after))} {'follows' if len(after) == 1 else 'follow'}")
    if with_others:
        several = len(with_others) > 1
        joined = labels(findings, found.issue, tuple(with_others))
        parts.append(f"{joined} only in company" if parts else f"{joined}, {'none' if several else 'not'} alone")
    return "; ".join(parts)


def lets_go_words(findings: Findings, issue: str, sets: tuple[tuple[str, ...], ...]) -> str:
    """Return ``Russia and Iran let go, or China lets go``: any one of the sets is enough; at most two are named."""
    told = [f"{names(findings, issue, s)} {'lets' if len(s) == 1 else 'let'} go" for s in sets[:2]]
    return ", or ".join(told) + (", or in other ways" if len(sets) > 2 else "")


def instead(findings: Findings, found: IssueFinding) -> str:
    """Return what passes instead of the tabled text: a text, after which talk, with its chance.

    Against a text that we oppose and that may pass, what we can do about it. Where a search found more than the texts
    in the case hold, that too.
    """
    against = found.side.stand == "against"
    if found.held_back == "withheld":
        return withheld_words(findings.case)
    if found.held_back == "record" and against:
        return "no text, as we wish"
    if found.held_back:
        return f"as tabled, {IF_THEY_AGREE if found.held_back == 'unknown' else IF_SILENT_AGREE}"
    if found.letter == "G" and not against:
        return "-"
    if against and found.letter != "G":
        return f"as tabled. To stop it: {to_stop_it(findings, found)}"
    searched = findings.searched.get(found.issue)
    said = _among_the_texts(findings, found)
    if searched is None:
        return said
    return f"{said}, among the texts in the case; the search found {searched_words(searched)}, see its page"


def searched_words(text: SearchedText) -> str:
    """Return a text that a search found, with its chance."""
    by = f" if {text.tabler_name} tables it" if text.tabler_name else ""
    return f"“{text.title}”{by}, in the game {percent(text.passes)}"


def to_stop_it(findings: Findings, found: IssueFinding) -> str:
    """Return what can be done against a text that we do not want and that may pass: ``object with IRN``."""
    us = findings.case.meeting.principal
    chances = {a: found.on_table.forecast.p_objects(a) for a in found.on_table.forecast.actors if a != us}
    near = sorted((a for a in chances if chances[a] >= LEANING), key=lambda a: (-round(chances[a], 3), a))
    return f"object with {labels(findings, found.issue, tuple(near[:FEW]))}" if near else "object; nobody else is near"


def _among_the_texts(findings: Findings, found: IssueFinding) -> str:
    way = found.way_out
    if way is None:
        return "no text, as we wish" if found.side.stand == "against" else "nothing: no text"
    title = "as tabled" if way.wording == found.tabled else findings.wording_title(found.issue, way.wording)
    after = f", after a talk with {names(findings, found.issue, way.talked)}" if way.talked else ""
    seen = ", by what may be seen" if findings.case.provenance.withheld else ""
    status = found.text(way.wording).status
    if status == "fallback" and not way.talked:
        return f"{title} stands anyway{seen}"
    new = " (not tabled yet)" if status == "untabled" else ""
    chance = chance_instead(findings, found, way)
    return f"{title}{after}{new}{f': {chance}' if chance else ''}{seen}"


def chance_instead(findings: Findings, found: IssueFinding, way: WayOut) -> str:
    """Return the chance of what passes instead: what the forecast says of its kind, or what the game says."""
    if findings.game:
        if_they = f" {IF_THEY_AGREE}" if found.unknown and whole_percent(way.passes.median) else ""
        return f"{percent(way.passes)}{if_they}"
    if way.wording != found.tabled:
        return f"some weaker text {whole(way.weaker)} %"
    talk = next((c for c in found.conversations if (c.wording, c.delegations) == (way.wording, way.talked)), None)
    return f"adopted {change_words(talk.forecast)}" if talk is not None and talk.forecast is not None else ""


def verdict(findings: Findings, found: IssueFinding) -> str:
    """Return one issue in two or three plain sentences."""
    at = found.on_table
    bloc = at.analysis.blocking_bloc
    chance = passes_words(found)
    wish = {"for": "", "open": "", "against": " We do not want it."}[found.side.stand]
    said = [f"In the game, the tabled text passes with a chance of {chance}.{wish}"]
    holdouts = tuple(d for d in at.analysis.lone_holdouts if d in bloc)
    if bloc:
        if holdouts:
            many = len(holdouts) > FEW
            whom = f"{len(holdouts)} delegations" if many else names(findings, found.issue, holdouts)
            said.append(f"{whom[0].upper()}{whom[1:]} would hold out even alone.")
        told = [f for f in at.analysis.followers if f.lets_go_with and len(f.lets_go_with[0]) <= FEW][:2]
        for f in told:
            whom = lets_go_words(findings, found.issue, f.lets_go_with)
            said.append(f"{_name(findings, found.issue, f.delegation)} lets go when {whom}.")
        if len(at.analysis.followers) > len(told):
            said.append("Others object only in company.")
    if found.held_back == "withheld":
        said.append(f"Whether it does {withheld_words(findings.case)}.")
    elif found.held_back == "unknown":
        said.append(f"{unknown_words(found)}: {names(findings, found.issue, found.unknown)}.")
    elif found.side.stand == "against" and found.letter != "G":
        way = instead(findings, found)
        said.append(way[0].upper() + way[1:] + ".")
    elif found.letter != "G" or found.side.stand == "against":
        way = instead(findings, found)
        said.append("Nothing stands in its place." if way == "nothing: no text" else f"Instead: {way}.")
    return " ".join([forecast_words(findings, found), *said] if not findings.game else said)


def in_the_record(findings: Findings, talk: Conversation) -> str:
    """Return what the record makes of a change: by how much the chance of adoption moves."""
    if findings.game or talk.forecast is None:
        return ""
    return f"; adoption in the forecast: {change_words(talk.forecast)}"


def first_sentence(text: str) -> str:
    """Return the first sentence of a note.

    >>> first_sentence("China is missing. Para 8 has it.")
    'China is missing.'
    """
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip(), maxsplit=1)[0]


def ask_words(findings: Findings, question: Question, *, brief: bool = False) -> str:
    """Return one question, why it is open, and how much hangs on it; ``brief`` for page one."""
    case = findings.case
    issue = case.issues[question.issue]
    who = findings.actor_name(question.issue, question.delegation)
    does = "does" if question.delegation in case.delegations else "do"
    text = "" if question.wording == issue.tabled else f" to “{issue.wordings[question.wording].title}”"
    share = f"({whole_percent(question.p_objects)} % of worlds)"
    reason = (first_sentence(question.text) if brief else question.text).rstrip(".")
    if question.kind == "doubt":
        return f"{issue.title}: {does} {who} really object{text} {share}? Doubt in the sources: {reason}."
    if question.kind == "assumed":
        return f"{issue.title}: {does} {who} object{text} {share}? Nobody said so, it is assumed."
    because = "" if brief or not reason else f": {reason}"
    return f"{issue.title}: {does} {who} object{text} {share}? Inferred, not said{because}."


def unknown_question(findings: Findings, found: IssueFinding) -> str:
    """Return what to find out where a text passes only if those agree of whom nothing is known."""
    title = findings.case.issues[found.issue].title
    some = found.unknown if len(found.unknown) <= FEW else found.unknown[: FEW - 1]
    said = [_name(findings, found.issue, a) for a in some]
    if more := len(found.unknown) - len(some):
        said.append(f"{more} more")
    verb = "does" if len(found.unknown) == 1 else "do"
    return f"{title}: what {verb} {list_words(said)} hold? {unknown_words(found)}, and it passes only if they agree."
