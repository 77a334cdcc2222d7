"""The real `python -m bot serve` as a child: what it says, how it starts over after a kill, how it ends."""

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
UP = 60.0


class Child:
    """One installation; `serve` may be started in it again and again."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        plain = {name: value for name, value in os.environ.items() if not name.startswith("YIZHAN_")}
        ours = {"YIZHAN_DATA_DIR": str(folder / "data"), "YIZHAN_HTTP_PORT": str(self.port)}
        self.env = plain | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | ours | settings
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> "subprocess.Popen[str]":
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=self.folder,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        return self.process

    def up(self) -> None:
        began = time.monotonic()
        while not self.answers("/healthz"):
            assert self.process is not None and self.process.poll() is None, self.said()
            assert time.monotonic() - began < UP, "it never came up"
            time.sleep(0.05)

    def answers(self, path: str) -> bool:
        with suppress(OSError, urllib.error.HTTPError):
            return bool(
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).status == 200
            )
        return False

    def said(self) -> tuple[str, str]:
        assert self.process is not None
        return self.process.communicate(timeout=30)

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    one = Child(tmp_path)
    yield one
    one.end()


@pytest.mark.slow
def test_from_nothing_to_a_page_and_down_again(child: Child) -> None:
    process = child.start()
    child.up()
    assert child.answers("/") and child.answers("/metrics")

    second = Child(child.folder)
    second.start()
    out, err = second.said()
    assert second.process and second.process.returncode == 1
    assert str(process.pid) in err and len(err.strip().splitlines()) == 1

    neighbour = Child(child.folder / "next", YIZHAN_HTTP_PORT=str(child.port))
    neighbour.folder.mkdir()
    neighbour.start()
    out, err = neighbour.said()
    assert neighbour.process and neighbour.process.returncode == 1
    assert f"127.0.0.1:{child.port}" in err and len(err.strip().splitlines()) == 1

    began = time.monotonic()
    process.send_signal(signal.SIGTERM)
    out, err = child.said()
    assert time.monotonic() - began < 10
    assert process.returncode == 0
    assert f"http://127.0.0.1:{child.port}/" in out and "青禾县" in out
    assert "error" not in err and "Traceback" not in err


@pytest.mark.slow
@pytest.mark.kill
def test_a_first_start_may_be_killed_at_any_moment(child: Child) -> None:
    """Whatever was cut off, the next start finds a county whole or not begun."""
    chance = random.Random(7)
    for _ in range(6):
        process = child.start()
        with suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.3, 2.5))
        child.end()
        path = child.folder / "data" / "yizhan.db"
        if path.exists():
            with closing(sqlite3.connect(path)) as file:
                tables = {
                    name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                }
                assert not tables or {"alembic_version", "evidence", "outbox"} <= tables
                if tables:
                    people = file.execute("SELECT count(*) FROM person").fetchone()[0]
                    gigs = file.execute("SELECT count(*) FROM gig").fetchone()[0]
                    assert (people, gigs) in ((0, 0), (57, 13))
    process = child.start()
    child.up()
    assert child.answers("/phones/api/people")
    process.send_signal(signal.SIGINT)
    child.said()
    assert process.returncode == 0
