# Everything a newcomer runs. `make help` lists it. PYTHON=... picks the interpreter of a new environment, VENV=... its
# place: make test VENV=build/newest PYTHON=python3.13
SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?=
VENV ?= .venv
WORKERS ?= 2
TESTS ?= tests
SCALE ?= 1
RUN := $(VENV)/bin
CODE := src tests scripts bench
# The rules of the house. Only the README is left to the tests, for it starts the node.
RULES := $(filter-out %/test_readme.py,$(wildcard tests/rules/test_*.py))
ASSETS := requirements/npm/package-lock.json requirements/node.txt scripts/set_up_assets.sh scripts/lay_assets.py
export PYTHON VENV

$(VENV)/.has-runtime: requirements/runtime.txt pyproject.toml scripts/set_up.sh $(ASSETS)
	@scripts/set_up.sh runtime

$(VENV)/.has-dev: requirements/dev.txt pyproject.toml scripts/set_up.sh $(ASSETS)
	@scripts/set_up.sh dev

# Spark is half a gigabyte, and only the long tests ask for it.
$(VENV)/.has-spark: requirements/spark.txt $(VENV)/.has-dev
	@echo "set-up: installing Spark, which the long tests ask for"
	@$(RUN)/python -m pip install -qq --require-hashes --no-build-isolation --requirement requirements/spark.txt
	@touch $@

.PHONY: help setup demo test check style lint types rules bench soak docs messages screenshots format lock clean

help: ## say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /|/' | while IFS='|' read -r name what; do \
		printf '  make %-11s %s\n' "$$name" "$$what"; done

setup: $(VENV)/.has-dev ## make .venv with everything, tools included

demo: $(VENV)/.has-runtime ## load Hart City, play one arrest, keep serving (runtime dependencies only; SCALE=0.05 for a small city)
	@$(RUN)/comity demo --scale $(SCALE)

test: check ## the gates, then every test (TESTS=tests/store for a part)
	@scripts/set_up_browser.sh
	$(RUN)/python -m pytest -n $(WORKERS) --dist loadfile $(RULES:%=--ignore=%) $(TESTS)

check: $(VENV)/.has-dev ## format, ruff, mypy, and the rules of the house
	@$(MAKE) --no-print-directory --keep-going --jobs=2 style lint types rules

style: $(VENV)/.has-dev
	$(RUN)/ruff format --check --output-format concise $(CODE)

lint: $(VENV)/.has-dev
	$(RUN)/ruff check --output-format concise $(CODE)

types: $(VENV)/.has-dev
	$(RUN)/mypy

rules: $(VENV)/.has-dev
	$(RUN)/python -m pytest -q $(RULES)

bench: $(VENV)/.has-dev ## measure; prints a table and writes build/bench.json
	@$(RUN)/comity bench

soak: $(VENV)/.has-spark ## the long tests; put their dated report into docs/reports
	$(RUN)/python -m pytest -m soak --timeout=0 $(TESTS)

docs: $(VENV)/.has-dev ## write docs/reference anew from the code
	@$(RUN)/python scripts/make_reference.py

messages: $(VENV)/.has-dev ## bring the catalogs of the pages up to date, and tell what is not translated
	@$(RUN)/python scripts/make_messages.py

screenshots: $(VENV)/.has-dev ## take a picture of every desk and main page, for docs/screenshots
	@scripts/set_up_browser.sh
	$(RUN)/python -m scripts.take_screenshots

format: $(VENV)/.has-dev ## format the code and mend what ruff can mend
	$(RUN)/ruff format --quiet $(CODE)
	$(RUN)/ruff check --quiet --fix $(CODE)

lock: $(VENV)/.has-dev ## lock the newest releases by hash
	@scripts/lock.sh

clean: ## remove what was made, but not the record of the demo
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
