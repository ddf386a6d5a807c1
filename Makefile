# `make demo` and `make test` need Python >= 3.11 and make, nothing else.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DONE := $(VENV)/.installed
DONE_DEV := $(VENV)/.installed-dev
DONE_FOREIGN := $(VENV)/.installed-foreign
ROOMS := schemas connectors streams projections hub

.PHONY: help install demo test check form quick quick-apart format bench bench-compare bench-peers faults foreign oracle docs lock clean

help: ## what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /make \1\t/'

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "需要 Python 3.11 或更新 Python 3.11 or newer is needed")'
	$(PYTHON) -m venv $(VENV)

$(DONE): requirements.txt pyproject.toml hub/embedded/kafka.lock | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m hub.embedded.fetch
	@touch $@

$(DONE_DEV): $(DONE) requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

$(DONE_FOREIGN): $(DONE_DEV) requirements-foreign.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-foreign.txt
	@touch $@

install: $(DONE) ## everything the hub runs on, into .venv

demo: $(DONE) ## the five reports, published, federated and compared; ends with where to look
	@$(BIN)/hub demo

test: $(DONE_DEV) ## every test, on real Kafka and PostgreSQL
	@$(BIN)/python -m tests

check: $(DONE_DEV) ## format, lint, types, import rules, quick tests: under a minute
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target quick-apart quick form

form: $(DONE_DEV)
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-logo >/dev/null || $(BIN)/lint-imports
	@$(BIN)/mypy $(ROOMS) bench tests

APART = tests/schemas tests/streams tests/demo
quick-apart: $(DONE_DEV)
	@$(BIN)/python -m pytest -m quick $(APART)

quick: $(DONE_DEV)
	@$(BIN)/python -m pytest -m quick $(APART:%=--ignore=%)

format: $(DONE_DEV) ## let the formatter write
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --quiet --fix .

bench: $(DONE_DEV) ## the figures (QUICK=1: under five minutes; SIZES="1000000 50000000": at these sizes of the ledger; SOAK=3600: an hour's stream)
	@$(BIN)/python -m bench $(if $(QUICK),--quick) $(if $(SIZES),--sizes $(SIZES)) $(if $(SOAK),--soak $(SOAK))

bench-compare: $(DONE_DEV) ## the last figures against those before
	@$(BIN)/python -m bench --compare

bench-peers: $(DONE_DEV) ## the hub beside what teams use otherwise, on the same task (QUICK=1: few events, once); may install a JDK
	@$(BIN)/python -m bench.peers $(if $(QUICK),--quick)

faults: $(DONE_DEV) ## kill, pause, cut: every fault and the long run, told as a table
	@$(BIN)/python -m pytest -m "not foreign" tests/faults tests/archive
	@$(BIN)/python -m pytest -m faults --ignore=tests/faults --ignore=tests/archive tests

foreign: $(DONE_FOREIGN) ## the archive before other people's verifiers; fetches Go and their modules
	@$(BIN)/python -m pytest -m foreign tests/foreign

oracle: $(DONE_DEV) ## 10,000 random federations, each figure counted twice, on all cores: minutes (N=federations, SEED=of the first, JOBS=processes)
	@$(BIN)/python -m tests.oracle $(or $(N),10000) $(if $(SEED),--seed $(SEED)) $(if $(JOBS),--jobs $(JOBS))

docs: $(DONE_DEV) ## the generated pages
	@$(BIN)/python -m schemas.vocabulary docs/vocabulary.md
	@$(BIN)/python -m schemas.reasons.document docs/anomalies.md
	@$(BIN)/python -m projections.statistics.document docs/statistics.md
	@$(BIN)/python -m schemas.asyncapi docs/asyncapi.json
	@$(BIN)/python -m hub.api.document docs/openapi.json

lock: $(DONE_DEV) ## new versions and hashes from requirements*.in
	@$(BIN)/python -m pip install --quiet uv
	@for kind in requirements requirements-dev requirements-foreign; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$kind.in -o $$kind.txt; done

clean: ## what can be made again
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis
