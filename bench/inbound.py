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
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from bench import load

TALK = {
    "dialogue": ("登记", "重新来", "瓷砖工", "取消"),  # opens a form, begins anew, answers, leaves
    "product": ("找活", "今天的活", "瓷砖工", "我报的名", "明天有什么活"),
}
SERVERS: dict[str, dict[str, tuple[int, ...]]] = {
    "product": {"raw": (1, 16, 64), "turn": (1, 16, 64), "memory": (16, 64), "single": (16,), "wide": (16,)},
    "dialogue": {"raw": (1, 16, 64), "turn": (1, 16, 64)},
}
"""Which server is driven with how many connections: no more than some goal or reader asks for."""
NEWCOMERS = 1_000_000
"""So many people that each speaks for the first time."""


@contextlib.contextmanager
def server(name: str, folder: str = "") -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A fresh server, its process and its port; on a fresh ledger unless the folder of one is given."""
    with tempfile.TemporaryDirectory() as new, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = [sys.executable, "-m", "bench.servers", name, folder or new, str(port)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            if process.stdout.readline().strip() != "ready":
                raise SystemExit(f"{name} did not start")
            with contextlib.suppress(OSError, AttributeError):
                os.sched_setaffinity(process.pid, {0})
            yield process, port
        finally:
            process.kill()
            process.wait()


Found = dict[str, dict[int, list[load.Run]]]


def rounds(servers: dict[str, tuple[int, ...]], talk: str, repeats: int, seconds: float) -> Found:
    """`repeats` rounds; in each, every server once, at every level, with people who have spoken before."""
    found: Found = {name: {level: [] for level in levels} for name, levels in servers.items()}
    for turn in range(repeats):
        for name, levels in servers.items():
            with server(name) as (process, port):
                asyncio.run(load.introduce(port, TALK[talk], f"warm{turn}"))
                for level in levels:
                    told = load.run(process.pid, port, level, seconds, TALK[talk], f"{turn}-{level}")
                    found[name][level].append(asyncio.run(told))
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


def ratio(found: Found, one: str, other: str, level: int = 16, of: str = "per_cpu_second") -> str:
    """Server against server, each pair from one round."""
    pairs = zip(found[one][level], found[other][level], strict=True)
    return spread([getattr(a, of) / getattr(b, of) for a, b in pairs])


def first_contact(repeats: int, seconds: float) -> Found:
    """The first word of a new person also makes the person and the address."""
    found: Found = {name: {16: []} for name in ("raw", "turn")}
    for turn in range(repeats):
        for name, levels in found.items():
            with server(name) as (process, port):
                asyncio.run(load.introduce(port, TALK["product"], f"warm{turn}"))
                told = load.run(process.pid, port, 16, seconds, TALK["product"], f"new{turn}", NEWCOMERS)
                levels[16].append(asyncio.run(told))
    return found


def start_up(repeats: int) -> dict[str, dict[str, float]]:
    """CPU to the first answered request, and memory then, of a start that finds its ledger."""
    found: dict[str, dict[str, float]] = {}
    for name in ("minimal", "turn"):
        cpu, memory = [], []
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(repeats + 1):
                with server(name, folder) as (process, port):
                    asyncio.run(load.run(process.pid, port, 1, 0.02, TALK["product"], "first"))
                    cpu.append(load.cpu_seconds(process.pid))
                    memory.append(load.rss_mb(process.pid))
        found[name] = {"cpu_s": statistics.median(cpu[1:]), "rss_mb": statistics.median(memory[1:])}
    return found


def show_goals(found: dict[str, Found], started: dict[str, dict[str, float]]) -> None:
    """A line a goal: what was measured, as median and range, and what is wanted."""
    product, dialogue = found["product"], found["dialogue"]
    cpu, memory = (started["turn"][of] / started["minimal"][of] for of in ("cpu_s", "rss_mb"))
    late = [ratio(of, "turn", "raw", of="p99_ms") for of in (product, dialogue)]
    lines = (
        ("1 product Turn to raw, requests per CPU-second", ratio(product, "turn", "raw"), "at least 0.25"),
        ("1 dialogue Turn to raw", ratio(dialogue, "turn", "raw"), "at least 0.45"),
        ("2 to WeRoBot, NoneBot2, SQLAlchemy", "", "not measured: these peers are not started here"),
        ("3 durable to memory alone", ratio(product, "turn", "memory"), "at least 0.95"),
        ("3 the same, 64 connections", ratio(product, "turn", "memory", 64), "at least 0.95"),
        ("4 p99 of a product Turn to raw", late[0], "at most 4"),
        ("4 p99 of a dialogue Turn to raw", late[1], "at most 4"),
        ("5 what 200 conversations more cost", ratio(product, "turn", "wide"), "at most 1.15"),
        ("6 CPU to the first answer, to a minimal app", f"{cpu:8.2f}", "at most 0.6"),
        ("6 memory then, to a minimal app", f"{memory:8.2f}", "at most 0.7"),
    )
    print("\ngoals, 16 connections where nothing else is said: measured (range) and wanted")
    for meaning, measured, wanted in lines:
        print(f"{meaning:46} {measured:22} {wanted}")


def plain(found: Found) -> dict[str, dict[int, list[dict[str, float]]]]:
    return {n: {lv: [asdict(r) for r in runs] for lv, runs in of.items()} for n, of in found.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--seconds", type=float, default=1.5)
    options.add_argument("--json", type=Path, help="write every figure here")
    chosen = options.parse_args()
    with contextlib.suppress(OSError, AttributeError):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    found = {talk: rounds(servers, talk, chosen.repeats, chosen.seconds) for talk, servers in SERVERS.items()}
    few = min(chosen.repeats, 2)
    newcomers = first_contact(few, chosen.seconds)
    started = start_up(few)
    for talk, measured in {**found, "first contact, product": newcomers}.items():
        show(talk, measured)
    print("\nstart-up to the first answer, on a ledger that is there")
    for name, figures in started.items():
        print(f"{name:9} CPU {figures['cpu_s']:.2f} s, memory {figures['rss_mb']:.0f} MB")
    show_goals(found, started)
    report = {talk: plain(one) for talk, one in found.items()} | {"first": plain(newcomers)}
    if chosen.json:
        chosen.json.write_text(json.dumps(report | {"start": started}, indent=1))


if __name__ == "__main__":
    main()
