"""Lets `python -m eqeval` do what the command `eqeval` does."""

from eqeval.cli.app import run

if __name__ == "__main__":
    run()
