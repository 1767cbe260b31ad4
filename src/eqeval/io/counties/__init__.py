"""Finds the files of many counties, and keeps what became of them."""
