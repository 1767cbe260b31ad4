"""Typesetting: each module turns the finished report into bytes or text of one format, and decides nothing."""

import os

# Where lxml is installed openpyxl uses it, and lxml writes the same XML in other bytes.
os.environ.setdefault("OPENPYXL_LXML", "False")
