"""Photos and voices that people send: sealed files beside the database, named by what they hold."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from storage import on_disk
from storage.models import vault

_ENDING = "[a-z0-9]{2,5}"
_KEY = re.compile(rf"[0-9a-f]{{64}}\.{_ENDING}")


class NoSuchMedia(LookupError):
    """No file under this key: it was erased, or the media folder was not restored with the ledger."""


def keep(folder: Path, data: bytes, ending: str) -> str:
    """Seal and store a file; the same bytes get the same key. It is on disk when this returns."""
    key = f"{hashlib.sha256(data).hexdigest()}.{ending if re.fullmatch(_ENDING, ending) else 'bin'}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / key
    if not target.exists():
        on_disk.put(target, vault().seal(f"media:{key}", data))
    return key


def load(folder: Path, key: str) -> bytes:
    """The file as it was sent."""
    if not _KEY.fullmatch(key) or not (folder / key).exists():
        raise NoSuchMedia(key[:12])
    return vault().open(f"media:{key}", (folder / key).read_bytes())
