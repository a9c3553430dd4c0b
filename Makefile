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

# Makes the weights of the reader anew from a copy of the measuring sets, our own passages and unmarked news: three large
# models learn from the labels, two small ones from them, starting as what ships. Minutes on a GPU (`training/README.md`).
BENCH := $(SHARED)/bench
PLAIN := $(wildcard $(addprefix $(BENCH)/,geo/lgl geo/trnews airwars muc34/dev event_location plover/plv plover/gsr \
	case2021 factuality stories)/in.jsonl))
TEACHERS := build/teacher1.pt build/teacher2.pt build/teacher3.pt
STUDENT = $(BIN)/python training/train.py build/bundle.npz --start build/shipped.pt --teachers $(TEACHERS)

train: setup
	$(BIN)/pip install --quiet -e ".[train]"
	mkdir -p build
	$(BIN)/python training/bundle.py --bench $(BENCH) --plain $(PLAIN) --out build/bundle.npz
	for seed in 1 2 3; do \
		$(BIN)/python training/train.py build/bundle.npz --size mpnet --seed $$seed --rate 5e-5 --epochs 8 \
			--out build/teacher$$seed.pt || exit 1; done
	$(BIN)/python training/recover.py src/sayso/data/model build/shipped.pt
	$(STUDENT) --rate 4e-4 --epochs 17 --out build/one.pt
	$(STUDENT) --rate 3e-4 --pieces 12288 --plain 0.3 --epochs 24 --seed 2 --out build/two.pt
	$(BIN)/python training/average.py build/model.pt build/one.pt 2 build/two.pt 2 build/shipped.pt 1
	$(BIN)/python training/export.py build/model.pt src/sayso/data/model

# Renews the lock file: every package pinned with hashes, no registry address in it.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
