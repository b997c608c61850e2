"""``python -m positions``."""

from positions.cli import main

if __name__ == "__main__":
    main()
