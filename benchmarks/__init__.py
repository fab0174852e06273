"""Suites, published numbers and speed benchmarks."""
