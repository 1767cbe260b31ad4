"""Reads tables of every kind, a module a format; the bytes decide, and what cannot be named is refused."""
