"""What people sent is fetched before its network forgets it: once, again after trouble; its loss is told."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlmodel import select

from bot import fetching
from bot.channels.base import (
    LARGEST_FILE,
    Channel,
    Misconfigured,
    OutcomeUnknown,
    Refused,
    TooBig,
    TryAgain,
    Words,
)
from bot.fetching import Fetcher
from storage import cases, evidence, media, stations
from storage.db import Database
from storage.models import Address, Case, CaseMove, Evidence
from tests.sending import ACCOUNT, Post, Town

VOICE = b"#!AMR\nsaid"
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """As far as a test can die."""


class Files(Channel):
    """A network that keeps files; `script` says what the next fetches of each meet."""

    name, account = ACCOUNT

    def __init__(self) -> None:
        self.kept: dict[str, tuple[bytes, str]] = {}
        self.script: dict[str, list[Exception]] = {}
        self.asked: list[str] = []
        self.meanwhile: Callable[[], object] = lambda: None

    async def send(self, to: str, words: Words, key: str) -> str:
        raise AssertionError("nobody sends here")

    async def fetch(self, media: str) -> tuple[bytes, str]:
        self.asked.append(media)
        if self.script.get(media):
            raise self.script[media].pop(0)
        if media not in self.kept:
            raise Refused("gone")
        return self.kept[media]


@dataclass
class Desk:
    """A case of 张三 with 小陈 at it, and files that lie at their network."""

    post: Post
    folder: Path
    zhang: Address
    case: Case
    files: Files = field(default_factory=Files)

    def fetcher(self, folder: Path | None = None) -> Fetcher:
        channels = {ACCOUNT: self.files}
        return Fetcher(self.post.db, channels, folder or self.folder, self.post.now, self.post.metrics)

    async def sent(self, name: str, kind: str = "voice", data: bytes | None = VOICE) -> str:
        """Somebody sends it; the network's name of it."""
        found = f"fake:{name}"
        if data is not None:
            self.files.kept[found] = (data, "amr")
        async with self.post.db.unit() as session:
            await evidence.add(session, self.case, kind, found, self.post.now(), self.zhang.id)
        return found

    async def rows(self) -> list[Evidence]:
        async with self.post.db.reading() as session:
            return await evidence.of_case(session, self.case.id)

    async def unkept(self) -> int:
        async with self.post.db.reading() as session:
            return len((await session.exec(select(CaseMove).where(CaseMove.verb == "unkept"))).all())

    def counted(self, outcome: str) -> float:
        labels = {"channel": "fake", "outcome": outcome}
        return self.post.metrics.registry.get_sample_value("yizhan_files_total", labels) or 0.0


@pytest.fixture
async def desk(db: Database, tmp_path: Path) -> Desk:
    post = Post(db)
    town = Town(post)
    await town.build()
    chen = await town.staff("chen")
    zhang = await post.person()
    async with db.unit() as session:
        case = await cases.open_case(
            session, kind="wages", person_id=zhang.person_id, address_id=zhang.id, station_id=town.station,
            now=post.now(), text="老板不给钱",
        )  # fmt: skip
        staff = await stations.staff_of(session, chen.person_id)
        assert staff and await cases.claim(session, case, staff, post.now())
    return Desk(post, tmp_path / "media", zhang, case)


async def test_a_file_comes_to_lie_beside_the_ledger_sealed_and_with_its_hash(desk: Desk) -> None:
    await desk.sent("v1")
    assert await desk.fetcher().drain() == 1
    [row] = await desk.rows()
    assert row.sha256 == hashlib.sha256(VOICE).hexdigest() and row.media == f"{row.sha256}.amr"
    assert row.retry_at is None and evidence.stored(row)
    assert media.load(desk.folder, row.media) == VOICE
    assert VOICE not in (desk.folder / row.media).read_bytes()
    assert await desk.fetcher().drain() == 0 and desk.counted("stored") == 1


async def test_only_files_of_these_accounts_are_asked_for(desk: Desk) -> None:
    async with desk.post.db.unit() as session:
        other = Address(
            person_id=desk.zhang.person_id,
            channel="fake",
            account="two",
            external="z",
            created_at=desk.post.now(),
        )
        session.add(other)
        await session.flush()
        for kind, name in (
            ("voice", "fake:v"),
            ("voice", "other:v"),
            ("photo", "console-1"),
            ("location", "move:1"),
        ):
            at = other.id if name == "fake:v" else desk.zhang.id
            await evidence.add(session, desk.case, kind, name, desk.post.now(), at)
    assert await desk.fetcher().drain() == 0 and desk.files.asked == []


async def test_the_oldest_comes_first(desk: Desk) -> None:
    names = []
    for number in range(fetching.AT_ONCE + 3):
        names.append(await desk.sent(f"v{number}", data=b"v%d" % number))
        desk.post.now.on(seconds=1)
    await desk.fetcher().drain()
    assert desk.files.asked == names


@pytest.mark.parametrize(
    "trouble",
    [
        TryAgain("busy"),
        OutcomeUnknown("cut off"),
        Misconfigured("secret"),
        TimeoutError(),
        ValueError("ours"),
    ],
)
async def test_trouble_is_tried_again_with_growing_pauses(desk: Desk, trouble: Exception) -> None:
    name = await desk.sent("v1")
    desk.files.script[name] = [trouble] * 3
    waits, begun = [], desk.post.now()
    while not evidence.stored((await desk.rows())[0]):
        assert desk.post.now() - begun < timedelta(hours=1)
        if await desk.fetcher().drain():
            waits.append(desk.post.now())
        desk.post.now.on(seconds=15)
    pauses = [later - sooner for sooner, later in pairwise(waits)]
    assert pauses == sorted(pauses) and len(set(pauses)) == 3
    assert (desk.counted("again"), desk.counted("stored")) == (3, 1)
    assert await desk.unkept() == 0


async def test_a_network_that_says_when_is_left_alone_until_then(desk: Desk) -> None:
    desk.files.script[await desk.sent("v1")] = [TryAgain("enough for now", after=1800.0)]
    for minutes, asked in ((0, 1), (29, 0), (2, 1)):
        desk.post.now.on(minutes=minutes)
        assert await desk.fetcher().drain() == asked


async def test_after_three_days_nobody_asks_any_more(desk: Desk) -> None:
    name = await desk.sent("v1")
    desk.files.script[name] = [TryAgain("away")] * 1000
    for _ in range(80):
        await desk.fetcher().drain()
        desk.post.now.on(hours=1)
    [row] = await desk.rows()
    assert row.media == "gone:old" and evidence.lost(row) and await desk.unkept() == 1
    asked = len(desk.files.asked)
    desk.post.now.on(days=9)
    assert await desk.fetcher().drain() == 0 and len(desk.files.asked) == asked


async def test_what_is_lost_is_told_once_to_both(desk: Desk) -> None:
    for number in range(3):
        await desk.sent(f"v{number}", data=None)
    await desk.fetcher().drain()
    desk.post.now.on(hours=1)
    await desk.sent("v9", data=None)
    await desk.fetcher().drain()
    await desk.post.sender().drain()
    [told] = [text for text in desk.post.network.texts("chen") if "没存下来" in text]
    assert "语音" in told and "1001" in told
    [heard] = [text for text in desk.post.network.texts("zhang") if "没存下来" in text]
    assert "打字" in heard and "电话" in heard and "再发" not in heard, "to send it again would not help"
    assert await desk.unkept() == 1 and desk.counted("refused") == 4
    await desk.sent("p1", "photo", data=None)
    await desk.fetcher().drain()
    assert await desk.unkept() == 2, "another kind is another matter"


@pytest.mark.parametrize("told_before", [True, False])
async def test_what_is_too_big_is_refused_kindly(desk: Desk, told_before: bool) -> None:
    name = await desk.sent("f1", "video", data=b"\0" * (LARGEST_FILE + 1))
    if told_before:
        desk.files.script[name] = [TooBig("by its size")]
    await desk.fetcher().drain()
    await desk.post.sender().drain()
    assert [text for text in desk.post.network.texts("zhang") if "太大" in text]
    assert (await desk.rows())[0].media == "gone:big" and not desk.folder.exists()


async def test_of_two_processes_that_see_a_file_one_takes_it(desk: Desk) -> None:
    await desk.sent("v1")
    now = desk.post.now()
    async with desk.post.db.reading() as session:
        [seen] = await evidence.due(session, [ACCOUNT], now, 5)

    async def take() -> bool:
        async with desk.post.db.unit() as session:
            return await evidence.take(session, seen, now, MINUTE)

    assert sorted(await asyncio.gather(take(), take(), take())) == [False, False, True]
    assert await desk.fetcher().drain() == 0 and desk.files.asked == []


async def test_two_processes_fetch_a_file_once(desk: Desk) -> None:
    await desk.sent("v1")
    async with desk.post.db.reading() as session:
        [seen] = await evidence.due(session, [ACCOUNT], desk.post.now(), 5)
    assert await desk.fetcher().drain() == 1
    async with desk.post.db.unit() as session:
        assert not await evidence.take(session, seen, desk.post.now(), MINUTE)
        assert not await evidence.give_up(session, seen, "old")
        assert not await evidence.later(session, seen, desk.post.now())
        assert not await evidence.keep(session, seen, f"{'a' * 64}.amr")
    assert evidence.stored((await desk.rows())[0])


@pytest.mark.parametrize("where", ["fetcher.fetched", "fetcher.stored"])
async def test_a_kill_between_fetch_and_mark_is_harmless(
    desk: Desk, where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def point(name: str) -> None:
        if name == where:
            raise Killed

    await desk.sent("v1")
    with monkeypatch.context() as patched:
        patched.setattr(fetching, "point", point)
        with pytest.raises(Killed):
            await desk.fetcher().drain()
    [row] = await desk.rows()
    assert not evidence.stored(row)
    assert await desk.fetcher().drain() == 0, "it is still held by who died"
    desk.post.now.on(minutes=4)
    assert await desk.fetcher().drain() == 1
    [row] = await desk.rows()
    assert evidence.stored(row) and media.load(desk.folder, row.media) == VOICE
    assert len(list(desk.folder.iterdir())) == 1


async def test_a_full_disk_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    await desk.sent("v1")
    blocked = tmp_path / "blocked"
    blocked.write_text("no folder")
    await desk.fetcher(blocked).drain()
    assert desk.counted("again") == 1
    desk.post.now.on(minutes=1)
    await desk.fetcher().drain()
    assert evidence.stored((await desk.rows())[0])


async def test_an_ending_made_elsewhere_cannot_lead_out_of_the_folder(desk: Desk) -> None:
    await desk.sent("v1")
    desk.files.kept["fake:v1"] = (VOICE, "../../x")
    await desk.fetcher().drain()
    [row] = await desk.rows()
    assert row.media.endswith(".bin") and media.load(desk.folder, row.media) == VOICE
