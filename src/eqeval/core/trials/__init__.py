"""The cases that try a standard, and what they leave untried."""
