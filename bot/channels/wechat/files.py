"""The file behind what somebody sent: by its media_id for three days, a picture also at its own address.

wechat:<media_id>            voice, video
wechat:<media_id> <PicUrl>   a picture; its address needs no token, so any account can fetch it
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.channels.base import Refused, SendError
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import Errcode, named

PATH, UPLOAD = "/cgi-bin/media/get", "/cgi-bin/media/upload"
SENT_AS: Mapping[str, str] = {"jpg": "image", "png": "image", "gif": "image", "amr": "voice", "mp3": "voice"}
"""What WeChat takes in again. A video would need a picture of it as well."""
PICTURES = ".qpic.cn"
"""Where WeChat keeps pictures. The address came with a message: nobody may send us elsewhere by it."""

_ENDINGS: Mapping[str, str] = {
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "audio/amr": "amr",
    "voice/amr": "amr",
    "audio/speex": "speex",
    "voice/speex": "speex",
    "audio/x-speex": "speex",
    "video/mp4": "mp4",
    "video/mpeg4": "mp4",
}
_STARTS: tuple[tuple[bytes, int, str], ...] = (
    (b"\xff\xd8\xff", 0, "jpg"),
    (b"\x89PNG", 0, "png"),
    (b"GIF8", 0, "gif"),
    (b"#!AMR", 0, "amr"),
    (b"Speex", 28, "speex"),
    (b"ftyp", 4, "mp4"),
)
_UNKNOWN = "bin"


async def fetch(api: Api, media: str, *, speaks: bool) -> tuple[bytes, str]:
    """The file and its ending. Refused: it is gone. `speaks`: the account has an API at all."""
    media_id, _, address = media.removeprefix("wechat:").partition(" ")
    address = address if is_wechats(address, api.base) else ""
    failure: SendError = Refused("no API, and no address of a picture")
    if speaks:
        try:
            return await _by_id(api, media_id)
        except SendError as error:
            failure = error
    if not address:
        raise failure
    data, kind = await api.elsewhere(address)
    return _whole(data, kind)


async def _by_id(api: Api, media_id: str) -> tuple[bytes, str]:
    try:
        found = await api.file(PATH, media_id=media_id)
    except Errcode as error:
        failure = named(error, None, api.now())
    else:
        if not isinstance(found, dict):
            return _whole(*found)
        address = found.get("video_url")
        if isinstance(address, str) and urlsplit(address).scheme in ("http", "https"):
            return _whole(*await api.elsewhere(address))
        failure = Refused("an answer without a file")
    raise failure


def _whole(data: bytes, content_type: str) -> tuple[bytes, str]:
    if not data:
        raise Refused("the file is empty")
    return data, ending(content_type, data)


def ending(content_type: str, data: bytes) -> str:
    """By what WeChat says it is, else by how it begins; what nobody knows is kept all the same."""
    if known := _ENDINGS.get(content_type.partition(";")[0].strip().lower()):
        return known
    return next((end for start, at, end in _STARTS if data[at : at + len(start)] == start), _UNKNOWN)


def is_wechats(address: str, base: str) -> bool:
    """Whether a picture may be fetched there: where WeChat keeps them, or where the API is said to be."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    ours = (parts.scheme, parts.netloc) == urlsplit(base)[:2]
    return ours or (parts.scheme in ("http", "https") and host.endswith(PICTURES))
