"""Figures for Prometheus, on a registry of our own. Labels are names of ours, never of people."""

from collections.abc import Callable, Iterable
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
        self.files = Counter("yizhan_files", "Files that people sent", ["channel", "outcome"], registry=own)
        self.routines = Counter("yizhan_routine_runs", "Routine runs", ["name", "outcome"], registry=own)
        self.refusals = Counter("yizhan_refusals", "Callbacks refused", ["channel", "reason"], registry=own)
        self.api_calls = Counter(
            "yizhan_api_calls", "Calls of a network's API", ["channel", "path", "errcode"], registry=own
        )
        self._reach = Gauge(
            "yizhan_budget_people", "People who may be told more", ["channel", "by"], registry=own
        )
        self._shut = Gauge("yizhan_way_closed", "Ways out that are closed", ["channel", "way"], registry=own)
        self._sent = Gauge("yizhan_sent_today", "What left today", ["channel", "way"], registry=own)
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

    def allowed(
        self,
        people: Iterable[tuple[str, str, int]],
        closed: Iterable[tuple[str, str]],
        sent: Iterable[tuple[str, str, int]],
    ) -> None:
        """What the budgets hold just now; what is not named any more is gone."""
        for gauge in (self._reach, self._shut, self._sent):
            gauge.clear()
        for channel, by, count in people:
            self._reach.labels(channel, by).set(count)
        for channel, way in closed:
            self._shut.labels(channel, way).set(1)
        for channel, way, number in sent:
            self._sent.labels(channel, way).set(number)


def render(registry: CollectorRegistry) -> tuple[bytes, str]:
    """The page for a scraper and its content type."""
    return generate_latest(registry), CONTENT_TYPE_LATEST
