"""Benchmarks: python -m bench NAME runs the peer beside us and ends with one JSON line."""
