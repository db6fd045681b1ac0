"""Cases made by others, run against this project: `python -m tests.conformance DIR [--json]`."""
