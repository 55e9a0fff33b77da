"""Benchmarks: what KommA does often, timed side by side in one run. `make bench` prints ratios."""
