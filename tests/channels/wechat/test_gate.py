"""The gate alone: no changed byte passes it, and what it remembers has an end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.gate import FRESH, Gate, Nonces
from bot.channels.wx_crypto import BadCallback, signature
from tests.channels.wechat.their_side import NOW, TOKEN, account, encrypt, envelope, message

STAMP = int(NOW.timestamp())
SAID = message(Content="我会砌砖")
SEALED = encrypt(SAID)
BODY = envelope(SEALED)


def query(*signed: str, nonce: str = "77") -> dict[str, str]:
    parts = (TOKEN, str(STAMP), nonce)
    proofs = {"signature": signature(*parts), "msg_signature": signature(*parts, *signed)}
    return {"timestamp": str(STAMP), "nonce": nonce, **proofs}


def test_the_whole_one_passes() -> None:
    callback = Gate(account()).open(query(SEALED), BODY.encode(), NOW)
    assert callback.fields["Content"] == "我会砌砖"
    assert "砌砖" not in repr(callback) and repr(callback.key) not in repr(callback)


@given(st.integers(0, len(BODY.encode()) - 1), st.integers(1, 255))
def test_a_changed_byte_of_a_sealed_body_changes_nothing_or_is_refused(place: int, change: int) -> None:
    body = bytearray(BODY.encode())
    body[place] ^= change
    try:
        callback = Gate(account()).open(query(SEALED), bytes(body), NOW)
    except BadCallback:
        return
    assert callback.fields["Content"] == "我会砌砖"  # it was outside of what counts


@given(st.sampled_from(["timestamp", "nonce", "msg_signature"]), st.text(max_size=45))
def test_a_changed_query_is_refused(name: str, value: str) -> None:
    whole = query(SEALED)
    changed = {**whole, name: value}
    if changed != whole:
        with pytest.raises(BadCallback):
            Gate(account()).open(changed, BODY.encode(), NOW)


@given(st.dictionaries(st.sampled_from(["timestamp", "nonce", "signature", "echostr"]), st.text(max_size=45)))
def test_no_query_is_an_error_of_ours(asked: dict[str, Any]) -> None:
    with pytest.raises(BadCallback):
        Gate(account()).echo(asked, NOW)
    with pytest.raises(BadCallback):
        Gate(account()).open(asked, BODY.encode(), NOW)


def test_a_nonce_is_another_message_s_until_its_time_is_over() -> None:
    nonces = Nonces()
    nonces.remember(STAMP, "1", b"one", NOW)
    nonces.remember(STAMP, "1", b"one", NOW)
    nonces.remember(STAMP, "2", b"two", NOW)
    nonces.remember(STAMP + 1, "1", b"two", NOW)
    for stamp, nonce in ((STAMP, "1"), (STAMP, "2"), (STAMP + 1, "1")):
        with pytest.raises(BadCallback, match="nonce"):
            nonces.remember(stamp, nonce, b"three", NOW + timedelta(seconds=FRESH))


def test_what_is_remembered_is_forgotten_with_its_time() -> None:
    nonces = Nonces()
    for place in range(50):
        nonces.remember(STAMP, str(place), b"", NOW)
    assert len(nonces) == 50
    nonces.remember(STAMP + FRESH + 1, "new", b"", NOW + timedelta(seconds=FRESH + 1))
    assert len(nonces) == 1


@given(st.lists(st.tuples(st.integers(-FRESH, FRESH), st.integers(0, 30)), max_size=80))
def test_memory_has_an_end(seen: list[tuple[int, int]]) -> None:
    nonces = Nonces(most=7)
    for ahead, nonce in seen:
        nonces.remember(STAMP + ahead, str(nonce), b"", NOW)
        assert len(nonces) <= 7
    if seen:
        with pytest.raises(BadCallback):
            nonces.remember(STAMP + seen[-1][0], str(seen[-1][1]), b"other", NOW)
