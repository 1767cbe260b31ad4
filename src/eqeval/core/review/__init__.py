"""What is wrong with a standard: names without a meaning, gaps, rules that judge nobody, less than its parent asks."""
