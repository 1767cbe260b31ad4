"""eqeval says which school and which county meets the standards of balanced compulsory education."""

__version__ = "0.1.0"

# The standard that is meant when none is named.
DEFAULT = "cn-quality-2017"
