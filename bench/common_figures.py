"""Samples into figures, progress for whoever waits, and words about the machine."""

from __future__ import annotations

import os
import platform
import statistics
import sys
from collections.abc import Sequence

from bench.result import Figures


def say(text: str) -> None:
    """Progress goes to the standard error: the last line of the standard output is the result."""
    print(text, file=sys.stderr, flush=True)


def quantile(samples: Sequence[float], share: float) -> float:
    """Linear between the two nearest samples; `share` is 0 … 1. ValueError without samples."""
    if not samples:
        raise ValueError("no samples")
    ordered = sorted(samples)
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def spread(samples: Sequence[float], name: str = "") -> Figures:
    """Seconds → `{name}median_ms`, `{name}p99_ms`, `{name}max_ms`."""
    return {
        f"{name}median_ms": round(statistics.median(samples) * 1000, 1),
        f"{name}p99_ms": round(quantile(samples, 0.99) * 1000, 1),
        f"{name}max_ms": round(max(samples) * 1000, 1),
    }


def machine() -> str:
    """Cores, load and system, for the record: a number without them says little."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores{load}, {platform.system()} {platform.release()}, Python {platform.python_version()}"
