"""What one inbound message costs: our full Turn against raw aiohttp, in the same run (`make bench`).

Servers are started fresh, driven in turn (A B C A B C …) and stopped; every answer is checked. Figures of a
shared machine are noisy: read the ratios, each from one round, as median and range. Nothing here is a test.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench import load

TALK = {
    "dialogue": ("登记", "重新来", "瓷砖工", "取消"),  # opens a form, begins anew, answers, leaves
    "product": ("找活", "今天的活", "瓷砖工", "我报的名", "明天有什么活"),
}
LEVELS = (1, 16, 64)
NEWCOMERS = 1_000_000
"""So many people that each speaks for the first time."""


@contextlib.contextmanager
def server(name: str) -> Iterator[tuple[subprocess.Popen[str], int, float]]:
    """A fresh server on a fresh ledger: its process, its port, and how long it took to be ready."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        started = time.perf_counter()
        command = [sys.executable, "-m", "bench.servers", name, folder, str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            if process.stdout.readline().strip() != "ready":
                raise SystemExit(f"{name} did not start")
            with contextlib.suppress(OSError, AttributeError):
                os.sched_setaffinity(process.pid, {0})
            yield process, port, time.perf_counter() - started
        finally:
            process.kill()
            process.wait()


Found = dict[str, dict[int, list[load.Run]]]


def rounds(names: tuple[str, ...], talk: str, repeats: int, seconds: float) -> Found:
    """`repeats` rounds; in each, every server once, at every level, with people who have spoken before."""
    found: Found = {name: {level: [] for level in LEVELS} for name in names}
    for turn in range(repeats):
        for name in names:
            with server(name) as (process, port, _):
                asyncio.run(load.introduce(port, TALK[talk], f"warm{turn}"))
                for level in LEVELS:
                    tag = f"{turn}-{level}"
                    found[name][level].append(
                        asyncio.run(load.run(process.pid, port, level, seconds, TALK[talk], tag))
                    )
            print(".", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)
    return found


def spread(values: list[float]) -> str:
    return f"{statistics.median(values):8.2f} ({min(values):.2f}-{max(values):.2f})"


def show(talk: str, found: Found) -> None:
    print(f"\n{talk} Turn: requests per CPU-second, ratio to raw of the same round, latency")
    heads = (("req/cpu-s", 26), ("ratio to raw", 20), ("p50 ms", 8), ("p99 ms", 8), ("req/s", 8))
    print(f"{'server':9} conn " + " ".join(f"{head:>{width}}" for head, width in heads))
    for name, levels in found.items():
        for level, runs in levels.items():
            peers = found["raw"][level]
            ratios = [
                ours.per_cpu_second / peer.per_cpu_second for ours, peer in zip(runs, peers, strict=True)
            ]
            middle = sorted(runs, key=lambda run: run.per_cpu_second)[len(runs) // 2]
            print(
                f"{name:9} {level:4} {spread([run.per_cpu_second for run in runs]):>26} {spread(ratios):>20} "
                f"{middle.p50_ms:8.2f} {middle.p99_ms:8.2f} {middle.done / middle.wall:8.0f}"
            )


GOALS = (("turn", "memory", "durability: FULL against memory only"), ("wide", "turn", "200 handlers more"))


def show_goals(found: Found) -> None:
    """Ours against ours, each pair from one round."""
    for one, other, meaning in GOALS:
        if one in found and other in found:
            for level in LEVELS:
                pairs = zip(found[one][level], found[other][level], strict=True)
                ratios = [a.per_cpu_second / b.per_cpu_second for a, b in pairs]
                print(f"{meaning}, {level} connections: {spread(ratios)}")


def first_contact(repeats: int, seconds: float) -> Found:
    """The first word of a new person also makes the person and the address."""
    found: Found = {name: {16: []} for name in ("raw", "turn")}
    for turn in range(repeats):
        for name, levels in found.items():
            with server(name) as (process, port, _):
                asyncio.run(load.introduce(port, TALK["product"], f"warm{turn}"))
                told = load.run(process.pid, port, 16, seconds, TALK["product"], f"new{turn}", NEWCOMERS)
                levels[16].append(asyncio.run(told))
    return found


def start_up(repeats: int) -> dict[str, dict[str, float]]:
    """CPU to the first answered request, and memory then."""
    found: dict[str, dict[str, float]] = {}
    for name in ("minimal", "turn"):
        cpu, memory = [], []
        for _ in range(repeats):
            with server(name) as (process, port, _ready):
                asyncio.run(load.run(process.pid, port, 1, 0.02, TALK["product"], "first"))
                cpu.append(load.cpu_seconds(process.pid))
                memory.append(load.rss_mb(process.pid))
        found[name] = {"cpu_s": statistics.median(cpu), "rss_mb": statistics.median(memory)}
    return found


def plain(found: Found) -> dict[str, dict[int, list[dict[str, float]]]]:
    return {n: {lv: [asdict(r) for r in runs] for lv, runs in of.items()} for n, of in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--seconds", type=float, default=2.0)
    options.add_argument("--servers", default="raw,turn,memory,single,wide")
    options.add_argument("--json", type=Path, help="write every figure here")
    chosen = options.parse_args()
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    names = tuple(chosen.servers.split(","))
    report: dict[str, object] = {}
    for talk in TALK:
        found = rounds(names, talk, chosen.repeats, chosen.seconds)
        show(talk, found)
        show_goals(found)
        report[talk] = plain(found)
    newcomers = first_contact(chosen.repeats, chosen.seconds)
    show("first contact, product", newcomers)
    report["first"] = plain(newcomers)
    started = start_up(chosen.repeats)
    report["start"] = started
    print("\nstart-up to the first answer")
    for name, figures in started.items():
        print(f"{name:9} CPU {figures['cpu_s']:.2f} s, memory {figures['rss_mb']:.0f} MB")
    for figure in ("cpu_s", "rss_mb"):
        print(f"ratio turn/minimal {figure}: {started['turn'][figure] / started['minimal'][figure]:.2f}")
    if chosen.json:
        chosen.json.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
