# What contributors run; .ci/run does the same in a fresh environment.
PY ?= .venv-test/bin/python

.PHONY: check generated
check:
	$(PY) -m ruff check . && $(PY) -m ruff format --check . && $(PY) -m mypy && $(PY) -m pytest -q

# Files that are made from others; a test says when they are out of date.
generated:
	$(PY) -m eqeval standards schema > standards/standard.schema.json
	$(PY) -m eqeval standards schema vocabulary > standards/vocabulary.schema.json
	$(PY) -m eqeval standards docs --out docs/standards
	$(PY) -m eqeval explain codes > docs/findings.md
	$(PY) -m eqeval explain codes --lang en > docs/findings.en.md
