"""The key ring: one small file, `<data_dir>/keys.json`, that opens every sealed column.

Keys are never removed: old rows need the key they were sealed with. The index key is made once,
with the ring, and no function here replaces it: with another one nobody is found any more.
"""

import fcntl
import hashlib
import json
import os
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from storage import on_disk

FILE = "keys.json"
KEY_BYTES = 32
MOST_KEYS = 255  # a sealed value spends one byte on the key's id


class KeyRingError(Exception):
    """The key ring cannot be used. Look at keys.json in the data folder, or at its backup."""

    def __init__(self, path: Path, detail: str = "") -> None:
        says = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{path}: {says}" + (f" ({detail})" if detail else ""))


class RingMissing(KeyRingError):
    """The key ring is gone, but the database holds sealed rows. Put keys.json back from the backup:
    a new ring cannot open them."""


class RingUnreadable(KeyRingError):
    """The key ring cannot be read. Give the file to the user this program runs as (chown), then chmod 600."""


class RingExposed(KeyRingError):
    """Other users of this machine can read the key ring. Run chmod 600 on it; if anybody may have copied
    it, add a new key too."""


class RingDamaged(KeyRingError):
    """The key ring is damaged. Put keys.json back from the backup; do not delete it,
    sealed rows would be lost."""


class RingNotWritten(KeyRingError):
    """The key ring cannot be written. Let the user this program runs as own the data folder, and leave
    free space on the disk."""


class RingFull(KeyRingError):
    """The key ring already has 255 keys, as many as it can hold. Go on with the newest one."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Keys by id and the key of the blind index. The highest id is the newest and seals."""

    keys: dict[int, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    @property
    def newest(self) -> int:
        return max(self.keys)


def new_ring() -> Ring:
    return Ring({1: os.urandom(KEY_BYTES)}, os.urandom(KEY_BYTES))


def load_ring(folder: Path, *, must_exist: bool = False) -> Ring:
    """The ring of this data folder; makes the first one unless the database already needs one."""
    path = folder / FILE
    try:
        return _read(path)
    except FileNotFoundError:
        if must_exist:
            raise RingMissing(path) from None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        with _written(path, new_ring()) as fresh:
            os.link(fresh, path)  # unlike a rename it never replaces: of two first runs one wins
    except FileExistsError:
        if not folder.is_dir():
            raise RingNotWritten(path, "the data folder is not a folder") from None
    except OSError as error:
        raise RingNotWritten(path, error.strerror or "") from None
    return _read(path)


def add_key(folder: Path) -> int:
    """Rotation: a new key that seals from the next start on. Returns its id."""
    path = folder / FILE
    with _alone(path):
        try:
            ring = _read(path)
        except FileNotFoundError:
            raise RingMissing(path) from None
        if len(ring.keys) >= MOST_KEYS:
            raise RingFull(path)
        key_id = ring.newest + 1
        grown = replace(ring, keys={**ring.keys, key_id: os.urandom(KEY_BYTES)})
        try:
            with _written(path, grown) as fresh:
                os.rename(fresh, path)
        except OSError as error:
            raise RingNotWritten(path, error.strerror or "") from None
    return key_id


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Two rotations at once must not lose one's key; the lock ends with the process."""
    try:
        handle = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise RingUnreadable(path, error.strerror or "") from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _written(path: Path, ring: Ring) -> Iterator[Path]:
    """The ring in a file of its own, on disk before the caller gives it the real name."""
    fresh = path.with_name(f".{FILE}.{os.urandom(6).hex()}")
    try:
        on_disk.write(fresh, _dump(ring).encode("ascii"))
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)
        on_disk.sync(path.parent)


def _read(path: Path) -> Ring:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            body = file.read()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise RingUnreadable(path, error.strerror or "") from None
    if mode & 0o077:
        raise RingExposed(path, f"its mode is {mode & 0o777:o}")
    return _parse(path, body)


def _dump(ring: Ring) -> str:
    keys = {str(key_id): b64encode(key).decode() for key_id, key in ring.keys.items()}
    content = {"version": 1, "keys": keys, "index": b64encode(ring.index).decode()}
    return json.dumps({**content, "check": _check(content)}, indent=1) + "\n"


def _check(content: dict[str, object]) -> str:
    # One wrong character is still a valid key, just another one: only a check sum can tell.
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def _parse(path: Path, body: bytes) -> Ring:
    def damaged(detail: str) -> NoReturn:
        raise RingDamaged(path, detail) from None

    try:
        content = json.loads(body)
        check = content.pop("check")
        keys = {int(key_id): b64decode(key, validate=True) for key_id, key in content["keys"].items()}
        index = b64decode(content["index"], validate=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        damaged("not the file this program wrote")
    if content.get("version") != 1:
        damaged("written by a newer release")
    if check != _check(content):
        damaged("its check sum is wrong")
    if not keys or not all(1 <= key_id <= MOST_KEYS for key_id in keys):
        damaged("key ids are wrong")
    if any(len(key) != KEY_BYTES for key in (*keys.values(), index)):
        damaged("a key has the wrong length")
    return Ring(keys, index)
