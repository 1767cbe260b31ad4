"""Typesetting: each module turns the finished report into bytes or text of one format, and decides nothing."""
