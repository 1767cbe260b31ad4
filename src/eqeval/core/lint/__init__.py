"""Screens a finished census for what is hardly right, and keeps what somebody has confirmed; no verdict hangs on it."""
