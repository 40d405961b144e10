"""The tasks of the benchmarks."""
