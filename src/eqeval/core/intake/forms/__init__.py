"""The forms that single schools fill in: read label by label, and put together to a table of schools."""
