"""The briefing book: one function a section, put together and written whole or not at all."""

from positions.briefing.book import foot_lines, make_book

__all__ = ["foot_lines", "make_book"]
