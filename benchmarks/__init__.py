"""Load and latency runs that print ratios: `make bench`. Never part of the tests; docs/benchmarks.md explains them."""
