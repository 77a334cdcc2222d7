"""The whole story on the phones page, played in a browser against the real house."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import func, select

from storage.models import Application, Case
from tests.browser.house import House
from tests.browser.pages import WAIT, Phone, PhonesPage, open_phones

pytestmark = pytest.mark.browser

GIG = "招瓷砖工1人 明天 晚上6点到9点 30元一小时 日结 城东街道河堤路18号"
SLOW = 30_000  # a locked ledger is given some seconds to come free, twice


@pytest.fixture
def served(house: House) -> House:
    return house


@pytest.fixture
def ui(page: Page, house: House) -> PhonesPage:
    """One phone of each role: a tiler, an employer the station trusts, staff on duty."""
    ui = open_phones(page, house.url)
    expect(ui.phones.locator("h2")).to_have_text(["张三", "周建国", "李敏"])
    return ui


async def count(house: House, row: type[Application | Case]) -> int:
    async with house.app.db.reading() as session:
        return (await session.exec(select(func.count()).select_from(row))).one()


def post_a_gig(boss: Phone) -> None:
    boss.say(GIG)
    boss.hears("请看对不对")
    boss.tap("对，没错")
    boss.hears("已发布，编号14")


def test_a_gig_from_post_to_confirmation(ui: PhonesPage) -> None:
    worker, boss, _ = map(ui.phone, (1, 2, 3))
    post_a_gig(boss)

    ui.set_clock("明天 05:00")
    assert ui.clock().startswith("11月22日 周日 05:0")
    expect(worker.bubbles).to_have_count(0)
    boss.box.focus()
    ui.set_clock("06:30")
    worker.hears("【今日零工】瓷砖工 30元一小时")
    expect(worker.log.locator(".pushed")).to_have_text(["自动提醒"])
    expect(worker.badge).to_have_text("1")
    expect(worker.log.locator(".when")).to_have_text(["06:30"])

    worker.tap("报名")
    worker.hears("报上了！14号 瓷砖工")
    worker.shows_own("报名")
    boss.hears("【有人报名】14号")
    boss.say("看名单")
    boss.hears("已报1/1人")


def test_a_complaint_from_the_street_to_the_desk_and_back(ui: PhonesPage, picture: Path) -> None:
    worker, staff = ui.phone(1), ui.phone(3)
    worker.say("老板不给工钱，欠我8千")
    worker.hears("记下了，编号1005")
    staff.hears("新单1005号 欠薪")
    worker.send_photo(picture)
    worker.hears("收到第1张照片")

    staff.tap("接单 1005")
    staff.hears("1005号归您了")
    staff.hears("材料：照片1张")
    worker.hears("李敏接了您的1005号")
    staff.say("回复 1005 已经在联系您老板")
    worker.hears("已经在联系您老板")
    worker.say("好的，谢谢")
    staff.hears("好的，谢谢")

    staff.say("办结 1005 老板已经付清8000元")
    worker.hears("老板已经付清8000元")
    worker.tap("解决了")
    worker.shows_own("解决了")
    worker.say("查进度")
    worker.hears("办结")


def test_a_message_not_kept_is_sent_again_and_counts_once(
    ui: PhonesPage, house: House, grumbles: list[str]
) -> None:
    worker, staff = ui.phone(1), ui.phone(3)
    before = house.run(count(house, Case))
    with house.locked():
        worker.say("老板不给工钱，欠我8千")
        failed = worker.log.locator(".failed")
        expect(failed).to_contain_text("没发出去", timeout=SLOW)
        assert house.run(count(house, Case)) == before
        expect(worker.log.locator(".theirs")).to_have_count(0)
    worker.log.get_by_role("button", name="重发").click()
    worker.hears("记下了，编号1005")
    expect(failed).to_have_count(0)
    worker.shows_own("老板不给工钱", times=1)
    staff.hears("新单1005号")
    expect(worker.log.locator(".theirs", has_text="记下了")).to_have_count(1)
    assert house.run(count(house, Case)) == before + 1
    assert any("503" in grumble for grumble in grumbles)
    grumbles.clear()


def test_reading_goes_on_while_nothing_can_be_kept(
    ui: PhonesPage, house: House, grumbles: list[str], page: Page
) -> None:
    """The page opens with all that was said; only speaking waits for the ledger."""
    ui.phone(1).say("菜单")
    ui.phone(1).hears("您想做什么")
    with house.locked():
        page.reload()
        ui.phone(1).hears("您想做什么")
        expect(page.locator("#offline")).to_be_hidden()
    grumbles.clear()


def test_two_windows_tap_the_same_choice(ui: PhonesPage, context: BrowserContext, house: House) -> None:
    post_a_gig(ui.phone(2))
    other = open_phones(context.new_page(), house.url, ["seed:18"])
    expect(other.phones.locator("h2")).to_have_text(["张三"])
    before = house.run(count(house, Application))
    ui.set_clock("明天 06:30")
    for window in (ui, other):
        window.phone(1).hears("【今日零工】")
    for window in (ui, other):
        window.phone(1).choice("报名").click()
    for window in (ui, other):
        window.phone(1).hears("报上了！14号")
        window.phone(1).hears("您已经报上了：14号")
        window.phone(1).shows_own("报名", times=2)
    expect(ui.phone(2).log.locator(".theirs", has_text="【有人报名】")).to_have_count(1, timeout=WAIT)
    assert house.run(count(house, Application)) == before + 1


def test_a_registration_survives_reloads_and_a_change_of_hands(ui: PhonesPage, page: Page) -> None:
    newcomer = ui.add_newcomer()
    expect(newcomer.root.get_by_role("heading")).to_have_text("新人1")
    page.reload()  # before the first word
    expect(newcomer.root.get_by_role("heading")).to_have_text("新人1", timeout=WAIT)
    newcomer.say("我叫阿强，会烧焊，在城东街道，电话13000008888")
    newcomer.hears("同意我们记下吗")
    newcomer.box.fill("写到一半")
    page.reload()
    expect(newcomer.box).to_have_value("写到一半", timeout=WAIT)
    newcomer.tap("同意")
    newcomer.hears("您看对不对")
    newcomer.play("黄桂香")
    newcomer.play("新人1")
    newcomer.tap("对，没错")
    newcomer.hears("记下了：焊工")
    expect(newcomer.root.get_by_role("heading")).to_have_text("阿强", timeout=WAIT)
    expect(newcomer.root.locator(".head .role")).to_have_text("求职者")
    newcomer.say("我的资料")
    newcomer.hears("称呼：")
    expect(newcomer.bubbles).to_have_count(8)
    page.reload()
    expect(newcomer.bubbles).to_have_count(8, timeout=WAIT)


def test_what_is_shown_twice_stands_there_once(ui: PhonesPage) -> None:
    """The ledger's text ends in numbered choices; where they can be tapped they are not read out again."""
    worker = ui.phone(1)
    worker.say("菜单")
    worker.hears("您想做什么")
    texts = worker.log.locator(".theirs .text")
    expect(texts.last).to_have_text(re.compile("直接说。$"))
    expect(worker.choice("找活")).to_have_count(1)
    worker.say("1")
    worker.hears("零工")


def test_everybody_can_be_told_apart_and_found_by_what_they_do(ui: PhonesPage) -> None:
    about = ui.phones.locator(".head .about")
    expect(about).to_have_text(["瓷砖工、城东街道", "周记装修", "城东就业驿站"])
    ui.phone(3).root.get_by_role("button", name="给这部手机换人").click()
    for words, names in (("缝纫", "苏彩凤"), ("西关零工市场", "何勇"), ("桥头果园", "何秀英")):
        ui.phone(3).root.get_by_role("searchbox").fill(words)
        expect(ui.phone(3).root.locator("button.person").filter(has_text=names)).to_be_visible()
        expect(ui.phone(3).root.locator("button.person").filter(has_text="王强")).to_have_count(0)
