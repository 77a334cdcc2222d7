"""Messages acknowledged before they were worked on: sealed files, until the ledger has what they caused.

Whoever acknowledged one must not lose it, whatever ends the process: it is on disk when `put` returns.
"""

from __future__ import annotations

import re
from pathlib import Path

from storage import on_disk
from storage.models import vault

_NAME = re.compile(r"[0-9a-z-]{1,120}")
_ASIDE = ".unreadable"


def put(folder: Path, name: str, message: bytes) -> Path:
    """Seal and store a message; the same name again is the same message. Raises OSError."""
    _make(folder)
    target = folder / name
    on_disk.put(target, vault().seal(_context(name), message))
    return target


def left(folder: Path) -> list[Path]:
    """What lies there, in the order of the names."""
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if _NAME.fullmatch(path.name))


def load(path: Path) -> bytes:
    """The message. Raises SealBroken, or FileNotFoundError when it is done meanwhile."""
    return vault().open(_context(path.name), path.read_bytes())


def drop(path: Path) -> None:
    path.unlink(missing_ok=True)


def set_aside(path: Path) -> None:
    """Nobody can read it: it stays for the operator and is not tried again."""
    path.replace(path.with_name(path.name + _ASIDE))


def sweep(folder: Path) -> None:
    """Take away what a process left half written. It was never acknowledged, so it came again."""
    for half in folder.glob(".*") if folder.is_dir() else ():
        half.unlink(missing_ok=True)


def _context(name: str) -> str:
    return f"spool:{name}"


def _make(folder: Path) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)
        on_disk.sync(one.parent)
