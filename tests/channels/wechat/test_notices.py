"""Forms that tell that something waits: their fields, their consents, and how a way is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta

import pytest

from bot.channels.base import Notice, Refused, TryAgain, Unreachable, Way, WayClosed, WindowClosed, Words
from bot.channels.wechat.outbound import FORMS, ONCE_SCENE, SUBSCRIPTIONS, TEMPLATES, Outbound
from tests.channels.wechat.accounts import ABILITIES
from tests.channels.wechat.conftest import ALERT, NOTICE, Make
from tests.channels.wechat.office import GIG_ALERT, Template
from tests.channels.wechat.people import Person
from tests.channels.wechat.server import WechatApi
from tests.channels.wechat.wire_format import Fault
from tests.sending import Hands

GIG = Notice("砌砖工", "回1查看", place="城东桥头", when="明天早上6点", pay="240元")
VALUES = {
    "thing1": "砌砖工",
    "thing2": "城东桥头",
    "amount3": "240元",
    "time4": "2026年11月24日 06:00",
    "thing5": "回1查看",
}


async def test_a_template_message_has_every_field_and_our_key(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    number = await outbound.notify(zhang.openid, GIG, "template", "17")
    assert (zhang.bubbles[0].fields, zhang.bubbles[0].number) == (VALUES, number)
    assert await outbound.notify(zhang.openid, GIG, "template", "17") == number  # a repeat
    assert len(zhang.bubbles) == 1
    asked = api.received(FORMS["template"])[0]
    assert (asked["client_msg_id"], asked["template_id"], "url" in asked) == ("17", ALERT.id, False)


async def test_a_long_key_stays_the_same_at_every_attempt(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    for _ in range(2):
        await outbound.notify(zhang.openid, GIG, "template", "gig_alert:17:42:2026-11-21:morning:1")
    assert len(zhang.bubbles) == 1
    assert {len(one["client_msg_id"]) for one in api.received(FORMS["template"])} == {32}
    await outbound.notify(zhang.openid, GIG, "template", "k" * 32)
    assert api.received(FORMS["template"])[-1]["client_msg_id"] == "k" * 32


async def test_a_subscription_notice_needs_consent(outbound: Outbound, zhang: Person) -> None:
    zhang.accept(NOTICE.id)
    await outbound.notify(zhang.openid, GIG, "subscribe", "17")
    assert zhang.bubbles[0].fields == VALUES
    with pytest.raises(WindowClosed, match="43101") as closed:
        await outbound.notify(zhang.openid, GIG, "subscribe", "18")
    assert closed.value.way == "subscribe"


async def test_a_one_time_subscription_is_one_message(outbound: Outbound, zhang: Person) -> None:
    zhang.once.add(ONCE_SCENE)
    await outbound.notify(zhang.openid, GIG, "once", "17")
    assert zhang.hears == ["砌砖工\n明天早上6点，城东桥头，240元，回1查看"]
    with pytest.raises(WindowClosed) as closed:
        await outbound.notify(zhang.openid, GIG, "once", "18")
    assert closed.value.way == "once"


async def test_who_does_not_follow_gets_no_template(outbound: Outbound, zhang: Person) -> None:
    zhang.leave()
    with pytest.raises(Unreachable, match="43004"):
        await outbound.notify(zhang.openid, GIG, "template", "17")


async def test_the_list_of_forms_is_asked_for_once(api: WechatApi, outbound: Outbound) -> None:
    people = [api.person(f"工人{n}") for n in range(20)]
    for one in people:
        one.accept(NOTICE.id)
    for way in ("template", "subscribe"):
        await asyncio.gather(*(_by(outbound, one, way, str(n)) for n, one in enumerate(people)))
    assert len(api.received(TEMPLATES)) == len(api.received(SUBSCRIPTIONS)) == 1
    assert len(api.delivered) == 40


async def test_a_list_that_does_not_come_is_waited_for_together(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    """In line, each would wait as long as the first, and the last far too long."""
    await outbound.api.token()
    api.fail(TEMPLATES, Fault(slow=0.1), Fault(errcode=-1))
    await asyncio.gather(*(_by(outbound, zhang, "template", str(n)) for n in range(10)))
    assert len(api.received(TEMPLATES)) == 1
    assert len(zhang.bubbles) == 10


async def test_a_list_that_was_not_to_be_had_is_asked_for_again(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    api.fail(TEMPLATES, Fault(errcode=-1), Fault(status=500))
    for _ in range(2):
        with pytest.raises(TryAgain):
            await outbound.notify(zhang.openid, GIG, "template", "17")
    await outbound.notify(zhang.openid, GIG, "template", "17")


async def test_forms_that_are_not_there_close_their_way(make: Make, zhang: Person) -> None:
    missing = make(alert_template_id="none", alert_subscribe_id=ALERT.id, alert_once_id="")
    for way in ("template", "subscribe", "once"):
        with pytest.raises(WayClosed) as closed:
            await _by(missing, zhang, way)
        assert (closed.value.way, closed.value.until) == (way, None)
    with pytest.raises(WayClosed):
        await missing.notify(zhang.openid, GIG, "service", "17")


async def test_a_form_without_fields_closes_its_way(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    api.templates[0] = Template(ALERT.id, content="")
    with pytest.raises(WayClosed, match="fields"):
        await outbound.notify(zhang.openid, GIG, "template", "17")


async def test_a_form_that_was_removed_is_read_anew(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    """A change of category deletes templates; the one that comes back has other fields."""
    await outbound.notify(zhang.openid, GIG, "template", "17")
    gone = api.templates.pop(0)
    with pytest.raises(WayClosed, match="40037"):
        await outbound.notify(zhang.openid, GIG, "template", "18")
    api.templates.append(Template(gone.id, content=f"{GIG_ALERT}\n人数：{{{{number6.DATA}}}}"))
    await outbound.notify(zhang.openid, GIG, "template", "19")
    assert zhang.bubbles[1].fields["number6"] == "1"


def refused_field(name: str) -> Fault:
    return Fault(errcode=47003, said=f"argument invalid! data.{name}.value invalid")


async def test_a_refused_field_is_made_plainer_once(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    path = FORMS["template"]
    api.fail(path, refused_field("thing2"), refused_field("thing5"), None, *[refused_field("time4")] * 2)
    await outbound.notify(zhang.openid, GIG, "template", "17")
    assert len(api.received(path)) == 3 and len(zhang.bubbles) == 1
    with pytest.raises(Refused, match="47003"):
        await outbound.notify(zhang.openid, GIG, "template", "18")
    assert len(api.received(path)) == 5
    api.fail(path, refused_field("thing99"))
    with pytest.raises(Refused):
        await outbound.notify(zhang.openid, GIG, "template", "19")
    assert len(zhang.bubbles) == 1


async def test_an_account_without_the_ability_closes_the_way(
    api: WechatApi, outbound: Outbound, zhang: Person
) -> None:
    api.can = set(ABILITIES["verified_subscription"])
    for way in ("template", "subscribe"):
        with pytest.raises(WayClosed, match="48001") as closed:
            await _by(outbound, zhang, way)
        assert closed.value.way == way
    zhang.once.add(ONCE_SCENE)
    await _by(outbound, zhang, "once")


async def test_quotas_close_a_way_for_a_while(api: WechatApi, outbound: Outbound, zhang: Person) -> None:
    assert isinstance(api.now, Hands)
    path = FORMS["template"]
    api.quota[path] = 1
    await _by(outbound, zhang, "template", "1")
    with pytest.raises(WayClosed) as today:
        await _by(outbound, zhang, "template", "2")
    assert today.value.until == api.now() + timedelta(hours=12)  # noon in China; until midnight
    api.quota[path], api.per_minute[path] = 100, 2
    with pytest.raises(WayClosed) as minute:
        await _by(outbound, zhang, "template", "3")
    assert minute.value.until == api.now() + timedelta(minutes=1)


@pytest.mark.parametrize("way", ["service", "template", "subscribe", "once"])
async def test_without_a_secret_every_way_is_closed(way: Way, make: Make, zhang: Person) -> None:
    outbound = make(secret="")
    with pytest.raises(WayClosed, match="YIZHAN_WECHAT_SECRET") as closed:
        await _by(outbound, zhang, way)
    assert closed.value.way == way


def _by(outbound: Outbound, person: Person, way: Way, key: str = "17") -> Awaitable[str]:
    if way == "service":
        return outbound.send(person.openid, Words("您好"), key)
    return outbound.notify(person.openid, GIG, way, key)
