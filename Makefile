# 一扇门：安装、运行、测试都从这里进。 One door: setup, run, test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV := .boot/bin/uv
BIN := .venv/bin
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
# 编译好的留着：不然每个进程都把用到的库重新编译一遍，慢一倍。
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup setup-ocr setup-dev run test lint format journeys bench lock docs clean

help: ## 列出可用的命令
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(UV): requirements-boot.lock
	@scripts/system-packages run
	$(PYTHON) -m venv .boot
	.boot/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-boot.lock
	@touch $(UV)

.venv/site: $(UV) requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(UV) venv --quiet --python $(PYTHON) .venv
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

.venv/dev: .venv/site requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

.venv/ocr: .venv/site requirements-ocr.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-ocr.lock
	@touch $@

.venv/bench: .venv/dev requirements-bench.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock
	@touch $@

setup: .venv/site ## 只装环境，不启动

setup-ocr: .venv/ocr ## 加上认执照图片的程序（多占约 0.3 GB）

setup-dev: .venv/dev ## 加上测试和检查用的工具

run: .venv/site ## 启动：演示县、网站、后台任务（首次约一分钟）
	@$(BIN)/wangshi run

test: .venv/dev ## 检查加全部测试：两种数据库、真浏览器
	@scripts/test

lint: .venv/dev ## 只做检查
	@scripts/lint

format: .venv/dev ## 整理格式
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/djlint --quiet --reformat src || true

journeys: .venv/dev ## 只在浏览器里走一遍
	@scripts/system-packages test
	$(BIN)/pytest -m journey

bench: .venv/bench ## 与同行并排计时，只看比值
	@for bench in benchmarks/*.py; do echo "== $$bench"; $(BIN)/python $$bench || exit 1; done

docs: .venv/dev ## 由代码重新生成参考手册
	$(BIN)/python scripts/reference.py

lock: $(UV) ## 重新锁定依赖（带校验值，不带地址）
	echo "uv" | $(UV) pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 - -o requirements-boot.lock
	$(UV) pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra site --extra capture pyproject.toml -o requirements.lock
	$(UV) pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra site --extra capture --extra ocr -c requirements.lock pyproject.toml -o requirements-ocr.lock
	$(UV) pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra site --extra capture --extra ocr --extra cluster --extra dev -c requirements-ocr.lock pyproject.toml -o requirements-dev.lock
	$(UV) pip compile -q --generate-hashes --no-annotate --no-header --python-version 3.11 --extra site --extra capture --extra cluster --extra bench -c requirements-dev.lock pyproject.toml -o requirements-bench.lock

clean: ## 删掉环境（不动数据）
	rm -rf .boot .venv build src/*.egg-info
