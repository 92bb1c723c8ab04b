# Two-word commands; each sets up what it needs in .venv. PYTHON chooses the interpreter (3.11 or newer).
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
# What is a name in a script, and no prose: .color, "center", text-align, color =
NAMES := [-.]\w+|\w+-[\w-]*|(["\x27\x60])\w+\1|\w+ ?[=:(]
# PyTorch's CPU wheel for Linux on x86-64 and Python 3.11: see requirements/frameworks.in
TORCH_CPU := 6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
.DEFAULT_GOAL := help
.PHONY: help serve build test test-frameworks check bench measure update lock clean

help:
	@echo "make serve    build the site and serve it on this machine"
	@echo "make test     run every test but those of the framework snippets"
	@echo "make test-frameworks   run these, in PyTorch, Keras and JAX, in an environment of their own (1.6 GB)"
	@echo "make build    build the site, strictly, into site/"
	@echo "make check    formatting, types, spelling"
	@echo "make bench    time the package and the pages against baselines"
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

# --no-deps: the file names everything, but for what PyTorch's wheel with CUDA would bring.
.venv-frameworks/ready: requirements/frameworks.txt pyproject.toml
	@echo "Setting up .venv-frameworks (two minutes, once) ..."
	@test -x .venv-frameworks/bin/python || $(PYTHON) -m venv .venv-frameworks
	@.venv-frameworks/bin/python -m pip install --disable-pip-version-check --quiet --require-hashes --no-deps -r requirements/frameworks.txt
	@.venv-frameworks/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@KERAS_BACKEND=jax .venv-frameworks/bin/python -c "import jax, keras, torch" || { echo "PyTorch, Keras or JAX does not start: PyTorch's CPU build is needed, see requirements/frameworks.in" >&2; exit 1; }
	@touch $@

.venv/types: requirements/package.json requirements/package-lock.json
	@command -v npm >/dev/null || { echo "make check needs Node.js 18 or newer with npm: install both (on Debian or Ubuntu: apt-get install nodejs npm)" >&2; exit 1; }
	@mkdir -p .venv/node
	@cp requirements/package.json requirements/package-lock.json .venv/node
	@npm ci --prefix .venv/node --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

serve: .venv/docs
	@$(BIN)/python -m reluexplain.docsbuild serve

build: .venv/docs
	$(BIN)/python -m mkdocs build --strict

test: .venv/test
	$(BIN)/python -m pytest

test-frameworks: .venv-frameworks/ready
	.venv-frameworks/bin/python -m pytest tests/frameworks

check: .venv/types .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	.venv/node/node_modules/.bin/tsc --project tests/tsconfig.json
	$(BIN)/codespell
	$(BIN)/codespell --skip '*.js' --dictionary tests/american.txt README.md CONTRIBUTING.md CHANGELOG.md docs
	$(BIN)/codespell --skip '*.js' --dictionary tests/american.txt --ignore-words-list color,colors,center reluexplain snippets
	$(BIN)/codespell --dictionary tests/american.txt --ignore-regex '$(NAMES)' docs/explorables reluexplain/docsbuild/theme

bench: .venv/test
	@for benchmark in tests/benchmarks/bench_*.py; do PYTHONPATH=. $(BIN)/python $$benchmark || exit 1; done

measure: .venv/docs
	$(BIN)/python -m reluexplain.docsbuild measure

update: .venv/docs
	$(BIN)/python -m reluexplain.docsbuild update
	@test ! -e .venv-frameworks/ready || .venv-frameworks/bin/python -m reluexplain.docsbuild update

lock:
	$(COMPILE) requirements/docs.in -o requirements/docs.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	rm -f requirements/frameworks.txt
	$(COMPILE) --excludes requirements/frameworks-left-out.txt requirements/frameworks.in -o requirements/frameworks.txt
	sed -i "s/^torch==\(.*\) .$$/torch==\1+cpu ; sys_platform == 'linux' \\\\\\n    --hash=sha256:$(TORCH_CPU)\\ntorch==\1 ; sys_platform != 'linux' \\\\/" requirements/frameworks.txt
	cd requirements && npm update --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

clean:
	rm -rf .venv .venv-frameworks .cache site
