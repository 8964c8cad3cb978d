# `make test` needs Python 3.11+ with venv, nothing else.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: test lint types contracts unit clean

test: lint types contracts unit

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check rules daemon voice tests

types: .venv/ready
	$(BIN)/mypy

contracts: .venv/ready
	$(BIN)/lint-imports

unit: .venv/ready
	$(BIN)/pytest

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build dist *.egg-info
