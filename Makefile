# Two commands are enough: `make lab` to learn, `make test` to check. `make help` lists the rest.
# Needs a POSIX shell, make and Python 3.11 to 3.14; everything else goes into .venv.

VENV        ?= .venv
BENCH_VENV  ?= .venv-bench
LAB_FLAGS   ?=
TEST_FLAGS  ?= -n auto --maxprocesses=4 --dist loadgroup
NBVAL_FLAGS ?= --nbval --nbval-current-env --nbval-cell-timeout=300
PY          := $(VENV)/bin/python
INSTALL     := -m pip install -qq --constraint constraints.txt --editable

# `python3` if it is recent enough, otherwise the newest one that is. `make PYTHON=/path/to/python3` overrides it.
SUITABLE    := 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))'
CANDIDATES  := python3 python3.14 python3.13 python3.12 python3.11 python
PYTHON      ?= $(shell for p in $(CANDIDATES); do $$p -c $(SUITABLE) 2>/dev/null && { echo $$p; break; }; done)

# Progress bars would end up in the notebooks' saved outputs; a learner in `make lab` does see them.
test notebooks exercises: export TQDM_DISABLE := 1
# Nor is what is checked there anybody's progress.
test notebooks exercises: export GRU_COURSE_PROGRESS := off

.DEFAULT_GOAL := help
.PHONY: help lab test bench bench-explorers bench-grading bench-lstm screenshots lint format notebooks exercises coverage lock clean FORCE

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

lab: $(VENV)/.runtime  ## Open the first lesson in JupyterLab (LAB_FLAGS="--no-browser --port 8889")
	$(VENV)/bin/gru-course lab $(LAB_FLAGS)

test: $(VENV)/.test  ## Run the tests, then every notebook against its saved outputs
	$(PY) -m pytest $(TEST_FLAGS) --doctest-modules tests gru_course
	$(PY) -m pytest $(NBVAL_FLAGS) notebooks solutions

bench: $(BENCH_VENV)/.bench  ## Measure speed side by side with other libraries
	$(BENCH_VENV)/bin/python benchmarks/run.py $(BENCH_FLAGS)

bench-explorers: $(VENV)/.test  ## Measure how fast explorers follow a slider, in a real browser
	$(PY) benchmarks/explorers.py $(BENCH_FLAGS)

bench-grading: $(VENV)/.test $(BENCH_VENV)/.bench  ## Measure how fast a class is graded, beside nbgrader and otter
	$(PY) benchmarks/grading.py $(BENCH_FLAGS)

bench-lstm: $(VENV)/.test  ## Measure a step of training of a GRU beside one of an LSTM
	$(PY) benchmarks/gru_lstm.py $(BENCH_FLAGS)

screenshots: $(VENV)/.test  ## Render every explorer, light and dark, wide and narrow, into build/screenshots
	$(PY) tools/screenshots.py

lint: $(VENV)/.test  ## Check style, formatting and types
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

format: $(VENV)/.test  ## Put the code into the agreed style
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

notebooks: $(VENV)/.test  ## Run all notebooks from the top and save their outputs
	$(PY) tools/run_notebooks.py notebooks

exercises: $(VENV)/.test  ## Run the solutions, save their outputs, and make exercises/ from them
	$(PY) tools/run_notebooks.py solutions
	$(PY) tools/make_exercises.py

coverage: $(VENV)/.test  ## Write docs/coverage.md: which cell teaches which sentence of the documents
	$(PY) tools/make_coverage.py

lock: $(VENV)/.uv  ## Pin the newest versions that fit pyproject.toml, in constraints.txt
	$(PY) -m uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	    --extra test --extra onnx --extra cluster \
	    --no-header --no-annotate --output-file constraints.txt pyproject.toml

clean:  ## Remove the environments and everything that is generated
	rm -rf $(VENV) $(BENCH_VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +

# Each stamp file says that an install is done; it is redone when one of these two files changes.
PINS := pyproject.toml constraints.txt

$(VENV)/.runtime: $(PINS)
	@$(call make-venv,$(VENV))
	$(PY) $(INSTALL) .
	@touch $@

$(VENV)/.test: $(VENV)/.runtime
	$(PY) $(INSTALL) '.[test]'
	@touch $@

$(BENCH_VENV)/.bench: $(PINS)
	@$(call make-venv,$(BENCH_VENV))
	$(BENCH_VENV)/bin/python $(INSTALL) '.[bench]'
	@touch $@

$(VENV)/.uv: pyproject.toml
	@$(call make-venv,$(VENV))
	$(PY) -m pip install -qq uv
	@touch $@

# An environment made with another version than the one asked for by `make PYTHON=...` is made anew.
minor-version = $(shell $(1) -c 'import sys; print(sys.version_info[:2])' 2>/dev/null)
ifeq ($(origin PYTHON),command line)
ifneq ($(call minor-version,$(PYTHON)),$(call minor-version,$(PY)))
ANEW := yes
$(VENV)/.runtime: FORCE
endif
endif

# make-venv DIRECTORY: a virtual environment there, or one plain sentence about what is in the way.
define make-venv
if [ -z "$(ANEW)" ] && $(1)/bin/python -m pip --version >/dev/null 2>&1; then exit 0; fi; \
python='$(PYTHON)'; \
if ! "$${python:-none}" -c $(SUITABLE) 2>/dev/null; then \
    echo "This course needs Python 3.11 to 3.14 with venv: install it from python.org (Debian and Ubuntu:" \
         "apt install python3 python3-venv), or name one with make PYTHON=/path/to/python3." >&2; \
    exit 1; \
fi; \
echo "Setting up $(1) with $$("$$python" --version); this takes a minute or two, once."; \
"$$python" -m venv --clear $(1)
endef
