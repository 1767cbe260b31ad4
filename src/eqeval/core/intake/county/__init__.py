"""What the county says of itself: its own values and attestations, and what it is called."""
