# The doors. Each is one line that calls Python, so that Windows can say: py -m tools.dev run
# PORT, HOST, BENCH and the rest of the environment reach it as they are; ARGS are passed on.
# PYTHON: the newest of these that is 3.11 or later and can make virtual environments.
PYTHON ?= $(shell for python in python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip, ssl, venv' 2>/dev/null && echo $$python && exit; done; echo python3)

.PHONY: run test check bench lock
run test check bench lock:
	@$(PYTHON) -m tools.dev $@ $(ARGS)
