"""The public interface: a meeting to ask, and what it answers."""

from positions.api.meeting import Meeting, load

__all__ = ["Meeting", "load"]
