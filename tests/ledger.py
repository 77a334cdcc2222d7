"""Small things that tests of the ledger share: rows to count, and other processes on the same database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import select

from storage.db import Database
from storage.models import Counter

ROOT = Path(__file__).parent.parent


async def put(db: Database, name: str, value: int = 0) -> None:
    async with db.unit() as session:
        session.add(Counter(name=name, value=value))


async def names(db: Database) -> set[str]:
    async with db.reading() as session:
        return set((await session.exec(select(Counter.name))).all())


@contextmanager
def child(program: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
