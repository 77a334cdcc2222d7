"""Who may deliver: a callback is proved, opened and read, and its answer sealed as it was itself. Pure.

    plain            `signature` over token, timestamp and nonce; it does not cover the body
    compat and safe  `msg_signature` over these and Encrypt; only what is inside Encrypt counts

A server that is set to compat or safe refuses plain bodies: who saw one plain callback could say anything.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.channels.wechat import body
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.xml import Fields
from bot.channels.wx_crypto import BadCallback, open_sealed, seal, signature, signed

FRESH = 600
"""Seconds by which a callback's timestamp may be off."""
MOST_NONCES = 100_000


@dataclass(frozen=True, slots=True)
class Callback:
    """What WeChat delivered, and how it wants its answer."""

    fields: Fields = field(repr=False)
    write: body.Write
    """In the form the message had."""
    enclose: body.Write
    """In the form its envelope had."""
    key: bytes | None = field(repr=False)
    """It was sealed with this; None when it came plain."""
    nonce: str


class Gate:
    def __init__(self, account: WechatAccount) -> None:
        self._account = account
        self._nonces = Nonces()

    def echo(self, query: Mapping[str, str], now: datetime) -> str:
        """What the verification of our address wants to hear. Raises BadCallback."""
        fresh(query, now)
        self._proved(query, "signature")
        if not query.get("echostr"):
            raise BadCallback("fields")
        return query["echostr"]

    def open(self, query: Mapping[str, str], delivered: bytes, now: datetime) -> Callback:
        """The message, once all of it is proved. Raises BadCallback."""
        account, nonce = self._account, query.get("nonce", "")
        stamp = fresh(query, now)
        outer, enclose = body.read(delivered)
        encrypted = outer.get("Encrypt")
        if isinstance(encrypted, str) and account.aes_keys:
            self._proved(query, "msg_signature", encrypted)
            opened = open_sealed(encrypted, account.aes_keys, account.app_id)
            message, key = opened.message, opened.key
            fields, write = body.read(message)
        elif account.mode == "plain":
            self._proved(query, "signature")
            fields, write, message, key = outer, enclose, delivered, None
        else:
            raise BadCallback("plain")
        if account.original_id and fields.get("ToUserName") != account.original_id:
            raise BadCallback("receiver")
        self._nonces.remember(stamp, nonce, message, now)
        return Callback(fields, write, enclose, key, nonce)

    def seal(self, callback: Callback, answer: Fields, now: datetime) -> str:
        """The body of the response: plain to plain, and sealed with the key that opened the message."""
        written = callback.write(answer)
        if callback.key is None:
            return written
        encrypted = seal(written.encode(), callback.key, self._account.app_id)
        timestamp = int(now.timestamp())
        proof = signature(self._account.token, str(timestamp), callback.nonce, encrypted)
        return callback.enclose(
            {"Encrypt": encrypted, "MsgSignature": proof, "TimeStamp": timestamp, "Nonce": callback.nonce}
        )

    def _proved(self, query: Mapping[str, str], proof: str, *more: str) -> None:
        parts = (self._account.token, query.get("timestamp", ""), query.get("nonce", ""), *more)
        if not signed(query.get(proof, ""), *parts):
            raise BadCallback("signature")


def fresh(query: Mapping[str, str], now: datetime) -> int:
    """The timestamp, when it is of these minutes."""
    stamp = query.get("timestamp", "")
    if not re.fullmatch(r"[0-9]{1,11}", stamp) or abs(now.timestamp() - int(stamp)) > FRESH:
        raise BadCallback("timestamp")
    return int(stamp)


class Nonces:
    """Which message came with which nonce, for as long as its timestamp is accepted.

    Delivered again, a message may bring its nonce again; no other message may use it.
    """

    def __init__(self, most: int = MOST_NONCES) -> None:
        self._most = most
        self._seen: dict[bytes, tuple[int, bytes]] = {}

    def __len__(self) -> int:
        return len(self._seen)

    def remember(self, stamp: int, nonce: str, message: bytes, now: datetime) -> None:
        """Raises BadCallback when the nonce was another message's."""
        key = _digest(f"{stamp} {nonce}".encode("utf-8", "surrogatepass"))
        seen, digest = self._seen.get(key), _digest(message)
        if seen is None:
            self._forget(now.timestamp() - FRESH)
            self._seen[key] = (stamp, digest)
        elif seen[1] != digest:
            raise BadCallback("nonce")

    def _forget(self, before: float) -> None:
        while self._seen:
            oldest = next(iter(self._seen))
            if self._seen[oldest][0] >= before and len(self._seen) < self._most:
                return
            del self._seen[oldest]


def _digest(of: bytes) -> bytes:
    return hashlib.blake2b(of, digest_size=16).digest()
