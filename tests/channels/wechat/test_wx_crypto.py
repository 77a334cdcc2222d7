"""Signature and AES of the callbacks: known vectors, wechatpy on the other side, and every damage."""

from __future__ import annotations

import base64
import json
import struct
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import PrpCrypto, WeChatCrypto
from wechatpy.exceptions import InvalidAppIdException
from wechatpy.utils import WeChatSigner

from bot.channels.wx_crypto import BadCallback, Opened, aes_key, open_sealed, seal, signature, signed

VECTORS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "vectors.json").read_text(encoding="utf-8")
)["vectors"]
WRITTEN = "kWxPe2mYt7Lq9Zr4VbN8sHd3CfG6jKa1uXoTiQw5RzB"
KEY, OTHER = aes_key(WRITTEN), aes_key("B" * 43)
APP = "wx7c2e91b05d4fa386"

app_ids = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=24)
keys = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", min_size=43, max_size=43)
messages = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)


def of_kind(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        "vector", [one for one in VECTORS if one["kind"] == kind], ids=lambda one: one["id"]
    )


@of_kind("signature")
def test_signature_of_a_vector(vector: dict[str, Any]) -> None:
    assert signature(*vector["parts"]) == vector["expected"]
    assert signature(*reversed(vector["parts"])) == vector["expected"]
    if vector["sorted_concat"]:
        assert "".join(sorted(vector["parts"])) == vector["sorted_concat"]


@of_kind("decrypt")
def test_a_vector_opens(vector: dict[str, Any]) -> None:
    query = (vector["token"], vector["timestamp"], vector["nonce"])
    assert signed(vector["msg_signature"], *query, vector["encrypt"])
    key = aes_key(vector["encoding_aes_key"])
    opened = open_sealed(vector["encrypt"], [key], vector["receive_id"])
    assert opened == Opened(vector["plaintext"].encode(), key)
    assert len(opened.message) == vector["msg_len"]


@of_kind("encrypt")
def test_a_vector_is_sealed_alike(vector: dict[str, Any]) -> None:
    key, random16 = aes_key(vector["encoding_aes_key"]), vector["random16"].encode()
    sealed = seal(vector["plaintext"].encode(), key, vector["receive_id"], random16=random16)
    assert sealed == vector["encrypt"]
    if "msg_signature" in vector:
        parts = (vector["token"], vector["timestamp"], vector["nonce"], sealed)
        assert signature(*parts) == vector["msg_signature"]


def test_all_kinds_of_vectors_are_tried() -> None:
    assert {one["kind"] for one in VECTORS} == {"signature", "decrypt", "encrypt"}
    assert {one["pad_length"] for one in VECTORS if "pad_length" in one} >= {
        7,
        19,
        30,
    }  # AES's own ends at 16


@given(st.lists(st.text(max_size=20), min_size=3, max_size=4))
def test_wechatpy_signs_alike(parts: list[str]) -> None:
    other = WeChatSigner()
    other.add_data(*parts)
    assert signature(*parts) == other.signature
    assert signed(other.signature, *parts)
    assert not signed(other.signature, *parts, "x")


@pytest.mark.parametrize("claimed", ["", "0" * 40, "é", "\udcff", "F464B24FC39322E44B38AA78F5EDD27BD1441696"])
def test_any_other_signature_is_refused(claimed: str) -> None:
    assert not signed(claimed, "AAAAA", "1714036504", "1514711492")


def test_half_a_character_in_a_query_is_a_no() -> None:
    assert not signed("0" * 40, "AAAAA", "17\ud8003", "\udcff")


@given(messages, keys, app_ids)
def test_wechatpy_opens_what_we_seal(message: str, written: str, app: str) -> None:
    sealed = seal(message.encode(), aes_key(written), app)
    assert PrpCrypto(WeChatCrypto("t", written, app).key).decrypt(sealed, app) == message


@given(messages, keys, app_ids)
def test_we_open_what_wechatpy_seals(message: str, written: str, app: str) -> None:
    other = WeChatCrypto("t", written, app)
    sealed = PrpCrypto(other.key).encrypt(message, app).decode()
    assert open_sealed(sealed, [aes_key(written)], app) == Opened(message.encode(), other.key)


@given(st.binary(max_size=300), app_ids)
def test_no_two_seals_are_alike(message: bytes, app: str) -> None:
    one, two = seal(message, KEY, app), seal(message, KEY, app)
    assert one != two and open_sealed(one, [KEY], app).message == message


def test_the_key_before_is_still_accepted_and_named() -> None:
    sealed = seal(b"hello", OTHER, APP)
    assert open_sealed(sealed, [KEY, OTHER], APP) == Opened(b"hello", OTHER)
    with pytest.raises(BadCallback):
        open_sealed(sealed, [KEY], APP)
    with pytest.raises(BadCallback, match="no key"):
        open_sealed(sealed, [], APP)


def test_neither_key_nor_message_shows_in_a_trace() -> None:
    shown = repr(open_sealed(seal(b"hello", KEY, APP), [KEY], APP))
    assert "hello" not in shown and repr(KEY) not in shown


@pytest.mark.parametrize("written", ["", "A" * 42, "A" * 44, "A" * 42 + "=", "A" * 42 + "/", "中" * 43])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="43 letters and digits"):
        aes_key(written)


def test_a_key_need_not_be_what_its_bytes_encode_to() -> None:
    assert base64.b64encode(KEY).decode().rstrip("=") != WRITTEN and len(KEY) == 32


# ---- damage


def frame(message: bytes, app: str = APP, *, length: int | None = None, pad: bytes | None = None) -> str:
    """A message sealed by hand, so that it can lie about its length and its padding."""
    plain = b"r" * 16 + struct.pack(">I", len(message) if length is None else length) + message + app.encode()
    count = 32 - len(plain) % 32
    plain += bytes([count]) * count if pad is None else pad
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(KEY[:16])).encryptor()
    return base64.b64encode(encryptor.update(plain) + encryptor.finalize()).decode()


WHOLE = frame(b"0123456789ab")  # 16 + 4 + 12 + 18 = 50, so 14 bytes of padding


def test_the_frame_by_hand_is_whole() -> None:
    assert open_sealed(WHOLE, [KEY], APP).message == b"0123456789ab"


@pytest.mark.parametrize(
    ("sealed", "reason"),
    [
        ("", "length"),
        ("=", "base64"),
        ("AAAA", "length"),
        (WHOLE[:-1], "base64"),
        (WHOLE[:-3], "base64"),
        (WHOLE[:-4], "length"),
        (WHOLE[:20] + "\n" + WHOLE[20:], "base64"),
        (WHOLE + "=", "base64"),
        (WHOLE.replace(WHOLE[5], "-"), "base64"),
        ("中" * 44, "base64"),
        (base64.b64encode(b"x" * 40).decode(), "length"),
        (frame(b"0123456789ab", pad=b"\x0f" * 13 + b"\x0e"), "padding"),
        (frame(b"0123456789ab", pad=b"\x0e" * 13 + b"\x00"), "padding"),
        (frame(b"0123456789ab", pad=b"\x0e" * 13 + b"\x21"), "padding"),
        (frame(b"0123456789ab", pad=b"\x01" * 13 + b"\xff"), "padding"),
        (frame(b"0123456789ab", length=31), "frame"),
        (frame(b"0123456789ab", length=2**32 - 1), "frame"),
        (frame(b"0123456789ab", length=11), "receive id"),
        (frame(b"0123456789ab", length=13), "receive id"),
        (frame(b"0123456789ab", length=30), "receive id"),
        (frame(b"0123456789ab", length=0), "receive id"),
        (frame(b"0123456789ab", "wxffffffffffffffff"), "receive id"),
        (frame(b"0123456789ab", ""), "receive id"),
        (frame(b"0123456789ab", APP + "0"), "receive id"),
        (frame(b"0123456789ab", APP.upper()), "receive id"),
    ],
)
def test_damage_is_refused_with_its_reason(sealed: str, reason: str) -> None:
    with pytest.raises(BadCallback) as refused:
        open_sealed(sealed, [KEY], APP)
    assert refused.value.reason == reason


def test_a_frame_shorter_than_its_head_is_refused() -> None:
    encryptor = Cipher(algorithms.AES(KEY), modes.CBC(KEY[:16])).encryptor()
    sealed = base64.b64encode(encryptor.update(b"r" * 13 + b"\x13" * 19) + encryptor.finalize()).decode()
    with pytest.raises(BadCallback, match="frame"):
        open_sealed(sealed, [KEY], APP)


@given(st.integers(0, len(base64.b64decode(WHOLE)) - 1), st.integers(1, 255))
def test_a_changed_byte_never_opens_as_something_longer(place: int, change: int) -> None:
    """CBC itself does not hold bytes together, msg_signature does: here only shape and receiver must stay."""
    raw = bytearray(base64.b64decode(WHOLE))
    raw[place] ^= change
    try:
        message = open_sealed(base64.b64encode(raw).decode(), [KEY], APP).message
    except BadCallback:
        return
    assert len(message) == 12


@given(st.binary(max_size=200))
def test_noise_is_refused(noise: bytes) -> None:
    with pytest.raises(BadCallback):
        open_sealed(base64.b64encode(noise).decode(), [KEY, OTHER], APP)


def test_another_receiver_is_what_wechatpy_calls_it_too() -> None:
    sealed = frame(b"0123456789ab", "wxffffffffffffffff")
    with pytest.raises(InvalidAppIdException):
        PrpCrypto(KEY).decrypt(sealed, APP)
