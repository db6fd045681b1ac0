"""Tests against real servers on this machine: `make test-servers`."""
