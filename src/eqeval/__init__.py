"""eqeval says which school and which county meets the standards of balanced compulsory education."""

__version__ = "0.1.0"

# The standard that is meant when none is named.
DEFAULT = "cn-quality-2017"
# What a workbook says of itself, among its properties, that is a report and holds no data.
REPORT = "eqeval report"
