# Chaque cible prépare elle-même ce qu'il lui faut dans .venv.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.pret

.PHONY: demo test check golden bench examples docs images site dist clean lock

demo: $(READY)  ## le travail principal, sur le registre d'exemple
	@$(BIN)/alp demo --no-input

test: $(READY)  ## tous les tests
	$(BIN)/python -m pytest -n 2

check: $(READY)  ## style, types, étages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tools.docs --check

golden: $(READY)  ## refait les sorties de référence : relire le diff avant d'enregistrer
	ALP_GOLDEN=1 $(BIN)/python -m pytest -n 2 tests/test_erreurs.py tests/core/test_preparation_situation.py --deselect tests/test_erreurs.py::test_the_page_of_errors_is_up_to_date
	$(BIN)/python -m tools.docs

examples: $(READY)  ## refait les registres d'exemple
	$(BIN)/python -m tools.generer

docs: $(READY)  ## refait les pages tirées du code
	$(BIN)/python -m tools.docs

images: $(READY)  ## refait les images de docs/, en tapant les commandes de docs/images.yaml
	$(BIN)/python -m tools.images

site: $(READY)  ## la documentation en pages web, dans site/
	@rm -rf site
	$(BIN)/sphinx-build -q -W -d build/site -b html docs site
	@echo "Ouvrir site/index.html"

bench: $(READY)  ## des rapports mesurés dans une même exécution
	$(BIN)/python -m benchmarks.demarrage
	$(BIN)/python -m benchmarks.compte_rendu
	$(BIN)/python -m benchmarks.rapports 1000 10000

dist: $(READY)  ## sdist et wheel dans dist/
	$(BIN)/hatchling build

clean:
	rm -rf .venv dist build site .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

lock:  ## refait requirements.lock avec le uv de .venv
	$(BIN)/uv pip compile --universal --generate-hashes --extra dev --python-version 3.11 \
		--no-emit-index-url --no-header --quiet --output-file requirements.lock pyproject.toml

$(READY): pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Il faut Python 3.11 ou plus récent : https://www.python.org/downloads/"; exit 1; }
	@echo "Préparation de .venv (une seule fois, une minute environ)…"
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
