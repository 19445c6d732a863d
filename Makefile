# Verbs of this repository. `make` alone lists them.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench lock bom audit screenshots reset clean

help: ## list the verbs
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

run: $(VENV)/installed ## try it: databases, a made-up force, and a server on this machine
	@$(BIN)/uof run

test: $(VENV)/tested ## everything: format, lint, types, layers, and all tests
	@sh tests/prepare.sh
	@$(MAKE) --no-print-directory check
# Once here, and not in each of the hundreds of processes that tests start.
	@$(BIN)/python -m compileall -q domain application projections web
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/tested ## format, lint, types and layers, without the tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fix: $(VENV)/tested ## mend what can be mended by itself
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/tested ## how fast it is, beside what else one would pick; FULL=1 for all of it
# As an installation is: where Python may not keep what it compiled, a start would compile all of it.
	@$(BIN)/python -m compileall -q domain application projections web
	@$(BIN)/python -m tests.benchmarks $(if $(FULL),--full)

screenshots: $(VENV)/tested ## make the README's pictures anew
	@$(BIN)/python -m tests.browser.screenshots

lock: ## pin every dependency with its hashes (needs uv)
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.lock
	@uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements-dev.lock
	@cd tests/proof/judges && uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.lock
	@cd tests/benchmarks/peers && uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.lock

bom: $(VENV)/tested ## list what is shipped, with its licences, in sbom.cdx.json (needs uv)
	@uv venv -q --clear --python $(BIN)/python $(VENV)-bom
	@uv pip install -q --python $(VENV)-bom/bin/python --require-hashes -r requirements.lock
	@uvx --from cyclonedx-bom==7.5.0 cyclonedx-py environment --short-PURLs --output-reproducible $(VENV)-bom/bin/python | $(BIN)/python -m tests.bill_of_materials

audit: ## hold what is pinned against known weaknesses, where their list can be reached (needs uv)
	@uvx pip-audit --strict --disable-pip --require-hashes -r requirements.lock

reset: ## throw the databases of the demonstration away
	rm -rf data

clean: reset ## throw everything away that can be made again
	rm -rf $(VENV) $(VENV)-bench* $(VENV)-judges* .mypy_cache .ruff_cache .import_linter_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed, and none was found."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make environments here. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/installed: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what is pinned in requirements.lock"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/tested: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@echo "Installing what is pinned in requirements-dev.lock"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/installed
