# Groeiruimte. `make run` to try it, `make test` to test everything; `make help` lists the rest.
SHELL := /usr/bin/env bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run test pictures soak check format bench assets messages lock clean

unexport PYTHONDONTWRITEBYTECODE # what is compiled is kept, or every process begins with seconds of it

BIN := .venv/bin
READY := .venv/ready

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: $(READY)/runtime assets translations ## set up, fill an empty database with the demo world, serve on 127.0.0.1:$PORT (5000)
	@exec scripts/run

pictures: $(READY)/dev assets translations ## take the pictures of the guide and of the README anew
	@$(BIN)/python -m tests.journeys.pictures

test: $(READY)/dev assets translations ## set up and run every test: unit, SQLite and PostgreSQL, browser (ARGS="-k name" narrows)
	@scripts/test-machine
	@$(BIN)/python -m pytest -n 2 --dist worksteal -q $(ARGS)

soak: $(READY)/dev assets translations ## what takes hours: kills, full disks, 100,000 odd requests, back-ups; late facts, attacks, mutants (ARGS="--share 0.1")
	@scripts/test-machine
	@$(BIN)/python -m tests.soak --full $(ARGS)
	@LATER_ENTRIES=10000 $(BIN)/python -m pytest -q tests/reports/test_verification.py -k never_moves
	@$(BIN)/python -m tests.cells.attack 500
	@$(BIN)/python -m tests.drafting.documents 100
	@$(BIN)/python -m tests.mutants

check: $(READY)/dev ## format, lint, types, import rules, templates
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/djlint app --lint --check

format: $(READY)/dev ## put Python and templates in the house's format
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .
	@$(BIN)/djlint app --quiet --reformat || true

bench: $(READY)/dev assets translations ## measure pages beside a bare floor (LEADS="10000 100000", BESIDE=another checkout)
	@$(BIN)/python -m benchmarks.run $${LEADS:+--leads $$LEADS} $${BESIDE:+--beside "$$BESIDE"}

lock: $(READY)/dev ## pin the requirements anew from the .in files
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile $(LOCK) --output-file requirements.txt requirements.in
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile $(LOCK) --output-file requirements-dev.txt requirements-dev.in

LOCK := --quiet --strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

clean: ## throw away what set-up and tests made (not the database in var/)
	@rm -rf .venv node_modules app/web/static/build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find app tests migrations benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +
	@find app -name '*.mo' -delete

# --- set-up: each part only when what it is made from has changed ------------------------------

$(READY)/python: scripts/set-up-python
	@scripts/set-up-python
	@mkdir -p $(@D) && touch $@

$(READY)/runtime: requirements.txt $(READY)/python
	@echo "Installing what the program needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(READY)/dev: requirements-dev.txt $(READY)/runtime
	@echo "Installing what testing and checking need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

BUILD := app/web/static/build
ASSETS := package.json package-lock.json $(shell find app/web/build.mjs app/web/icons.txt app/web/css app/web/js app/web/static/logo.svg app/web/static/map -type f 2>/dev/null)

assets: $(BUILD)/manifest.json ## build the style sheets and scripts

node_modules/.ready: package.json package-lock.json | $(READY)/runtime
	@echo "Fetching the parts the screens are built with …"
	@scripts/with-node npm ci --no-audit --no-fund --no-update-notifier --loglevel=error
	@touch $@

$(BUILD)/manifest.json: $(ASSETS) node_modules/.ready
	@echo "Building style sheets and scripts …"
	@scripts/with-node npm run --silent build

messages: $(READY)/dev ## collect the texts of the screens in the English catalogue, to be translated there
	@$(BIN)/pybabel --quiet extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output -o .venv/messages.pot app
	@$(BIN)/pybabel --quiet update -i .venv/messages.pot -o app/web/translations/en/LC_MESSAGES/messages.po -l en \
		--no-fuzzy-matching --ignore-obsolete --width=110 --omit-header

CATALOGUES := $(shell find app -name '*.po' 2>/dev/null)

.PHONY: translations
translations: $(CATALOGUES:.po=.mo)

%.mo: %.po | $(READY)/runtime
	@$(BIN)/pybabel --quiet compile --use-fuzzy -i $< -o $@
