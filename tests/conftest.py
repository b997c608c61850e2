"""What all tests share: commands are called as in a pipe, whatever runs the tests says of its own terminal."""

import os

for _name in ("COLUMNS", "LINES"):
    os.environ.pop(_name, None)
