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

# Makes the weights of the reader anew from a copy of PolNeAR, our own passages and unmarked news: three large models
# learn from the labels, a small one from them. Minutes on a GPU (`training/README.md`), days on two cores.
BENCH := $(SHARED)/bench
PLAIN := $(wildcard $(addprefix $(BENCH)/,geo/lgl geo/trnews airwars muc34/dev event_location plover/plv plover/gsr \
	case2021 factuality stories)/in.jsonl))
TEACHERS := build/teacher1.pt build/teacher2.pt build/teacher3.pt

train: setup
	$(BIN)/pip install --quiet -e ".[train]"
	mkdir -p build
	$(BIN)/python training/bundle.py --polnear $(BENCH)/polnear --plain $(PLAIN) --out build/bundle.npz
	for seed in 1 2 3; do \
		$(BIN)/python training/train.py build/bundle.npz --size mpnet --seed $$seed --rate 5e-5 --epochs 8 \
			--out build/teacher$$seed.pt || exit 1; done
	$(BIN)/python training/train.py build/bundle.npz --size minilm --teachers $(TEACHERS) --rate 4e-4 --epochs 35 \
		--out build/taught.pt
	$(BIN)/python training/bundle.py --polnear $(BENCH)/polnear --limit 120 --cuts 1 \
		--own $(wildcard training/passages/events_*.txt training/passages/news_[cde].txt) \
		--out build/more.npz
	$(BIN)/python training/train.py build/more.npz --start build/taught.pt --teachers build/taught.pt \
		--teacher-size minilm --taught-events 0.1 --rate 6e-5 --epochs 4 --pieces 4096 --out build/model.pt
	$(BIN)/python training/kinds.py build/model.pt
	$(BIN)/python training/export.py build/model.pt src/sayso/data/model
	$(BIN)/python training/counts.py src/sayso/data/model --plain $(wildcard $(addprefix $(BENCH)/,polnear/train geo/lgl \
		geo/trnews event_location muc34/dev)/in.jsonl)

# Renews the lock file: every package pinned with hashes, no registry address in it.
lock:
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --allow-unsafe --extra dev --output-file requirements.lock pyproject.toml

clean:
	rm -rf .venv build src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
