"""Many counties: what was asked, the work on one, who does it, and what came of it."""
