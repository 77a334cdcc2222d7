"""Every row of WeChat's table of error codes, over HTTP, and every other way in which a call can fail."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.channels.base import (
    Misconfigured,
    OutcomeUnknown,
    Refused,
    SendError,
    TooLong,
    TryAgain,
    Unreachable,
    Way,
    WayClosed,
    WindowClosed,
)
from bot.channels.wechat.api import Api
from bot.channels.wechat.errors import DEAD, TABLE, AddressRefused, Errcode, named, tomorrow
from storage.rules.calendar import SHANGHAI
from tests.channels.wechat.ledger import Shared, account_of, client_of
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.telling import told
from tests.channels.wechat.wire_format import SAID, Fault, Fields

SEND, STABLE = "/cgi-bin/message/custom/send", "/cgi-bin/stable_token"
# Code, the way the message went, what it means for it.
ROWS: list[tuple[int, Way, type[SendError]]] = [
    (-1, "service", TryAgain),
    (40001, "service", Misconfigured),
    (40014, "service", Misconfigured),
    (42001, "service", Misconfigured),
    (40013, "service", Misconfigured),
    (40125, "service", Misconfigured),
    (40243, "service", Misconfigured),
    (40164, "service", AddressRefused),
    (61004, "service", AddressRefused),
    (48004, "service", Misconfigured),
    (50002, "service", Misconfigured),
    (40003, "service", Unreachable),
    (43004, "template", Unreachable),
    (50005, "template", Unreachable),
    (40007, "service", Refused),
    (44002, "service", Refused),
    (45002, "service", TooLong),
    (45008, "service", Refused),
    (47001, "service", Refused),
    (47003, "template", Refused),
    (45072, "service", Refused),
    (45080, "service", Refused),
    (45081, "service", Refused),
    (40037, "template", WayClosed),
    (48001, "template", WayClosed),
    (45009, "template", WayClosed),
    (45011, "template", WayClosed),
    (43101, "subscribe", WindowClosed),
    (43101, "template", WindowClosed),
    (43101, "once", WindowClosed),
    (45015, "service", WindowClosed),
    (45047, "service", WindowClosed),
    (40241, "template", TryAgain),
    (99999, "service", Refused),
]


@pytest.fixture
def counted() -> Counter[tuple[str, int]]:
    return Counter()


@pytest.fixture
async def client(api: WechatApi, counted: Counter[tuple[str, int]]) -> AsyncIterator[Api]:
    def count(path: str, errcode: int) -> None:
        counted[path, errcode] += 1

    made = client_of(api, Shared(), timeout=1, count=count)
    yield made
    await made.close()


def test_every_row_is_in_the_test() -> None:
    assert {code for code, _, _ in ROWS} - {99999} == TABLE.keys()


@pytest.mark.parametrize(("code", "way", "kind"), ROWS)
async def test_each_row_has_its_name(
    code: int, way: Way, kind: type[SendError], api: WechatApi, client: Api
) -> None:
    api.fail(SEND, *[Fault(errcode=code)] * 2)
    with pytest.raises((Errcode, Misconfigured)) as failed:
        await client.post(SEND, {"touser": "o"})
    assert isinstance(failed.value, Misconfigured) == (code in DEAD)
    failure: Exception = failed.value
    if isinstance(failure, Errcode):
        failure = named(failure, way, api.now())
    assert type(failure) is kind
    assert str(code) in str(failure) and "rid 6aa" in str(failure)
    if isinstance(failure, WayClosed | WindowClosed):
        assert failure.way == way


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-21T{clock}").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("code", "now", "until"),
    [
        (45009, at("15:30:10"), datetime(2026, 11, 22, tzinfo=SHANGHAI)),
        (45009, at("23:59:59"), datetime(2026, 11, 22, tzinfo=SHANGHAI)),
        (45009, at("00:00:00"), datetime(2026, 11, 22, tzinfo=SHANGHAI)),
        (45011, at("15:30:10"), at("15:31:00")),
        (45011, at("15:30:00"), at("15:31:00")),
        (48001, at("15:30:10"), None),
        (40037, at("15:30:10"), None),
    ],
)
def test_how_long_a_way_is_closed(code: int, now: datetime, until: datetime | None) -> None:
    closed = named(Errcode(code), "template", now)
    assert isinstance(closed, WayClosed) and closed.until == until


def test_what_was_no_message_closes_no_way() -> None:
    paused = [named(Errcode(code), None, at("23:59:30")) for code in (45009, 45011)]
    assert [type(one) for one in paused] == [TryAgain] * 2
    assert [one.after for one in paused if isinstance(one, TryAgain)] == [30.0, 30.0]
    assert {type(named(Errcode(code), None, at("12:00:00"))) for code in (48001, 40037, 43101)} == {Refused}


def test_the_same_message_within_a_minute_keeps_nobody_else_waiting() -> None:
    again = named(Errcode(40241), "template", at("12:00:00"))
    assert isinstance(again, TryAgain) and again.after is None, "nobody else waits for it"


def test_of_what_wechat_says_only_three_things_are_kept() -> None:
    said = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 6aa0-1f-2e"
    refused = Errcode(40164, said)
    assert (refused.ip, refused.rid) == ("203.0.113.7", "6aa0-1f-2e")
    assert "203.0.113.7: add it" in str(named(refused, "service", at("12:00:00")))
    field = Errcode(47003, "argument invalid! data.thing1.value invalid rid: 6aa0")
    assert field.field == "thing1"
    other = Errcode(99999, "who is oStn5W3kq0ZcYw8Lr1Vt6Jx2Hb4M? hint: [secret]")
    assert "oStn5" not in told(other) + other.reason and "hint" not in told(other) + other.reason


FAULTS: list[tuple[Fault, type[SendError]]] = [
    (Fault(status=500), TryAgain),
    (Fault(status=502, body="<html>Bad gateway</html>", done=True), TryAgain),
    (Fault(status=503, body='{"errcode": 0}'), TryAgain),
    (Fault(status=429), TryAgain),
    (Fault(status=403), Misconfigured),
    (Fault(status=404, body="<html>"), Misconfigured),
    (Fault(status=302, location="/elsewhere"), Misconfigured),
    (Fault(status=200, body="", done=True), OutcomeUnknown),
    (Fault(status=200, body="<html>", done=True), OutcomeUnknown),
    (Fault(status=200, body="[1]", done=True), OutcomeUnknown),
    (Fault(status=200, body='{"errcode": "many"}', done=True), OutcomeUnknown),
    (Fault(status=200, body='{"errcode": [1]}', done=True), OutcomeUnknown),
    (Fault(status=200, body="[" * 100_000, done=True), OutcomeUnknown),
    (Fault(status=200, body=" " * (2 << 20) + " ", done=True), OutcomeUnknown),
    (Fault(done=True), OutcomeUnknown),
    (Fault(done=True, cut=True), OutcomeUnknown),
    (Fault(cut=True), OutcomeUnknown),
]


def text_to(person: Person, text: str = "您好") -> Fields:
    return {"touser": person.openid, "msgtype": "text", "text": {"content": text}}


@pytest.mark.parametrize(("fault", "kind"), FAULTS, ids=lambda one: str(one)[:60])
async def test_each_failure_has_its_name_and_the_next_send_works(
    fault: Fault, kind: type[SendError], api: WechatApi, client: Api, zhang: Person
) -> None:
    zhang.contact()
    token = await client.token()
    api.fail(SEND, fault)
    with pytest.raises(SendError) as failed:
        await client.post(SEND, text_to(zhang))
    assert type(failed.value) is kind and str(failed.value)
    assert token[:20] not in told(failed.value) and api.secret not in told(failed.value)
    assert "oS" not in str(failed.value) and api.base not in told(failed.value)
    await client.post(SEND, text_to(zhang, "再见"))
    assert zhang.hears == (["您好", "再见"] if fault.done else ["再见"])


async def test_a_line_break_in_an_answer_is_read(api: WechatApi, client: Api) -> None:
    api.fail(SEND, Fault(status=200, body='{"errcode": 0, "errmsg": "ok\n"}'))
    assert (await client.post(SEND, {"touser": "o"}))["errcode"] == 0


async def test_what_may_be_done_twice_is_never_in_doubt(api: WechatApi, client: Api) -> None:
    api.fail("/cgi-bin/menu/create", Fault(done=True, cut=True), Fault(status=200, body="<html>"))
    for _ in range(2):
        with pytest.raises(TryAgain):
            await client.post("/cgi-bin/menu/create", {"button": []}, harmless=True)
    api.fail("/cgi-bin/getcallbackip", Fault(status=200, body="<html>"))
    with pytest.raises(TryAgain):
        await client.get("/cgi-bin/getcallbackip")


async def test_a_server_that_is_not_there_has_got_nothing(api: WechatApi, client: Api, zhang: Person) -> None:
    zhang.contact()
    await client.post(SEND, text_to(zhang, "一"))
    await api.stop()
    await asyncio.sleep(0.05)  # a line that is still open when we write is another case: OutcomeUnknown
    with pytest.raises(TryAgain):
        await client.post(SEND, text_to(zhang, "二"))
    await api.start(port=api.port)
    await client.post(SEND, text_to(zhang, "二"))
    assert zhang.hears == ["一", "二"]


async def test_a_connection_that_never_comes_about_has_delivered_nothing(api: WechatApi) -> None:
    with socket.socket() as deaf, socket.socket() as fills:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(0)
        fills.connect(deaf.getsockname())
        base = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        client = client_of(api, Shared(), account=account_of(api, api_base=base), connect=0.1)
        with pytest.raises(TryAgain, match="Timeout"):
            await client.token()
        await client.close()


async def test_a_name_nobody_knows_has_got_nothing(api: WechatApi) -> None:
    account = account_of(api, api_base="http://no-such-host.invalid")
    client = client_of(api, Shared(), account=account)
    with pytest.raises(TryAgain):
        await client.token()
    await client.close()


async def test_every_answer_is_counted_by_its_code(
    api: WechatApi, client: Api, counted: Counter[tuple[str, int]], zhang: Person
) -> None:
    zhang.contact()
    api.fail(SEND, Fault(errcode=-1), Fault(errcode=99999), None, Fault(status=500))
    for _ in range(4):
        with contextlib.suppress(Errcode, TryAgain):
            await client.post(SEND, text_to(zhang))
    assert counted == {(STABLE, 0): 1, (SEND, -1): 1, (SEND, 99999): 1, (SEND, 0): 1}


async def test_the_log_has_the_request_id_and_nothing_of_people(
    api: WechatApi, client: Api, zhang: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger().setLevel(logging.DEBUG)
    api.fail(SEND, Fault(errcode=45015, said=f"to {zhang.openid} of secret words"))
    with pytest.raises(Errcode):
        await client.post(SEND, text_to(zhang, "讨薪的事办好了"))
    written = capsys.readouterr().err
    assert "wechat.refused" in written and "6aa" in written and "45015" in written
    for never in (zhang.openid, await client.token(), api.secret, "secret words", "办好了"):
        assert never not in written


async def test_chinese_travels_as_it_is(api: WechatApi, client: Api, zhang: Person) -> None:
    """Escaped it would be refused (40033); half a character becomes a question mark and stops nothing."""
    zhang.contact()
    await client.post(SEND, text_to(zhang, "砌砖😀\ud83d"))
    assert zhang.hears == ["砌砖😀?"]


def test_a_day_of_wechat_ends_at_midnight_in_china() -> None:
    assert tomorrow(datetime(2026, 11, 21, 15, 59, tzinfo=UTC)) == datetime(2026, 11, 21, 16, tzinfo=UTC)
    assert tomorrow(datetime(2026, 11, 21, 16, 1, tzinfo=UTC)) == datetime(2026, 11, 22, 16, tzinfo=UTC)


def test_the_fake_knows_every_row_it_can_answer_with() -> None:
    """What the fake refuses with, the product has a row for, or it is about menus, codes, files of ours."""
    of_setup = {40002, 40008, 40016, 40017, 40018, 40019, 40020, 40023, 40025, 40026, 40027, 40033, 40053}
    of_setup |= {40200, 46003, 48006, 76021}
    of_files = {40004, 40005, 40006, 41005}
    assert SAID.keys() - TABLE.keys() == of_setup | of_files
