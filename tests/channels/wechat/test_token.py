"""The access token: one for all processes, renewed in time and once, forced when nothing else is left."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable

import pytest

from bot.channels.base import Misconfigured, SendError, TryAgain
from bot.channels.wechat.api import Api
from bot.channels.wechat.token import Stuck
from tests.channels.wechat.ledger import Shared, account_of, client_of
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.telling import told
from tests.channels.wechat.wire_format import Fault
from tests.sending import Hands

STABLE, ASK = "/cgi-bin/stable_token", "/cgi-bin/getcallbackip"


@pytest.fixture
def store() -> Shared:
    return Shared()


@pytest.fixture
async def process(api: WechatApi, store: Shared) -> AsyncIterator[Callable[[], Api]]:
    """Another process of the same account at each call."""
    made: list[Api] = []

    def another() -> Api:
        made.append(client_of(api, store))
        return made[-1]

    yield another
    await asyncio.gather(*(one.close() for one in made))


@pytest.fixture
def client(process: Callable[[], Api]) -> Api:
    return process()


def clock(api: WechatApi) -> Hands:
    assert isinstance(api.now, Hands)
    return api.now


def forced(api: WechatApi) -> list[bool]:
    return [one["force_refresh"] for one in api.received(STABLE)]


async def test_many_calls_at_once_ask_for_one_token(api: WechatApi, client: Api) -> None:
    await asyncio.gather(*(client.get(ASK) for _ in range(30)))
    assert forced(api) == [False]


async def test_other_processes_find_it_in_the_ledger(
    api: WechatApi, process: Callable[[], Api], store: Shared
) -> None:
    first, second = process(), process()
    assert await first.token() == await second.token()
    assert len(forced(api)) == 1 and len(store.saved) == 1


async def test_it_is_renewed_five_minutes_before_its_end(api: WechatApi, client: Api) -> None:
    before = await client.token()
    clock(api).on(minutes=114)
    assert await client.token() == before
    clock(api).on(minutes=1, seconds=1)
    assert await client.token() != before
    assert forced(api) == [False, False]


async def test_one_that_ends_soon_is_used_and_not_asked_for_at_every_call(
    api: WechatApi, client: Api
) -> None:
    """Whoever asks just before WeChat would change it is given the old one, with little time left."""
    tokens = api.tokens["stable_token"]
    tokens.stable(force=False)
    clock(api).on(minutes=114, seconds=59)
    for _ in range(5):
        assert await client.token() == tokens.current
        clock(api).on(seconds=5)
    assert len(forced(api)) == 1
    clock(api).on(seconds=10)
    await client.token()
    assert len(forced(api)) == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_dead_one_is_asked_for_once_more_and_the_call_repeated(
    code: int, api: WechatApi, client: Api
) -> None:
    await client.get(ASK)
    api.tokens["stable_token"].kill()
    api.fail(ASK, Fault(errcode=code))
    assert "ip_list" in await client.get(ASK)
    assert forced(api) == [False, False]
    assert len(api.received(ASK)) == 3


async def test_it_dies_in_the_middle_of_many_calls(api: WechatApi, client: Api) -> None:
    """One renewal for all of them, and none is left out."""
    await client.token()
    api.tokens["stable_token"].kill()
    answers = await asyncio.gather(*(client.get(ASK) for _ in range(30)))
    assert all("ip_list" in one for one in answers)
    assert forced(api) == [False, False]


async def test_what_another_process_renewed_is_used(
    api: WechatApi, process: Callable[[], Api], store: Shared
) -> None:
    first, second = process(), process()
    await asyncio.gather(first.get(ASK), second.get(ASK))
    api.tokens["stable_token"].kill()
    await first.get(ASK)
    asked = len(forced(api))
    await second.get(ASK)
    assert len(forced(api)) == asked


async def test_one_that_is_given_out_dead_is_forced_once(api: WechatApi, client: Api) -> None:
    await client.get(ASK)
    api.tokens["stable_token"].kill(stuck=True)
    assert "ip_list" in await client.get(ASK)
    assert forced(api) == [False, False, True]


async def test_two_failures_are_for_the_operator_and_there_is_no_loop(api: WechatApi, client: Api) -> None:
    api.fail(ASK, *[Fault(errcode=40001)] * 20)
    for called, says in ((2, "40001 The access token is refused"), (3, "keeps giving out"), (4, "keeps")):
        with pytest.raises(Misconfigured, match=says) as failed:
            await client.get(ASK)
        assert len(api.received(ASK)) == called and sum(forced(api)) == 1
        assert api.secret not in told(failed.value)
    clock(api).on(seconds=31)
    with pytest.raises(Misconfigured):
        await client.get(ASK)
    assert sum(forced(api)) == 2


async def test_a_forced_one_is_rationed_by_us_too(api: WechatApi, client: Api) -> None:
    tokens = api.tokens["stable_token"]
    await client.get(ASK)
    tokens.kill(stuck=True)
    await client.get(ASK)
    tokens.kill(stuck=True)
    with pytest.raises(Stuck):
        await client.get(ASK)
    assert sum(forced(api)) == 1


FAILURES: list[tuple[Fault, type[SendError], str]] = [
    (Fault(errcode=40013), Misconfigured, "YIZHAN_WECHAT_APP_ID"),
    (Fault(errcode=40125), Misconfigured, "YIZHAN_WECHAT_SECRET"),
    (Fault(errcode=40001), Misconfigured, "40001"),
    (Fault(errcode=48004), Misconfigured, "blocked"),
    (Fault(errcode=40243), Misconfigured, "frozen"),
    (Fault(errcode=89503), Misconfigured, "no access token: 89503"),
    (Fault(errcode=-1), TryAgain, "busy"),
    (Fault(errcode=45009), TryAgain, "today"),
    (Fault(errcode=45011), TryAgain, "minute"),
    (Fault(status=502), TryAgain, "502"),
    (Fault(status=200, body="<html>"), TryAgain, "read"),
    (Fault(status=200, body='{"expires_in": 7200}'), TryAgain, "without a token"),
    (Fault(status=200, body='{"access_token": "x", "expires_in": "soon"}'), TryAgain, "without a token"),
    (Fault(status=404), Misconfigured, "YIZHAN_WECHAT_API_BASE"),
    (Fault(), TryAgain, "Timeout"),
    (Fault(done=True, cut=True), TryAgain, "Disconnected"),
]


@pytest.mark.parametrize(("fault", "kind", "says"), FAILURES, ids=lambda one: str(one)[:50])
async def test_a_token_that_cannot_be_had_leaves_nothing_in_doubt(
    fault: Fault, kind: type[SendError], says: str, api: WechatApi, client: Api
) -> None:
    """No message has left when there was no token: it is never unknown, and never refused for good."""
    api.fail(STABLE, fault)
    with pytest.raises(SendError, match=says) as failed:
        await client.post("/cgi-bin/message/custom/send", {})
    assert type(failed.value) is kind
    assert api.secret not in told(failed.value)
    assert "ip_list" in await client.get(ASK)


async def test_the_address_to_add_to_the_list_is_told(api: WechatApi, client: Api) -> None:
    api.allowed_ips = {"198.51.100.7"}
    with pytest.raises(Misconfigured, match=r"our address 203\.0\.113\.7: add it") as failed:
        await client.token()
    assert "rid" in str(failed.value)


async def test_a_wrong_secret_is_not_told(api: WechatApi, store: Shared) -> None:
    client = client_of(api, store, account=account_of(api, secret="not7the9secret5of3this1account"))
    with pytest.raises(Misconfigured) as failed:
        await client.token()
    assert "not7the9secret" not in told(failed.value)
    await client.close()


async def test_without_the_ledger_each_process_asks_for_itself(
    api: WechatApi, process: Callable[[], Api], store: Shared
) -> None:
    store.away = True
    first, second = process(), process()
    assert await first.token() == await second.token()
    assert len(forced(api)) == 2


async def test_who_gives_up_waiting_ends_it_for_nobody_else(api: WechatApi, client: Api) -> None:
    api.fail(STABLE, Fault(slow=0.1))
    waiting = [asyncio.create_task(client.token()) for _ in range(3)]
    await api.until(lambda: api.received(STABLE))
    waiting[0].cancel()
    assert await waiting[1] == await waiting[2]
    assert len(forced(api)) == 1


async def test_a_failure_is_everybodys_and_the_next_asks_again(api: WechatApi, client: Api) -> None:
    api.fail(STABLE, Fault(errcode=-1))
    results = await asyncio.gather(*(client.token() for _ in range(5)), return_exceptions=True)
    assert [type(one) for one in results] == [TryAgain] * 5
    assert len(forced(api)) == 1
    assert await client.token()


async def test_the_token_is_as_long_as_wechat_likes(api: WechatApi, client: Api) -> None:
    token = await client.token()
    assert len(token) > 120 and len(set(itertools.chain(token))) > 20
