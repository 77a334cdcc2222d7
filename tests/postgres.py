"""A throw-away PostgreSQL for tests: a cluster of our own, or the server that YIZHAN_TEST_POSTGRES names.

The cluster lives in a temporary folder, listens on a unix socket only and syncs to disk like a real one:
durability is what these tests are about. As root its programs run as another user, for they refuse root.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy.engine import URL, make_url

from storage.migrate import migrate

ENV = "YIZHAN_TEST_POSTGRES"
SMALL = {
    "listen_addresses": "",
    "max_connections": "50",
    "shared_buffers": "32MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
    "log_min_messages": "fatal",
}
_PATIENCE = 30.0

T = TypeVar("T")


class NoPostgres(Exception):
    """There is no PostgreSQL to test with; the message says why."""


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine in a thread of its own: in this one a loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


class Server:
    """Databases on demand, each a copy of one template that holds the tables."""

    def __init__(self, admin: str, cluster: Cluster | None = None) -> None:
        self._admin = make_url(admin)
        self.cluster = cluster
        self._prefix = f"yizhan_test_{os.getpid()}_{secrets.token_hex(2)}"
        self._made = 0

    def prepare(self, migrations: Callable[[str], Coroutine[Any, Any, Any]]) -> None:
        self.sql(f'CREATE DATABASE "{self._template}"')
        apart(migrations(self._url(self._template)))

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a fresh database with tables; it is gone after the block."""
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        try:
            yield self._url(name)
        finally:
            self.drop(name)

    def drop(self, name: str) -> None:
        if self.cluster:
            self.cluster.start()
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def close(self) -> None:
        if self.cluster:
            self.cluster.remove()
        else:
            self.drop(self._template)

    def sql(self, statement: str) -> list[Any]:
        """One statement on the server, outside any transaction."""

        async def work() -> list[Any]:
            connection = await asyncpg.connect(self._dsn(), timeout=10)
            try:
                return await connection.fetch(statement)
            finally:
                await connection.close()

        return apart(work())

    @property
    def _template(self) -> str:
        return self._prefix + "_template"

    def _url(self, database: str) -> str:
        return self._admin.set(database=database).render_as_string(hide_password=False)

    def _dsn(self) -> str:
        return self._admin.set(drivername="postgresql").render_as_string(hide_password=False)


class Cluster:
    """Server programs run in a temporary folder."""

    def __init__(self) -> None:
        self._programs = _programs()
        self._user = _unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="yizhan-pg-"))
        if self._user:
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        self._data = self.folder / "data"
        self._process: subprocess.Popen[bytes] | None = None
        # The kernel ends the server with the thread that began it: a test's own threads go too soon.
        self._parent = ThreadPoolExecutor(1)
        try:
            self._run("initdb", "-D", self._data, "-U", "yizhan", "-A", "trust", "-E", "UTF8", "--no-locale")
            self.start()
        except BaseException:
            self.remove()
            raise

    @property
    def url(self) -> str:
        return f"postgresql+asyncpg://yizhan@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start, or wait for a start that is under way. After a kill its old helpers may need a moment."""
        deadline = time.monotonic() + _PATIENCE
        while not self._ready():
            if self._process is None or self._process.poll() is not None:
                self._process = self._parent.submit(self._spawn).result()
            if time.monotonic() > deadline:
                raise NoPostgres(f"the server programs do not start: {self._said()}")
            time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends sessions and writes all out; SIGQUIT ends at once; SIGKILL is a power cut."""
        process, self._process = self._process, None
        if process:
            process.send_signal(how)
            process.wait(_PATIENCE)

    def restart(self, how: signal.Signals = signal.SIGINT) -> None:
        self.stop(how)
        self.start()

    def remove(self) -> None:
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {**SMALL, "unix_socket_directories": str(self.folder)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as out:
            return subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL,
                preexec_fn=_end_with_us,
                **self._as_user(),
            )

    def _ready(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            return False
        with suppress(FileNotFoundError):
            # A killed server leaves its file behind, and PostgreSQL needs it to find helpers that live on.
            said = (self._data / "postmaster.pid").read_text().split()
            return bool(said) and said[0] == str(self._process.pid) and said[-1] == "ready"
        return False

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], capture_output=True, check=False, **self._as_user()
        )
        if done.returncode:
            raise NoPostgres(f"{program} failed: {done.stderr.decode(errors='replace').strip()[-300:]}")

    def _as_user(self) -> dict[str, Any]:
        if self._user is None:
            return {"cwd": self.folder}
        return {"cwd": self.folder, "user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}

    def _said(self) -> str:
        with suppress(OSError):
            return (self.folder / "log").read_text(errors="replace").strip()[-300:]
        return ""


def _programs() -> Path:
    """The newest server programs of this machine: Debian keeps them out of PATH."""
    found = sorted(
        (path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")),
        key=lambda path: int(path.parent.name) if path.parent.name.isdigit() else 0,
    )
    if found:
        return found[-1]
    named = shutil.which("initdb")
    if named is None:
        raise NoPostgres(f"no PostgreSQL server programs on this machine, and {ENV} names no server")
    return Path(named).resolve().parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom the programs run as; None when we are no root ourselves."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("PostgreSQL refuses to run as root, and there is no user postgres or nobody")


def _end_with_us() -> None:
    """A test run that is killed must not leave a server behind (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


async def _migrate(url: str) -> None:
    await migrate(url, Path(os.devnull), datetime.now(UTC))


def open_server() -> Server:
    """The server of this test run. Raises NoPostgres, with a reason a developer can act on."""
    named = os.environ.get(ENV)
    if named:
        server = Server(_checked(named))
    else:
        cluster = Cluster()
        server = Server(cluster.url, cluster)
    try:
        server.prepare(_migrate)
    except (OSError, asyncpg.PostgresError) as error:
        if server.cluster:
            server.cluster.remove()
        raise NoPostgres(f"the server that {ENV} names does not serve: {type(error).__name__}") from error
    except BaseException:
        server.close()
        raise
    return server


def _checked(named: str) -> str:
    url: URL = make_url(named)
    if url.drivername != "postgresql+asyncpg" or not url.database:
        raise NoPostgres(f"{ENV} must look like postgresql+asyncpg://user:password@host/database")
    return named
