# make run and make test do everything on a machine that has Python 3.11 or newer, git and make.
PY := .venv/bin/python
SECONDS ?= 10

.NOTPARALLEL:
# Compiled modules are kept: without them every start of a command or of a worker of the tests compiles anew.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: run test browser bring brought lint types imports tests torture bench mutants rules picture lock setup clean

run: setup ## set up, solve the demo school, check it, print its timetable, serve it (ONCE=1: end after solving)
	@$(PY) -m api.demo --seconds $(SECONDS) $(if $(ONCE),,--serve)

test: setup bring lint types imports brought tests ## everything that has to pass before anything lands

setup: ## .venv with exactly the packages of the lock; quick when nothing has changed
	@.ci/setup

browser: setup ## a Chromium for the tests of pages, where none is there yet
	@.ci/browser

bring: setup # the programs tests look with, fetched while style, types and imports are judged
	@.ci/bring start

brought:
	@.ci/bring wait

lint:
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

types:
	.venv/bin/mypy

imports:
	.venv/bin/lint-imports

tests:
	$(PY) -m pytest -n 2

torture: setup bring brought ## the long harnesses in full: brute force, planted bugs, random problems; table into the README
	$(PY) -m tests.torture

mutants: setup ## plant every bug of the list, one at a time, and demand that the tests see it
	$(PY) -m tests.mutations

bench: setup ## measure the figures of the README
	$(PY) -m tests.benchmarks.run

rules: setup ## write the rule table of scheduler/README.md anew
	$(PY) -m tests.house.rule_table --write

picture: setup browser ## draw the pictures of the README anew
	$(PY) -m api.demo --seconds $(SECONDS) --picture api/demo/board.svg
	$(PY) -m tests.picture

lock: setup ## pin the packages anew; UPGRADE=1 takes newer versions
	.ci/lock $(if $(UPGRADE),--upgrade)

clean: ## forget what was set up and measured
	rm -rf .venv var dist build .mypy_cache .ruff_cache .import_linter_cache .hypothesis
