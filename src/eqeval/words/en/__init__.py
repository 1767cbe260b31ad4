"""The program's sentences in English, one module a subject."""
