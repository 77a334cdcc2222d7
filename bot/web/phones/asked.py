"""Reads what the page sends: every wrong shape is refused with a sentence, none reaches the desk."""

import json
import re
from dataclasses import dataclass
from typing import Any, cast, get_args

from aiohttp import web

from bot.web.phones.desk import Malformed, SayKind, TooMuch, UnknownPhoto

LONGEST_BODY = 4 * 1024 * 1024  # a million hanzi are 3 MB: a hostile paste is the desk's to answer, not ours
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_PHONES = 4
_LARGEST_CURSOR = 2**63 - 1

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,100}")
_MEDIA = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]{0,119}")
_MAGIC = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One checked message of the page."""

    who: str
    message_id: str
    kind: SayKind
    text: str
    media: str
    lat: float | None
    lon: float | None
    label: str


async def body(request: web.Request, most: int) -> bytes:
    """The raw body up to `most` bytes. Read by hand because the limit of the whole app is smaller."""
    if (request.content_length or 0) > most:
        raise TooMuch
    data = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        data += chunk
        if len(data) > most:
            raise TooMuch
    return bytes(data)


async def json_object(request: web.Request) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Malformed
    data = await body(request, LONGEST_BODY)
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if not isinstance(found, dict):
        raise Malformed
    return found


async def saying(request: web.Request) -> Saying:
    raw = await json_object(request)
    kind = raw.get("kind")
    if kind not in get_args(SayKind):
        raise Malformed
    text, label = _text(raw, "text", LONGEST_BODY), _text(raw, "label", 200)
    media = media_key(raw["media"]) if kind == "photo" and isinstance(raw.get("media"), str) else ""
    lat, lon = (_degrees(raw, "lat", 90), _degrees(raw, "lon", 180)) if kind == "location" else (None, None)
    if (kind == "photo" and not media) or (kind == "tap" and not 0 < len(text.encode()) <= 64):
        raise Malformed
    who, message_id = person_id(raw.get("who")), person_id(raw.get("message_id"))
    return Saying(who, message_id, cast("SayKind", kind), text, media, lat, lon, label)


def person_id(value: object) -> str:
    """An id of a person or a message: short and plain."""
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise Malformed
    return value


def media_key(value: str) -> str:
    if not _MEDIA.fullmatch(value):
        raise UnknownPhoto
    return value


def cursor(value: str | None) -> int:
    if value is None:
        return 0
    if not re.fullmatch(r"[0-9]{1,19}", value) or int(value) > _LARGEST_CURSOR:
        raise Malformed
    return int(value)


def several(values: object) -> list[str]:
    """One to four different people."""
    if not isinstance(values, list) or not values:
        raise Malformed
    found = list(dict.fromkeys(person_id(value) for value in values))
    if len(found) > MOST_PHONES:
        raise Malformed
    return found


def words(raw: dict[str, Any], name: str) -> str:
    """A short line the person typed into the bar."""
    return _text(raw, name, 200).strip()


def picture_type(data: bytes) -> str:
    """What the first bytes say the picture is, whatever the browser claims. Raises Malformed."""
    for magic, content_type in _MAGIC:
        if data.startswith(magic):
            return content_type
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise Malformed("这个文件不是照片，请选 JPG、PNG、GIF 或 WebP")


def _text(raw: dict[str, Any], name: str, most: int) -> str:
    value = raw.get(name, "")
    if not isinstance(value, str):
        raise Malformed
    if len(value) > most:
        raise TooMuch
    # half a surrogate pair is legal JSON and no database takes it; nor do all of them take NUL
    return value.encode("utf-8", "replace").decode().replace("\x00", "")


def _degrees(raw: dict[str, Any], name: str, most: int) -> float:
    value = raw.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float) or not -most <= value <= most:
        raise Malformed("位置读不懂：纬度在 -90 到 90 之间，经度在 -180 到 180 之间")
    return float(value)
