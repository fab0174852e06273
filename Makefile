# Two commands do everything: `make demo` and `make test`. Each sets up its own virtual environment.
PYTHON ?= python3
VENV := .venv
TEST_VENV := .venv-test
OUT ?= runs/demo

.PHONY: demo sandbox test lint clean

demo: $(VENV)/.installed sandbox  ## install, roll out expert and random over the held-in tasks, print the table
	$(VENV)/bin/agentgym eval --suite held-in --policy expert --policy random --tasks 20 --available --out $(OUT)
	$(VENV)/bin/agentgym report $(OUT) --html $(OUT)/report.html

sandbox:  ## give the machine a sandbox for the commands of a model, unless it has one
	docker/setup.sh

test: $(TEST_VENV)/.installed  ## install with the test extras and run the tests
	$(TEST_VENV)/bin/python -m pytest -n 2 --dist loadgroup $(ARGS)

lint: $(TEST_VENV)/.installed  ## ruff, mypy strict over everything, the floors of docs/architecture.md
	$(TEST_VENV)/bin/ruff check .
	$(TEST_VENV)/bin/ruff format --check .
	$(TEST_VENV)/bin/mypy
	$(TEST_VENV)/bin/lint-imports

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install -q -e '.[report]'
	touch $@

$(TEST_VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(TEST_VENV)
	$(TEST_VENV)/bin/pip install -q -e '.[dev,all]'
	touch $@

clean:  ## remove the virtual environments and caches
	rm -rf $(VENV) $(TEST_VENV) .pytest_cache .mypy_cache .ruff_cache
