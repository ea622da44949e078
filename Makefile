# SPDX-License-Identifier: Apache-2.0
# `make` alone prints the targets. Needs python3 (3.11 or later), node and npm; everything else is installed here, at locked versions.
# Set-up speaks on standard error, so that `make demo DEMO=--json` prints one JSON object and nothing else.
SHELL := /bin/bash
PYTHON ?= python3
DEMO ?=
REGULATOR ?=
PYTEST_ARGS ?=
# the tests of a file stay together: they share a chain, or a deal that was built once
WORKERS ?= auto
BENCH ?=
FUZZ ?=
PROVE ?=
COVERAGE ?=
LOAD ?=
BIN := .venv/bin
# for Ape: the native anvil on the PATH, and the npm solc under py-solc-x's name for it
export PATH := $(CURDIR)/$(BIN):$(addsuffix :,$(firstword $(wildcard $(CURDIR)/node_modules/@foundry-rs/anvil-*/bin)))$(PATH)
export SOLCX_BINARY_PATH ?= $(CURDIR)/tools/solc

.DEFAULT_GOAL := help
.PHONY: help setup compile demo demo-regulator node sample wheel test test-domain fuzz prove static coverage load bench deep doctor docs lint lock clean

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready node_modules/.ready ## install the Python and npm dependencies at their locked versions

.venv/.ready: requirements.lock pyproject.toml
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) found: install Python 3.11 or later, or name one: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Regalia needs Python 3.11 or later and $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12"; exit 1; }
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || $(PYTHON) -m venv --clear .venv || \
	  { echo "No virtual environment could be made: install the venv module (Debian: apt install python3-venv)"; exit 1; }
	@echo "Installing the locked Python packages into .venv …" >&2
	@$(BIN)/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements.lock >&2
	@$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e . >&2
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc
	@command -v npm >/dev/null || { echo "No npm found: install Node.js 20 or later (it brings npm)"; exit 1; }
	@echo "Installing the locked npm packages into node_modules …" >&2
	@npm install --ignore-scripts --no-save --no-fund --no-audit --loglevel=error >&2
	@touch $@

compile: setup ## compile contracts/ and write the interfaces the Python side uses
	$(BIN)/python -m regalia.chain.artefacts

demo: setup ## run the whole life of a deal on a local chain (DEMO="--help" shows the options)
	@$(BIN)/regalia demo $(DEMO)

demo-regulator: setup ## a guided hour for regulators in twelve chapters (REGULATOR="--help" shows the options)
	@$(BIN)/regalia demo-regulator $(REGULATOR)

node: setup ## a local chain at 127.0.0.1:8545 for the scripts, until Ctrl-C
	@anvil=$$($(BIN)/python -c 'from regalia.chain.devnet import find_anvil; print(find_anvil())') && \
	  exec "$$anvil" --host 127.0.0.1 --port 8545 --chain-id 31337 --hardfork cancun

sample: setup ## a sample deal at 127.0.0.1:8545 to look at as an investor, until Ctrl-C
	@exec $(BIN)/python -m regalia.demo.sample

wheel: setup ## build dist/regalia-*.whl, which holds all that `regalia` needs at run time
	@$(BIN)/python tools/build_backend.py

# they start Python hundreds of times, which takes half as long with bytecode that is kept, whatever the environment wants
test: setup ## run all tests (PYTEST_ARGS="-k name" narrows them, WORKERS=0 runs them in one process)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

test-domain: setup ## run the tests of the pure domain only: no compiler, no chain
	$(BIN)/python -m pytest tests/domain $(PYTEST_ARGS)

fuzz: setup ## forge: invariants over whole deals, 256 histories of 500 calls and 10,000 of 32 (FUZZ=--deep: ten times that)
	$(BIN)/python -m tests.forge.run $(FUZZ)

prove: setup .venv-audit/.ready ## halmos: proofs of accrual, entitlement and a payment date's conservation (PROVE=--deep: more time a question)
	$(BIN)/python -m tests.proofs.run $(PROVE)

static: setup .venv-audit/.ready ## slither and forge lint; what is known against the packages in use
	$(BIN)/python -m tools.static

coverage: setup ## lines and branches that the tests reach, an hour (COVERAGE=--shown prints the last figures)
	$(BIN)/python -m tools.coverage $(COVERAGE)

load: setup ## many holders, deals and payment dates, beside their ceilings (LOAD="claims deals periods" narrows it)
	$(BIN)/python -m tests.load.run $(LOAD)

deep: setup .venv-audit/.ready ## the slow tier: all tests with a million generated deals and hundreds of kills, ten times the fuzzing, proofs, load
	REGALIA_TIER=deep $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)
	$(BIN)/python -m tests.forge.run --deep
	$(BIN)/python -m tests.proofs.run --deep
	$(BIN)/python -m tests.load.run

# slither, halmos and the audits want other versions than Ape does
.venv-audit/.ready: requirements-audit.lock
	@.venv-audit/bin/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv-audit
	@echo "Installing the locked packages of analysis into .venv-audit …" >&2
	@.venv-audit/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-audit.lock >&2
	@touch $@

bench: setup ## measure gas and speed
	$(BIN)/python bench/run.py $(BENCH)

doctor: ## say what this machine has, what is missing and what to do
	@python=$(BIN)/python; [ -x $$python ] || python=$(PYTHON); $$python tools/doctor.py

docs: setup .venv-docs/.ready ## build the site of documentation in .build/site, in an environment of its own
	@$(BIN)/python -m tools.docs
	@.venv-docs/bin/zensical build --strict --clean --config-file .build/mkdocs.yml
	@$(BIN)/python -m tools.docs check
	@echo "open .build/site/index.html; for its search: python3 -m http.server --bind 127.0.0.1 --directory .build/site"

.venv-docs/.ready: requirements-docs.lock
	@.venv-docs/bin/python -c 'import pip' 2>/dev/null || $(PYTHON) -m venv --clear .venv-docs
	@echo "Installing the locked packages of the documentation into .venv-docs …" >&2
	@.venv-docs/bin/python -m pip install --disable-pip-version-check -q --require-hashes -r requirements-docs.lock >&2
	@touch $@

lint: setup ## check style, format and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# lock NAME, WHAT IT IS MADE OF, ITS WORDS, WHERE: a hashed lock; what is locked keeps its version while that is allowed
define lock
	@cp $(1).lock .lock.tmp 2>/dev/null || true
	@uv pip compile $(2) --universal --python-version 3.11 --generate-hashes \
	  --no-config --no-emit-index-url --no-emit-find-links --no-annotate --no-header -q -o .lock.tmp
	@{ echo "# Made by 'make lock' from $(3): do not edit by hand."; \
	  echo "# Install: pip install --require-hashes -r $(1).lock$(4)"; cat .lock.tmp; } > $(1).lock && rm .lock.tmp
endef
OWN := , in an environment of its own

lock: ## make the requirements*.lock anew (needs uv); remove one first to have the newest versions
	$(call lock,requirements,pyproject.toml --extra dev,pyproject.toml with the dev extra)
	$(call lock,requirements-docs,requirements-docs.in,requirements-docs.in,$(OWN))
	$(call lock,requirements-audit,requirements-audit.in,requirements-audit.in,$(OWN))

clean: ## remove everything that was installed or built
	rm -rf .venv .venv-docs .venv-audit node_modules .build .cache out dist src/*.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
