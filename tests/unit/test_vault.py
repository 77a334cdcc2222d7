"""The vault: what it seals opens only where it belongs, and the key ring is never silently replaced."""

import json
import multiprocessing
import os
from base64 import b64encode
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import keyring
from storage.keyring import Ring, add_key, load_ring, new_ring
from storage.vault import SealBroken, Vault, mask_id, mask_name, mask_phone

if TYPE_CHECKING:  # at run time this class takes no type argument
    from multiprocessing.queues import Queue

    Heard = Queue[Ring]

SPAWN = multiprocessing.get_context("spawn")
FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
HERE = "person.name:17"
VAULT = Vault(new_ring())
anything = st.text(st.characters(exclude_categories=()))  # lone surrogates and NUL too
jsons = st.recursive(
    st.none() | st.booleans() | st.integers() | anything,
    lambda inner: st.lists(inner) | st.dictionaries(anything, inner),
    max_leaves=8,
)


@given(context=st.text(), plain=st.binary())
def test_what_is_sealed_opens_in_its_place(context: str, plain: bytes) -> None:
    assert VAULT.open(context, VAULT.seal(context, plain)) == plain


@given(text=anything, value=jsons)
def test_text_and_json_come_back(text: str, value: object) -> None:
    assert VAULT.open_text(HERE, VAULT.seal_text(HERE, text)) == text
    assert VAULT.open_json(HERE, VAULT.seal_json(HERE, value)) == value


def test_json_is_kept_compact() -> None:
    assert VAULT.open(HERE, VAULT.seal_json(HERE, {"名": ["王", 1]})) == '{"名":["王",1]}'.encode()


def test_a_sealed_value_shows_nothing_and_never_looks_the_same_twice() -> None:
    first, second = VAULT.seal_text(HERE, "王小明"), VAULT.seal_text(HERE, "王小明")
    assert first != second
    assert "王".encode() not in first
    assert len(first) == 2 + 12 + len("王小明".encode()) + 16


@given(plain=st.binary(max_size=40), data=st.data())
def test_one_flipped_bit_breaks_the_seal(plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(VAULT.seal(HERE, plain))
    bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
    sealed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(SealBroken):
        VAULT.open(HERE, bytes(sealed))


@given(sealed=st.binary(max_size=60))
def test_foreign_bytes_do_not_open(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        VAULT.open(HERE, sealed)


def test_another_place_or_ring_does_not_open_and_the_error_tells_no_content() -> None:
    sealed = VAULT.seal_text(HERE, "王小明 13000000001")
    for vault, context in ((VAULT, "person.name:18"), (VAULT, "person.phone:17"), (Vault(new_ring()), HERE)):
        with pytest.raises(SealBroken, match=context) as caught:
            vault.open(context, sealed)
        assert "王小明" not in str(caught.value)
        assert caught.value.__suppress_context__


def test_an_unknown_key_is_named() -> None:
    ring = new_ring()
    sealed = Vault(Ring({**ring.keys, 7: b"k" * 32}, ring.index)).seal(HERE, b"x")
    with pytest.raises(SealBroken, match="no key 7"):
        Vault(ring).open(HERE, sealed)


# --- blind index ---------------------------------------------------------------------------------------


def test_digests_separate_kinds_values_and_rings() -> None:
    made = [VAULT.digest("phone", "1"), VAULT.digest("name", "1"), VAULT.digest("phone", "2")]
    made.append(Vault(new_ring()).digest("phone", "1"))
    assert len(set(made)) == 4
    assert {len(one) for one in made} == {16}
    assert VAULT.digest("phone", "1") == made[0]


@pytest.mark.parametrize(
    "typed", ["130 0000 0001", "+86 130-0000-0001", "008613000000001", "13000000001".translate(FULL_WIDTH)]
)
def test_a_phone_is_found_however_it_is_typed(typed: str) -> None:
    kept = VAULT.find_keys("王小明", "13000000001")
    assert VAULT.find_keys("", typed).phone == kept.phone
    assert VAULT.find_keys("", "0001").phone_tail == kept.phone_tail


def test_a_person_is_found_by_name_and_by_its_initials() -> None:
    kept = VAULT.find_keys("王小明", "")
    assert kept.phone is None and kept.phone_tail is None
    assert VAULT.find_keys(" 王 小明", "").name == kept.name
    assert VAULT.find_keys("王·小明\u200b", "").name == kept.name
    assert VAULT.find_keys("汪晓敏", "").initials == kept.initials
    assert VAULT.find_keys("WXM", "").initials == kept.initials
    assert VAULT.find_keys("汪晓敏", "").name != kept.name


def test_nothing_known_gives_nothing_to_find() -> None:
    empty = VAULT.find_keys(" ", "")
    assert (empty.phone, empty.phone_tail, empty.name, empty.initials) == (None,) * 4
    assert VAULT.find_keys("", "001").phone_tail is None


# --- the ring ------------------------------------------------------------------------------------------


def test_the_first_run_makes_a_private_ring_and_the_second_keeps_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    ring = load_ring(folder)
    assert load_ring(folder, must_exist=True) == ring
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "keys.json").stat().st_mode & 0o777 == 0o600
    assert os.listdir(folder) == ["keys.json"]
    assert ring.index not in ring.keys.values()


def test_a_ring_prints_no_key(tmp_path: Path) -> None:
    assert repr(load_ring(tmp_path)) == "Ring()"


def _first_run(folder: Path, start: Barrier, heard: "Heard") -> None:
    start.wait(20)
    heard.put(load_ring(folder))


def _rotate(folder: Path, start: Barrier, heard: "Heard") -> None:
    start.wait(20)
    for _ in range(10):
        add_key(folder)
    heard.put(load_ring(folder))


def _two_at_once(work: "Callable[[Path, Barrier, Heard], None]", folder: Path) -> list[Ring]:
    start, heard = SPAWN.Barrier(2), SPAWN.Queue()
    processes = [SPAWN.Process(target=work, args=(folder, start, heard)) for _ in range(2)]
    for process in processes:
        process.start()
    rings = [heard.get(timeout=30) for _ in processes]
    for process in processes:
        process.join(20)
        assert process.exitcode == 0
    return rings


def test_two_first_runs_end_with_one_ring(tmp_path: Path) -> None:
    one, other = _two_at_once(_first_run, tmp_path / "data")
    assert one == other == load_ring(tmp_path / "data")
    assert os.listdir(tmp_path / "data") == ["keys.json"]


def test_the_slower_first_run_takes_the_ring_of_the_faster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_link, faster = os.link, new_ring()

    def overtaken(fresh: Path, path: Path) -> None:
        path.write_text(keyring._dump(faster))
        path.chmod(0o600)
        real_link(fresh, path)

    monkeypatch.setattr(os, "link", overtaken)
    assert load_ring(tmp_path) == faster


def test_rotation_seals_with_the_new_key_and_opens_the_old_one(tmp_path: Path) -> None:
    before = load_ring(tmp_path)
    old = Vault(before)
    sealed = old.seal_text(HERE, "王小明")
    assert add_key(tmp_path) == 2
    after = load_ring(tmp_path)
    new = Vault(after)
    assert new.open_text(HERE, sealed) == "王小明"
    assert (sealed[1], new.seal_text(HERE, "x")[1]) == (1, 2)
    assert after.index == before.index
    assert new.digest("phone", "1") == old.digest("phone", "1")
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


def test_two_rotations_at_once_lose_no_key(tmp_path: Path) -> None:
    load_ring(tmp_path)
    _two_at_once(_rotate, tmp_path)
    assert sorted(load_ring(tmp_path).keys) == list(range(1, 22))


def test_a_full_ring_takes_no_further_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_ring(tmp_path)
    monkeypatch.setattr(keyring, "MOST_KEYS", 1)
    with pytest.raises(keyring.RingFull):
        add_key(tmp_path)


def test_a_missing_ring_is_not_replaced_when_rows_are_sealed(tmp_path: Path) -> None:
    with pytest.raises(keyring.RingMissing, match=r"keys\.json: .* from the backup"):
        load_ring(tmp_path, must_exist=True)
    with pytest.raises(keyring.RingMissing):
        add_key(tmp_path)
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660])
def test_a_ring_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_ring(tmp_path)
    (tmp_path / "keys.json").chmod(mode)
    with pytest.raises(keyring.RingExposed, match="chmod 600"):
        load_ring(tmp_path)


def test_an_unreadable_ring_says_whose_it_must_be(tmp_path: Path) -> None:
    (tmp_path / "keys.json").mkdir()  # a folder in its place cannot be read, by root neither
    with pytest.raises(keyring.RingUnreadable, match="chown"):
        load_ring(tmp_path)


def test_a_folder_that_takes_no_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(keyring.KeyRingError):
        load_ring(tmp_path / "file")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(keyring.RingNotWritten, match="No space left"):
        load_ring(tmp_path / "data")
    assert os.listdir(tmp_path / "data") == []


def _changed(body: str, change: str) -> str:
    content = json.loads(body)
    if change == "wrong character":
        key = content["keys"]["1"]
        content["keys"]["1"] = ("A" if key[0] != "A" else "B") + key[1:]
    elif change == "newer":
        content["version"] = 2
    elif change == "no index":
        del content["index"]
    else:
        return {"cut": body[:60], "empty": "", "list": "[]", "binary": "\x00"}[change]
    return json.dumps(content)


@pytest.mark.parametrize("change", ["wrong character", "newer", "no index", "cut", "empty", "list", "binary"])
def test_a_damaged_ring_is_refused_and_left_alone(tmp_path: Path, change: str) -> None:
    ring = load_ring(tmp_path)
    file = tmp_path / "keys.json"
    damaged = _changed(file.read_text(), change)
    file.write_text(damaged)
    with pytest.raises(keyring.RingDamaged, match="backup") as caught:
        load_ring(tmp_path)
    assert file.read_text() == damaged
    assert b64encode(ring.index).decode() not in str(caught.value)


# --- masks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "shown"),
    [("13000000001", "130****0001"), ("08511234567", "085****4567"), ("1234567", "****67"), ("12", "****")],
)
def test_mask_phone(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王**"), ("王明", "王*"), ("王", "*"), ("", ""), ("阿卜杜拉·买买提", "阿**")],
)
def test_mask_name(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [("110101199001011234", "*" * 14 + "1234"), ("1234", "****"), ("", "")]
)
def test_mask_id(number: str, shown: str) -> None:
    assert mask_id(number) == shown
