# Every command of Transferpunt. `make` alone lists them.

VENV ?= .venv
# The first Python that is recent enough; PYTHON=/path/to/python takes another.
PYTHON ?= $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && break; done)
RUN := $(VENV)/bin/python
# Told to stop when make ends, however it ends.
LEASHED = exec $(RUN) -I -S launch/leash.py $$PPID $(RUN) -m launch

.DEFAULT_GOAL := help
.PHONY: help sbom bench bench-soak bench-million bench-history demo serve stop test test-quick test-faults lint fmt lock reset samples screenshots environment environment-dev python git

help: ## list these commands
	@echo "Transferpunt: where in a region a treatment place is free. make ..."
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS="$$(printf '\t')" read -r name about; do \
		printf '  %-12s %s\n' "$$name" "$$about"; done

demo: environment ## run everything with a made-up world, on http://127.0.0.1:8050 (PORT= moves it)
	@$(LEASHED) demo

serve: environment ## run the product, without made-up data, on the server of DATABASE_URL or the embedded one
	@$(LEASHED) serve

stop: environment ## stop what runs for this home, from another terminal
	@$(RUN) -m launch stop

test: environment-dev git ## everything that is checked: lint, types, contracts, tests, and the tests on PostgreSQL 15
	@$(RUN) tests/run.py

test-quick: environment-dev ## lint, and the tests that need neither a database nor a browser
	@$(RUN) tests/run.py --quick

test-faults: environment-dev git ## kill, stop and fill up the real thing, and see that nothing is lost (docs/reliability.md)
	@$(RUN) tests/run.py --faults

lint: environment-dev ## ruff, mypy, import contracts, the ban list, a scan for secrets
	@$(RUN) tests/run.py --lint

fmt: environment-dev ## write the code as ruff would
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

bench: environment-dev ## measure against floors and peers, into docs/performance.md; GOAL=6 only that goal, QUICK=1 only whether it runs
	@$(RUN) -m bench $(foreach goal,$(GOAL),--goal $(goal)) $(if $(QUICK),--quick) $(if $(KEEP),--home $(KEEP))

bench-soak: environment-dev ## fifty visitors for half an hour while deliveries are loaded: memory and errors; MINUTES=5 shorter, NATIONAL=1 in the whole country
	@$(RUN) -m bench.soak $(if $(MINUTES),--minutes $(MINUTES)) $(if $(NATIONAL),--national) $(if $(KEEP),--home $(KEEP))

bench-million: environment-dev ## one delivery of a million rows, applied, by hand; ROWS=100000 a smaller one
	@$(RUN) -m bench.million $(if $(ROWS),--rows $(ROWS)) $(if $(KEEP),--home $(KEEP))

bench-history: environment-dev ## 24 months of nights, 63 million rows, made in the server: disk, next night, question, retention; TENTH=1 a tenth
	@$(RUN) -m bench.history $(if $(TENTH),--tenth) $(if $(KEEP),--home $(KEEP))

lock: environment-dev ## pin the newest allowed versions of all packages, with hashes
	@$(VENV)/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url \
		pyproject.toml --output-file requirements.lock
	@$(VENV)/bin/uv pip compile --quiet --upgrade --python-version 3.11 --generate-hashes --no-emit-index-url \
		pyproject.toml --group dev --constraint requirements.lock --output-file requirements-dev.lock

sbom: environment-dev ## list the packages that are inside, with their licences, in CycloneDX, as sbom.json
	@$(RUN) -m launch.sbom requirements.lock sbom.json

samples: environment ## make the committed samples of data/sample again
	@$(RUN) -m data.world samples

screenshots: environment-dev ## make the pictures of the documents again
	@$(RUN) -m tests.screenshots

reset: environment ## throw away the data of this home; asks first
	@$(RUN) -m launch reset

environment: python
	@$(PYTHON) -m launch.environment $(VENV) requirements.lock

environment-dev: python
	@$(PYTHON) -m launch.environment $(VENV) requirements-dev.lock

python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is missing. Debian: apt-get install python3.11 python3.11-venv"; exit 1; }

git:
	@command -v git >/dev/null || { echo "git is missing, and the tests ask it which files are ours. Debian: apt-get install git"; exit 1; }
