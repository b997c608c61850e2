"""Tables of other programs: who holds what on which issue, on a scale of 0 to 100, with salience and power.

A foreign table says less than a case. What it does not say is filled with placeholders, each marked as one.
"""

from positions.interchange.foreign.place import foreign_case
from positions.interchange.foreign.read import read_table
from positions.interchange.foreign.records import ForeignIssue, ForeignStance, ForeignTable

__all__ = ["ForeignIssue", "ForeignStance", "ForeignTable", "foreign_case", "read_table"]
