"""A bilateral action plan: time line beside the meetings, what is said and handed over, and what came of it."""

from positions.plans.non_paper import Measures, NonPaper, non_paper, releasable_text
from positions.plans.timeline import Entry, Timeline, timeline
from positions.plans.tracker import Movement, TrackedAsk, movement, track

__all__ = [
    "Entry",
    "Measures",
    "Movement",
    "NonPaper",
    "Timeline",
    "TrackedAsk",
    "movement",
    "non_paper",
    "releasable_text",
    "timeline",
    "track",
]
