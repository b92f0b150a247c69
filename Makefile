# Everything works from a fresh clone with Python 3.11 and make. Targets make their own .venv.
PYTHON ?= python3
BIN := .venv/bin
DATABASE ?= data/stet.db
SITE ?= moscowtimes
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test lint crawl browse bench quality browser bulk ray fleet buckets crawl-replay clean-data

help:
	@echo "make demo          crawl the bundled news web, show what was stored and what was cut"
	@echo "make test          lint, then all tests"
	@echo "make lint          ruff, mypy, and the arrows between packages and wings"
	@echo "make crawl         crawl one site: make crawl SITE=moscowtimes"
	@echo "make browse        Datasette on the result: make browse DATABASE=data/stet.db"
	@echo "make bench         speed of extraction beside trafilatura, what broken pages do to it, speed of a crawl,"
	@echo "                   commands and pages on a stranger's database"
	@echo "make quality       extraction over the open corpus in ../shared, beside its peers, held against the floors"
	@echo "                   (OPTIONS=--cross-validate: on sites that the weights were not fitted on)"
	@echo "make browser       what sites with render = true need besides (and a Chromium)"
	@echo "make bulk          what scrapy bulk needs: datatrove, DuckDB, S3 (make ray: Ray besides)"
	@echo "make fleet         what crawls on several machines need: Procrastinate, psycopg, S3 (and a PostgreSQL)"
	@echo "make buckets       a stand-in for S3, for the tests of what lies in buckets"
	@echo "make crawl-replay  crawl the replay web in ../shared, account for every page"
	@echo "make clean-data    remove what demo and crawl-replay wrote"

# The pins stand in pyproject.toml alone. pip learned to read dependency groups there with 25.1.
$(BIN)/.installed: pyproject.toml spiders/first_moments.pth
	@echo "setting up .venv"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q "pip>=25.1"
	@$(BIN)/python -m pip install -q --group dev $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'])")
	@cp spiders/first_moments.pth $$($(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/stet.pth
	@touch $@

demo: $(BIN)/.installed
	@$(BIN)/python -m tests.web.demo

test: lint
	$(BIN)/python -m pytest

lint: $(BIN)/.installed
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-cache

crawl: $(BIN)/.installed
	$(BIN)/scrapy crawl $(SITE) -s STET_DATABASE=$(DATABASE)

browse: $(BIN)/.installed
	$(BIN)/scrapy browse -s STET_DATABASE=$(DATABASE)

bench: $(BIN)/.installed
	$(BIN)/python -m benchmarks.crawl_speed
	$(BIN)/python -m benchmarks.extract_speed
	$(BIN)/python -m benchmarks.archive_speed
	$(BIN)/python -m benchmarks.robustness
	$(BIN)/python -m benchmarks.hostile_values

quality: $(BIN)/.installed
	$(BIN)/python -m benchmarks.quality $(OPTIONS)

install-extra = $(BIN)/python -m pip install -q $$($(BIN)/python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies']['$@'])")

browser: $(BIN)/.installed
	$(install-extra)

bulk: $(BIN)/.installed
	$(install-extra)

ray: $(BIN)/.installed
	$(install-extra)

fleet: $(BIN)/.installed
	$(install-extra)

# In an environment of its own: it wants another botocore than s3fs. With these two it serves, with [server] it is twice as large.
buckets: $(BIN)/.installed
	@test -x build/moto/bin/python || $(BIN)/python -m venv build/moto
	@build/moto/bin/python -m pip install -q "pip>=25.1"
	build/moto/bin/python -m pip install -q --group buckets

crawl-replay: $(BIN)/.installed
	$(BIN)/python -m benchmarks.crawl_replay $(ARGS)

clean-data:
	rm -rf data/demo.db* data/demo-archive data/replay.db* data/replay-archive build
