"""Figures for Prometheus, on a registry of our own. Labels are names of ours, never of people."""

from collections.abc import Callable
from dataclasses import dataclass

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits in the ledger."""

    outbox: int = 0
    outbox_oldest_seconds: float = 0.0
    inbox_parked: int = 0


class Metrics:
    """`backlog` is set by whoever counted last; the gauges read it when they are asked."""

    def __init__(self) -> None:
        own = self.registry = CollectorRegistry()
        self.backlog = Backlog()
        self.turns = Counter("yizhan_turns", "Turns", ["channel", "outcome"], registry=own)
        self.turn_seconds = Histogram("yizhan_turn_seconds", "Time of a Turn", registry=own, buckets=SECONDS)
        self.sends = Counter("yizhan_sends", "Attempts to send", ["channel", "outcome"], registry=own)
        self.routines = Counter("yizhan_routine_runs", "Routine runs", ["name", "outcome"], registry=own)
        gauges: dict[str, tuple[str, Callable[[], float]]] = {
            "outbox_depth": ("Outbox rows that wait", lambda: self.backlog.outbox),
            "outbox_oldest_seconds": ("Age of the oldest", lambda: self.backlog.outbox_oldest_seconds),
            "inbox_parked": ("Inbox rows parked for staff", lambda: self.backlog.inbox_parked),
        }
        for name, (meaning, value) in gauges.items():
            Gauge(f"yizhan_{name}", meaning, registry=own).set_function(value)

    def turn(self, channel: str, outcome: str, seconds: float) -> None:
        self.turns.labels(channel, outcome).inc()
        self.turn_seconds.observe(seconds)


def render(registry: CollectorRegistry) -> tuple[bytes, str]:
    """The page for a scraper and its content type."""
    return generate_latest(registry), CONTENT_TYPE_LATEST
