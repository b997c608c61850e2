"""Tables of other programs: who holds what on which issue, on a scale of 0 to 100, with salience and power.

A foreign table says less than a case. What it does not say is filled with placeholders, each marked as one.
"""

from positions.casefiles.foreign.place import foreign_case
from positions.casefiles.foreign.read import read_table
from positions.casefiles.foreign.records import ForeignIssue, ForeignStance, ForeignTable

__all__ = ["ForeignIssue", "ForeignStance", "ForeignTable", "foreign_case", "read_table"]
