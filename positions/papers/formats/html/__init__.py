"""One HTML file that needs nothing else: no network, its own script only, pictures inside, printable."""

from positions.papers.formats.html.page import Picture, book_html, content_policy, prepare_page

__all__ = ["Picture", "book_html", "content_policy", "prepare_page"]
