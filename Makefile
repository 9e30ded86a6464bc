# Newlyn's front door. `make demo` and `make test` do all the set-up they need; nothing else has to be run first.
.DELETE_ON_ERROR:
.PHONY: demo test check fix bench docs lock clean

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready
PAGES  := src/newlyn/publish/static/assets.json
# The demo keeps its evidence beside the code, so that trying Newlyn leaves nothing elsewhere on the machine.
export NEWLYN_HOME ?= $(CURDIR)/.newlyn

demo: $(READY) $(PAGES)  ## build Essex from NEWLYN_MIRROR or from the publishers, and show its pages
	$(BIN)/newlyn build essex
	$(BIN)/newlyn deprivation essex --index imd2019
	$(BIN)/newlyn publish essex --out essex-pages
	@# Without a terminal nobody could end the server.
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/newlyn serve; else echo "The pages of Essex are in essex-pages/. To serve them with everything that needs a server: NEWLYN_HOME=$(NEWLYN_HOME) $(BIN)/newlyn serve"; fi

test: $(READY) $(PAGES)  ## run every test
	env -u NEWLYN_HOME $(BIN)/python -m pytest -n auto --dist worksteal

check: $(READY)  ## style, types, import contracts, locked files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fix: $(READY)  ## put style right
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(READY) $(PAGES)  ## print the figures of benchmarks/
	@# What others offer is only ever run here, beside ours; nothing else waits for it to be installed.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bench.lock
	$(BIN)/python -m benchmarks

docs: $(READY)  ## write the reference pages and build the manual into site/
	$(BIN)/python -m docs.reference
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

lock: $(READY)  ## pin every package with its hashes, without naming where it was found
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements.lock
	$(BIN)/uv pip compile pyproject.toml --quiet --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -o requirements-dev.lock
	$(BIN)/uv pip compile pyproject.toml --quiet --group dev --group bench --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header -c requirements-dev.lock -o requirements-bench.lock

clean:  ## remove what was built, but not the evidence in .newlyn
	rm -rf $(VENV) node_modules $(dir $(PAGES)) site .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache

$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Newlyn needs Python 3.11 or later; $(PYTHON) is older. Try: make PYTHON=python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# --- what runs in the browser --------------------------------------------------------------------------------------

$(PAGES): node_modules/ready $(shell find src/newlyn/publish/assets -type f)
	npm run --silent build

node_modules/ready: package.json package-lock.json .npmrc
	@command -v npm >/dev/null && node -e 'process.exit(+(parseInt(process.versions.node) < 20))' || { echo "Newlyn's pages need Node.js 20 or later with npm, to put their styles and scripts together; found: $$(node --version 2>/dev/null || echo none). Install it (Debian 13: apt-get install nodejs npm; else nodejs.org)." >&2; exit 1; }
	npm ci --loglevel=error
	@touch $@
