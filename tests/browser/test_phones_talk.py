"""Talking on the phones page: bubbles, choices, pushes, unread marks, photos, places, time."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.little_desk import LittleDesk
from tests.browser.pages import WAIT, PhonesPage, open_phones
from tests.browser.serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def ui(page: Page, served: Served) -> PhonesPage:
    return open_phones(page, served.url, ["zhang", "zhou"])


def test_opens_one_phone_of_each_role(page: Page, served: Served) -> None:
    ui = open_phones(page, served.url)
    expect(ui.phones.locator("h2")).to_have_text(["张三", "老周", "李敏"])
    expect(ui.phones.locator(".head .role")).to_have_text(["求职者", "用工方", "工作人员"])
    expect(ui.phones.locator(".head .about").first).to_have_text("瓷砖工，城东街道")
    assert "who=zhang&who=zhou&who=li" in page.url


def test_says_and_hears(ui: PhonesPage) -> None:
    zhang, zhou = ui.phone(1), ui.phone(2)
    zhang.say("找活")
    zhang.hears("收到：找活")
    zhang.shows_own("找活")
    expect(zhang.box).to_have_value("")
    expect(zhou.bubbles).to_have_count(0)
    mine, theirs = zhang.bubbles.nth(0).bounding_box(), zhang.log.locator(".theirs .bubble").bounding_box()
    own = zhang.log.locator(".mine .bubble").bounding_box()
    assert mine and theirs and own
    assert own["x"] + own["width"] > theirs["x"] + theirs["width"]  # own words stand on the right


def test_markup_stays_text(ui: PhonesPage) -> None:
    zhang = ui.phone(1)
    zhang.say("<img src=x onerror=alert(1)> https://example.org/a?b=1 看看")
    zhang.hears("<img src=x")
    expect(zhang.log.locator("img")).to_have_count(0)
    expect(zhang.log.locator(".mine a")).to_have_attribute("href", "https://example.org/a?b=1")


def test_choices_can_be_tapped_and_typed(ui: PhonesPage, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    zhang.say("菜单")
    expect(zhang.log.locator(".choice")).to_have_text(["1 今天的活", "2 我报的名", "3 找人工"])
    zhang.tap("今天的活")
    zhang.hears("收到：今天的活")
    zhang.shows_own("今天的活")
    assert desk.effects[-1][2] == "find:today"
    zhang.say("2")
    zhang.hears("收到：2")
    assert desk.effects[-1][2] == "2"


def test_push_arrives_by_itself_and_is_counted(
    ui: PhonesPage, page: Page, served: Served, desk: LittleDesk
) -> None:
    zhang, zhou = ui.phone(1), ui.phone(2)
    zhou.box.focus()
    served.run(desk.push("zhang", "【今日零工】瓷砖工 240元一天"))
    zhang.hears("【今日零工】")
    expect(zhang.log.locator(".pushed")).to_be_visible()
    expect(zhang.badge).to_have_text("1")
    expect(page).to_have_title(re.compile(r"^\(1\) "))
    page.reload()
    expect(zhang.badge).to_be_hidden(timeout=WAIT)  # the first phone is the one looked at after opening
    expect(page).to_have_title(re.compile(r"^零工驿站"))


def test_unread_survives_a_reload_until_looked_at(
    ui: PhonesPage, page: Page, served: Served, desk: LittleDesk
) -> None:
    zhou = ui.phone(2)
    ui.phone(1).box.focus()
    served.run(desk.push("zhou", "有3人报名"))
    expect(zhou.badge).to_have_text("1", timeout=WAIT)
    page.reload()
    expect(zhou.badge).to_have_text("1", timeout=WAIT)
    zhou.box.click()
    expect(zhou.badge).to_be_hidden()


def test_push_is_told_to_those_who_listen(ui: PhonesPage, served: Served, desk: LittleDesk) -> None:
    spoken = ui.phone(1).root.locator("[aria-live=polite]")
    ui.phone(1).say("你好")
    expect(spoken).to_contain_text("收到：你好", timeout=WAIT)
    served.run(desk.push("zhang", "明早有活"))
    expect(spoken).to_contain_text("明早有活", timeout=WAIT)
    expect(spoken).to_contain_text("1 今天的活")


def test_without_a_stream_the_page_asks(
    page: Page, served: Served, desk: LittleDesk, grumbles: list[str]
) -> None:
    page.route("**/phones/api/events*", lambda route: route.abort())
    ui = open_phones(page, served.url, ["zhang"])
    ui.phone(1).say("在吗")
    ui.phone(1).hears("收到：在吗")
    served.run(desk.push("zhang", "没有推流也要到"))
    ui.phone(1).hears("没有推流也要到", timeout=6000)
    assert any("ERR_FAILED" in grumble for grumble in grumbles)  # the stream was really cut
    grumbles.clear()


def test_reading_back_is_not_torn_away(ui: PhonesPage, served: Served, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    for n in range(8):
        zhang.say(f"第{n}句\n再说一行\n又一行")
        zhang.hears(f"收到：第{n}句")
    zhang.log.evaluate("log => { log.scrollTop = 0 }")
    served.run(desk.push("zhang", "新的一条"))
    below = zhang.root.get_by_role("button", name="有新消息")
    expect(below).to_be_visible(timeout=WAIT)
    assert zhang.log.evaluate("log => log.scrollTop") == 0
    below.click()
    expect(zhang.log.get_by_text("新的一条")).to_be_in_viewport()
    expect(below).to_be_hidden()


def test_the_newest_stays_in_sight_when_phones_get_narrow(ui: PhonesPage) -> None:
    zhang = ui.phone(1)
    zhang.say("这句话在窄的手机上要占更多行，" * 20)
    zhang.hears("收到：这句话")
    ui.add("李敏")
    ui.add("黄桂香")
    expect(zhang.log.locator(".theirs .bubble")).to_be_in_viewport(ratio=0.9)


def test_sends_a_photo(ui: PhonesPage, desk: LittleDesk, picture: Path, page: Page) -> None:
    zhang = ui.phone(1)
    zhang.send_photo(picture)
    zhang.hears("收到：photo")
    image = zhang.log.get_by_role("img", name="照片")
    expect(image).to_have_attribute("src", re.compile(r"^/phones/api/photo/"))
    page.wait_for_function("image => image.naturalWidth === 32", arg=image.element_handle())
    assert [kind for _, kind in desk.pictures.values()] == ["image/png"]


def test_refuses_what_is_no_photo(
    ui: PhonesPage, tmp_path: Path, desk: LittleDesk, grumbles: list[str]
) -> None:
    zhang = ui.phone(1)
    text = tmp_path / "a.txt"
    text.write_text("不是照片")
    zhang.send_photo(text)
    expect(zhang.root.get_by_role("alert")).to_contain_text("不是照片")
    liar = tmp_path / "b.png"
    liar.write_bytes(b"GIF? no")
    zhang.root.get_by_role("button", name="发照片或位置").click()
    zhang.send_photo(liar)
    expect(zhang.log.locator(".failed .why")).to_contain_text("不是照片", timeout=WAIT)
    zhang.log.get_by_role("button", name="去掉这条").click()
    expect(zhang.bubbles).to_have_count(0)
    assert desk.pictures == {}
    grumbles.clear()


def test_sends_places(ui: PhonesPage, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    zhang.send_place("桥头镇")
    zhang.hears("收到：桥头镇零工市场")
    expect(zhang.log.locator(".location")).to_contain_text("23.0501, 113.3002")
    zhang.send_spot("95", "113")
    expect(zhang.root.get_by_role("alert")).to_contain_text("纬度")
    zhang.root.get_by_label("纬度").fill("23.5")
    zhang.root.get_by_role("button", name="发送位置").click()
    expect(zhang.log.locator(".location").nth(1)).to_contain_text("23.5000, 113.0000", timeout=WAIT)
    assert len(desk.effects) == 2


def test_moves_the_clock(ui: PhonesPage, page: Page, grumbles: list[str]) -> None:
    zhang = ui.phone(1)
    zhang.say("早")
    zhang.hears("收到：早")
    when = zhang.log.locator(".when").first
    expect(when).to_have_text("14:05")
    ui.set_clock("明天 05:00")
    assert ui.clock() == "11月22日 周日 05:00"
    expect(when).to_have_text("昨天 14:05")
    page.get_by_role("button", name="+30分钟").click()
    expect(page.locator("#time")).to_have_text("05:30")
    ui.page.get_by_label("把时钟拨到").fill("啥时候呢")
    ui.page.get_by_label("把时钟拨到").press("Enter")
    expect(ui.notice).to_contain_text("没看懂")
    expect(ui.page.get_by_label("把时钟拨到")).to_have_value("啥时候呢")
    page.get_by_role("button", name="复位").click()
    expect(page.locator("#time")).to_have_text("14:05")
    grumbles.clear()  # the browser notes the refused words


def test_a_double_click_is_one_choice(ui: PhonesPage, desk: LittleDesk) -> None:
    """The chat moves between the two: the second would hit what stands there by then."""
    zhang = ui.phone(1)
    zhang.say("菜单")
    zhang.choice("今天的活").dblclick()
    zhang.hears("收到：今天的活")
    ui.page.wait_for_timeout(700)
    assert len(desk.effects) == 2
    zhang.tap("我报的名")
    zhang.hears("收到：我报的名")
    assert len(desk.effects) == 3


def test_saves_the_talk_as_a_test(ui: PhonesPage) -> None:
    ui.phone(1).say("找活")
    ui.phone(1).hears("收到：找活")
    name, text = ui.save_as_test("找活 第一次")
    assert name == "saved.chat"
    expect(ui.notice).to_have_text("已存成 saved.chat。阿梅也说过话")
    assert text.splitlines() == ["# 找活 第一次", "张三 > 找活", "张三 < 收到：找活"]


def test_phones_come_and_go_and_change_hands(ui: PhonesPage, page: Page) -> None:
    ui.add("李敏")
    page.get_by_role("button", name="添加手机").click()
    ui.phone(4).root.get_by_role("button", name="一个新的人").click()
    expect(ui.phone(4).root.get_by_role("heading")).to_have_text(re.compile("新人"))
    expect(page.get_by_role("button", name="添加手机")).to_be_disabled()
    ui.phone(4).say("你好")
    ui.phone(4).hears("收到：你好")
    ui.phone(1).play("黄桂香")
    ui.phone(2).root.get_by_role("button", name="收起老周的手机").click()
    names = ["黄桂香", "李敏", "新人4"]
    expect(ui.phones.locator("h2")).to_have_text(names)
    page.reload()
    expect(ui.phones.locator("h2")).to_have_text(names)
    ui.phone(3).shows_own("你好")
    page.goto(page.url.split("?")[0])
    expect(ui.phones.locator("h2")).to_have_text(names)


def test_two_tabs_show_the_same(ui: PhonesPage, context: BrowserContext, served: Served) -> None:
    other = open_phones(context.new_page(), served.url, ["zhang"])
    other.phone(1).say("从第二个窗口说")
    ui.phone(1).hears("收到：从第二个窗口说")
    for phone in (ui.phone(1), other.phone(1)):
        phone.shows_own("从第二个窗口说", times=1)
        expect(phone.bubbles).to_have_count(2)
