"""The real `python -m bot serve` as a child process, ended as a power cut would end it."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import random
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 150.0
"""Seconds until a start counts as failed: the machine that tests may be busy with much else."""


class Serve:
    """One installation in a folder of its own; it can be started and ended again and again."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "serve.log"
        self.lives = 0
        self.died: list[float] = []
        self._settings = dict(settings)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process is not None and self._process.returncode is None

    @property
    def environment(self) -> dict[str, str]:
        """Ours without any YIZHAN_ of the developer; `.env` is looked for in the folder and not there."""
        plain = {name: value for name, value in os.environ.items() if not name.startswith("YIZHAN_")}
        ours = {
            "PYTHONPATH": str(ROOT),
            "PYTHONFAULTHANDLER": "1",
            "YIZHAN_ENV": "test",
            "YIZHAN_DATA_DIR": str(self.folder / "data"),
            "YIZHAN_HTTP_PORT": str(self.port),
        }
        return {**plain, **ours, **self._settings}

    def add(self, settings: Mapping[str, str]) -> None:
        """More settings for the lives to come."""
        self._settings.update(settings)

    async def begin(self, fault: str = "") -> None:
        """Start it. `fault` names the point at which it is to end, as bot/faults.py reads it."""
        assert not self.alive
        self.lives += 1
        environment = self.environment | ({"YIZHAN_TEST_FAULT": fault} if fault else {})
        with self.log.open("ab") as out:
            out.write(f"--- life {self.lives} {fault}\n".encode())
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "serve"),
                cwd=self.folder,
                env=environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=_end_with_us,
            )

    async def up(self) -> bool:
        """Wait until it answers; False when it ended before (a fault point on the way)."""
        ends = time.monotonic() + PATIENCE
        async with ClientSession(timeout=ClientTimeout(total=2)) as session:
            while self.alive:
                with contextlib.suppress(ClientConnectorError, ClientError, TimeoutError):
                    async with session.get(self.base + "/healthz") as answer:
                        if answer.status == 200:
                            return True
                if time.monotonic() > ends:
                    raise AssertionError(f"it does not come up:\n{await self._where()}")
                await asyncio.sleep(0.05)
        self._note_death()
        return False

    async def start(self) -> None:
        await self.begin()
        assert await self.up(), f"it ended while starting:\n{self.said()}"

    async def dies(self, within: float) -> bool:
        """Whether it ends by itself in this time, as a fault point makes it."""
        assert self._process is not None
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), within)
            self._note_death()
            return True
        return False

    async def kill(self) -> None:
        """SIGKILL, without a warning."""
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
        self._note_death()

    async def stop(self, within: float = 15.0) -> tuple[int, float]:
        """SIGTERM; its exit code and the seconds it took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.send_signal(signal.SIGTERM)
        try:
            code = await asyncio.wait_for(self._process.wait(), within)
        except TimeoutError:
            raise AssertionError(f"it does not stop:\n{self.said()}") from None
        return code, time.monotonic() - began

    async def close(self) -> None:
        if self.alive:
            await self.kill()

    async def _where(self) -> str:
        """Of one that hangs, the log with the place where it does."""
        assert self._process is not None
        self._process.send_signal(signal.SIGABRT)
        await self._process.wait()
        return self.said()

    def said(self, most: int = 6000) -> str:
        """The end of its log, for whoever reads a failure."""
        return self.log.read_text(errors="replace")[-most:] if self.log.exists() else ""

    def _note_death(self) -> None:
        assert self._process is not None
        assert self._process.returncode == -signal.SIGKILL, f"it ended by itself:\n{self.said()}"
        self.died.append(time.monotonic())


NO_MASTER_KEY = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")
"""For root the modes of files are no bounds; without these two powers they are, as for everybody else."""


async def verb(serve: Serve, *arguments: str, bound: bool = False) -> tuple[int, str, str]:
    """Another verb of the same installation: exit code, stdout, stderr. `bound`: by the modes of files."""
    before = NO_MASTER_KEY if bound and os.getuid() == 0 else ()
    process = await asyncio.create_subprocess_exec(
        *(*before, sys.executable, "-m", "bot", *arguments),
        cwd=serve.folder,
        env=serve.environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        preexec_fn=_end_with_us,
    )
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode or 0, out.decode(), err.decode()


def free_port() -> int:
    """A port below those that outgoing connections take: they must not land on it while the child is dead."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as taken, contextlib.suppress(OSError):
            taken.bind(("127.0.0.1", port))
            return port


def _end_with_us() -> None:
    """A test run that is killed must not leave a server behind (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
