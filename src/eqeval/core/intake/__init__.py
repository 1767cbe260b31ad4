"""From sheets to a census: headings found, cells read, sites joined, and every doubt named with its cell."""

from eqeval.core.intake.read import take

__all__ = ["take"]
