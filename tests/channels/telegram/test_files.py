"""Files that people sent, as Telegram hands them out: getFile, then a download; every refusal is named."""

from __future__ import annotations

import pytest

from bot.channels.base import LARGEST_FILE, Misconfigured, Refused, SendError, TooBig, TryAgain
from bot.channels.telegram import TelegramChannel
from tests.channels.telegram.people import Person
from tests.channels.telegram.server import BotApi
from tests.channels.telegram.wire_format import MOST_FILE, Fault, File

OGG = b"OggS" + bytes(200_000)
UNKNOWN_BOT = Fault(status=401, body='{"ok":false,"error_code":401,"description":"Unauthorized"}')


@pytest.mark.parametrize(
    ("path", "ending"),
    [("voice/file_0.oga", "oga"), ("photos/file_1.JPG", "jpg"), ("documents/file_2", "bin")],
)
async def test_a_file_comes_by_its_id(api: BotApi, channel: TelegramChannel, path: str, ending: str) -> None:
    api.files["AwAC-x_1"] = File(OGG, path)
    assert await channel.fetch("telegram:AwAC-x_1") == (OGG, ending)


@pytest.mark.parametrize(
    "file",
    [
        File(bytes(LARGEST_FILE + 1)),
        File(bytes(LARGEST_FILE + 1), tells_size=False),
        File(bytes(MOST_FILE + 1)),
    ],
    ids=["told", "found out", "refused by the network"],
)
async def test_what_is_too_big_says_so(api: BotApi, channel: TelegramChannel, file: File) -> None:
    api.files["a"] = file
    with pytest.raises(TooBig):
        await channel.fetch("telegram:a")


@pytest.mark.parametrize(
    ("method", "fault", "error"),
    [
        ("getFile", Fault(status=502), TryAgain),
        ("getFile", UNKNOWN_BOT, Misconfigured),
        ("file", Fault(status=500), TryAgain),
        ("file", Fault(status=429), TryAgain),
        ("file", Fault(status=404), Refused),
        ("file", Fault(cut=True), TryAgain),
    ],
)  # fmt: skip
async def test_trouble_has_its_name_and_never_the_token(
    api: BotApi, channel: TelegramChannel, method: str, fault: Fault, error: type[SendError]
) -> None:
    api.files["a"] = File(OGG)
    api.fail(method, *[fault] * (2 if fault.cut else 1))  # aiohttp itself asks once more
    with pytest.raises(error) as caught:
        await channel.fetch("telegram:a")
    shown = f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__context__!r}"
    assert api.token not in shown and api.base not in shown
    assert (await channel.fetch("telegram:a"))[0] == OGG, "the next one finds everything well"


@pytest.mark.parametrize("file", [None, File(OGG, path="")])
async def test_a_file_that_is_not_there_is_refused(
    api: BotApi, channel: TelegramChannel, file: File | None
) -> None:
    if file:
        api.files["a"] = file
    with pytest.raises(Refused):
        await channel.fetch("telegram:a")


async def test_what_is_heard_can_be_fetched(api: BotApi, zhang: Person, channel: TelegramChannel) -> None:
    """The name in the message is the one that fetches."""
    api.files["v1"] = File(OGG)
    zhang.shares(voice={"file_id": "v1", "file_unique_id": "u", "duration": 3})
    update = api.waiting[-1]
    heard: list[str] = []

    async def take(inbound: object) -> None:
        heard.append(getattr(inbound, "media", ""))

    channel._take = take  # type: ignore[assignment]  # only what was heard matters here
    await channel._hear(update)
    assert (await channel.fetch(heard[0]))[0] == OGG


@pytest.mark.parametrize(
    ("ending", "shown"),
    [("jpg", "photo"), ("oga", "voice"), ("mp4", "video"), ("amr", "document"), ("bin", "document")],
)
async def test_a_stored_file_is_sent_as_what_it_is(
    api: BotApi, zhang: Person, channel: TelegramChannel, ending: str, shown: str
) -> None:
    assert ending in channel.abilities.files
    sent = await channel.send_file(str(zhang.number), OGG, ending, "17")
    assert sent.isdecimal() and api.delivered[-1].text == f"[{shown} {len(OGG)}]"


async def test_a_photo_telegram_finds_too_large_is_refused(
    api: BotApi, zhang: Person, channel: TelegramChannel
) -> None:
    with pytest.raises(Refused):
        await channel.send_file(str(zhang.number), bytes(10_000_001), "jpg", "17")
    assert not api.delivered
