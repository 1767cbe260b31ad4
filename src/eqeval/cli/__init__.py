"""The command line: reads arguments, writes bytes, returns the exit code."""
