# KommA: `make help` lists what there is. Needs Python 3.11 or newer, make and git.

PYTHON ?= python3
VENV := .venv/bin
SOURCES := app organisations notifications scheduling assessments courses certificates exchange
TEMPLATES := $(wildcard $(addsuffix /templates,$(SOURCES)) $(addsuffix /*/templates,$(SOURCES)))

.DEFAULT_GOAL := help
.PHONY: help setup run test coverage races lint format bench screenshots messages lock clean

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install everything into this folder: packages, assets, translations, what tests need
	@$(PYTHON) tools/setup.py test

run: ## start KommA with demo data (PORT=8000); Ctrl-C stops it
	@$(PYTHON) tools/setup.py run
	@exec $(VENV)/python -m tools.run

test: setup lint ## check everything: style, layers, migrations, all tests
	@$(VENV)/pytest -n auto --dist worksteal $(ARGS)

coverage: setup ## run all tests and tell which lines none of them reaches, in build/coverage/html/
	@$(VENV)/pytest -n auto --dist worksteal --cov --cov-report term --cov-report html $(ARGS)

races: setup ## let people race for seats and appointments for longer (RACE_ROUNDS=20)
	@RACE_ROUNDS=$(or $(RACE_ROUNDS),20) $(VENV)/pytest -n auto --dist worksteal $$(git ls-files 'tests/*race.py' 'tests/*last_seat.py') $(ARGS)

lint: setup ## check style of code and templates, and the direction of imports
	@$(VENV)/ruff check .
	@$(VENV)/ruff format --check --quiet .
	@$(if $(TEMPLATES),$(VENV)/djlint --quiet --lint $(TEMPLATES))
	@$(VENV)/lint-imports --no-logo

format: setup ## put code into shape
	@$(VENV)/ruff check --fix .
	@$(VENV)/ruff format .

bench: setup ## measure how fast it is
	@$(VENV)/python -m benchmarks

screenshots: setup ## every page as each role into build/screenshots/
	@$(VENV)/python -m tools.screenshots

messages: setup ## collect strings to translate into the message catalogs, then compile them
	@$(VENV)/flask translations update
	@$(PYTHON) tools/setup.py test

lock: setup ## pin the packages of requirements/*.in anew (UPGRADE=1: the newest)
	@$(VENV)/python -m tools.lock

clean: ## remove what setup, run and test made; the demo's data too
	rm -rf .venv node_modules app/static/vendor build instance .hypothesis .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name '*.mo' -delete
