# Two commands: `make brief` does the main job on data/, `make test` proves the project.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE ?= data
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# compiled modules are kept, also where the environment says otherwise: the tests start hundreds of commands
export PYTHONDONTWRITEBYTECODE :=

.PHONY: brief test lint types layers unit check bench lock docs clean test-min help sample reference forecasts ablation

help:                     ## this list
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "positions needs Python 3.11 or later; try: make PYTHON=python3.12 brief"; exit 1; }
	@echo "installing pinned dependencies (the first time only) ..."
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

brief: $(VENV)/run.stamp  ## the briefing book for CASE (default: data)
	@$(BIN)/positions brief $(CASE)

check: $(VENV)/run.stamp  ## every problem in CASE
	@$(BIN)/positions check $(CASE)

test: $(VENV)/dev.stamp   ## everything that must hold
	@$(MAKE) --no-print-directory -j 4 lint types layers unit

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

layers: $(VENV)/dev.stamp
	$(BIN)/lint-imports --no-logo

unit: $(VENV)/dev.stamp
	$(BIN)/python -m pytest -n 2

.venv-bench/bench.stamp: benchmarks/peers.txt
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --require-hashes -r benchmarks/peers.txt
	@touch $@

bench: $(VENV)/dev.stamp .venv-bench/bench.stamp  ## ours beside the peers: docs/benchmarks.md (about ten minutes)
	$(BIN)/python benchmarks/run.py

lock:                     ## pin the dependencies again
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --extra papers --extra edit --extra serve pyproject.toml requirements/build.in -o requirements/run.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --all-extras pyproject.toml requirements/build.in -c requirements/run.txt -o requirements/dev.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  benchmarks/peers.in -o benchmarks/peers.txt

docs: $(VENV)/dev.stamp   ## the documentation as a site: build/docs/index.html; nothing is fetched
	$(BIN)/sphinx-build -q -W --keep-going -b html docs build/docs

test-min: $(VENV)/dev.stamp ## the tests with the lowest versions that pyproject.toml allows (needs uv)
	uv venv --quiet --allow-existing --python 3.11 .venv-min
	uv pip install --quiet --python .venv-min --resolution lowest-direct --editable '.[dev]'
	.venv-min/bin/python -m pytest -n 2

reference: $(VENV)/run.stamp  ## write docs/case-format.md and the schema anew from what the records declare
	$(BIN)/python -m positions.casefiles.reference

forecasts: $(VENV)/run.stamp ## fit the forecast on examples/record and score it: fitted.json, docs/forecasts.md
	$(BIN)/python benchmarks/forecasts.py

ablation: $(VENV)/run.stamp ## what each mechanism adds on the record: docs/what-each-mechanism-adds.md (some minutes)
	$(BIN)/python -m benchmarks.ablation

sample: $(VENV)/run.stamp ## the committed sample of a briefing, made anew
	@$(BIN)/positions brief data --out build/sample --parents >/dev/null
	@mkdir -p reports/sample && cp build/sample/briefing.html build/sample/numbers.json reports/sample/

clean:
	rm -rf $(VENV) .venv-min .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
