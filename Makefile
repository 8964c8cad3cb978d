# Needs Python 3.11+ with venv; `make test` also asks apt for a sound server (see .ci/system-packages).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: rehearse test lint types contracts unit system clean

rehearse: .venv/installed
	$(BIN)/easeback rehearse

test: system lint types contracts unit

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

contracts: .venv/ready
	$(BIN)/lint-imports

unit: .venv/ready
	$(BIN)/pytest

system:
	.ci/system-packages

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "easeback needs Python 3.11 or newer: apt install python3"; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
		{ echo "Python's venv is missing: apt install python3-venv"; exit 3; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/ready: .venv/installed
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist *.egg-info
