"""The finished report, laid out line by line, and the same as flat tables and as checks."""
