"""Files that outlive a power cut: their bytes on disk, and then the names under which they are found."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def put(target: Path, data: bytes) -> None:
    """The whole file or none of it, readable for us alone; on disk when this returns. Raises OSError."""
    half = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
    try:
        write(half, data)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    sync(target.parent)


def write(path: Path, data: bytes) -> None:
    """A new file; FileExistsError when there is one."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync(folder: Path) -> None:
    """A file is where it was put only once its folder is on disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
