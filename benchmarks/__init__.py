"""Ratios measured in one run, apart from the tests: `make bench`."""
