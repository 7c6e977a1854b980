# Two commands: `make run` (the product on this machine) and `make test` (every check and test).
# PORT, DATA_DIR, DATABASE_URL and REDIS_URL may be set before or after `make`.

PY := .venv/bin/python
CODE := manage.py mad evidence cases deliberation tests
PYTEST ?= -n auto

.PHONY: run test bench rehearse lint messages lock install install-dev clean

run: install
	@exec $(PY) -m mad.local run

# The checks come first and do not stop the tests, so that pytest's summary is the last to be read.
test: install-dev
	@failed=0; $(MAKE) --no-print-directory lint || failed=1; \
	$(PY) -m pytest $(PYTEST) || failed=1; exit $$failed

bench: install-dev
	@exec $(PY) -m tests.bench $(FIGURES)

rehearse: install
	@exec $(PY) manage.py rehearse $(if $(EVENTS),--events $(EVENTS))

lint: install-dev
	@failed=0; \
	DATA_DIR=$$(mktemp -d); export DATA_DIR; trap 'rm -rf "$$DATA_DIR"' EXIT; \
	check() { printf '%s\n' "--- $$*"; "$$@" || failed=1; }; \
	check $(PY) -m ruff check $(CODE); \
	check $(PY) -m ruff format --check $(CODE); \
	check $(PY) -m mypy mad evidence cases deliberation; \
	check .venv/bin/lint-imports; \
	check $(PY) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run; \
	exit $$failed

# Reads every marked string into mad/locale and compiles it; needs gettext (Debian: apt install gettext).
messages: install
	@$(PY) manage.py makemessages --all && cd mad && exec ../$(PY) ../manage.py compilemessages

# New pins with hashes, after a change of requirements*.in; no address of a registry is written.
LOCK := .venv/bin/pip-compile --quiet --generate-hashes --no-header --allow-unsafe --strip-extras \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: install-dev
	@$(PY) -m pip install --quiet pip-tools
	@$(LOCK) --output-file requirements.txt requirements.in
	@$(LOCK) --output-file requirements-dev.txt requirements-dev.in

install:
	@$(call with-python,mad/local/install.py)

install-dev:
	@$(call with-python,mad/local/install.py --dev)

# Caches and installed packages; the data in DATA_DIR stay.
clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	@find $(CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

# The first Python that is new enough and can make a virtual environment runs the installer.
define with-python
for python in $(PYTHON) $(PY) python3.13 python3.12 python3.11 python3; do \
	if command -v "$$python" >/dev/null 2>&1 && \
	   "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		exec "$$python" -I $(1); \
	fi; \
done; \
echo "mad: Python 3.11 or newer with its venv module is needed (on Debian: apt install python3 python3-venv)." >&2; \
exit 2
endef
