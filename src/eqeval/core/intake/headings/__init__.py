"""What stands above a table: blocks of headings over several rows, and what every column below them means."""
