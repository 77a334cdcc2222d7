"""A callback of the Official Account, as its fields have it, becomes an Inbound or News. Pure.

MsgType text image voice …           somebody says something
Event   subscribe SCAN CLICK …       somebody does something that stands for a word or a choice of ours
Event   unsubscribe LOCATION …       news of somebody, nobody waits for an answer
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.base import Contact, Inbound, Kind, News
from bot.channels.wechat.xml import Fields
from bot.channels.wx_crypto import BadCallback
from handlers.phrases import say

NAME = "wechat"
OPENID = re.compile(r"[A-Za-z0-9_-]{6,64}")

_MEDIA: dict[str, Kind] = {"image": "photo", "voice": "voice", "video": "video", "shortvideo": "video"}
_GONE = ("unsubscribe", "user_authorization_revoke", "user_authorization_cancellation")
_NOTHING = frozenset(
    {
        "view",
        "view_miniprogram",
        "user_info_modified",
        "location_select",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
    }
)
"""Nobody waits for an answer to these; the pictures and the place follow as messages of their own."""
_CONSENT = ("subscribe_msg_popup_event", "subscribe_msg_change_event")
_SCENE = "qrscene_"
_DATA = re.compile(r"[a-z_]+(\.[a-z_]+)?:[^\x00-\x1f\x7f]*|[a-z_]+\.[a-z_]+")
_LONGEST_DATA = 64
_SENTENCE_END = "\u3002"

Heard = Inbound | tuple[News, ...]


def read(fields: Fields, account: str) -> Heard | None:
    """What was said or done, or the news in it, which may be none; None for a kind nobody told us of."""
    kind = _text(fields, "MsgType").lower()
    if kind == "event":
        return _event(fields, account, _text(fields, "Event").lower())
    content = _content(fields, kind)
    if content is None:
        return None
    message_id = _text(fields, "MsgId")
    if not re.fullmatch(r"[0-9]{1,32}", message_id):
        raise BadCallback("fields")
    return Inbound(NAME, account, _sender(fields), message_id, at=_at(fields), **content)


def kind_of(fields: Fields) -> str:
    """The name of its kind, fit for a log."""
    names = (_text(fields, "MsgType"), _text(fields, "Event"))
    return ".".join(re.sub(r"\W", "", name, flags=re.ASCII)[:40] for name in names if name) or "none"


def _content(fields: Fields, kind: str) -> dict[str, Any] | None:
    if kind == "text":
        return _said(fields)
    if kind in _MEDIA:
        # Of old accounts only: WeChat has all but stopped writing down what was spoken.
        spoken = _text(fields, "Recognition").strip().removesuffix(_SENTENCE_END)
        return {"kind": _MEDIA[kind], "text": spoken, "media": _media(fields)}
    if kind == "location":
        lat, lon = _place(fields, "Location_X", "Location_Y")
        return {"kind": "location", "lat": lat, "lon": lon, "label": _text(fields, "Label")}
    if kind == "link":
        parts = (_text(fields, "Title"), _text(fields, "Url"))
        return {"kind": "link", "text": "\n".join(part for part in parts if part)}
    return None


def _said(fields: Fields) -> dict[str, Any]:
    """What was typed, or the choice behind the tapped line; for a tap WeChat lets us speak for less long."""
    content, data = _text(fields, "Content"), _text(fields, "bizmsgmenuid")
    if data in ("", "0"):  # lost on the way, as happens: the words of the line say it too
        return {"kind": "text", "text": content}
    if is_data(data):
        return {"kind": "tap", "text": data, "label": content, "contact": "tap"}
    return {"kind": "text", "text": content, "contact": "tap"}


def is_data(text: str) -> bool:
    """Whether it has the form of a choice's data: gig.apply:17, handoff.unheard."""
    return len(text.encode("utf-8", "surrogatepass")) <= _LONGEST_DATA and bool(_DATA.fullmatch(text))


def _media(fields: Fields) -> str:
    """The picture's address beside its id: who has no media API can fetch it there."""
    media_id, address = _text(fields, "MediaId"), _text(fields, "PicUrl")
    if not re.fullmatch(r"[\w-]{1,300}", media_id, re.ASCII):
        raise BadCallback("fields")
    return f"wechat:{media_id} {address}" if re.fullmatch(r"https?://\S+", address) else f"wechat:{media_id}"


def _event(fields: Fields, account: str, event: str) -> Heard | None:
    key = _text(fields, "EventKey")
    match event:
        case "subscribe":
            scene = key.removeprefix(_SCENE) if key.startswith(_SCENE) else ""
            return _done(fields, account, "follow", text=say("wechat.follow"), label=scene)
        case "scan":
            return _done(fields, account, "scan", text=say("wechat.scan"), label=key)
        case "click":
            return _done(fields, account, "tap", kind="tap" if is_data(key) else "text", text=key)
        case "scancode_push" | "scancode_waitmsg":
            # What stands in a code anybody may have printed: words, never a choice of ours.
            found = _text(_inside(fields, "ScanCodeInfo"), "ScanResult")
            return _done(fields, account, "tap", text=found)
    if event in _NOTHING:
        return ()
    return _news(fields, account, event)


def _done(
    fields: Fields, account: str, contact: Contact, *, text: str, kind: Kind = "text", label: str = ""
) -> Inbound:
    sender, at = _sender(fields), _at(fields)
    return Inbound(NAME, account, sender, _event_id(fields), kind, at, text, label=label, contact=contact)


def _event_id(fields: Fields, *more: str) -> str:
    """Hashed: the row stays for ever, and the person in the key may want to be forgotten."""
    parts = (_sender(fields), _text(fields, "CreateTime"), _text(fields, "Event"), _text(fields, "EventKey"))
    digest = hashlib.sha256("|".join((*parts, *more)).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"event:{digest}"


def _news(fields: Fields, account: str, event: str) -> tuple[News, ...] | None:
    if event in _GONE:
        who = _openid(fields, "OpenID", "FromUserName")
        once = _event_id({**fields, "FromUserName": who})
        return (News(NAME, account, who, "left", _at(fields), message_id=once),)
    if event == "location":
        place = _place(fields, "Latitude", "Longitude")
        known = None not in place
        return (News(NAME, account, _sender(fields), "place", _at(fields), *place),) if known else ()
    if event == "templatesendjobfinish":
        return (_told(fields, account, fields, "Status"),)
    if event == "subscribe_msg_sent_event":
        listed = _listed(fields, "SubscribeMsgSentEvent")
        return tuple(_told(fields, account, one, "ErrorStatus") for one in listed)
    if event in _CONSENT:
        inside = "SubscribeMsgPopupEvent" if event == _CONSENT[0] else "SubscribeMsgChangeEvent"
        found = (_consent(fields, account, one) for one in _listed(fields, inside))
        return tuple(one for one in found if one.outcome in ("accept", "reject"))
    return None


def _consent(fields: Fields, account: str, answer: Fields) -> News:
    template = _text(answer, "TemplateId")
    return News(
        NAME,
        account,
        _sender(fields),
        "consent",
        _at(fields),
        outcome=_text(answer, "SubscribeStatusString").lower(),
        template=template,
        message_id=_event_id(fields, template),
    )


def _told(fields: Fields, account: str, result: Fields, status: str) -> News:
    """ "failed: system failed" and "failed:user block": the words behind it."""
    outcome = _text(result, status).removeprefix("failed:").strip()
    return News(
        NAME,
        account,
        _sender(fields),
        "told",
        _at(fields),
        network_id=_text(result, "MsgID"),
        outcome=outcome,
        template=_text(result, "TemplateId"),
    )


def _listed(fields: Fields, name: str) -> list[Fields]:
    """One or many of them, inside an element of their own or, in JSON, beside the rest."""
    found = (_inside(fields, name) or fields).get("List", [])
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, Mapping)]


def _inside(fields: Fields, name: str) -> Fields:
    found = fields.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(fields: Fields, name: str) -> str:
    found = fields.get(name)
    return found if isinstance(found, str) else ""


def _sender(fields: Fields) -> str:
    return _openid(fields, "FromUserName")


def _openid(fields: Fields, *names: str) -> str:
    found = next((value for name in names if (value := _text(fields, name))), "")
    if not OPENID.fullmatch(found):
        raise BadCallback("fields")
    return found


def _at(fields: Fields) -> datetime:
    seconds = _text(fields, "CreateTime").strip()
    if not re.fullmatch(r"[0-9]{1,11}", seconds):
        raise BadCallback("fields")
    return datetime.fromtimestamp(int(seconds), UTC)


def _place(fields: Fields, north: str, east: str) -> tuple[float, float] | tuple[None, None]:
    """Latitude and longitude, or neither: half a place is none."""
    try:
        lat, lon = float(_text(fields, north)), float(_text(fields, east))
    except ValueError:
        return None, None
    inside = math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180
    return (lat, lon) if inside else (None, None)
