"""``python -m positions``, and what the installed command runs."""

from _signal import SIG_DFL, SIGINT, signal  # type: ignore[import-not-found]  # the rest takes milliseconds to import

if __name__ in ("__main__", "positions.__main__"):
    signal(SIGINT, SIG_DFL)  # nobody is there yet to say that the command was stopped


def main() -> None:
    """Run the command line."""
    from positions.cli import main as run

    run()


if __name__ == "__main__":
    main()
