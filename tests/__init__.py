"""Tests: folders mirror the packages; real programs are found by tests.real."""
