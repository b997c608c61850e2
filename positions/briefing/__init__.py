"""The briefing book: one function a section, put together and written whole or not at all."""

from positions.briefing.book import foot_lines, make_book
from positions.briefing.figures import draw, drawings
from positions.briefing.make import Briefing, make_briefing
from positions.briefing.terminal import summary
from positions.briefing.write import write_folder

__all__ = ["Briefing", "draw", "drawings", "foot_lines", "make_book", "make_briefing", "summary", "write_folder"]
