# Two words for a newcomer: `make demo` and `make test`. Each makes its own .venv and installs what it needs.
PYTHON ?= python3
BIN := .venv/bin
N ?= 1000
MINUTES ?= 5

.PHONY: help demo test test-ray lint types format gate bench kills soak fuzz mutants coverage lowest docs release-check clean

help:
	@echo "make demo    serve a forum thread on loopback, crawl it, show the posts and what was cut"
	@echo "make test    format, lint, types and tests"
	@echo "make gate    quality against pinned floors (with ../shared/corpus where it is there)"
	@echo "make bench   speed against the bare HTML parse and against peers"
	@echo "make kills   N=1000: kill a crawl at random points and count what is lost"
	@echo "make soak    the long runs; make fuzz MINUTES=n; make docs; make release-check"

.venv/made:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "forum-scraper needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	touch $@

.venv/core: .venv/made pyproject.toml constraints.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/dev: .venv/core
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev,all]'
	touch $@

demo: .venv/core
	$(BIN)/python demo/run.py

test: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: .venv/dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

gate: .venv/dev
	$(BIN)/python benchmarks/quality.py

bench: .venv/dev
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/clean.py
	$(BIN)/python benchmarks/view.py

kills: .venv/dev
	$(BIN)/python -m tests.kills $(N)

soak: .venv/dev
	$(BIN)/pytest -m soak

test-ray: .venv/dev
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[ray,datatrove]' pandas polars datasets
	$(BIN)/pytest tests/batch tests/docs

fuzz: .venv/dev
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

mutants:
	$(PYTHON) -m venv .venv-mutants
	.venv-mutants/bin/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev,all]' 'mutmut>=3.8,<4'
	.venv-mutants/bin/mutmut run --max-children 2 > /dev/null
	.venv-mutants/bin/python scripts/mutants.py

coverage: .venv/dev
	$(BIN)/python -m pip install -q --disable-pip-version-check 'coverage>=7.10'
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest --deselect tests/reliability/test_expressions.py --deselect tests/reliability/test_curves.py \
		-k "not in_time and not made_to_be_slow and not fills_up" # what is timed, and disks on which the notes of coverage have no room
	$(BIN)/coverage combine -q
	$(BIN)/coverage report
	$(BIN)/coverage report --fail-under 100 --include 'scraper/fetch/guard.py,scraper/budget/*'

lowest:
	$(PYTHON) -m venv .venv-lowest
	.venv-lowest/bin/python -m pip install -q --disable-pip-version-check uv
	VIRTUAL_ENV=.venv-lowest .venv-lowest/bin/uv pip install -q --resolution lowest-direct -e '.[dev,all]'
	.venv-lowest/bin/python -m pytest

docs: .venv/dev
	$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[docs]'
	$(BIN)/mkdocs build --strict

release-check: .venv/dev
	$(BIN)/python scripts/release_check.py

clean:
	rm -rf .venv .venv-* mutants build dist site *.egg-info
