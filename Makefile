# `make demo` and `make test` need Python 3.11 or newer and make, nothing else.
#   WHEELS=DIR   install from a folder of wheels, without network (fill one with `make wheels WHEELS=DIR`)
#   PYTHON=...   another Python; VENV=DIR another place for the environment

PYTHON ?= python3
VENV ?= .venv
WHEELS ?=
DEMO ?= demo

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
ifeq ($(WHEELS),)
  # Exact versions, checked against their hashes; no dependency resolution, so nothing that is not in the lock comes in.
  install = $(PIP) install --no-deps --use-pep517 --require-hashes -r requirements/$(1).txt
else
  # The folder is yours: versions are checked, hashes are not (a wheel built from a source archive has its own).
  install = sed -e 's/ *\\$$//' -e '/^ *--hash/d' requirements/$(1).txt > $(VENV)/$(1).versions && \
    $(PIP) install --no-deps --no-index --find-links "$(WHEELS)" -r $(VENV)/$(1).versions
endif

.PHONY: demo test check check-static format lock wheels clean help

help:
	@echo "make demo    build the demo project in $(DEMO)/ (installs the lean set first)"
	@echo "make test    run the test suite"
	@echo "make check   format, lint, types, layers, tests: what CI runs"

$(VENV)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.11"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/lean: $(VENV)/python requirements/lean.txt pyproject.toml
	$(call install,lean)
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(VENV)/test: $(VENV)/lean requirements/test.txt
	$(call install,test)
	@touch $@

demo: $(VENV)/lean
	@$(BIN)/workbench demo $(DEMO)

test: $(VENV)/test
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal

check: check-static test

check-static: $(VENV)/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock:
	tools/lock.sh

wheels: $(VENV)/python
	@test -n "$(WHEELS)" || { echo "say where: make wheels WHEELS=DIR"; exit 2; }
	for set in lean test; do $(PIP) wheel --use-pep517 --no-deps --require-hashes -r requirements/$$set.txt -w "$(WHEELS)" || exit 1; done

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
