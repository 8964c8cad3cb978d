# Needs Python 3.11+ with venv; `make test` also asks apt for a sound server (see .ci/system-packages).
PYTHON ?= python3
BIN := .venv/bin

.PHONY: rehearse test lint types contracts unit system docs wheel mutants clean

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
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

system:
	.ci/system-packages

# The pages of the reference that come from the program.
docs: .venv/ready
	$(BIN)/python -m tests.reference

# What pipx installs.
wheel: .venv/installed
	rm -rf build/lib
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

# Changes the rules in every small way, and names the changes that no test notices.
mutants: .venv/ready
	$(BIN)/python -m pip install --quiet --editable '.[mutation]'
	rm -rf build/mutants && git clone --quiet . build/mutants
	cd build/mutants && for step in \
		"cosmic-ray init .ci/mutants.toml session.sqlite" \
		"cr-filter-operators session.sqlite .ci/mutants.toml" \
		"cosmic-ray baseline .ci/mutants.toml" \
		"cosmic-ray exec .ci/mutants.toml session.sqlite" \
		"cr-report --show-diff --surviving-only session.sqlite"; \
		do ../../$(BIN)/$$step || exit 1; done

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
