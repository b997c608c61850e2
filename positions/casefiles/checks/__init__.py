"""What must fit together inside an object, beyond each field for itself.

A check gets the values that were read without a problem, the object's node and the reading; it reports at the place
where the mend is due.
"""

from collections.abc import Callable
from typing import Any

from positions.casefiles.checks.believed import check_believed
from positions.casefiles.checks.dates import check_order_of_dates
from positions.casefiles.checks.hindsight import check_hindsight
from positions.casefiles.checks.ladder import check_ladder
from positions.casefiles.checks.outcomes import check_outcome
from positions.casefiles.checks.parameter import check_parameter
from positions.casefiles.checks.relations import check_associations, check_ties, check_two_ends
from positions.casefiles.checks.sources import check_source_marking
from positions.casefiles.checks.stances import (
    check_between,
    check_code,
    check_code_numbers,
    check_demand_options,
    check_lines,
    check_option,
    check_stand,
    check_statement,
)
from positions.casefiles.checks.twins import check_twins
from positions.casefiles.checks.wordings import (
    check_draft,
    check_seats,
    check_sense,
    check_strength,
    check_version,
    check_weights,
    check_wording,
)
from positions.casefiles.nodes import MapNode
from positions.casefiles.reading import Reading

__all__ = ["CHECKS"]

Check = Callable[[dict[str, Any], MapNode, Reading], None]

STANCE: tuple[Check, ...] = (check_stand, check_between, check_code, check_lines)
CHECKS: dict[str, tuple[Check, ...]] = {
    "case": (check_associations, check_ties, check_twins, check_hindsight, check_believed),
    "source": (check_source_marking,),
    "association": (check_two_ends("follower", "leader", "follows itself"),),
    "tie": (check_two_ends("delegation", "towards", "has a tie towards itself"),),
    "talk": (check_two_ends("by", "target", "talks to itself"),),
    "stance": STANCE,
    "code_numbers": (check_code_numbers,),
    "believed": STANCE,
    "statement": (check_statement,),
    "silent": (check_stand, check_lines),
    "red_line": (check_option,),
    "demand": (check_demand_options,),
    "companion": (check_demand_options,),
    "meeting": (check_order_of_dates("start"),),
    "earlier_meeting": (check_order_of_dates("start"),),
    "follow_up": (check_order_of_dates("start"),),
    "deadline": (check_order_of_dates("date"),),
    "issue": (check_ladder, check_draft, check_weights, check_sense, check_seats),
    "outcome": (check_outcome,),
    "draft_version": (check_version,),
    "option": (check_strength,),
    "wording": (check_wording,),
    "parameter": (check_parameter,),
}
