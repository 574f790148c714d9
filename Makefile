# One entry for everything. Needs make and Python 3.11 or later; no Node, no Docker, nothing from a CDN.
# PORT, DATA_DIR and the other settings come from the environment: docs/operations.md lists them.
# More for pytest: make test ARGS="tests/ledger -x"

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
SHELL := /bin/sh
PY := .venv/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
ARGS ?=
# Tests that name no services run on SQLite, whatever the shell has set.
ALONE := env -u DATABASE_URL -u REDIS_URL
export PYTHONUNBUFFERED := 1

.PHONY: help run setup test check lint test-services bench eval eval-names bench-names catalogue-report fuzz load rescreen tour headings headings-measured pins clean

help:
	@echo "make run            start the portal on http://127.0.0.1:8000 (PORT, DATA_DIR choose other places)"
	@echo "make setup          set everything up, start nothing; then .venv/bin/python manage.py … works"
	@echo "make test           the tests, in a browser too where a Chromium is found"
	@echo "make check          formatter, linter, types, migrations, architecture, tests"
	@echo "make test-services  the tests on the PostgreSQL and Redis that DATABASE_URL and REDIS_URL name"
	@echo "make bench          speed, growth and memory of the engine"
	@echo "make eval           accuracy of the engine; ARGS=\"--revision REV\" compares line by line, --picture draws"
	@echo "make catalogue-report  what the control lists hold, by list and category"
	@echo "make eval-names     accuracy for names of parties; ARGS=\"--watchlist FILE\" among a published list's names"
	@echo "make bench-names    speed and memory for names beside rapidfuzz; ARGS=FILE, a published list"
	@echo "make fuzz           the engine against 100,000 odd lines, for a night"
	@echo "make load           shipments a second, from POST to stored result"
	@echo "make rescreen       an edition put in force over stored shipments while others come in"
	@echo "make tour           take the pictures of docs/tour.md anew"
	@echo "make headings       train the likely HS headings anew; ARGS=FOLDER or REFERENCE_DATA names the published data"
	@echo "make headings-measured  how right they are on codes held out of the training"
	@echo "make pins           resolve requirements*.in anew, with hashes"
	@echo "make clean          remove caches and .venv; the data stays"

run: .venv/.installed
	@exec $(PY) manage.py run_portal

setup: .venv/.installed
	@$(PY) manage.py prepare
	@echo "Set up. Start it with: make run"

test: .venv/.installed-dev
	$(ALONE) $(PY) -m pytest $(ARGS)

check: lint test

lint: .venv/.installed-dev
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy .
	@folder=$$(mktemp -d) && DATA_DIR=$$folder $(ALONE) $(PY) manage.py makemigrations --check --dry-run; \
		status=$$?; rm -rf "$$folder"; exit $$status
	.venv/bin/lint-imports

test-services: .venv/.installed-dev
	@if [ -z "$$DATABASE_URL" ] || [ -z "$$REDIS_URL" ]; then \
		echo "Name the services, for example:"; \
		echo "  DATABASE_URL=postgres://postgres@127.0.0.1:5432/test REDIS_URL=redis://127.0.0.1:6379/5 make test-services"; \
		exit 2; fi
	$(PY) -m pytest $(ARGS)

bench: .venv/.installed-dev
	$(PY) -m bench $(ARGS)

eval: .venv/.installed-dev
	$(PY) -m bench.evaluation $(ARGS)

catalogue-report: .venv/.installed-dev
	$(PY) -m bench.catalogue_report

eval-names: .venv/.installed-dev
	$(PY) -m bench.names $(ARGS)

bench-names: .venv/.installed-dev
	$(PY) -m bench.names_speed $(ARGS)

fuzz: .venv/.installed-dev
	FUZZ_CASES=100000 $(ALONE) $(PY) -m pytest tests/engine/test_any_line.py

load: .venv/.installed-dev
	$(PY) -m bench.load $(ARGS)

rescreen: .venv/.installed-dev
	$(PY) -m bench.rescreen $(ARGS)

tour: .venv/.installed-dev
	$(ALONE) $(PY) -m scripts.tour

headings: .venv/.installed-dev
	$(PY) -m scripts.train_headings $(ARGS)

headings-measured: .venv/.installed-dev
	$(PY) -m bench.headings $(ARGS)

# Every version and hash from the .in files, for all systems. The tool for it lives for this command alone.
pins: .venv/bin/python
	@tools=$$(mktemp -d) && trap 'rm -rf "$$tools"' EXIT && \
	$(PY) -m venv "$$tools" && "$$tools/bin/pip" --disable-pip-version-check install --quiet uv && \
	for name in requirements requirements-dev; do \
		"$$tools/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
			--no-header --no-emit-index-url --output-file $$name.txt $$name.in || exit 1; \
	done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# -- the virtual environment; a stamp says what is in it, so that a second start installs nothing --------

.venv/bin/python:
	@for name in python3.11 python3.12 python3.13 python3; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			echo "Making .venv with $$name"; exec "$$name" -m venv .venv; fi; done; \
	echo "No Python 3.11 or later was found. Install it (Debian and Ubuntu: apt install python3 python3-venv;"; \
	echo "macOS: the installer from python.org) and run make again."; exit 1

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "Installing what the portal needs (the first time takes a minute or two)"
	@$(PIP) install --quiet --require-hashes --requirement requirements.txt
	@touch $@

.venv/.installed-dev: requirements-dev.txt | .venv/bin/python
	@echo "Installing what the tests need"
	@$(PIP) install --quiet --require-hashes --requirement requirements-dev.txt
	@touch $@ .venv/.installed
