"""One program at a time on one SQLite file: a lock that the kernel lets go however its holder dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class InUse(Exception):
    """Another process serves this database."""

    def __init__(self, path: Path, pid: str) -> None:
        super().__init__(f"{path}: process {pid}")
        self.path, self.pid = path, pid


@contextmanager
def alone(database: Path | None) -> Iterator[None]:
    """Hold the database (None: PostgreSQL, which several may serve) for as long as the block runs."""
    if database is None:
        yield
        return
    database.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(
        database.with_name(database.name + ".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
    )
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InUse(database, os.read(handle, 20).decode().strip() or "?") from None
        # For whoever comes second. The file stays: removing it would let two hold "the" lock.
        os.truncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)
