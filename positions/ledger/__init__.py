"""Every answer about a meeting, computed once, by one function, and read by every page, table, chart and file."""

from positions.ledger.forecast import Outlook, change_of, outlook
from positions.ledger.ledger import Key, Ledger
from positions.ledger.seal import Seal, make_seal, read_seal, seal_digest

__all__ = [
    "Key",
    "Ledger",
    "Outlook",
    "Seal",
    "change_of",
    "make_seal",
    "outlook",
    "read_seal",
    "seal_digest",
]
