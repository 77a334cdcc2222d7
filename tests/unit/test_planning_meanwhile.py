"""Somebody writes just while something for them is on its way: it waits for no further word of theirs."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.base import WindowClosed
from storage import allowances, dialogues
from storage.allowances import Left
from storage.db import Database
from tests.sending import NOON, Post
from tests.unit.test_planning import HOUR, at, statuses


async def test_who_spoke_while_it_flew_need_not_speak_again(db: Database) -> None:
    """The Turn released what waited; this row was in the air then and came back as held."""
    post = at(Post(db), "direct")
    zhang = await post.person()
    post.network.script["zhang"] = [WindowClosed("not now")]
    post.network.slow = lambda to: 0.2
    row = await post.lay(zhang, "一")
    sending = asyncio.create_task(post.sender().drain())
    await post.network.began.wait()
    async with post.db.unit() as session:
        talk = await dialogues.of_address(session, zhang.id)
        assert talk
        await dialogues.save(session, talk, NOON)
    await sending
    assert await statuses(post, [row]) == ["sent"] and post.network.texts() == ["一"]
    assert {outcome for outcome in ("held", "again", "sent") if sends(post, outcome)} == {"again", "sent"}


def sends(post: Post, outcome: str) -> float | None:
    labels = {"channel": post.network.name, "outcome": outcome}
    return post.metrics.registry.get_sample_value("yizhan_sends_total", labels)


@pytest.mark.postgres
async def test_who_speaks_while_it_is_claimed_need_not_speak_again(postgres_url: str, ring: None) -> None:
    """Their Turn opens the window and finds nothing that waits; the claim sees no window yet."""
    db = Database(postgres_url)
    await db.open()
    post = at(Post(db), "service")
    zhang = await post.person()
    async with db.unit() as session:
        talk = await dialogues.of_address(session, zhang.id)
        assert talk and not talk.awaited
        row = await post.lay(zhang, "一")
        sending = asyncio.create_task(post.sender().drain())
        while (await post.row(row)).status == "due":
            pass
        await allowances.put(session, zhang.id, Left("message", 5, post.now() + 48 * HOUR))
        await dialogues.save(session, talk, NOON)
    await sending
    assert await statuses(post, [row]) == ["sent"] and post.network.texts() == ["一"]
    await db.close()
