"""Lets `python -m eqeval` do what the command `eqeval` does."""

from eqeval.cli.app import main

if __name__ == "__main__":
    main()
