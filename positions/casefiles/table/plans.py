"""Action plans: asks, deadlines, statistics, incentives, talking points, links to issues."""

from positions.casefiles.fields import Field
from positions.casefiles.table.who import marking_field, note_field, source_field

__all__ = ["PLAN_FIELDS"]

NONE: tuple[object, ...] = ()


def parts_field(name: str, of: str, meaning: str, example: str) -> Field:
    """Return the row of one of the plan's lists."""
    return Field("plan", name, "object", meaning, example, NONE, of=of, many=True)


PLAN_FIELDS: tuple[Field, ...] = (
    Field("plan", "delegation", "reference", "On whom.", "delegation: sund", of="delegation"),
    Field("plan", "title", "text", "Its title.", "title: Plan for the capital"),
    marking_field("plan", "The marking of the plan as a whole."),
    Field("plan", "channel", "text", "The way it takes.", "channel: embassy in the capital"),
    Field("plan", "owner", "text", "Who sees to it.", "owner: desk officer", ""),
    Field("plan", "date", "date", "Its date.", "date: 2030-03-01", ""),
    parts_field("asks", "ask", "What is asked for.", "asks: [{id: data, text: Publish the fees., …}]"),
    parts_field("deadlines", "deadline", "Its time line.", "deadlines: [{date: 2030-04, event: interim report, …}]"),
    parts_field("statistics", "statistic", "Figures asked for.", "statistics: [{name: ships, accepted: true, …}]"),
    parts_field("incentives", "incentive", "What is held out.", "incentives: [{kind: carrot, text: A loan., …}]"),
    parts_field("talking_points", "talking_point", "What to say.", "talking_points: [{text: We value …, …}]"),
    parts_field("links", "link", "Which ask bears on which stance.", "links: [{ask: data, issue: fees, …}]"),
    note_field("plan"),
    #
    Field("ask", "id", "id", "Its id.", "id: data"),
    Field("ask", "text", "text", "The measure that is asked for.", "text: Publish the fees of every port."),
    Field("ask", "priority", "choice", "How urgent.", "priority: high", choices=("high", "further")),
    Field(
        "ask",
        "pillar",
        "choice",
        "Its field.",
        "pillar: prevention",
        choices=("prosecution", "protection", "prevention", "crosscutting"),
    ),
    source_field("ask"),
    Field(
        "ask",
        "verb",
        "choice",
        "Strength of the verb: S imperative, C continue, W consider.",
        "verb: C",
        "S",
        choices=("S", "C", "W"),
    ),
    Field("ask", "qualifier", "text", "Its qualifier.", "qualifier: where appropriate", ""),
    Field("ask", "addressee", "text", "Who should do it.", "addressee: port authority", ""),
    Field("ask", "indicators", "text", "What shows that it is done.", "indicators: [table of fees]", NONE, many=True),
    Field("ask", "deadline", "date", "By when.", "deadline: 2030-04", ""),
    Field(
        "ask",
        "delivered",
        "choice",
        "Whether it was done; left out when not known. Kept apart from any movement of a stance.",
        "delivered: partly",
        "",
        choices=("yes", "partly", "no"),
    ),
    Field("ask", "own_use", "text", "For the speaker only; never leaves in a non-paper.", "own_use: do not insist", ""),
    #
    Field("deadline", "date", "date", "When.", "date: 2030-04"),
    Field("deadline", "event", "text", "What.", "event: interim report"),
    source_field("deadline"),
    Field("deadline", "end", "date", "Until when.", "end: 2030-05", ""),
    Field("deadline", "doubt", "text", "A contradiction about it, in words.", "doubt: January in paragraph 9", ""),
    #
    Field("statistic", "name", "text", "The category.", "name: convictions"),
    Field("statistic", "accepted", "boolean", "False when it is named as not accepted.", "accepted: true"),
    source_field("statistic"),
    note_field("statistic"),
    #
    Field("incentive", "kind", "choice", "What sort.", "kind: carrot", choices=("carrot", "stick", "discretion")),
    Field("incentive", "text", "text", "What is held out.", "text: leaves the list"),
    source_field("incentive"),
    Field("incentive", "rule", "text", "Its rule in words.", "rule: two years on the list at most", ""),
    #
    Field("talking_point", "text", "text", "One sentence to say.", "text: We value what the ports have done."),
    source_field("talking_point"),
    Field(
        "talking_point",
        "issues",
        "reference",
        "The issues it speaks to.",
        "issues: [fees]",
        NONE,
        of="issue",
        many=True,
    ),
    Field("talking_point", "asks", "reference", "The asks it makes.", "asks: [data]", NONE, of="ask", many=True),
    Field("talking_point", "own_use", "text", "For the speaker only.", "own_use: only if they raise it", ""),
    #
    Field("link", "ask", "reference", "The ask.", "ask: data", of="ask"),
    Field("link", "issue", "reference", "The issue on which it bears.", "issue: fees", of="issue"),
    Field("link", "confidence", "number", "How sure you are; yours to assert.", "confidence: 0.4", low=0, high=1),
    Field("link", "reason", "text", "Why you think so.", "reason: same ministry"),
    source_field("link"),
)
