"""The whole standard, and how it is told to people."""
