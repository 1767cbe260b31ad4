"""JSON Schemas of what eqeval writes."""
