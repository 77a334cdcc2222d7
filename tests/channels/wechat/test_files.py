"""Files people sent: by their id, by a picture's own address, within three days and ten megabytes."""

from __future__ import annotations

import pytest

from bot.channels.base import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TryAgain,
    WindowClosed,
)
from bot.channels.wechat.files import PATH, UPLOAD, ending, is_wechats
from bot.channels.wechat.outbound import SEND, Outbound
from tests.channels.wechat.ledger import Shared, account_of
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault
from tests.sending import Hands

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"


async def test_a_voice_comes_by_its_id(api: WechatApi, outbound: Outbound) -> None:
    voice = api.keep(b"#!AMR\n12", "audio/amr")
    assert await outbound.fetch(f"wechat:{voice}") == (b"#!AMR\n12", "amr")


async def test_a_video_comes_from_where_the_answer_says(api: WechatApi, outbound: Outbound) -> None:
    film = api.keep(b"\x00\x00\x00\x18ftypmp42", "video/mp4", video=True)
    assert (await outbound.fetch(f"wechat:{film}"))[1] == "mp4"
    assert len(api.received("/video")) == 1


@pytest.mark.parametrize("fault", [Fault(errcode=40007), Fault(errcode=48001), Fault(status=500), None])
async def test_a_picture_has_an_address_too(fault: Fault | None, api: WechatApi, outbound: Outbound) -> None:
    media_id, address = api.picture(JPEG)
    if fault:
        api.fail(PATH, fault)
    assert await outbound.fetch(f"wechat:{media_id} {address}") == (JPEG, "jpg")
    assert len(api.received("/pic")) == bool(fault)


async def test_an_account_without_an_api_still_gets_pictures(api: WechatApi) -> None:
    outbound = Outbound(account_of(api, secret=""), Shared(), now=api.now)
    media_id, address = api.picture(JPEG)
    assert await outbound.fetch(f"wechat:{media_id} {address}") == (JPEG, "jpg")
    with pytest.raises(Refused, match="no API"):
        await outbound.fetch(f"wechat:{media_id}")
    assert not api.received(PATH) and not api.received("/cgi-bin/stable_token")
    await outbound.close()


async def test_a_picture_survives_a_list_of_addresses(api: WechatApi, outbound: Outbound) -> None:
    api.allowed_ips = set()
    media_id, address = api.picture(JPEG)
    assert (await outbound.fetch(f"wechat:{media_id} {address}"))[1] == "jpg"
    with pytest.raises(Misconfigured, match="40164"):
        await outbound.fetch(f"wechat:{media_id}")


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "http://localhost:1/x",
        "file:///etc/passwd",
        "http://[",
        "http://qpic.cn.evil.example/a",
    ],
)
async def test_nobody_sends_us_to_an_address_of_their_own(
    address: str, api: WechatApi, outbound: Outbound
) -> None:
    with pytest.raises(Refused, match="40007"):
        await outbound.fetch(f"wechat:M1 {address}")
    assert not api.received("/pic")


@pytest.mark.parametrize(
    ("address", "wechats"),
    [
        ("http://mmbiz.qpic.cn/mmbiz_jpg/x/0", True),
        ("https://mmbiz.qpic.cn/mmbiz_jpg/x/0", True),
        ("http://127.0.0.1:8/pic/1", True),
        ("https://127.0.0.1:8/pic/1", False),
        ("http://127.0.0.1:9/pic/1", False),
        ("ftp://mmbiz.qpic.cn/x", False),
        ("http://mmbizqpic.cn/x", False),
        ("http://mmbiz.qpic.cn@evil.example/x", False),
        ("//mmbiz.qpic.cn/x", False),
        ("", False),
    ],
)
def test_where_pictures_of_wechat_are(address: str, wechats: bool) -> None:
    assert is_wechats(address, "http://127.0.0.1:8") == wechats


async def test_after_three_days_it_is_gone(api: WechatApi, outbound: Outbound) -> None:
    assert isinstance(api.now, Hands)
    media_id = api.keep(JPEG, "image/jpeg")
    api.now.on(days=3, hours=1)
    with pytest.raises(Refused, match="40007"):
        await outbound.fetch(f"wechat:{media_id}")


FAULTS: list[tuple[Fault, type[SendError]]] = [
    (Fault(errcode=45009), TryAgain),
    (Fault(errcode=45011), TryAgain),
    (Fault(errcode=-1), TryAgain),
    (Fault(errcode=48001), Refused),
    (Fault(errcode=99999), Refused),
    (Fault(status=502), TryAgain),
    (Fault(status=200, body=""), Refused),
    (Fault(status=200, body="{"), TryAgain),
    (Fault(status=200, body='{"ok": 1}'), Refused),
    (Fault(status=200, body='{"video_url": "ftp://a"}'), Refused),
    (Fault(status=200, body='{"video_url": 7}'), Refused),
    (Fault(done=True, cut=True), TryAgain),
]


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=lambda one: str(one)[:50])
async def test_each_failure_has_its_name(
    fault: Fault, kind: type[SendError], api: WechatApi, outbound: Outbound
) -> None:
    await outbound.api.token()
    media_id = api.keep(JPEG, "image/jpeg")
    api.fail(PATH, *[fault] * (3 if fault.cut else 1))  # a cut GET is asked again by itself
    with pytest.raises(SendError) as failed:
        await outbound.fetch(f"wechat:{media_id}")
    assert type(failed.value) is kind


async def test_a_video_that_has_gone_from_its_address(api: WechatApi, outbound: Outbound) -> None:
    api.fail(PATH, Fault(status=200, body=f'{{"video_url": "{api.base}/video/none"}}'))
    with pytest.raises(Refused, match="404"):
        await outbound.fetch("wechat:M1")


async def test_a_video_may_have_moved_and_may_be_away(api: WechatApi, outbound: Outbound) -> None:
    """No token goes to its address, so it is followed."""
    media_id = api.keep(b"\0\0\0\x18ftypmp42", "video/mp4", video=True)
    moved = Fault(status=302, location=f"{api.base}/video/{media_id}")
    api.fail("/moved", moved, Fault(status=500))
    for _ in range(2):
        api.fail(PATH, Fault(status=200, body=f'{{"video_url": "{api.base}/moved"}}'))
    assert (await outbound.fetch("wechat:M1"))[1] == "mp4"
    with pytest.raises(TryAgain, match="500"):
        await outbound.fetch("wechat:M1")


async def test_ten_megabytes_are_enough(api: WechatApi, outbound: Outbound) -> None:
    most = api.keep(b"x" * (10 << 20), "image/png")
    more = api.keep(b"x" * ((10 << 20) + 1), "image/png")
    assert len((await outbound.fetch(f"wechat:{most}"))[0]) == 10 << 20
    with pytest.raises(Refused, match="larger than 10 MB"):
        await outbound.fetch(f"wechat:{more}")


@pytest.mark.parametrize(
    ("content_type", "data", "end"),
    [
        ("image/jpeg", b"", "jpg"),
        ("image/png; charset=x", b"", "png"),
        ("IMAGE/GIF", b"", "gif"),
        ("audio/amr", b"", "amr"),
        ("video/mpeg4", b"", "mp4"),
        ("voice/speex", b"", "speex"),
        ("application/octet-stream", b"#!AMR\n", "amr"),
        ("application/octet-stream", JPEG, "jpg"),
        ("application/octet-stream", b"\x89PNG\r\n", "png"),
        ("application/octet-stream", b"GIF89a", "gif"),
        ("application/octet-stream", b"\0\0\0\x18ftypisom", "mp4"),
        ("application/octet-stream", b"OggS" + b"\0" * 24 + b"Speex  ", "speex"),
        ("text/html", b"<html>", "bin"),
    ],
)
def test_the_ending_of_a_file(content_type: str, data: bytes, end: str) -> None:
    assert ending(content_type, data) == end


@pytest.mark.parametrize(("ending", "shown"), [("amr", "[voice/amr]"), ("jpg", "[image/jpg]")])
async def test_a_stored_file_is_handed_in_and_sent(
    ending: str, shown: str, api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    zhang.contact()
    assert await outbound.send_file(zhang.openid, JPEG, ending, "17") == "17"
    assert zhang.hears == [shown] and [one.data for one in api.files.values()] == [JPEG]


@pytest.mark.parametrize(
    ("path", "fault", "error"),
    [
        (UPLOAD, Fault(errcode=40006), Refused),
        (UPLOAD, Fault(errcode=48001), Refused),
        (UPLOAD, Fault(cut=True, done=True), TryAgain),
        (UPLOAD, Fault(errcode=-1), TryAgain),
        (SEND, Fault(errcode=45015), WindowClosed),
        (SEND, Fault(cut=True, done=True), OutcomeUnknown),
    ],
)
async def test_what_stops_a_file_has_its_name(
    path: str, fault: Fault, error: type[SendError], api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    """Handing in is harmless and may be repeated; sending may not, and only sending closes a window."""
    zhang.contact()
    api.fail(path, fault, fault)
    with pytest.raises(error) as caught:
        await outbound.send_file(zhang.openid, JPEG, "jpg", "17")
    assert type(caught.value) is error
