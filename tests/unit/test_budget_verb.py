"""`budget <person>`: what the planner would do for somebody now, in words; looking spends nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from storage import account_facts, allowances, outbox, people
from storage.allowances import Left
from storage.db import Database, Session
from storage.keyring import load_ring
from storage.models import Address, Outbox, use_vault
from storage.vault import Vault
from tests.given import alone_with
from tests.postgres import apart

APP = "wx0123456789abcdef"
OPENID = "oZhangSan_0123456789abcdefgh"
SOON = timedelta(hours=3)

own_folder = pytest.fixture(autouse=True)(alone_with)


@pytest.fixture
def ledger(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    given = {"APP_ID": APP, "TOKEN": "yunxi2026", "MODE": "plain", "SECRET": "5f2c9b7e1d4a8036"}
    given |= {"ALERT_SUBSCRIBE_ID": "S1", "ALERT_TEMPLATE_ID": "T1", "ALERT_ONCE_ID": "O1"}
    for name, value in given.items():
        monkeypatch.setenv(f"YIZHAN_WECHAT_{name}", value)
    monkeypatch.setenv("YIZHAN_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("YIZHAN_DATABASE_URL", sqlite_url)
    use_vault(Vault(load_ring(tmp_path)))
    return sqlite_url


def run(who: str) -> Result:
    return CliRunner().invoke(app, ["budget", who])


def said(who: str = OPENID) -> str:
    result = run(who)
    assert result.exit_code == 0, result.output
    return result.stdout


class Given:
    """What the ledger knows of somebody before the verb is called."""

    def __init__(self, url: str) -> None:
        self._db = Database(url)
        self.now = datetime.now(UTC)

    async def __aenter__(self) -> Given:
        await self._db.open()
        self._unit = self._db.unit()
        self.session: Session = await self._unit.__aenter__()
        return self

    async def __aexit__(self, *failed: object) -> None:
        await self._unit.__aexit__(None, None, None)
        await self._db.close()

    async def person(self, external: str = OPENID, channel: str = "wechat", account: str = APP) -> Address:
        return await people.welcome(self.session, channel, account, external, self.now)

    async def closed(self, way: str, until: datetime | None = None) -> None:
        await account_facts.close(self.session, "wechat", APP, way, "48001 not granted", until)


def given(url: str, *left: Left, **facts: object) -> Address:
    """Zhang San, with what is left of the allowances."""

    async def work() -> Address:
        async with Given(url) as there:
            address = await there.person()
            person = await people.get(there.session, address.person_id)
            for name, value in facts.items():
                setattr(person, name, value)
            there.session.add(person)
            for one in left:
                await allowances.put(there.session, address.id, one)
            return address

    return apart(work())


def test_after_a_message_the_count_and_the_end_are_told(ledger: str) -> None:
    until = datetime.now(UTC) + timedelta(hours=47)
    given(ledger, Left("message", 4, until), Left("tap", 2, datetime.now(UTC) - SOON), Left("subscribe", 2))
    told = said()
    assert "客服消息：还能说 4 条，到 " in told and "对方发了消息" in told and "点了菜单" not in told
    assert "不相加" not in told
    assert "订阅通知：对方同意过，还剩 2 次" in told and "一次性订阅：没有对方的同意" in told
    assert "回答走客服消息，办事消息走客服消息，推送走客服消息" in told and "没有等着的消息" in told
    assert said() == told  # looking costs nothing


def test_several_contacts_do_not_add_up(ledger: str) -> None:
    soon = datetime.now(UTC) + SOON
    given(ledger, Left("message", 4, soon), Left("scan", 2, soon))
    told = said()
    assert "还能说 4 条" in told and "还能说 2 条" in told and "几样不相加，按最多的算" in told


def test_out_of_touch_the_other_ways_are_told(ledger: str) -> None:
    given(ledger, Left("message", 0, datetime.now(UTC) + SOON))
    told = said()
    assert "客服消息：能说的都说完了" in told and "模板消息：可以用" in told
    assert "回答要等（能说的条数用完了），办事消息走模板消息，推送走模板消息" in told


def test_whoever_refused_everything(ledger: str) -> None:
    given(ledger, Left("template", 0), alerts=False)
    told = said()
    assert (
        "不要推送" in told
        and "客服消息：现在不能说，要等对方来消息" in told
        and "模板消息：对方拒收了" in told
    )
    assert "办事消息要等" in told and "推送要等（对方最近没来消息）" in told


def test_closed_ways_and_what_went_today(ledger: str) -> None:
    address = given(ledger, Left("message", 5, datetime.now(UTC) + SOON))

    async def close() -> None:
        async with Given(ledger) as there:
            await there.closed("service", there.now + SOON)
            await there.closed("once")
            await account_facts.count(there.session, "wechat", APP, "template", 99_999, there.now + SOON)

    apart(close())
    told = said(str(address.id))
    assert "客服消息：微信关了，" in told and "自己会开（48001 这个账号没有这个能力）" in told
    assert "一次性订阅：微信关了，办好后运行 python -m bot wechat check" in told
    assert "模板消息：可以用，今天这个账号已用 99999/100000" in told
    assert "回答要等（客服消息被微信关了）" in told


def test_an_account_that_is_not_used(ledger: str) -> None:
    given(ledger, Left("message", 5, datetime.now(UTC) + SOON))

    async def pause() -> None:
        async with Given(ledger) as there:
            await account_facts.pause(there.session, "wechat", APP, "40164 from our address 203.0.113.7: add")

    apart(pause())
    told = said()
    assert "现在什么都不发" in told and "40164 这台机器的出口地址不在白名单里（203.0.113.7）" in told
    assert "API IP 白名单" in told and "wechat check" in told and "现在要说的话" not in told


def test_what_waits_and_why(ledger: str) -> None:
    address = given(ledger)

    async def lay() -> None:
        async with Given(ledger) as there:
            late = there.now + SOON
            await outbox.put(
                there.session, address.id, "gig_alert", once="a", now=there.now, sort="alert", not_after=late
            )
            for number, reason in enumerate(("told by template", "not in touch", "40007 x")):
                there.session.add(
                    Outbox(
                        address_id=address.id,
                        once=f"h{number}",
                        kind="case_reply",
                        sort="notice",
                        status="held",
                        reason=reason,
                        sent_at=there.now if number == 0 else None,
                        due_at=there.now,
                        created_at=there.now,
                    )
                )

    apart(lay())
    told = said()
    assert "等着 4 条" in told and "推送 gig_alert：" in told and "作废" in told
    assert "办事消息 case_reply：等对方来消息（已用模板消息告诉过有消息）" in told
    assert "（对方最近没来消息）" in told and "（40007 图片或文件不对" in told
    assert "办事消息要等" in told  # told once is enough


def test_an_account_without_a_secret_only_answers(ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given(ledger, Left("message", 5, datetime.now(UTC) + SOON))
    monkeypatch.delenv("YIZHAN_WECHAT_SECRET")
    assert "这个账号只能回复" in said() and "现在要说的话" not in said()


def test_other_networks_and_those_who_left(ledger: str) -> None:
    async def settle() -> int:
        async with Given(ledger) as there:
            address = await there.person("77", "telegram", "123")
            await people.reached(there.session, address.id, reachable=False)
            person = await people.get(there.session, address.person_id)
            await people.remember(there.session, person, name="李四", phone="13000001234")
            return person.id

    number = apart(settle())
    for who in ("77", str(number), "13000001234", "李四", " 130 0000 1234 "):
        told = said(who)
        assert f"编号 {number}，愿意收推送" in told and "telegram 123（收不到：拉黑或取消关注了）" in told
        assert "随时都能说" in told and "李四" not in told and "13000001234" not in told


def test_nobody_and_several(ledger: str) -> None:
    assert run("nobody").exit_code == 1 and "没有找到「nobody」" in run("nobody").stderr

    async def settle() -> list[int]:
        async with Given(ledger) as there:
            found = []
            for external in ("o1", "o2"):
                address = await there.person(external)
                person = await people.get(there.session, address.person_id)
                await people.remember(there.session, person, name="王五")
                found.append(person.id)
            return found

    numbers = apart(settle())
    result = run("王五")
    assert result.exit_code == 1 and all(str(number) in result.stderr for number in numbers)
    assert said(str(numbers[0])).startswith(f"编号 {numbers[0]}")
