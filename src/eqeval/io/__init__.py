"""The edge: reads bytes, decides nothing."""
