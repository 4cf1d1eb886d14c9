"""Side-by-side measurements of the reference GRU; ``python benchmarks/run.py`` writes RESULTS.md."""
