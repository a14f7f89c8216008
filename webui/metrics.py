"""`GET /metrics`: what Prometheus reads, in a registry of its own."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)


class Metrics:
    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        self.commands = Counter(
            "efir_commands", "Commands received over the network.", ("type", "outcome"), registry=registry
        )
        self.commit = Histogram(
            "efir_command_seconds",
            "From a command's arrival to its durable receipt.",
            buckets=_SECONDS,
            registry=registry,
        )
        self.lag = Histogram(
            "efir_loop_lag_seconds", "How late the event loop runs a timer.", buckets=_SECONDS, registry=registry
        )
        self.clients = Gauge("efir_clients", "Open pages.", ("view",), registry=registry)
        self.slow = Counter("efir_slow_clients", "Pages cut off for being too far behind.", registry=registry)
        self.seq = Gauge("efir_seq", "The journal's newest entry.", registry=registry)
        self.journal = Gauge("efir_journal_ok", "1 while the journal accepts.", registry=registry)
        self.obs = Gauge("efir_obs_connected", "1 while the switcher is connected.", ("kind",), registry=registry)

    def text(self) -> bytes:
        return generate_latest(self._registry)
