# Everything that is done here, by one word each; `make` alone lists the words.

# ---- what may be overridden, and what a new folder has to be added to ----

PYTHON ?= python3

# The Celery app of this repository, in python_workers/.
APP := worker
DEMO := examples/demo/main.ts
GENERATED := examples/demo/tasks.generated.ts

# What has tests that need no broker, and what has tests that need both.
UNIT_PYTEST := python_workers/tests contract_tests/conformance contract_tests/mutants scripts/matrix/tests --ignore=python_workers/tests/live --ignore=python_workers/tests/browser
UNIT_JEST := node_client
BROWSER_PYTEST := python_workers/tests/browser
VECTORS_PYTEST := contract_tests/python
PARITY_PYTEST := contract_tests/parity
VECTORS_JEST := contract_tests --selectProjects vectors
LIVE_PYTEST := python_workers/tests/live
LIVE_JEST := contract_tests --selectProjects live

# What is linted and type-checked.
RUFF_PATHS := .
MYPY_PATHS := python_workers scripts contract_tests/conformance contract_tests/mutants contract_tests/parity contract_tests/python contract_tests/recorder contract_tests/worker benchmarks/worker
TSC_PROJECTS := node_client contract_tests examples/demo benchmarks

# What `make test` runs, in this order.
TEST_STEPS := setup brokers build static unit-python browser unit-node node-versions-quick vectors conformance-quick parity drift compose package live

# ---- no more settings below ----

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# Tools keep their caches in the home folder; where there is none, here.
ifeq ($(strip $(HOME)),)
export HOME := $(CURDIR)/.build/home
endif
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PY := .venv/bin/python
# The package's own command line, run from the sources' build.
NODE_CLI := node node_client/dist/cli.js
# Targets that find their brokers in TASKGATE_TEST_REDIS_URL and TASKGATE_TEST_AMQP_URL.
ON_BROKERS = $(PY) scripts/brokers.py -- $(MAKE) --no-print-directory
PYTHON_STAMP := .build/python.stamp
NODE_STAMP := .build/node.stamp
DIST_STAMP := .build/dist.stamp
BENCH_STAMP := .build/bench.stamp
PEERS_STAMP := .build/peers.stamp
# What an interrupted installation leaves behind lies here, and not in the machine's folder for temporary files.
TEMPORARY := .build/tmp
$(PYTHON_STAMP) $(BENCH_STAMP): export TMPDIR = $(CURDIR)/$(TEMPORARY)
NODE_SOURCES = $(shell find node_client/src -name '*.ts') node_client/tsconfig.build.json tsconfig.base.json

# Contracts from Python, then TypeScript from the contracts: for the demo, and for the tasks of the live tests and
# of the benchmarks.
define generated
cd python_workers && ../.venv/bin/taskgate contracts export -A $(APP) -o ../protocol $(1)
$(NODE_CLI) generate protocol/tasks -o $(GENERATED) $(1)
cd contract_tests/worker && ../../.venv/bin/taskgate contracts export -A guarded -o ../contracts $(1)
$(NODE_CLI) generate contract_tests/contracts/tasks -o contract_tests/tasks.generated.ts $(1)
cd contract_tests/worker && ../../.venv/bin/taskgate contracts export -A old_version -o ../contracts/old $(1)
$(NODE_CLI) generate contract_tests/contracts/old/tasks -o contract_tests/old.generated.ts $(1)
cd contract_tests/worker && ../../.venv/bin/taskgate contracts export -A new_version -o ../contracts/new $(1)
$(NODE_CLI) generate contract_tests/contracts/new/tasks -o contract_tests/new.generated.ts $(1)
cd benchmarks/worker && ../../.venv/bin/taskgate contracts export -A bench_app -o ../contracts $(1)
$(NODE_CLI) generate benchmarks/contracts/tasks -o benchmarks/tasks.generated.ts $(1)
endef

.PHONY: help
help: ## List what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

## Setting up

.PHONY: setup
setup: $(PYTHON_STAMP) $(NODE_STAMP) ## Install the Python and Node packages, where the lock files changed

$(PYTHON_STAMP): python_workers/requirements.lock python_workers/pyproject.toml
	@$(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
		|| { echo "Install Python 3.11 or newer with venv (Debian: apt-get install python3-venv)." >&2; exit 1; }
	@rm -rf $(TEMPORARY) && mkdir -p $(TEMPORARY)
	$(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet -r python_workers/requirements.lock
	$(PY) -m pip install --quiet --no-deps --editable python_workers
	@touch $@

# Not `npm ci`: it refuses a lock file from a registry that has no packages for other platforms. The versions are the
# lock file's here, too, and it is not written.
$(NODE_STAMP): package-lock.json
	@{ command -v npm && node -e 'process.exit(parseInt(process.version.slice(1)) < 20 ? 1 : 0)'; } >/dev/null 2>&1 \
		|| { echo "Install Node.js 20 or newer with npm." >&2; exit 1; }
	npm install --no-save --no-progress --loglevel=error
	@mkdir -p $(@D) && touch $@

.PHONY: brokers
brokers: ## Install Redis, RabbitMQ and docker-compose from Debian, where they are missing
	@sh scripts/install_brokers.sh

.PHONY: build
build: $(DIST_STAMP) ## Compile the Node package

$(DIST_STAMP): $(NODE_STAMP) $(NODE_SOURCES)
	@rm -rf node_client/dist
	npm run --silent --workspace node_client build
	@ln -sf ../taskgate/dist/cli.js node_modules/.bin/taskgate # npm makes none to what was not there yet
	@mkdir -p $(@D) && touch $@

## Working

.PHONY: demo
demo: setup build ## Run a backend program against real workers, with a Redis of its own
	@cd python_workers && exec ../.venv/bin/taskgate dev -A $(APP) -- ../node_modules/.bin/tsx ../$(DEMO)

.PHONY: dev
dev: setup ## Run a development worker with a Redis of its own, until Ctrl-C
	@cd python_workers && exec ../.venv/bin/taskgate dev -A $(APP)

# On brokers of its own even where tests are given some: what else a broker does would be measured, too. Compiled,
# because tsx changes every file that it loads, Taskgate's among them and its peers' not.
.PHONY: bench
bench: setup build brokers $(BENCH_STAMP) ## Time the client beside its peers (SCALE=small ROUNDS=1 ONLY=serial: a part)
	@rm -rf .build/benchmarks && npx tsc -p benchmarks && cp benchmarks/package.json .build/benchmarks
	@env -u TASKGATE_TEST_REDIS_URL -u TASKGATE_TEST_AMQP_URL $(PY) scripts/brokers.py -- node .build/benchmarks/main.js

.PHONY: bench-contracts
bench-contracts: setup build ## Print what contracts and types of more than 500 tasks cost
	@$(PY) scripts/contracts_speed.py

# The peers' packages are no business of the workers.
$(BENCH_STAMP): benchmarks/requirements.txt $(PYTHON_STAMP)
	@rm -rf $(TEMPORARY) .build/bench-venv && mkdir -p $(TEMPORARY)
	$(PYTHON) -m venv .build/bench-venv
	.build/bench-venv/bin/python -m pip install --quiet -r $<
	@touch $@

.PHONY: wire
wire: setup build brokers ## Show a message from Python and one from Node side by side, on both brokers
	@PYTHONPATH=contract_tests $(PY) scripts/brokers.py -- $(PY) contract_tests/python/side_by_side.py

# Installs them below .build/recorded, and starts brokers of its own for each.
.PHONY: record
record: setup brokers ## Record what each version of Celery puts on the wire (CELERY=5.7: only that one)
	@PYTHONPATH=contract_tests:scripts $(PY) -m recorder $(CELERY)

.PHONY: generate
generate: setup build ## Write the contracts from the Python hints, and the types from the contracts
	$(call generated,)

.PHONY: format
format: setup ## Format every file
	$(PY) -m ruff check --fix --quiet $(RUFF_PATHS)
	$(PY) -m ruff format $(RUFF_PATHS)
	npx biome check --write

.PHONY: clean
clean: ## Remove what the other commands made: everything that git ignores
	git clean -fdXq

## Checking

.PHONY: test
test: ## Run everything that has to pass
	@MAKE="$(MAKE)" scripts/steps.sh $(TEST_STEPS)

.PHONY: static
static: setup build ## Check formatting, lint and types
	@$(MAKE) --no-print-directory -j2 --output-sync=target lint types

.PHONY: lint lint-python lint-node
lint: lint-python lint-node ## Check formatting and lint
lint-python: setup
	$(PY) -m ruff format --check $(RUFF_PATHS)
	$(PY) -m ruff check $(RUFF_PATHS)
lint-node: setup
	npx biome ci --colors=off

.PHONY: types types-python types-node
types: types-python types-node ## Check the types
types-python: setup
	$(PY) -m mypy $(MYPY_PATHS)
types-node: build
	@for project in $(TSC_PROJECTS); do echo "tsc -p $$project"; npx tsc -p $$project --noEmit; done

.PHONY: unit unit-python unit-node
unit: unit-python unit-node ## Run the tests that need no broker
unit-python: setup
	$(PY) -m pytest -q $(UNIT_PYTEST)
unit-node: setup
	npx jest --config $(UNIT_JEST)/jest.config.js

.PHONY: browser
browser: setup ## Test the page of the contracts in Chromium (installed from Debian where missing)
	@sh scripts/install_chromium.sh
	$(PY) -m pytest -q $(BROWSER_PYTEST)

.PHONY: vectors vectors-python vectors-node vectors-complete
vectors: setup build brokers ## Hold both languages to the cases in contract_tests/vectors, and count them
	@rm -rf .build/vectors
	@$(ON_BROKERS) vectors-python vectors-node vectors-complete
vectors-python:
	$(PY) -m pytest -q $(VECTORS_PYTEST)
vectors-node:
	npx jest --config $(firstword $(VECTORS_JEST))/jest.config.js $(wordlist 2,9,$(VECTORS_JEST))
vectors-complete:
	@PYTHONPATH=contract_tests:contract_tests/worker:contract_tests/recorder/celery_side $(PY) contract_tests/python/completeness.py

.PHONY: conformance conformance-all conformance-quick conformance-part
conformance: setup build brokers $(PEERS_STAMP) ## Drive Celery clients through real brokers, and write docs/CONFORMANCE.md (CLIENT="node my.js": yours)
	@$(ON_BROKERS) conformance-all
conformance-all:
	@PYTHONPATH=contract_tests $(PY) -m conformance $(if $(CLIENT),-- $(CLIENT))
conformance-quick: setup build brokers ## The part for Celery's own client, Taskgate and the example
	@$(ON_BROKERS) conformance-part
conformance-part:
	@PYTHONPATH=contract_tests $(PY) -m conformance --only celery --only example --only taskgate

# As they were published: the lock file pins them, and nothing but the table uses them.
$(PEERS_STAMP): contract_tests/conformance/peers/package-lock.json $(NODE_STAMP)
	@rm -rf .build/conformance && mkdir -p .build/conformance
	@cp contract_tests/conformance/peers/package.json $< .npmrc .build/conformance/
	cd .build/conformance && npm install --no-save --no-progress --loglevel=error
	@touch $@

# TASKGATE_PARITY_VALUES=2000 TASKGATE_PARITY_SEED=$RANDOM for a nightly run.
.PHONY: parity
parity: setup ## Hold the verdicts of pydantic and ajv, and what comes back, against each other
	$(PY) -m pytest -q -s $(PARITY_PYTEST)

.PHONY: drift
drift: setup build ## Check that the generated files are what `make generate` writes
	$(call generated,--check)

.PHONY: contract
contract: ## All that keeps the two sides in agreement, in some four minutes, for CI
	@MAKE="$(MAKE)" scripts/steps.sh setup brokers build breaking drift vectors conformance-quick examples

# With what the branch began at, or the commit before where there is no origin/main; the payloads are judged by the
# package that was built.
.PHONY: breaking
breaking: setup build ## Compare protocol/ with the merge base: what breaks whom (SINCE=v1.0 MODE=full: otherwise)
	@since="$${SINCE:-$$(git merge-base origin/main HEAD 2>/dev/null || git rev-parse --short HEAD~1)}" \
		&& .venv/bin/taskgate contracts diff "git:$$since" protocol/tasks --mode "$${MODE:-backward}" \
			--accept protocol/accepted-breaks.toml --node-client node_client/dist/cli.js

.PHONY: examples
examples: setup build ## Call each example of the tasks from Node, through a real broker and worker
	@cd python_workers && ../.venv/bin/taskgate dev -A $(APP) -- ../node_modules/.bin/taskgate verify ../protocol/tasks

# Hours where nothing is there yet; what has passed is not run again. A folder with Debian 13 comes to .build/matrix.
.PHONY: matrix
matrix: setup build brokers ## Run live tests with each Celery, broker and Python (CELLS="redis-8 celery-5.5": a part)
	@env -u TASKGATE_TEST_REDIS_URL -u TASKGATE_TEST_AMQP_URL PYTHONPATH=scripts $(PY) -m matrix $(CELLS)

# Two copies of the working tree, in which the code is broken; a quarter of an hour where nothing else runs.
.PHONY: mutants
mutants: setup build brokers ## Break the code in small ways, and see a test fail each time (ONLY=name,name: a part)
	@cd contract_tests && ../$(PY) -m mutants --only "$${ONLY:-}"

.PHONY: compose
compose: ## Check docker-compose.yml with docker-compose's own parser
	@sh scripts/compose_test.sh

.PHONY: package package-node
package: setup build brokers ## Pack the Node package; use it from its tarball in an empty folder, and bundled
	@$(ON_BROKERS) package-node
package-node:
	@node scripts/package_test.mjs

.PHONY: node-versions node-versions-all node-versions-quick
node-versions: setup build brokers ## Run the Node tests and the packed package under Node.js 20, 22 and 24
	@$(ON_BROKERS) node-versions-all
node-versions-all:
	@node scripts/node_versions.mjs
# What another Node.js can change and needs no broker: half a minute.
node-versions-quick: build
	@node scripts/node_versions.mjs --quick

.PHONY: live live-python live-node
live: setup build brokers ## Run the tests on a Redis and a RabbitMQ of their own
	@$(ON_BROKERS) --keep-going live-python live-node
live-python:
	$(PY) -m pytest -q $(LIVE_PYTEST)
live-node:
	npx jest --config $(firstword $(LIVE_JEST))/jest.config.js $(wordlist 2,9,$(LIVE_JEST))
