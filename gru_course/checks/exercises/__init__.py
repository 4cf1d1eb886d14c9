"""The exercises, one module each: a right answer, inputs, hints, and the mistakes that people make."""
