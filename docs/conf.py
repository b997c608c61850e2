"""How the pages become a site: ``make docs``. Nothing is fetched, and the site fetches nothing."""

from positions import __version__

project, author, release = "positions", "", __version__
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["*.ipynb", "_build"]
html_theme = "furo"
html_title = f"positions {__version__}"
html_show_copyright = html_show_sphinx = False
html_extra_path = ["numbers.schema.json"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 4
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_google_docstring = False
nitpicky = False
