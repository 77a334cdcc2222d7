"""What an account asks of WeChat that is no message: tokens, files, the menu, QR codes, followers, quotas."""

from __future__ import annotations

import secrets
from typing import Any

from tests.channels.wechat.accounts import NEEDS
from tests.channels.wechat.messages import OK
from tests.channels.wechat.office import MEDIA_LIVE, File, Office
from tests.channels.wechat.wire_format import Fields, Refusal

LONGEST_CODE = 2_592_000
_TAKEN: dict[str, tuple[tuple[str, ...], int]] = {
    "image": (("bmp", "png", "jpeg", "jpg", "gif"), 10 << 20),
    "voice": (("amr", "mp3"), 2 << 20),
}
"""Endings and bytes; what is left out nobody here sends."""
_CLICKS = ("click", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "location_select")


def token(office: Office, asked: Fields) -> Fields:
    """`/cgi-bin/token`: each call a new one."""
    _known_account(office, asked)
    return _given(*office.tokens["token"].fresh())


def stable_token(office: Office, asked: Fields) -> Fields:
    _known_account(office, asked)
    return _given(*office.tokens["stable_token"].stable(force=bool(asked.get("force_refresh", False))))


def _known_account(office: Office, asked: Fields) -> None:
    if asked.get("grant_type") != "client_credential":
        raise Refusal(40002)
    if asked.get("appid") != office.app_id:
        raise Refusal(40013)
    if asked.get("secret") != office.secret:
        raise Refusal(40125)
    if office.allowed_ips is not None and office.seen_ip not in office.allowed_ips:
        raise Refusal(40164, ip=office.seen_ip)


def _given(access_token: str, seconds: int) -> Fields:
    return {"access_token": access_token, "expires_in": seconds}  # no errcode when all is well


def media(office: Office, media_id: str) -> File:
    file = office.files.get(media_id)
    if file is None or office.now() - file.since > MEDIA_LIVE:
        raise Refusal(40007)
    return file


def upload(office: Office, kind: str, file: tuple[str, bytes] | None) -> Fields:
    """A file to be sent later: it lives for three days, as those of people do."""
    if kind not in _TAKEN:
        raise Refusal(40004)
    if file is None:
        raise Refusal(41005)
    name, data = file
    if name.rpartition(".")[2].lower() not in _TAKEN[kind][0]:
        raise Refusal(40005)
    if not 0 < len(data) <= _TAKEN[kind][1]:
        raise Refusal(40006)
    media_id = office.keep(data, f"{kind}/{name.rpartition('.')[2]}")
    return {"type": kind, "media_id": media_id, "created_at": int(office.now().timestamp())}


def menu_create(office: Office, body: Fields) -> Fields:
    buttons = body.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise Refusal(40016)
    for button in buttons:
        _bytes(button.get("name"), 16, 40018)
        below = button.get("sub_button") or []
        if len(below) > 5:
            raise Refusal(40023)
        if not below:
            _leads(button, key=40019, url=40020)
        for one in below:
            _bytes(one.get("name"), 60, 40025)
            _leads(one, key=40026, url=40027)
    office.menu = {"button": buttons}
    return OK


def _leads(button: Fields, *, key: int, url: int) -> None:
    if button.get("type") == "view":
        _bytes(button.get("url"), 1024, url)
    elif button.get("type") in _CLICKS:
        _bytes(button.get("key"), 128, key)
    else:
        raise Refusal(40017)


def _bytes(value: object, most: int, code: int) -> None:
    if not isinstance(value, str) or not 0 < len(value.encode()) <= most:
        raise Refusal(code)


def menu_get(office: Office, asked: Fields) -> Fields:
    del asked
    if office.menu is None:
        raise Refusal(46003)
    return {"menu": office.menu}


def qrcode_create(office: Office, body: Fields) -> Fields:
    name, scene = body.get("action_name"), (body.get("action_info") or {}).get("scene") or {}
    seconds = body.get("expire_seconds", 60)
    if name not in ("QR_STR_SCENE", "QR_LIMIT_STR_SCENE"):
        raise Refusal(40053)
    if not 1 <= len(str(scene.get("scene_str") or "")) <= 64:
        raise Refusal(40053)
    lasting = name == "QR_LIMIT_STR_SCENE"
    if not lasting and (not isinstance(seconds, int) or not 0 < seconds <= LONGEST_CODE):
        raise Refusal(40053)
    if lasting and sum("expire_seconds" not in one for one in office.codes) >= 100_000:
        raise Refusal(40053)
    ticket = "gQ" + secrets.token_urlsafe(60) + "=="
    answer: Fields = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{secrets.token_urlsafe(12)}"}
    if not lasting:
        answer["expire_seconds"] = seconds
    office.codes.append({**answer, "scene_str": scene["scene_str"]})
    return answer


def user_info(office: Office, asked: Fields) -> Fields:
    person = office.known(asked.get("openid"))
    if not person.follows:
        return {"subscribe": 0, "openid": person.openid}
    return {
        "subscribe": 1,
        "openid": person.openid,
        "language": "zh_CN",
        "subscribe_time": int(person.since.timestamp()) if person.since else 0,
        "subscribe_scene": "ADD_SCENE_QR_CODE" if person.scene else "ADD_SCENE_SEARCH",
        "qr_scene_str": person.scene,
    }


def callback_ips(office: Office, asked: Fields) -> Fields:
    del asked
    return {"ip_list": list(office.callback_ips)}


def clear_quota(office: Office, body: Fields) -> Fields:
    if body.get("appid") != office.app_id:
        raise Refusal(40013)
    office.clear()
    return OK


def quota_get(office: Office, body: Fields) -> Fields:
    path: Any = body.get("cgi_path")
    if path not in {**NEEDS, **office.quota}:
        raise Refusal(76021)
    most, used = office.quota.get(path, 1_000_000), office.used(path)
    return {**OK, "quota": {"daily_limit": most, "used": used, "remain": max(0, most - used)}}
