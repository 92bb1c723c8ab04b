# Two-word commands; each sets up what it needs in .venv. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
.DEFAULT_GOAL := help
.PHONY: help serve build test check bench measure update lock clean

help:
	@echo "make serve    build the site and serve it on this machine"
	@echo "make test     run every test"
	@echo "make build    build the site, strictly, into site/"
	@echo "make check    formatting, types, spelling"
	@echo "make bench    time the package against a baseline"
	@echo "make measure  measure what activations cost on this machine, into reluexplain/data"
	@echo "make update   rewrite the outputs that snippets record"
	@echo "make lock     pin the requirements anew (needs uv)"

.venv/docs: requirements/docs.txt pyproject.toml
	@echo "Setting up .venv (a minute or two, once) ..."
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'Python 3.11 or newer is needed, this is %s: make PYTHON=python3.12' % sys.version.split()[0])"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements/docs.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/test: .venv/docs requirements/test.txt
	@echo "Adding what the tests need ..."
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements/test.txt
	@touch $@

serve: .venv/docs
	@$(BIN)/python -m reluexplain.docsbuild serve

build: .venv/docs
	$(BIN)/python -m mkdocs build --strict

test: .venv/test
	$(BIN)/python -m pytest

check: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/codespell
	$(BIN)/codespell --dictionary tests/american.txt README.md CONTRIBUTING.md CHANGELOG.md docs
	$(BIN)/codespell --dictionary tests/american.txt --ignore-words-list color,colors,center reluexplain snippets

bench: .venv/test
	@for benchmark in tests/benchmarks/bench_*.py; do $(BIN)/python $$benchmark || exit 1; done

measure: .venv/docs
	$(BIN)/python -m reluexplain.docsbuild measure

update: .venv/docs
	$(BIN)/python -m reluexplain.docsbuild update

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/docs.in -o requirements/docs.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate requirements/test.in -o requirements/test.txt

clean:
	rm -rf .venv .cache site
