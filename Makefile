# Two commands do everything: `make demo` and `make test`. Both set up .venv first; a second run takes no time.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: setup demo test check bench lock clean

setup: .venv/.done

.venv/.done: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	touch $@

demo: setup
	$(BIN)/sayso demo

test: setup
	$(BIN)/python -m pytest -n 2

check: setup
	$(BIN)/ruff check src tests evaluation
	$(BIN)/ruff format --check src tests evaluation
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_data.py

bench: setup
	$(BIN)/python evaluation/measure.py --shared $(SHARED)

# Renews the lock file: every package pinned with hashes, no registry address in it.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
