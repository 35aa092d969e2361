# The only entry: every target makes what it needs, from python3 and make alone.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SPEC := spec/twilio.yaml
CONNECTION := $(SPEC:.yaml=.apiProperties.json)
BASELINE := spec/baseline
OUT := generated
PACKAGE := twilio_connector
OURS := codegen target tests
# fuzzing: an address to fuzz instead of the embedded target, credentials for it, a seed to repeat a run
TARGET ?=
AUTH ?=
SEED ?=

.DEFAULT_GOAL := help
.PHONY: help setup lock lint generate diff release-baseline check format docs demo serve fuzz test test-kill corpus rules-docs fuzz-docs update-golden bench bench-lint bench-fuzz bench-target wheel clean

help: ## show this list
	@grep -hE '^[a-z][a-z-]*:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(STAMP) ## make .venv with the pinned, hash-checked dependencies

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing the pinned dependencies into $(VENV)"
	@$(PIP) install --require-hashes --requirement constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q codegen target  # as an installed package is: starting takes half the time
	@touch $@

lock: ## resolve the dependencies again (needs uv)
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet --upgrade --output-file constraints.txt

lint: $(STAMP) ## validate and lint the document
	$(BIN)/swagsmith lint $(SPEC)

generate: lint ## write the client and its models into generated/
	$(BIN)/swagsmith generate $(SPEC) -o $(OUT) --package $(PACKAGE)

diff: $(STAMP) ## what changed since the last release of the document, and whom it hurts
	$(BIN)/swagsmith diff $(BASELINE)/$(notdir $(SPEC)) $(SPEC) --profile connector

release-baseline: lint ## the document as it is now becomes the last released one
	cp $(SPEC) $(wildcard $(CONNECTION)) $(BASELINE)/

check: lint diff ## style, types, drift and breaking changes of the tool, the target and the emitted client
	$(BIN)/swagsmith generate $(SPEC) -o $(OUT) --package $(PACKAGE) --check
	$(BIN)/ruff check $(OURS)
	$(BIN)/ruff format --check $(OURS)
	$(BIN)/mypy codegen target tests/typing
	MYPYPATH=$(OUT) $(BIN)/mypy -p $(PACKAGE)
	$(BIN)/pyright

format: $(STAMP) ## lay the code out
	$(BIN)/ruff check --fix $(OURS)
	$(BIN)/ruff format $(OURS)

demo: $(STAMP) ## send, list, fetch and fail against an embedded target
	@PYTHONPATH=$(OUT) $(BIN)/python -m twilio_target.demo

serve: $(STAMP) ## run the connector and its local Twilio on 127.0.0.1:8080
	$(BIN)/python -m twilio_target

fuzz: $(STAMP) ## fuzz the document against TARGET, or against an embedded target
	$(BIN)/python -m twilio_target.fuzz $(SPEC) $(if $(TARGET),--target $(TARGET)) $(if $(AUTH),--auth $(AUTH)) \
	  $(if $(SEED),--seed $(SEED))

test: check ## everything CI runs: style, types, drift, tests
	$(BIN)/pytest -n 2

test-kill: $(STAMP) ## kill the target 50 times under 32 senders: what was acknowledged must be there
	KILLS=50 $(BIN)/pytest tests/target/test_kill.py -q

corpus: $(STAMP) ## run every document of a corpus (SWAGSMITH_CORPUS) through everything; prints a table
	$(BIN)/python tests/corpus/corpus.py

bench: $(STAMP) ## what things cost, each beside a floor or a peer in the same run
	$(BIN)/python tests/bench/bench.py

bench-lint: $(STAMP) ## what lint costs beside Spectral and Redocly, which come from npm into dist/peers
	$(BIN)/python tests/bench/lint.py

bench-target: $(STAMP) ## what the target serves beside Prism, which comes from npm into dist/peers
	$(BIN)/python tests/bench/target.py

bench-fuzz: $(STAMP) ## which faults of a live service fuzzing finds, beside vanilla schemathesis
	$(BIN)/python tests/bench/fuzz.py

docs: $(STAMP) ## the reference pages alone, into dist/reference
	$(BIN)/swagsmith docs $(SPEC) -o dist/reference

rules-docs: $(STAMP) ## rewrite docs/rules from what the rules say about themselves
	$(BIN)/swagsmith explain --pages docs/rules

fuzz-docs: $(STAMP) ## rewrite docs/fuzzing-hostile.md from the tables of hostile requests
	$(BIN)/python -c 'from swagsmith.fuzz.hostile.table import page; print(page(), end="")' > docs/fuzzing-hostile.md

update-golden: $(STAMP) ## rewrite the expected files of tests/cases
	$(BIN)/python -m pytest tests/golden --update-golden -q

wheel: $(STAMP) ## build the client's wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist $(OUT)

clean: ## remove everything that can be made again
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache dist build .hypothesis .schemathesis
