"""The meeting, its follow-ups, and changes to the game's parameters."""

from positions.casefiles.fields import Field
from positions.casefiles.table.who import marking_field, note_field

__all__ = ["MEETING_FIELDS"]

NONE: tuple[object, ...] = ()
OWN = "the program's own value"

MEETING_FIELDS: tuple[Field, ...] = (
    Field("meeting", "id", "id", "Names the folder of its reports.", "id: harbour_talks_2030"),
    Field("meeting", "title", "text", "Its title.", "title: Harbour talks, Kap, May 2030"),
    marking_field("meeting", "The marking of what is said about the meeting here."),
    Field("meeting", "start", "date", "First day.", "start: 2030-05-06"),
    Field("meeting", "end", "date", "Last day.", "end: 2030-05-08"),
    Field(
        "meeting",
        "principal",
        "reference",
        "The delegation for which the briefing is written.",
        "principal: norhavn",
        of="delegation",
    ),
    Field("meeting", "body", "text", "The body that meets.", "body: Working Group on Harbours", ""),
    Field("meeting", "place", "text", "Where.", "place: Kap", ""),
    Field("meeting", "advisory", "boolean", "It only recommends.", "advisory: true", False),
    Field(
        "meeting",
        "coded_after",
        "date",
        "Date of the source when the stances were coded with the outcome known; every output then calls itself a "
        "replay.",
        "coded_after: 2010-02-19",
        "",
    ),
    Field(
        "meeting",
        "consultations",
        "integer",
        "Private consultations one can hold before the text is put to the room.",
        "consultations: 2",
        2,
        low=0,
    ),
    Field(
        "meeting", "rounds", "integer", "Texts that can be tried before the deadline.", "rounds: 6", 6, low=1, high=1000
    ),
    Field("meeting", "order", "text", "The order whose number a cable prints.", 'order: "E.O. 13526"', "E.O. 13526"),
    Field("meeting", "tags", "text", "Tags of a cable.", "tags: [KCRM, PREL]", NONE, many=True),
    Field("meeting", "references", "text", "References of a cable.", "references: [09 KAP 0187]", NONE, many=True),
    Field(
        "meeting",
        "follow_ups",
        "object",
        "Later dates that the same questions come back to.",
        "follow_ups: [{id: conference, title: Conference of the parties, start: 2030-10}]",
        NONE,
        of="follow_up",
        many=True,
    ),
    Field("meeting", "fictitious", "boolean", "It is invented; every output says so.", "fictitious: true", False),
    note_field("meeting"),
    #
    Field("follow_up", "id", "id", "Its id.", "id: conference"),
    Field("follow_up", "title", "text", "What it is.", "title: Conference of the parties"),
    Field("follow_up", "start", "date", "When, or when it begins.", "start: 2030-10"),
    Field("follow_up", "end", "date", "When it ends.", "end: 2030-10-18", ""),
    note_field("follow_up"),
    #
    Field(
        "parameter",
        "central",
        "number",
        "The value itself.",
        "central: 0.6",
        None,
        filled_from=OWN,
    ),
    Field("parameter", "low", "number", "Low end of its range.", "low: 0.4", None, filled_from=OWN),
    Field(
        "parameter",
        "high",
        "number",
        "High end of its range.",
        "high: 0.8",
        None,
        filled_from=OWN,
    ),
    Field("parameter", "source", "text", "The evidence; none = ours.", "source: our own three meetings", ""),
)
