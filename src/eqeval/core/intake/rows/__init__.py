"""What stands below the headings: a site for every row of a school, its cells, totals and remarks."""
