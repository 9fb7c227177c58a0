# The words people type. `make run` and `make test` build .venv in this folder by themselves; the second time they find it ready.

PYTHON ?= python3
PYTEST_ARGS ?=
ARGS ?=
SEEDS ?= 200

VENV := .venv
BIN := $(VENV)/bin
# Test processes. Most tests wait half of their time, so three keep two cores busy.
WORKERS ?= 3
# Neighbours stay together, so that what a file of tests sets up is set up once; who has nothing left takes from the others.
SPREAD := -n $(WORKERS) --dist worksteal
# For how long `make chaos` kills and `make fuzz` tries each of its targets, and which of those.
MINUTES ?= 10
TARGET ?= all

# The development set contains the other one, so whoever has it needs nothing more to run.
READY_TO_RUN := $(if $(wildcard $(VENV)/ready-to-test),$(VENV)/ready-to-test,$(VENV)/ready-to-run)

# uv fills an environment many times faster than pip; where there is none, it is installed first, and only into the environment.
UV := $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
COMPILE = $(UV) pip compile --quiet pyproject.toml --extra stripe --extra telemetry --universal --python-version 3.11 --generate-hashes --custom-compile-command "make lock"

# The tests start the program some hundred times; without what Python writes down about a module, each start compiles all of them.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check lint types imports test-postgres bench chaos mutants simulate proof audit fuzz lock privacy-docs

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

run: $(READY_TO_RUN) ## start InkMirage (more words for it: make run ARGS="--only web,worker")
	@exec $(BIN)/python -m bot run $(ARGS)

test: check ## everything that must hold: check, then all tests (make test PYTEST_ARGS="-k wallet")
	@$(BIN)/pytest $(SPREAD) $(PYTEST_ARGS)

check: lint types imports ## lint, format, types and import contracts

lint: $(VENV)/ready-to-test
	@$(BIN)/ruff check --quiet .
	@out=$$($(BIN)/ruff format --check . 2>&1) || { echo "$$out"; exit 1; }
	@echo "lint and format: fine"

types: $(VENV)/ready-to-test
	@$(BIN)/mypy --no-error-summary
	@echo "types: fine"

imports: $(VENV)/ready-to-test
	@out=$$($(BIN)/lint-imports --no-logo 2>&1) || { echo "$$out"; exit 1; }
	@echo "import contracts: kept"

test-postgres: $(VENV)/ready-to-test ## the database tests on a real PostgreSQL, which is installed if need be
	@.ci/packages postgresql
	@INKMIRAGE_REQUIRE=postgres $(BIN)/pytest $(SPREAD) -k postgres $(PYTEST_ARGS)

bench: $(VENV)/ready-to-test ## measure transactions, jobs, CPU and memory
	@$(BIN)/python -m bench $(ARGS)

chaos: $(VENV)/ready-to-test ## kill the processes of a small town on one PostgreSQL, every few seconds under load (make chaos MINUTES=10)
	@.ci/packages postgresql
	@$(BIN)/python -m tests.chaos --minutes $(MINUTES) $(ARGS)

mutants: $(VENV)/ready-to-test ## seed faults and count how many the tests catch (make mutants ARGS=privacy, ARGS="ledger --part 1/4")
	@$(BIN)/python -m bench.mutants $(ARGS)

simulate: $(VENV)/ready-to-test ## people, faults and crashes in virtual time (make simulate SEEDS=2000, ARGS="--seed 17", ARGS=--exhaustive)
	@$(BIN)/python -m tests.simulation --seeds $(SEEDS) $(ARGS)

proof: $(VENV)/ready-to-test ## run what proves that data are treated as promised, and write docs/privacy-proof.md
	@$(BIN)/python -m tests.proof $(SPREAD) $(ARGS)

privacy-docs: $(READY_TO_RUN) ## write anew what is made from the data map: legal texts, what they rest on, record of processing
	@$(BIN)/python -m bot privacy publish-texts

audit: $(VENV)/ready-to-test ## look for known vulnerabilities of what is locked; needs the network, and says so if there is none
	@$(BIN)/python -m tests.audit $(ARGS)

fuzz: $(VENV)/ready-to-test ## try mutated inputs on every parser that faces outside (make fuzz MINUTES=10 TARGET=uploads)
	@$(BIN)/python -W ignore -m tests.fuzz $(TARGET) --minutes $(MINUTES)

lock: $(VENV)/ready-to-run ## choose the newest versions that pyproject.toml allows and write both lock files
	@$(COMPILE) --upgrade -o requirements.lock
	@$(COMPILE) --upgrade --extra dev -c requirements.lock -o requirements-dev.lock
	@echo "requirements.lock and requirements-dev.lock are written"

$(VENV)/ready-to-run: requirements.lock | $(BIN)/python $(UV)
	@echo "Installing what InkMirage needs into $(VENV) ..."
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	@touch $@

$(VENV)/ready-to-test: requirements-dev.lock | $(BIN)/python $(UV)
	@echo "Installing what InkMirage and its tests need into $(VENV) ..."
	@$(UV) pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements-dev.lock
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here. Name a Python 3.11 or newer: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("InkMirage needs Python 3.11 or newer; $(PYTHON) is %d.%d. Name another: make PYTHON=python3.12" % v[:2])'
	@echo "Making $(VENV) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv --without-pip $(VENV)

$(BIN)/uv: | $(BIN)/python
	@$(BIN)/python -m ensurepip >/dev/null 2>&1 || { echo "This Python cannot install packages. On Debian: apt-get install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action ignore uv || { echo "uv could not be installed; is the network there?"; exit 1; }
