"""The blank workbook of a standard: which sheets, columns, units and notes it has, and what may be filled in."""
