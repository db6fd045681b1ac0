# Everything is in tasks.py, so that Windows has the same: py tasks.py run
TASKS = setup run test test-servers lint conformance catalogues walk bench build screenshots soak torture lock lock-check clean
.PHONY: $(TASKS) help
help:
	@python3 tasks.py
$(TASKS):
	@python3 tasks.py $@ $(ARGS)
