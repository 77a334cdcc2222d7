"""What was acknowledged too early lies sealed on disk until it is done."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from storage import spool
from storage.keyring import new_ring
from storage.models import use_vault
from storage.vault import SealBroken, Vault

pytestmark = pytest.mark.usefixtures("ring")

SAID = "我叫张三，老板欠我工钱".encode()


def test_what_is_put_is_there_until_it_is_dropped(tmp_path: Path) -> None:
    folder = tmp_path / "late" / "wx1"
    assert spool.left(folder) == []
    path = spool.put(folder, "1-2", SAID)
    assert spool.left(folder) == [path] and spool.load(path) == SAID
    spool.drop(path)
    spool.drop(path)
    assert spool.left(folder) == []
    with pytest.raises(FileNotFoundError):
        spool.load(path)


def test_it_is_sealed_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    path = spool.put(tmp_path / "late", "1-2", SAID)
    assert "张三".encode() not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_file_and_folders_are_on_disk_when_it_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    fsync = os.fsync

    def told(handle: int) -> None:
        synced.append(os.fstat(handle).st_ino)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", told)
    late = tmp_path / "late"
    path = spool.put(late / "wx1", "1-2", SAID)
    assert synced == [one.stat().st_ino for one in (tmp_path, late, path, path.parent)]
    synced.clear()
    path = spool.put(late / "wx1", "1-3", SAID)
    assert synced == [one.stat().st_ino for one in (path, path.parent)]


def test_the_same_name_is_the_same_message(tmp_path: Path) -> None:
    assert spool.put(tmp_path, "1-2", b"one") == spool.put(tmp_path, "1-2", b"two")
    assert [spool.load(path) for path in spool.left(tmp_path)] == [b"two"]


def test_names_tell_the_order_and_what_is_none_of_ours_is_left_alone(tmp_path: Path) -> None:
    for name in ("00000000002-1", "00000000001-9", "00000000001-10"):
        spool.put(tmp_path, name, SAID)
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".00000000003-1").write_bytes(b"half")
    assert [path.name for path in spool.left(tmp_path)] == [
        "00000000001-10",
        "00000000001-9",
        "00000000002-1",
    ]
    spool.sweep(tmp_path)
    assert max(path.name for path in tmp_path.iterdir()) == "notes.txt"
    assert not (tmp_path / ".00000000003-1").exists() and len(spool.left(tmp_path)) == 3
    spool.sweep(tmp_path / "nowhere")


def test_what_nobody_can_read_is_set_aside_and_kept(tmp_path: Path) -> None:
    path = spool.put(tmp_path, "1-2", SAID)
    path.rename(tmp_path / "1-3")
    with pytest.raises(SealBroken):
        spool.load(tmp_path / "1-3")
    path = spool.put(tmp_path, "1-2", SAID)
    use_vault(Vault(new_ring()))
    with pytest.raises(SealBroken):
        spool.load(path)
    spool.set_aside(path)
    assert [one.name for one in spool.left(tmp_path)] == ["1-3"]
    assert (tmp_path / "1-2.unreadable").exists()
