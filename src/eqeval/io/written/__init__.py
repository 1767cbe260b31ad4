"""Reads what people write in YAML: standards, vocabularies, maps, waivers; every problem with its line."""
