# Everything a newcomer runs. `make help` lists it; PYTHON=... picks the interpreter of a new .venv.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?=
WORKERS ?= 2
TESTS ?= tests
RUN := .venv/bin
CODE := src tests scripts
export PYTHON

.venv/.has-runtime: requirements/runtime.txt pyproject.toml scripts/set_up.sh
	@scripts/set_up.sh runtime

.venv/.has-dev: requirements/dev.txt pyproject.toml scripts/set_up.sh
	@scripts/set_up.sh dev

.PHONY: help setup demo test check lint rules bench soak docs format lock clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | while IFS='|' read -r name what; do \
		printf '  make %-8s %s\n' "$$name" "$$what"; done

setup: .venv/.has-dev ## make .venv with everything, tools included

demo: .venv/.has-runtime ## load Hart City, play one arrest, keep serving (runtime dependencies only)
	@$(RUN)/comity demo

test: check ## the gates, then every test (TESTS=tests/store for a part)
	$(RUN)/python -m pytest -n $(WORKERS) --dist loadfile $(TESTS)

check: lint rules ## format, ruff, mypy, and the rules of the house

lint: .venv/.has-dev
	$(RUN)/ruff format --check --quiet $(CODE)
	$(RUN)/ruff check --quiet $(CODE)
	$(RUN)/mypy

rules: .venv/.has-dev
	$(RUN)/python -m pytest -q tests/rules --ignore=tests/rules/test_readme.py

bench: .venv/.has-dev ## measure; prints a table and writes build/bench.json
	@$(RUN)/comity bench

soak: .venv/.has-dev ## the long tests; put their dated report into docs/reports
	$(RUN)/python -m pytest -m soak --timeout=0 $(TESTS)

docs: .venv/.has-dev ## write docs/reference anew from the code
	@$(RUN)/python scripts/make_reference.py

format: .venv/.has-dev ## format the code and mend what ruff can mend
	$(RUN)/ruff format --quiet $(CODE)
	$(RUN)/ruff check --quiet --fix $(CODE)

lock: .venv/.has-dev ## lock the newest releases by hash
	@scripts/lock.sh

clean: ## remove what was made, but not the record of the demo
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
