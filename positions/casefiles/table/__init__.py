"""The rows of the field table, in the order of the reference page."""

from positions.casefiles.fields import Field
from positions.casefiles.table.issues import ISSUE_FIELDS
from positions.casefiles.table.meeting import MEETING_FIELDS
from positions.casefiles.table.plans import PLAN_FIELDS
from positions.casefiles.table.sections import SECTION_FIELDS
from positions.casefiles.table.stances import STANCE_FIELDS
from positions.casefiles.table.who import WHO_FIELDS

__all__ = ["FIELDS", "OBJECTS"]

FIELDS: tuple[Field, ...] = (
    *SECTION_FIELDS,
    *WHO_FIELDS,
    *STANCE_FIELDS,
    *MEETING_FIELDS,
    *ISSUE_FIELDS,
    *PLAN_FIELDS,
)

OBJECTS: dict[str, tuple[Field, ...]] = {
    name: tuple(f for f in FIELDS if f.owner == name) for name in dict.fromkeys(f.owner for f in FIELDS)
}
