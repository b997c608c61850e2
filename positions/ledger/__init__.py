"""Every answer about a meeting, computed once, by one function, and read by every page, table, chart and file."""

from positions.ledger.advice import outreach_plan, searched_compromise, searched_packages
from positions.ledger.ledger import Key, Ledger

__all__ = ["Key", "Ledger", "outreach_plan", "searched_compromise", "searched_packages"]
