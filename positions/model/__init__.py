"""Frozen records: what a case is made of. No file access, no algorithms."""

from positions.model.case import Case, Provenance
from positions.model.delegation import RIGHTS, Association, Delegation, Group, Tie
from positions.model.issue import (
    NO_TEXT,
    Clause,
    Companion,
    Issue,
    Option,
    Outcome,
    Rung,
    SilentSeats,
    Talk,
    Wording,
)
from positions.model.meeting import FollowUp, Meeting
from positions.model.parameters import PARAMETERS, Parameters, ParameterSpec
from positions.model.plan import (
    ActionPlan,
    Ask,
    Deadline,
    Incentive,
    PlanLink,
    Statistic,
    TalkingPoint,
)
from positions.model.release import content_hash, release_statement, withhold
from positions.model.sources import Document, Note, Source
from positions.model.stance import Confidence, Demand, RedLine, Stance

__all__ = [
    "NO_TEXT",
    "PARAMETERS",
    "RIGHTS",
    "ActionPlan",
    "Ask",
    "Association",
    "Case",
    "Clause",
    "Companion",
    "Confidence",
    "Deadline",
    "Delegation",
    "Demand",
    "Document",
    "FollowUp",
    "Group",
    "Incentive",
    "Issue",
    "Meeting",
    "Note",
    "Option",
    "Outcome",
    "ParameterSpec",
    "Parameters",
    "PlanLink",
    "Provenance",
    "RedLine",
    "Rung",
    "SilentSeats",
    "Source",
    "Stance",
    "Statistic",
    "Talk",
    "TalkingPoint",
    "Tie",
    "Wording",
    "content_hash",
    "release_statement",
    "withhold",
]
