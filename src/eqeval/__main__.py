"""The command `eqeval`, also as `python -m eqeval`; its processes import this too, and load no more than they need."""

import os


def main() -> None:
    """Run the command line; whoever breaks it off while it is still loading sees no traceback."""
    try:
        from eqeval.cli.app import run

        run()
    except KeyboardInterrupt:
        os._exit(130)


if __name__ == "__main__":
    main()
