"""Callbacks over HTTP that are not from WeChat, or damaged, or not of now: turned away without a word why."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import redirect_stderr
from datetime import timedelta

import pytest

from bot.channels.wechat.callback import MOST_BYTES
from tests.channels.wechat.test_body import HOSTILE
from tests.channels.wechat.their_side import (
    KEY,
    NOW,
    TOKEN,
    US,
    ZHANG,
    House,
    encrypt,
    envelope,
    message,
)


@pytest.mark.parametrize(
    ("encrypted", "reason"),
    [
        (encrypt(message(Content="找活"))[:-1], "base64"),
        (encrypt(message(Content="找活"))[:-5], "base64"),
        ("A" * 64, "padding"),
        ("", "length"),
        ("中", "base64"),
        (encrypt(message(Content="找活"), app="wxffffffffffffffff"), "receive id"),
        (encrypt("no xml"), "xml"),
        (encrypt(""), "xml"),
        (encrypt(message(Content="找活").replace(ZHANG, "o1")), "fields"),
        (encrypt(message(Content="找活").replace(US, "gh_ffffffffffff")), "receiver"),
        *((encrypt(document), "doctype") for document in HOSTILE.values()),
    ],
    ids=range(10 + len(HOSTILE)),  # sealed anew in each process, which have to agree on names
)
async def test_what_is_sealed_wrongly_is_refused_though_it_is_signed(
    safe: House, encrypted: str, reason: str
) -> None:
    got = await safe.wechat.post(envelope(encrypted), safe.wechat.query(encrypted))
    assert got.refused and safe.ledger.asked == []
    assert safe.refused == [reason]


async def test_what_does_not_open_is_refused(safe: House) -> None:
    said = message(Content="找活")
    for encrypted in (encrypt(said, key="C" * 43), encrypt(said)[:44], encrypt(said)[24:] + "AAAA"):
        got = await safe.wechat.post(envelope(encrypted), safe.wechat.query(encrypted))
        assert got.refused
    # What a wrong key makes of a message is chance; mostly its padding shows it.
    assert set(safe.refused) <= {"padding", "frame", "receive id", "length", "base64"}
    assert len(safe.refused) == 3 and safe.ledger.asked == []


@pytest.mark.parametrize("document", [*HOSTILE.values(), "", "<xml>", "{", "x" * 1000, "\0"])
async def test_a_hostile_envelope_is_refused(safe: House, document: str) -> None:
    assert (await safe.wechat.post(document, safe.wechat.query("x"))).refused
    assert len(safe.refused) == 1 and safe.refused[0] in ("doctype", "xml", "json") and not safe.ledger.asked


async def test_the_outer_signature_is_no_proof_of_what_is_inside(safe: House) -> None:
    body = envelope(encrypt(message(Content="找活")))
    for forged in (
        {},
        {"msg_signature": "0" * 40},
        {"msg_signature": safe.wechat.query("other")["msg_signature"]},
    ):
        assert (await safe.wechat.post(body, {**safe.wechat.query(), **forged})).refused
    assert safe.refused == ["signature"] * 3 and safe.ledger.asked == []


async def test_without_the_token_nothing_plain_gets_in(plain: House) -> None:
    for forged in ("", "0" * 40):
        assert (await plain.wechat.plain(message(Content="找活"), signature=forged)).refused
    assert plain.refused == ["signature"] * 2 and plain.ledger.asked == []


@pytest.mark.parametrize("seconds", [-601, 601, -86_400, 10**9])
async def test_a_callback_of_another_time_is_refused(safe: House, seconds: int) -> None:
    at = safe.wechat.at + seconds
    assert (await safe.wechat.sealed(message(Content="找活"), at=at)).refused
    assert safe.refused == ["timestamp"]


@pytest.mark.parametrize("seconds", [-600, 600])
async def test_ten_minutes_are_forgiven(safe: House, seconds: int) -> None:
    assert (await safe.wechat.sealed(message(Content="找活"), at=safe.wechat.at + seconds)).status == 200


async def test_a_repetition_that_comes_too_late_is_refused_though_it_is_known(safe: House) -> None:
    said = message(Content="找活")
    assert (await safe.wechat.sealed(said, nonce="5")).status == 200
    safe.hands.append(NOW + timedelta(minutes=10))
    assert (await safe.wechat.sealed(said, nonce="5")).status == 200
    safe.hands.append(NOW + timedelta(minutes=10, seconds=1))
    assert (await safe.wechat.sealed(said, nonce="5")).refused


async def test_a_nonce_belongs_to_its_message(plain: House) -> None:
    query = plain.wechat.query(nonce="486452656")
    said, other = message(Content="报名"), message(Content="取消报名")
    assert (await plain.wechat.post(said, query)).status == 200
    assert (await plain.wechat.post(other, query)).refused
    assert (await plain.wechat.post(said, query)).fields["Content"] == "收到：报名"
    assert plain.refused == ["nonce"] and [one.text for one in plain.ledger.kept] == ["报名"]
    assert (await plain.wechat.plain(other)).status == 200


async def test_sealed_anew_it_is_the_same_message(safe: House) -> None:
    said = message(Content="报名")
    assert (await safe.wechat.sealed(said, nonce="9")).status == 200
    assert (await safe.wechat.sealed(said, nonce="9")).status == 200
    assert (await safe.wechat.sealed(message(Content="取消"), nonce="9")).refused
    assert safe.refused == ["nonce"]


async def test_a_body_has_an_end(plain: House) -> None:
    fits = message(Content="")
    padded = fits.replace("</xml>", " " * (MOST_BYTES - len(fits.encode())) + "</xml>")
    assert (await plain.wechat.plain(padded)).status == 200
    got = await plain.wechat.plain(padded.replace("</xml>", " </xml>"))
    assert (got.status, got.text) == (413, "") and plain.refused == ["size"]
    assert (await plain.wechat.plain(message(Content="好" * MOST_BYTES))).status == 413
    assert len(plain.ledger.kept) == 1


async def test_who_trickles_a_body_is_not_waited_for(plain: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.wechat.callback.SLOWEST", 0.05)

    async def trickle() -> AsyncIterator[bytes]:
        yield b"<xml>"
        await asyncio.sleep(30)

    query = plain.wechat.query(nonce="7")
    async with (
        asyncio.timeout(5),
        plain.wechat._http.post(plain.wechat.url, params=query, data=trickle()) as got,
    ):
        assert got.status == 403
    assert plain.refused == ["slow"]


async def test_other_methods_have_no_address_here(safe: House) -> None:
    async with safe.wechat._http.put(safe.wechat.url) as got:
        assert got.status == 405
    async with safe.wechat._http.head(safe.wechat.url) as got:
        assert got.status == 405


async def test_nothing_personal_or_secret_is_logged(safe: House) -> None:
    log = io.StringIO()
    with redirect_stderr(log):
        await safe.wechat.sealed(message(Content="我叫张三"))
        await safe.wechat.sealed(message(Content="我叫张三"), key="C" * 43)
        await safe.wechat.plain(message(Content="我叫张三"))
    assert "wechat.refused" in log.getvalue()
    assert not any(one in log.getvalue() for one in (ZHANG, "张三", TOKEN, KEY))
