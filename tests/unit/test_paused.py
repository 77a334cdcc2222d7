"""An account the network refuses as such: why is written down, for as long as nothing is sent on it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot import health
from bot.channels.base import Abilities, Misconfigured, SendError
from bot.channels.wechat.errors import Errcode, named
from storage import account_facts
from storage.db import Database
from tests.sending import ACCOUNT, NOON, Post
from tests.unit.test_planning import at, in_touch

SAID = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 65f0-1a2b"


@pytest.fixture
async def post(db: Database) -> Post:
    return at(Post(db), "service")


def refusal(said: str = SAID, code: int = 40164) -> SendError:
    return named(Errcode(code, said), "service", NOON)


async def refused(post: Post) -> None:
    """Two messages that wait for somebody; the network refuses whatever is tried."""
    zhang, li = await post.person("zhang"), await post.person("li")
    for one in (zhang, li):
        await in_touch(post, one)
        post.network.script[one.external] = [refusal()]
        await post.lay(one, "一")


async def paused(post: Post) -> str:
    async with post.db.reading() as session:
        return (await account_facts.standing(session, *ACCOUNT, post.now())).paused


async def test_why_nothing_is_sent_is_written_down_until_it_is_mended(post: Post) -> None:
    await refused(post)
    sender = post.sender()
    await sender.drain()
    await sender.drain()
    assert "40164" in await paused(post) and "203.0.113.7" in await paused(post)
    post.now.on(minutes=5)
    async with post.db.unit() as session:
        await account_facts.mend(session, *ACCOUNT, post.now())
    assert await paused(post) == ""
    async with post.db.unit() as session:  # one that was still in the air
        await account_facts.pause(session, *ACCOUNT, "40164")
    post.network.script.clear()
    await sender.drain()
    assert post.network.texts() == ["一", "一"] and await paused(post) == ""


async def test_a_sender_that_starts_anew_tries_again(post: Post) -> None:
    await refused(post)
    await post.sender().drain()
    post.network.script.clear()
    await post.sender("after restart").drain()
    assert post.network.texts() == ["一", "一"] and await paused(post) == ""


async def test_nothing_is_written_where_nothing_is_counted(post: Post) -> None:
    post.network.abilities = Abilities(per_second=10_000)
    await refused(post)
    await post.sender().drain()
    assert await paused(post) == ""


async def test_the_figures_tell_it(post: Post) -> None:
    await refused(post)
    await post.sender().drain()
    app: Any = SimpleNamespace(clock=SimpleNamespace(now=post.now), channels={ACCOUNT: post.network})
    async with post.db.reading() as session:
        post.metrics.allowed(*(await health.budgets(session, app)))
    labels = {"channel": "fake", "way": "account"}
    assert post.metrics.registry.get_sample_value("yizhan_way_closed", labels) == 1


@pytest.mark.parametrize(("said", "code"), [(SAID, 40164), ("", 40164), ("no address", 61004)])
async def test_the_log_names_the_step_for_the_address(
    post: Post, capsys: pytest.CaptureFixture[str], said: str, code: int
) -> None:
    zhang = await post.person("zhang")
    await in_touch(post, zhang)
    post.network.script["zhang"] = [refusal(said, code)]
    await post.lay(zhang, "一")
    await post.sender().drain()
    (line,) = [one for one in capsys.readouterr().err.splitlines() if "account_paused" in one]
    assert "the account's list" in line and str(Misconfigured.__doc__) not in line
