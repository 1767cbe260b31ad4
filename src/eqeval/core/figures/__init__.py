"""Exact numbers, and what is worked out with them: sums, quotients, coefficients."""
