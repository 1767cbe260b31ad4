"""The program's sentences in Chinese, one module a subject."""
