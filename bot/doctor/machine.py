"""The machine: interpreter, time, folder, disk, who can read the secrets."""

from __future__ import annotations

import importlib
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.finding import Finding, State, finding
from bot.settings import DOTENV, Settings
from bot.start import copies
from storage.keyring import FILE
from storage.rules import calendar, case_life

_MB = 1024 * 1024
_LITTLE, _TOO_LITTLE = 1000, 100
_AHEAD, _SOON = timedelta(days=60), timedelta(days=30)


def examine(settings: Settings, now: datetime) -> Iterator[Finding]:
    yield from (_python(), _greenlet(), _zone(now), _calendar(now))
    yield finding("settings", "ok", env=settings.env)
    yield _data(settings.data_dir)
    yield _disk(settings)
    yield from _secrets(settings)


def _python() -> Finding:
    return finding(
        "python", "ok" if sys.version_info >= (3, 11) else "fail", version=platform.python_version()
    )


def _greenlet() -> Finding:
    try:
        importlib.import_module("greenlet")
    except ImportError as error:
        return finding("greenlet", "fail", reason=error)
    return finding("greenlet", "ok")


def _zone(now: datetime) -> Finding:
    try:
        return finding("zone", "ok", now=f"{now.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}")
    except ZoneInfoNotFoundError:
        return finding("zone", "fail")


def _calendar(now: datetime) -> Finding:
    """The table of a year comes out in its last November: until then no installation can have it."""
    if calendar.is_estimate(calendar.local_day(case_life.due_at(now))):
        return finding("calendar", "fail")
    year = calendar.local_day(now).year
    while not calendar.is_estimate(date(year + 1, 1, 1)):
        year += 1
    left = date(year, 12, 31) - calendar.local_day(now)
    state: State = "ok" if left >= _AHEAD else "note" if left >= _SOON else "warn"
    return finding("calendar", state, year=year, following=year + 1)


def _data(path: Path) -> Finding:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path) as file:
            file.write(b"0" * 4096)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return finding("data", "fail", path=path, reason=error.strerror)
    return finding("data", "ok", path=path)


def _disk(settings: Settings) -> Finding:
    here = next(one for one in (settings.data_dir, *settings.data_dir.absolute().parents) if one.exists())
    free = shutil.disk_usage(here).free // _MB
    state: State = "fail" if free < _TOO_LITTLE else "warn" if free < _LITTLE else "ok"
    return finding("disk", state, free=free, path=copies(settings))


def _secrets(settings: Settings) -> Iterator[Finding]:
    """Other users of the machine must not read what opens the ledger or speaks for the bot."""
    ring = settings.data_dir / FILE
    wanted = {ring: 0o600, settings.data_dir: 0o700} if ring.exists() else {}
    if settings.telegram_token or settings.wechat_token:
        wanted[Path(DOTENV)] = 0o600
    exposed = [path for path in wanted if path.exists() and path.stat().st_mode & 0o077]
    for path in exposed:
        yield finding("secrets", "fail", path=path, mode=f"{wanted[path]:o}")
    if not exposed:
        yield finding("secrets", "ok")
