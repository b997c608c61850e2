"""The workbench: one case in a browser on the same machine, where a word is changed and the bloc is seen to move."""

from positions.workbench.serve import serve

__all__ = ["serve"]
