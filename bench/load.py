"""A load of its own process: keep-alive connections that each send, wait, check the answer and send again."""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

PEOPLE = 500
"""They take turns, and each says the texts in their order: whoever comes back finds their own place."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Run:
    """One level of one server: completed requests, CPU-seconds of its process tree, latencies."""

    done: int
    cpu: float
    wall: float
    p50_ms: float
    p99_ms: float

    @property
    def per_cpu_second(self) -> float:
        return self.done / self.cpu if self.cpu else 0.0


_serial = itertools.count()


def _request(texts: tuple[str, ...], tag: str, people: int) -> bytes:
    number = next(_serial)
    said = texts[(number // PEOPLE + number % PEOPLE) % len(texts)]
    body = json.dumps(
        {"who": f"w{number % people}", "id": f"{tag}-{number}", "text": said}, ensure_ascii=False
    ).encode()
    return (
        b"POST / HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        % len(body)
        + body
    )


async def _connection(
    port: int, texts: tuple[str, ...], until: float, tag: str, people: int, most: int
) -> list[float]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    took: list[float] = []
    while time.perf_counter() < until and len(took) < most:
        started = time.perf_counter()
        writer.write(_request(texts, tag, people))
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        took.append(time.perf_counter() - started)
        if not head.startswith(b"HTTP/1.1 200") or not json.loads(body)["words"]:
            raise SystemExit(f"a wrong answer: {head[:40]!r} {body[:200]!r}")
    writer.close()
    return took


async def introduce(port: int, texts: tuple[str, ...], tag: str) -> None:
    """Everybody says everything once: nobody is new to the server after this."""
    rounds = len(texts) * PEOPLE // 20
    global _serial
    _serial = itertools.count()  # so that each begins at their own place
    await asyncio.gather(*(_connection(port, texts, math.inf, tag, PEOPLE, rounds) for _ in range(20)))


async def run(
    pid: int,
    port: int,
    connections: int,
    seconds: float,
    texts: tuple[str, ...],
    tag: str,
    people: int = PEOPLE,
) -> Run:
    """Drive one level and read the server's CPU before and after. People beyond PEOPLE are new."""
    before, started = cpu_seconds(pid), time.perf_counter()
    until = started + seconds
    each = await asyncio.gather(
        *(_connection(port, texts, until, tag, people, sys.maxsize) for _ in range(connections))
    )
    wall, cpu = time.perf_counter() - started, cpu_seconds(pid) - before
    took = sorted(one for some in each for one in some)
    return Run(len(took), cpu, wall, 1000 * took[len(took) // 2], 1000 * took[int(len(took) * 0.99)])


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, all threads, and of the children it has reaped."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / TICK


def rss_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
