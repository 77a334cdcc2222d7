"""Metrics: our own registry, our own names."""

from prometheus_client import REGISTRY

from bot.metrics import Backlog, Metrics, render


def test_the_page_tells_turns_sends_routines_and_what_waits() -> None:
    metrics = Metrics()
    metrics.turn("web", "said", 0.004)
    metrics.turn("web", "said", 0.3)
    metrics.sends.labels("telegram", "try_again").inc()
    metrics.routines.labels("morning_alerts", "done").inc()
    metrics.backlog = Backlog(outbox=3, outbox_oldest_seconds=12.5, inbox_parked=1)
    page, content_type = render(metrics.registry)
    lines = page.decode().splitlines()
    assert content_type.startswith("text/plain")
    for line in (
        'yizhan_turns_total{channel="web",outcome="said"} 2.0',
        'yizhan_turn_seconds_bucket{le="0.005"} 1.0',
        "yizhan_turn_seconds_count 2.0",
        'yizhan_sends_total{channel="telegram",outcome="try_again"} 1.0',
        'yizhan_routine_runs_total{name="morning_alerts",outcome="done"} 1.0',
        "yizhan_outbox_depth 3.0",
        "yizhan_outbox_oldest_seconds 12.5",
        "yizhan_inbox_parked 1.0",
    ):
        assert line in lines


def test_the_gauges_follow_the_ledger() -> None:
    metrics = Metrics()
    assert metrics.registry.get_sample_value("yizhan_outbox_depth") == 0
    metrics.backlog = Backlog(outbox=7)
    assert metrics.registry.get_sample_value("yizhan_outbox_depth") == 7


def test_two_apps_in_one_process_do_not_share_figures() -> None:
    one, other = Metrics(), Metrics()
    one.turn("web", "said", 0.1)
    labels = {"channel": "web", "outcome": "said"}
    assert one.registry.get_sample_value("yizhan_turns_total", labels) == 1
    assert other.registry.get_sample_value("yizhan_turns_total", labels) is None
    assert REGISTRY.get_sample_value("yizhan_turns_total", labels) is None
