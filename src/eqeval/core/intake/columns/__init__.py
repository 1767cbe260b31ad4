"""Columns of one block held against each other: which is read, which is part of another, what is left over."""
