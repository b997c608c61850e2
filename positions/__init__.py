"""Model positions in multilateral negotiations: who blocks which text, with whom, and what passes instead."""

__version__ = "0.1.0"
