"""Many counties: a line each, what they add up to, and who answers to what."""
