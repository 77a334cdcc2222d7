"""Is our callback there, and does it know WeChat from a stranger? Asked from outside, as WeChat would.

What is delivered is somebody opening a page from the menu, which has no effect on anybody.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
)

from bot.channels.wechat import xml
from bot.channels.wechat.account import WechatAccount
from bot.channels.wechat.once import refusal
from bot.channels.wechat.xml import Fields
from bot.channels.wx_crypto import seal, signature

Step = Literal["verify", "deliver", "forged", "plain", "once"]
NOBODY = "yizhan-selftest"


@dataclass(frozen=True, slots=True)
class Probe:
    """One question put to our callback. `trouble`: "" all is well · nameless, no such domain · away ·
    certificate · silent · a status · other, another answer than ours · accepted, what had to be refused."""

    step: Step
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    status: int
    text: str


async def probe(
    account: WechatAccount, url: str, now: Callable[[], datetime], seconds: float = 5
) -> list[Probe]:
    """Every question, in an order in which the first trouble explains the others."""
    async with ClientSession(timeout=ClientTimeout(total=seconds)) as client:
        found: list[Probe] = []
        for ask in (_verify, _deliver, _forged, *([_plain] if account.mode != "plain" else [])):
            found.append(await ask(client, account, url, now()))
            if found[-1].trouble in ("nameless", "away", "certificate", "silent"):
                break
        return found


async def _verify(client: ClientSession, account: WechatAccount, url: str, now: datetime) -> Probe:
    echo = secrets.token_urlsafe(12)
    said = await _ask(client, url, {**_proof(account, now), "echostr": echo})
    return Probe("verify", said if isinstance(said, str) else _expect(said, echo))


async def _deliver(client: ClientSession, account: WechatAccount, url: str, now: datetime) -> Probe:
    said = await _ask(client, url, *_letter(account, now))
    return Probe("deliver", said if isinstance(said, str) else _expect(said, "success"))


async def _forged(client: ClientSession, account: WechatAccount, url: str, now: datetime) -> Probe:
    """By somebody who does not know the token."""
    stranger = replace(account, token=secrets.token_hex(8))
    return Probe("forged", _refused(await _ask(client, url, *_letter(stranger, now))))


async def _plain(client: ClientSession, account: WechatAccount, url: str, now: datetime) -> Probe:
    """A body that is not sealed, with a signature seen on another."""
    return Probe("plain", _refused(await _ask(client, url, *_letter(replace(account, mode="plain"), now))))


async def probe_once(url: str, seconds: float = 5) -> Probe:
    """Whether people who allowed a message come back to us: our page turns away what nobody answered."""
    async with ClientSession(timeout=ClientTimeout(total=seconds)) as client:
        said = await _ask(client, url, {"action": "confirm"})
    if isinstance(said, str) or said.status != 403:
        return Probe("once", said if isinstance(said, str) else str(said.status))
    return Probe("once", "" if refusal() in said.text else "other")


def _letter(account: WechatAccount, now: datetime) -> tuple[dict[str, str], str]:
    """Query and body, in the mode of the account."""
    to = account.original_id or "gh_selftest"
    fields: Fields = {
        "ToUserName": to,
        "FromUserName": NOBODY,
        "CreateTime": int(now.timestamp()),
        "MsgType": "event",
        "Event": "VIEW",
        "EventKey": "selftest",
    }
    query, message = _proof(account, now), xml.write(fields)
    if account.mode == "plain":
        return query, message
    sealed = seal(message.encode(), account.aes_keys[0], account.app_id)
    proof = signature(account.token, query["timestamp"], query["nonce"], sealed)
    outer = fields if account.mode == "compat" else {"ToUserName": to}
    return {**query, "encrypt_type": "aes", "msg_signature": proof}, xml.write({**outer, "Encrypt": sealed})


def _proof(account: WechatAccount, now: datetime) -> dict[str, str]:
    stamp, nonce = str(int(now.timestamp())), secrets.token_hex(8)
    return {"timestamp": stamp, "nonce": nonce, "signature": signature(account.token, stamp, nonce)}


async def _ask(
    client: ClientSession, url: str, query: dict[str, str], body: str | None = None
) -> _Said | str:
    """What was answered, or the trouble. No redirects: WeChat follows none."""
    method, data = ("GET", None) if body is None else ("POST", body.encode())
    try:
        async with client.request(method, url, params=query, data=data, allow_redirects=False) as answer:
            return _Said(answer.status, (await answer.content.read(4096)).decode("utf-8", "replace"))
    except ClientConnectorCertificateError:
        return "certificate"
    except ClientConnectorDNSError:
        return "nameless"
    except ClientConnectorError:
        return "away"
    except (ClientError, TimeoutError):
        return "silent"


def _expect(said: _Said, words: str) -> str:
    if said.status != 200:
        return str(said.status)
    return "" if said.text == words else "other"


def _refused(said: _Said | str) -> str:
    if isinstance(said, str):
        return said
    return "" if 400 <= said.status < 500 else "accepted" if said.status == 200 else str(said.status)
