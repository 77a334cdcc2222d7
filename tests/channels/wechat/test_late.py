"""Answers that are not ready when WeChat stops waiting: the message is on disk before it hears `success`."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.channels import bridge
from bot.channels.base import Answer, Inbound, Patience
from bot.channels.wechat.late import Late, Pace
from storage import spool
from tests.channels.wechat.their_side import (
    LI,
    NOW,
    QUICK,
    ZHANG,
    Got,
    House,
    Ledger,
    house,
    message,
    opened,
    until,
)


@pytest.fixture
async def hasty(tmp_path: Path, ledger: Ledger) -> AsyncIterator[House]:
    """WeChat waits a twentieth of a second here."""
    async with house(tmp_path, ledger, QUICK) as one:
        yield one


@contextlib.asynccontextmanager
async def listening(*houses: House) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.channel.listen()) for one in houses]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def success(got: Got) -> bool:
    return (got.status, got.text) == (200, "success")


async def test_a_slow_answer_takes_another_way(hasty: House, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    assert success(await hasty.wechat.sealed(message(Content="找活")))
    (path,) = hasty.left
    assert "找活".encode() not in path.read_bytes()
    ledger.slow.set()
    await until(lambda: not hasty.left)
    assert ledger.elsewhere == ["收到：找活"] and len(ledger.asked) == 1


async def test_an_answer_that_is_being_committed_is_waited_for(hasty: House, ledger: Ledger) -> None:
    ledger.committing = asyncio.Event()
    delivery = asyncio.create_task(hasty.wechat.sealed(message(Content="找活")))
    await asyncio.wait({delivery}, timeout=QUICK.answer * 3)
    assert not delivery.done() and hasty.left == []
    ledger.committing.set()
    assert opened(await delivery)["Content"] == "收到：找活"
    assert hasty.left == [] and ledger.elsewhere == []


async def test_the_time_begins_when_the_message_began_to_come_in(tmp_path: Path, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    late = Late(ledger.take, tmp_path, Pace(answer=600))
    async with asyncio.timeout(30):
        assert await late.answer(inbound("1"), asyncio.get_running_loop().time() - 600) is None
    ledger.slow.set()
    await late.close()
    assert spool.left(tmp_path) == [] and len(ledger.elsewhere) == 1


async def test_an_answer_in_time_leaves_nothing_on_disk(hasty: House, ledger: Ledger) -> None:
    assert opened(await hasty.wechat.sealed(message(Content="找活")))["Content"] == "收到：找活"
    assert hasty.left == []


async def test_a_repetition_meanwhile_hears_what_the_first_heard(hasty: House, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    said = message(Content="找活")
    assert success(await hasty.wechat.sealed(said)) and success(await hasty.wechat.sealed(said))
    assert len(hasty.left) == 1
    ledger.slow.set()
    await until(lambda: not hasty.left and len(ledger.asked) == 2)
    assert success(await hasty.wechat.sealed(said))  # its answer went another way, once
    assert ledger.elsewhere == ["收到：找活"]


async def test_a_crash_after_success_loses_nothing(tmp_path: Path, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    async with house(tmp_path, ledger, QUICK) as before:
        for text in ("一", "二", "三"):
            assert success(await before.wechat.sealed(message(Content=text)))
    assert len(before.left) == 3 and ledger.kept == []
    again = Ledger()
    async with house(tmp_path, again, QUICK) as after, listening(after):
        await until(lambda: not after.left)
    assert [one.text for one in again.kept] == ["一", "二", "三"]
    assert again.elsewhere == ["收到：一", "收到：二", "收到：三"]


async def test_what_was_kept_before_the_crash_has_no_second_effect(tmp_path: Path, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    async with house(tmp_path, ledger, QUICK) as before:
        assert success(await before.wechat.sealed(message(Content="找活")))
        (path,) = before.left
        sealed = path.read_bytes()
        ledger.slow.set()
        await until(lambda: not before.left)
    path.write_bytes(sealed)
    async with house(tmp_path, ledger, QUICK) as after, listening(after):
        await until(lambda: not after.left)
    assert len(ledger.kept) == 1 and len(ledger.asked) == 2


async def test_an_outage_after_success_is_waited_out(hasty: House, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    async with listening(hasty):
        assert success(await hasty.wechat.sealed(message(Content="讨薪")))
        ledger.away = True
        ledger.slow.set()
        await until(lambda: len(ledger.asked) >= 4)
        assert len(hasty.left) == 1 and ledger.kept == []
        ledger.away = False
        await until(lambda: not hasty.left)
    assert [one.text for one in ledger.kept] == ["讨薪"]


async def test_an_outage_before_that_is_told_to_wechat(hasty: House, ledger: Ledger) -> None:
    ledger.away = True
    assert (await hasty.wechat.sealed(message(Content="讨薪"))).status == 503
    assert hasty.left == []


async def test_a_full_disk_makes_wechat_wait_for_the_turn(
    hasty: House, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "put", full)
    ledger.slow = asyncio.Event()
    delivery = asyncio.create_task(hasty.wechat.sealed(message(Content="找活")))
    await asyncio.wait({delivery}, timeout=QUICK.answer * 3)
    assert not delivery.done()
    ledger.slow.set()
    assert success(await delivery) and ledger.elsewhere == ["收到：找活"]


async def test_a_full_disk_and_an_outage_lose_nothing_either(
    hasty: House, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "put", full)
    ledger.slow, ledger.away = asyncio.Event(), True
    delivery = asyncio.create_task(hasty.wechat.sealed(message(Content="找活")))
    await asyncio.wait({delivery}, timeout=QUICK.answer * 3)
    ledger.slow.set()
    assert (await delivery).status == 503


async def test_a_line_that_is_cut_does_not_stop_the_turn(safe: House, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    said = message(Content="找活")
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.1):
            await safe.wechat.sealed(said)
    ledger.slow.set()
    await until(lambda: ledger.kept)
    assert opened(await safe.wechat.sealed(said))["Content"] == "收到：找活"
    assert len(ledger.kept) == 1


def inbound(text: str, seconds: int = 0, sender: str = ZHANG) -> Inbound:
    return Inbound("wechat", "wx1", sender, f"25{text}", "text", NOW + timedelta(seconds=seconds), text=text)


def lay(folder: Path, *messages: Inbound) -> None:
    for one in messages:
        spool.put(folder, f"{int(one.at.timestamp()):011d}-{one.message_id}", bridge.pack(one))


@contextlib.contextmanager
def running(late: Late) -> Iterator[asyncio.Task[None]]:
    task = asyncio.create_task(late.run())
    yield task
    task.cancel()


async def test_what_was_left_is_taken_up_in_order(tmp_path: Path, ledger: Ledger) -> None:
    lay(tmp_path, inbound("3", 2), inbound("1", 0), inbound("2", 1, LI))
    with running(Late(ledger.take, tmp_path, QUICK)):
        await until(lambda: not spool.left(tmp_path))
    assert [one.text for one in ledger.kept] == ["1", "2", "3"]
    assert ledger.kept[0] == inbound("1") and len(ledger.elsewhere) == 3


async def test_an_outage_keeps_the_order(tmp_path: Path, ledger: Ledger) -> None:
    lay(tmp_path, *(inbound(str(n), n) for n in range(5)))
    ledger.away = True
    with running(Late(ledger.take, tmp_path, QUICK)):
        await until(lambda: len(ledger.asked) >= 3)
        assert {one.text for one in ledger.asked} == {"0"}
        ledger.away = False
        await until(lambda: not spool.left(tmp_path))
    assert [one.text for one in ledger.kept] == list("01234")


async def test_what_nobody_can_read_holds_up_nobody(tmp_path: Path, ledger: Ledger) -> None:
    lay(tmp_path, inbound("1", 1))
    (tmp_path / "00000000000-1").write_bytes(b"noise")
    spool.put(tmp_path, "00000000000-2", b"[]")
    spool.put(tmp_path, "00000000000-3", b'{"at": "soon"}')
    with running(Late(ledger.take, tmp_path, QUICK)):
        await until(lambda: not spool.left(tmp_path))
    assert [one.text for one in ledger.kept] == ["1"]
    assert len(list(tmp_path.glob("*.unreadable"))) == 3


async def test_a_fault_of_ours_holds_up_nobody_and_is_tried_again(tmp_path: Path, ledger: Ledger) -> None:
    lay(tmp_path, inbound("1", 1), inbound("2", 2))
    faults = iter([True, True])

    async def take(one: Inbound, patience: Patience) -> Answer:
        if one.text == "1" and next(faults, False):
            raise ZeroDivisionError
        return await ledger.take(one, patience)

    with running(Late(take, tmp_path, QUICK)):
        await until(lambda: not spool.left(tmp_path))
    assert [one.text for one in ledger.kept] == ["2", "1"]


async def test_a_stop_lets_end_what_has_begun_but_not_for_ever(tmp_path: Path, ledger: Ledger) -> None:
    for grace, kept in ((5.0, ["1"]), (0.0, [])):
        ledger.kept.clear()
        ledger.answers.clear()
        ledger.slow = asyncio.Event()
        late = Late(ledger.take, tmp_path, Pace(answer=0, grace=grace))
        assert await late.answer(inbound("1"), 0) is None
        assert len(spool.left(tmp_path)) == 1
        closing = asyncio.create_task(late.close())
        await asyncio.sleep(0)
        if grace:
            ledger.slow.set()
        await closing
        assert [one.text for one in ledger.kept] == kept
        assert len(spool.left(tmp_path)) == (0 if kept else 1)


async def test_what_is_still_worked_on_is_not_taken_up_beside(hasty: House, ledger: Ledger) -> None:
    ledger.slow = asyncio.Event()
    for text in ("一", "二"):
        assert success(await hasty.wechat.sealed(message(Content=text)))
    async with listening(hasty):
        await asyncio.sleep(0.05)
        assert [one.text for one in ledger.asked] == ["一", "二"]
        ledger.slow.set()
        await until(lambda: not hasty.left)
    assert [one.text for one in ledger.asked] == ["一", "二"]


async def test_what_was_half_written_is_swept_away(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / ".00000000001-1").write_bytes(b"half")
    with running(Late(ledger.take, tmp_path, QUICK)):
        await until(lambda: not list(tmp_path.iterdir()))
    assert ledger.asked == []
