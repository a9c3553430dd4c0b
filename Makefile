# Two commands do everything: `make demo` and `make test`. Both set up .venv first; a second run takes no time.
PYTHON ?= python3
BIN := .venv/bin
SHARED ?= ../shared

.PHONY: setup demo test check bench train lock clean

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
	$(BIN)/ruff check src tests evaluation training
	$(BIN)/ruff format --check src tests evaluation training
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_layers.py tests/test_data.py

bench: setup
	$(BIN)/python evaluation/measure.py --shared $(SHARED)

# Makes the weights of the attribution reader anew from a copy of PolNeAR and our own passages (hours on two cores).
train: setup
	$(BIN)/pip install --quiet -e ".[train]"
	mkdir -p build
	$(BIN)/python training/train.py --polnear $(SHARED)/bench/polnear --out build/first.pt --epochs 3
	$(BIN)/python training/train.py --polnear $(SHARED)/bench/polnear --out build/second.pt --start build/first.pt \
		--share 0.25 --own-times 4 --rate 0.5 --epochs 1
	$(BIN)/python training/mean.py build/first.pt build/second.pt --out build/model.pt
	$(BIN)/python training/acts.py build/model.pt
	$(BIN)/python training/export.py build/model.pt src/sayso/data/model

# Renews the lock file: every package pinned with hashes, no registry address in it.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
