"""The briefing book: one function a section, put together and written whole or not at all."""

from positions.papers.book.figures import draw, drawings
from positions.papers.book.make import Briefing, foot_lines, make_book, make_briefing
from positions.papers.book.terminal import summary
from positions.papers.book.write import write_folder

__all__ = ["Briefing", "draw", "drawings", "foot_lines", "make_book", "make_briefing", "summary", "write_folder"]
