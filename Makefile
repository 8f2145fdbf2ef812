# Two commands do everything on a bare machine with Python 3.11: `make demo` and `make test`. `make help` lists the rest.
SHELL := /bin/sh
VENV := .venv
PYTHON := $(VENV)/bin/python
PORT ?= 8000
HOST ?= 127.0.0.1
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help setup lock run demo test test-slow lint format bench check messages screenshots clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'

setup: ## virtual environment in .venv with the locked requirements (quick when nothing changed)
	@sh scripts/setup.sh $(VENV)

lock: setup ## resolve requirements*.in anew into requirements*.txt (minutes)
	$(PYTHON) scripts/lock.py

run: setup ## start the whole product in the foreground (PORT=8000, HOST=127.0.0.1)
	@exec $(PYTHON) manage.py run --host $(HOST) --port $(PORT) $(ARGS)

demo: setup ## one real interview through the API to a report (KEEP=1 leaves the site running)
	@exec $(PYTHON) -m interview_ai.supervisor.demo $(if $(KEEP),--keep) $(ARGS)

test: setup ## every test but the slow ones, on two cores (with chromium: one whole interview in it)
	$(PYTHON) -m pytest -m "not slow" -n 2 --dist loadfile $(ARGS)

test-slow: setup ## real servers, real workers, the demo, outages in a real browser
	$(PYTHON) -m pytest -m slow $(ARGS)

lint: setup ## style, types, who imports whom, migrations
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTHON) manage.py makemigrations --check --dry-run
	$(PYTHON) scripts/messages.py check

format: setup ## let ruff lay out the code
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .

bench: setup ## measure, and write a dated file to benchmarks/results
	$(PYTHON) scripts/bench.py $(ARGS)

check: lint test test-slow ## what has to pass before a change lands

messages: setup ## compile the translations in locale/
	$(PYTHON) scripts/messages.py compile

screenshots: setup ## pictures of the main pages into docs/screenshots (ARGS="--all DIR": every page in every look)
	$(PYTHON) scripts/screenshots.py $(ARGS)

clean: ## remove caches and the data folder's logs; data and .venv stay
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist staticfiles *.egg-info var/log
	find . -name __pycache__ -not -path './$(VENV)/*' -type d -prune -exec rm -rf {} +
