# make demo   the samples audited, workbooks in out/demo      make test   everything that must hold
# make check  format, lint, types                             make bench  the speed, as ratios
# make docs   the documentation in site/                      make clean  what make has made
# make demo-portal  the portal with the sample week in it, until Ctrl-C; who signs in is printed
# make wheel  the package as one file, in dist/
# make attack       hostile files, kills, a full disk: each within its bounds (under 20 minutes)
# make attack-portal  a portal whose processes are ended, with SQLite and PostgreSQL (25 minutes)
# make audit        known vulnerabilities of the packages that the program needs
# make release      the wheel, its bill of materials and the hashes of both, in dist/
# make messages     the catalogues of Kazakh and Russian brought up to date
# make pins         the pinned versions in constraints/ brought up to date
# make test-lowest  the tests with the lowest versions that pyproject.toml allows
# make test-newest  everything that must hold, with the newest versions there are
#
# Needs Python 3.11 or newer, make and git. Another Python: make PYTHON=python3.13 demo

PYTHON ?= python3
# the lowest versions have wheels for the lowest Python
LOWEST_PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
PIP := -m pip -qq --disable-pip-version-check
# the versions in constraints/, and only files with the hashes there
PINNED := $(PIP) install --require-hashes --no-build-isolation --requirement
ITSELF := $(PIP) install --no-deps --no-build-isolation --editable .

SAMPLES := $(shell find samples -type f ! -name '* *' 2>/dev/null)
PACKAGE := $(shell find schedcheck -type f ! -name '*.pyc' ! -name '* *' 2>/dev/null)

.DELETE_ON_ERROR:
.PHONY: messages demo demo-portal test test-lowest test-newest check bench fuzz attack attack-portal audit docs wheel release pins clean

demo: $(VENV)/.installed
	@rm -rf out/demo
	@code=0; $(BIN)/schedcheck batch samples/week -o out/demo || code=$$?; \
	case $$code in \
	  1|3) ;; \
	  0) echo "make demo: violations are planted in samples/week, and none was found" >&2; exit 1 ;; \
	  *) exit $$code ;; \
	esac
	@echo
	@echo "The violations are planted (samples/README.md). The results are in $(CURDIR)/out/demo:"
	@echo "  summary.html      to read: totals, channels, each week as a picture"
	@echo "  summary.xlsx      every channel, the gravest first; who has not delivered"
	@echo "  channels/*.xlsx   a workbook for each channel"
	@echo "  findings.json     the same for programs"

demo-portal: $(VENV)/.portal
	@rm -rf out/portal
	@$(BIN)/schedcheck portal demo samples/week --data out/portal

test: $(VENV)/.dev
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory docs
	$(BIN)/python -m pytest -q -n auto
	PYTHONPATH=tests/spawn_only $(BIN)/python -m pytest -q -n auto -m processes

test-lowest:
	@rm -rf .venv-lowest
	@$(LOWEST_PYTHON) -m venv .venv-lowest || { \
	  echo "make: the lowest versions are tested with Python 3.11" >&2; \
	  echo "      (name it: make LOWEST_PYTHON=... test-lowest)" >&2; \
	  exit 1; }
	@.venv-lowest/bin/python $(PINNED) constraints/build.txt
	@.venv-lowest/bin/python $(PINNED) constraints/lowest.txt
	@.venv-lowest/bin/python $(ITSELF)
	.venv-lowest/bin/python -m pytest -q -n auto

test-newest:
	@rm -rf .venv-newest
	@$(PYTHON) -m venv .venv-newest
	@.venv-newest/bin/python $(PIP) install --upgrade pip
	@.venv-newest/bin/python $(PIP) install --editable . --group dev
	@touch .venv-newest/.made .venv-newest/.installed .venv-newest/.dev
	@$(MAKE) --no-print-directory VENV=.venv-newest test

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --platform win32 --package schedcheck
	$(BIN)/mypy docs/make_pages.py docs/make_pictures.py docs/translations.py docs/example-reader/schedcheck_vcal.py

bench: $(VENV)/.dev
	$(BIN)/python tests/bench/run.py
	$(BIN)/python -m tests.bench.portal_load

fuzz: $(VENV)/.dev
	$(BIN)/python -m tests.fuzz

attack: $(VENV)/.dev
	$(BIN)/python -m tests.attack.run

attack-portal: $(VENV)/.dev
	$(BIN)/python -m tests.attack.run portal

audit: .venv-audit/.made
	.venv-audit/bin/python -m tests.audit_packages

docs: site/.built

messages: $(VENV)/.dev
	$(BIN)/python -m tests.make_locale

pins: $(VENV)/.dev
	$(BIN)/python -m tests.make_pins

wheel: $(VENV)/.made
	@rm -rf dist
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

release: wheel $(VENV)/.dev
	$(BIN)/python -m tests.make_bom dist
	@cat dist/SHA256SUMS

clean:
	rm -rf $(VENV) .venv-* out site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find schedcheck tests docs samples -name __pycache__ -type d -prune -exec rm -rf {} +

site/.built: $(VENV)/.dev $(PACKAGE) $(SAMPLES) mkdocs.yml $(wildcard README*.md) CHANGELOG.md \
             $(shell find docs -type f 2>/dev/null)
	$(BIN)/python docs/make_pages.py
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build --strict
	@touch $@

.venv-audit/.made: constraints/audit.txt
	@rm -rf .venv-audit
	@$(PYTHON) -m venv .venv-audit
	@.venv-audit/bin/python $(PINNED) constraints/audit.txt
	@touch $@

$(VENV)/.made: constraints/build.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "make: Python 3.11 or newer is needed (name one: make PYTHON=python3.13 ...)" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "make: on Debian and Ubuntu the package python3-venv is needed:" >&2; \
	  echo "      apt-get install python3-venv" >&2; \
	  exit 1; }
	@echo "Preparing $(VENV) ..."
	@$(BIN)/python $(PINNED) constraints/build.txt
	@touch $@

$(VENV)/.installed: $(VENV)/.made constraints/run.txt pyproject.toml
	@echo "Installing schedcheck ..."
	@$(BIN)/python $(PINNED) constraints/run.txt
	@$(BIN)/python $(ITSELF)
	@touch $@

$(VENV)/.portal: $(VENV)/.installed constraints/portal.txt
	@echo "Installing what the portal needs ..."
	@$(BIN)/python $(PINNED) constraints/portal.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.installed constraints/dev.txt
	@echo "Installing what tests and documentation need ..."
	@$(BIN)/python $(PINNED) constraints/dev.txt
	@touch $@
