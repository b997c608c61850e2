"""Frozen records: what a case is made of. No file access, no algorithms."""

from positions.model.case import Case, Provenance
from positions.model.delegation import RIGHTS, Association, Delegation, Group, Tie
from positions.model.fields import REQUIRED, Field, fields_of, record_classes
from positions.model.hindsight import dated_after_start, decision_date, later, stance_date
from positions.model.issue import MOST_SEATS, Clause, Companion, Issue, Option, Rung, SilentSeats, Talk, Wording
from positions.model.meeting import FollowUp, Meeting
from positions.model.outcome import EVIDENCE, KINDS, NO_TEXT, OTHER, Outcome, outcome_kind
from positions.model.parameters import PARAMETERS, Parameters, ParameterSpec
from positions.model.plan import ActionPlan, Ask, Deadline, Incentive, PlanLink, Statistic, TalkingPoint
from positions.model.release import content_hash, nothing_left, release_statement, withhold
from positions.model.sources import Document, Note, Source
from positions.model.stance import Confidence, Demand, RedLine, Stance, stance_code

# fmt: off
__all__ = [
    "EVIDENCE", "KINDS", "MOST_SEATS", "NO_TEXT", "OTHER", "PARAMETERS", "REQUIRED", "RIGHTS", "ActionPlan", "Ask",
    "Association", "Case", "Clause", "Companion", "Confidence", "Deadline", "Delegation", "Demand", "Document",
    "Field", "FollowUp", "Group", "Incentive", "Issue", "Meeting", "Note", "Option", "Outcome", "ParameterSpec",
    "Parameters", "PlanLink", "Provenance", "RedLine", "Rung", "SilentSeats", "Source", "Stance", "Statistic", "Talk",
    "TalkingPoint", "Tie", "Wording", "content_hash", "dated_after_start", "decision_date", "fields_of", "later",
    "nothing_left", "outcome_kind", "record_classes", "release_statement", "stance_code", "stance_date",
    "withhold",
]
