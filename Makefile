# make run: serve the directory. make test: every test. The other targets are listed by "make help".
ifneq ($(words $(CURDIR)),1)
$(error Le chemin « $(CURDIR) » contient un espace : déplacez le projet dans un dossier dont le chemin n'en contient pas)
endif

SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

# The demonstration and the tests have a secret of their own, made on this machine and never committed.
# A real installation sets SECRET_KEY or SECRET_KEY_FILE.
ifeq ($(SECRET_KEY)$(SECRET_KEY_FILE),)
export SECRET_KEY_FILE := $(CURDIR)/.local/secret-key
endif
export PORT

# A fictional installation, for the checks that only a deployed one passes.
AS_DEPLOYED := SITE_URL=https://annuaire.example PUBLISHER_NAME=Fictif PUBLISHER_ADDRESS=Fictive \
  PUBLICATION_DIRECTOR=Fictive CONTACT_EMAIL=contact@annuaire.example HOST_NAME=Fictif HOST_ADDRESS=Fictive \
  HOST_PHONE=0102030405

.PHONY: help run dev test quality staff backup restore bench lighthouse lock browser picture clean

help:
	@echo "make run                  sert l'annuaire sur http://127.0.0.1:$(PORT) (PORT= pour en changer)"
	@echo "make test                 lance tous les tests, navigateur compris"
	@echo "make quality              relit le code : ruff, mypy, djade, import-linter, migrations, déploiement"
	@echo "make dev                  sert avec rechargement automatique et DEBUG"
	@echo "make staff EMAIL=…        crée un compte de la cellule et affiche son lien d'activation"
	@echo "make backup FILE=…        sauvegarde la base dans un fichier"
	@echo "make restore FILE=…       remplace la base par celle du fichier"
	@echo "make bench                mesure la vitesse à 200 et 20 000 pôles fictifs (SIZE=1000000 pour un million)"
	@echo "make lighthouse           demande à Lighthouse (npm) ce qu'il dit du site que sert make run"
	@echo "make lock                 refait requirements/*.txt d'après pyproject.toml"
	@echo "make picture              refait les images de docs/img/"

run: .venv/base.txt .local/secret-key
	@exec $(MANAGE) serve

dev: .venv/dev.txt .local/secret-key
	@DEBUG=true $(MANAGE) prepare && trap 'kill $$worker' EXIT && \
	  { DEBUG=true $(MANAGE) procrastinate worker & worker=$$!; DEBUG=true $(MANAGE) runserver 127.0.0.1:$(PORT); }

test: .venv/dev.txt .local/secret-key browser
	@$(BIN)/python -m pytest -n 2 $(TESTS)

quality: .venv/dev.txt .local/secret-key
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djade --check $$(git ls-files --cached --others --exclude-standard 'templates/*.html')
	$(BIN)/lint-imports --no-cache
	$(BIN)/mypy
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check_templates
	$(AS_DEPLOYED) $(MANAGE) check --deploy --fail-level WARNING

staff: .venv/base.txt .local/secret-key
	@$(MANAGE) create_staff "$(EMAIL)"

backup: .venv/base.txt .local/secret-key
	@$(MANAGE) backup "$(FILE)"

restore: .venv/base.txt .local/secret-key
	@$(MANAGE) restore "$(FILE)" $(if $(REPLACE),--replace)

# Datasette has an environment of its own: nothing of it is in the site's.
bench: .venv/base.txt .local/secret-key benchmarks/.venv/done
	@for size in $(or $(SIZE),200 20000); do $(BIN)/python -m benchmarks --size $$size || failed=1; done; exit $${failed:-0}

benchmarks/.venv/done: benchmarks/requirements.txt
	@$(PYTHON) -m venv benchmarks/.venv && benchmarks/.venv/bin/python -m pip install -q --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

picture: .venv/dev.txt .local/secret-key browser
	@$(BIN)/python -m tests.browser.pictures

lighthouse: .venv/dev.txt browser
	@$(BIN)/python -m benchmarks.lighthouse --site http://127.0.0.1:$(PORT)

lock: .venv/dev.txt
	@$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/base.txt -q
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -c requirements/base.txt -o requirements/dev.txt -q
	$(BIN)/uv pip compile --universal --generate-hashes --no-header --python-version 3.11 benchmarks/requirements.in -o benchmarks/requirements.txt -q

# Browser tests take the Chromium of the PATH; without one, try to install it, and let the tests say if that failed.
browser: .venv/dev.txt
	@$(BIN)/python -m tests.browser.chromium

.local/secret-key:
	@umask 077 && mkdir -p .local && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(64))' > $@.new && mv $@.new $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo "Il faut Python 3.11 ou plus récent (PYTHON=… pour choisir l'interpréteur)." >&2; exit 1; }
	@echo "Environnement Python (.venv)…"
	@rm -rf .venv.new && $(PYTHON) -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; echo "L'environnement Python n'a pas pu être créé : le module venv manque (sous Debian : apt-get install python3-venv)." >&2; exit 1; }

# The copy of the lock file inside .venv says which packages are there: made last, so an install cut short is done again.
.venv/%.txt: requirements/%.txt | .venv/bin/python
	@count=$$(grep -cE '^[a-z].*==' $<); echo "Paquets ($$count)…"; \
	set -o pipefail; \
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --retries 2 --timeout 20 --require-hashes --no-deps -r $< 2>.venv/pip.err \
	  | awk -v n=$$count '/^Collecting /{ i++; if (i % 10 == 0) printf "  %d/%d\n", i, n; fflush() }' \
	  || { echo "Les paquets n'ont pas pu être installés : vérifiez l'accès au réseau, puis relancez (détail : .venv/pip.err)." >&2; exit 1; }
	@cp $< $@

# dev.txt holds everything base.txt holds.
.venv/dev.txt: | .venv/base.txt

clean:
	rm -rf .venv benchmarks/.venv .bench .static .made .mypy_cache .ruff_cache .pytest_cache .hypothesis
