"""Sheets held against each other: which are read, which are parts of one table, which are left out."""
