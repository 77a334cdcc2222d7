# make run and make test are the two to know; make help tells the others.
# Whoever has no Python 3.11+ under a usual name: make setup PYTHON=/path/to/python3.12

PY := .venv/bin/python

.PHONY: help setup setup-dev run test check format chats bench storm lock
.DEFAULT_GOAL := help

help:
	@echo "make run      set up, then start everything and print the address to open"
	@echo "make test     set up, then check everything: format, lint, types, imports, tests"
	@echo "make setup    the set-up alone: .venv from requirements.lock"
	@echo "make check    make test without the tests"
	@echo "make format   put the code in form"
	@echo "make chats    only the conversations (tests/chats)"
	@echo "make bench    measure how fast messages are taken in"
	@echo "make storm    a storm of messages over WeChat, beside WeRoBot and wechatpy"
	@echo "make lock     write the locks anew from requirements*.in (UPGRADE=1: newest versions)"

setup:
	@sh .ci/python .ci/setup.py runtime

setup-dev:
	@sh .ci/python .ci/setup.py dev

run: setup
	@$(PY) -m bot serve

test: setup-dev
	@$(PY) .ci/check.py

check: setup-dev
	@$(PY) .ci/check.py --without-tests

format: setup-dev
	@$(PY) -m ruff check --fix-only .
	@$(PY) -m ruff format .

chats: setup-dev
	@$(PY) -m pytest -n 2 -k chat

bench: setup
	@$(PY) -m bench.inbound

storm: setup-dev
	@$(PY) -m bench.wechat_storm

lock:
	@sh .ci/lock
