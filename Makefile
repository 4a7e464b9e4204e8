# Needs python3 (3.11-3.13), git and make. Everything else is installed into .venv from requirements.lock.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
BENCH_STAMP := .venv/bench/.installed
BI_STAMP := .venv/superset/.installed
FOREIGN_STAMP := .venv/foreign/.installed
HISTORIES ?= 200
ROOMS := bi connectors durable expectations linters orchestration page sandbox texts

export DAGSTER_DISABLE_TELEMETRY := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.PHONY: help install lint bi test-bi bi-lock test test-foreign foreign-lock test-compat test-histories test-hard test-browser screenshots demo shelf dev lock clean bench bench-reading bench-nights bench-company bench-alerts bench-cohorts bench-identity bench-priority bench-visits bench-page bench-lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 22

install: $(STAMP) ## install everything from the lock file into .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info[:2] <= (3, 13) else "Voronka needs Python 3.11, 3.12 or 3.13 and found " + sys.version.split()[0] + ": call make PYTHON=python3.12")'
	@echo "Installing into .venv (a few minutes the first time) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q -j 2 $(ROOMS)
	@touch $@

lint: $(STAMP) ## ruff, mypy, import rules, SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests
	$(BIN)/python -m linters.portable_sql

test-compat: $(STAMP) ## the published file opened by the DuckDB of two years ago (fetches two old wheels)
	$(BIN)/python -m pytest -m slow tests/release/test_old_readers_open_the_shelf.py

test-browser: $(STAMP) ## the page in a real Chromium, network off (Debian: apt-get install chromium)
	$(BIN)/python -m pytest tests/browser

screenshots: $(STAMP) ## pictures of the demo's page for the README, after make demo
	$(BIN)/python tests/browser/take_screenshots.py

test: $(STAMP) lint ## everything that proves the house stands, under 20 minutes
	$(BIN)/python -m pytest --ignore=tests/browser --ignore=tests/hard --ignore=tests/superset --ignore=tests/foreign -n 2 --no-loadscope-reorder

test-histories: $(STAMP) ## random histories, HISTORIES=200 of them, others each time: nights give what one rebuild gives
	HISTORIES=$(HISTORIES) $(BIN)/python -m pytest tests/models/test_random_histories.py

dbt-tests: $(STAMP) ## write the keys of every publish block as dbt tests, after a change of one
	mkdir -p var/parse
	VORONKA_VAR=var/parse $(BIN)/dbt --quiet parse --project-dir dbt_project --profiles-dir dbt_project --target-path ../var/parse/target --log-path var/parse
	$(BIN)/python -m orchestration.assets.plain_tests var/parse/target/manifest.json

demo: $(STAMP) ## three nights of a pretend company, every number proved; SHELF=postgres: in a PostgreSQL of this machine too
	@$(BIN)/voronka demo $(if $(SHELF),--shelf $(SHELF))

shelf: $(STAMP) ## the PostgreSQL of make demo SHELF=postgres, for a BI tool, until Ctrl-C
	@$(BIN)/voronka shelf

test-hard: $(STAMP) ## 100 kills, every damage, full disks, restore, readers, real processes: two hours alone on two cores
	$(BIN)/python -m pytest -s tests/hard

bi: $(STAMP) $(BI_STAMP) ## Superset with the dashboards over the demo's shelf (make demo first), until Ctrl-C
	@$(BIN)/python -m bi.superset serve

test-bi: $(STAMP) $(BI_STAMP) ## every chart of the dashboards asked in a real Superset, held to the published rows, and seen in Chromium
	$(BIN)/python -m pytest -s tests/superset

$(BI_STAMP): bi/superset/requirements.lock
	@echo "Installing Superset into .venv/superset (a few minutes the first time, 740 MB) ..."
	@test -x .venv/superset/bin/python || $(PYTHON) -m venv .venv/superset
	@.venv/superset/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r bi/superset/requirements.lock
	@touch $@

bi-lock: ## resolve bi/superset/requirements.lock again
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile bi/superset/requirements.in --generate-hashes --no-emit-index-url --universal --no-strip-extras --python-version 3.11 -o bi/superset/requirements.lock --quiet

test-foreign: $(STAMP) $(FOREIGN_STAMP) ## public clients of the vendors' APIs, written by others, read the pretend company whole
	$(BIN)/python -m pytest tests/foreign

$(FOREIGN_STAMP): tests/foreign/requirements.lock
	@test -x .venv/foreign/bin/python || $(PYTHON) -m venv .venv/foreign
	@.venv/foreign/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tests/foreign/requirements.lock
	@touch $@

foreign-lock: ## resolve tests/foreign/requirements.lock again
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile tests/foreign/requirements.in --generate-hashes --no-emit-index-url --universal --no-strip-extras --python-version 3.11 -o tests/foreign/requirements.lock --quiet

dev: $(STAMP) ## the Dagster UI on the demo deployment
	@$(BIN)/voronka dev

bench: bench-reading bench-nights bench-company bench-alerts bench-cohorts bench-identity bench-priority bench-visits bench-page ## all measurements of benchmarks/, about an hour on a quiet machine
	$(BIN)/python -m benchmarks.results

bench-reading: $(STAMP) $(BENCH_STAMP) ## reading 50 000 leads, beside dlt and bare requests
	$(BIN)/python -m benchmarks.reading

bench-nights: $(STAMP) ## CPU of nights with nothing and with little new
	$(BIN)/python -m benchmarks.nights

bench-company: $(STAMP) ## transforming up to 1 million deals and 5 million calls
	$(BIN)/python -m benchmarks.company

bench-alerts: $(STAMP) ## what KPI alerts find of 200 planted faults, and how often they cry in 200 quiet months
	$(BIN)/python -m benchmarks.alerts

bench-cohorts: $(STAMP) ## expected final shares of weekly cohorts beside what later nights bring
	$(BIN)/python -m benchmarks.cohorts

bench-page: $(STAMP) ## size and first paint of the page of three years of fifty managers, in the system's Chromium
	$(BIN)/python -m benchmarks.page

bench-identity: $(STAMP) ## precision and recall of who is one customer, beside the pretend company's truth
	$(BIN)/python -m benchmarks.identity

bench-priority: $(STAMP) ## what the first tenth of the list of whom to call first brings, beside the mean
	$(BIN)/python -m benchmarks.priority

bench-visits: $(STAMP) ## how long the proposed rounds of agents are, beside nearest next and the shortest way
	$(BIN)/python -m benchmarks.visits

$(BENCH_STAMP): benchmarks/requirements.lock
	@test -x .venv/bench/bin/python || $(PYTHON) -m venv .venv/bench
	@.venv/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	@touch $@

bench-lock: ## resolve benchmarks/requirements.lock again
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile benchmarks/requirements.in --generate-hashes --no-emit-index-url --universal --no-strip-extras --python-version 3.11 -o benchmarks/requirements.lock --quiet

lock: ## resolve requirements.lock again from pyproject.toml
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet uv
	.venv/lock/bin/uv pip compile pyproject.toml --group dev --extra sandbox --generate-hashes --no-emit-index-url --universal --no-strip-extras --python-version 3.11 -o requirements.lock --quiet

clean: ## remove everything that was installed or made
	rm -rf .venv var dbt_project/target
