"""The mathematics of the course: NumPy only, each idea in its own file."""
