# The two commands of the README are `make run` and `make test`; both set up whatever they need.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run demo test lint bench bench-search fuzz images wheel clean
.DEFAULT_GOAL := run

run:
	@tools/setup.sh $(if $(or $(DISPLAY),$(WAYLAND_DISPLAY)),run,demo) "$(PYTHON)"
	@$(if $(or $(DISPLAY),$(WAYLAND_DISPLAY)),$(BIN)/phrasebook run,$(BIN)/python -m tools.demo)

demo:
	@tools/setup.sh demo "$(PYTHON)"
	@$(BIN)/python -m tools.demo

test:
	@tools/setup.sh test "$(PYTHON)"
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

lint:
	@tools/setup.sh test "$(PYTHON)"
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

bench:
	@tools/setup.sh bench "$(PYTHON)"
	$(BIN)/python -m tests.bench

bench-search:
	@tools/setup.sh bench "$(PYTHON)"
	$(BIN)/python -m tests.bench.search --frames 100000

fuzz:
	@tools/setup.sh test "$(PYTHON)"
	$(BIN)/python -m tests.fuzz --minutes 5
	PHRASEBOOK_EXAMPLES=1000 $(BIN)/pytest -q tests/contracts/test_formats.py -k TestRoundTrips

images:
	@tools/setup.sh demo "$(PYTHON)"
	$(BIN)/python -m tools.screenshots docs/images
	$(BIN)/python -m tools.demo --images docs/images

wheel:
	@tools/setup.sh test "$(PYTHON)"
	$(BIN)/python -m build --wheel

clean:
	rm -rf build dist
