"""Frozen records: what a case is made of. No file access, no algorithms."""

from positions.model.case import Case, Provenance
from positions.model.delegation import GROUP_STATEMENT, RIGHTS, Association, Delegation, Group, Tie
from positions.model.fields import REQUIRED, Field, fields_of, record_classes
from positions.model.hindsight import dated_after_start, decision_date, later, stance_date
from positions.model.issue import (
    MOST_SEATS,
    Clause,
    Companion,
    DraftVersion,
    Issue,
    Option,
    Rung,
    SilentSeats,
    Talk,
    Wording,
)
from positions.model.meeting import EarlierMeeting, FollowUp, Meeting
from positions.model.outcome import EVIDENCE, KINDS, NO_TEXT, OTHER, LastTime, Outcome, outcome_kind
from positions.model.parameters import PARAMETERS, Parameters, ParameterSpec
from positions.model.plan import ActionPlan, Ask, Deadline, Incentive, PlanLink, Statistic, TalkingPoint
from positions.model.release import content_hash, nothing_left, release_statement, withhold
from positions.model.sources import Document, Note, Source
from positions.model.stance import (
    CODES,
    SALIENCES,
    Confidence,
    Demand,
    RedLine,
    Stance,
    code_values,
    read_code,
    stance_code,
)
from positions.model.statement import Statement, counting, derived_stances, histories, side, turned

# fmt: off
__all__ = [
    "CODES", "EVIDENCE", "GROUP_STATEMENT",
    "KINDS", "MOST_SEATS", "NO_TEXT", "OTHER", "PARAMETERS", "REQUIRED", "RIGHTS", "SALIENCES",
    "ActionPlan", "Ask", "Association", "Case", "Clause", "Companion", "Confidence", "Deadline", "Delegation",
    "Demand", "Document", "DraftVersion", "EarlierMeeting", "Field", "FollowUp", "Group", "Incentive", "Issue",
    "LastTime", "Meeting", "Note", "Option", "Outcome",
    "ParameterSpec", "Parameters", "PlanLink", "Provenance", "RedLine", "Rung", "SilentSeats", "Source", "Stance",
    "Statement", "Statistic", "Talk", "TalkingPoint", "Tie", "Wording", "code_values", "content_hash", "counting",
    "dated_after_start", "decision_date", "derived_stances", "fields_of", "histories", "later", "nothing_left",
    "outcome_kind", "read_code", "record_classes", "release_statement", "side", "stance_code", "stance_date",
    "turned", "withhold",
]
