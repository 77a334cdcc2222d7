"""When a message does not get through: the red mark, the same message again, nothing typed is lost."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.little_desk import LittleDesk
from tests.browser.pages import WAIT, PhonesPage, open_phones
from tests.browser.serving import Served

pytestmark = pytest.mark.browser


@pytest.fixture
def ui(page: Page, served: Served) -> PhonesPage:
    return open_phones(page, served.url, ["zhang", "zhou"])


def test_not_kept_is_marked_and_sent_again_as_the_same(
    ui: PhonesPage, desk: LittleDesk, grumbles: list[str]
) -> None:
    zhang = ui.phone(1)
    zhang.say("菜单\n" * 12)
    zhang.hears("收到：菜单")
    desk.refuse = 1
    zhang.say("老板没给钱")
    expect(zhang.log.locator(".failed")).to_contain_text("没发出去", timeout=WAIT)
    expect(zhang.log.locator(".failed")).to_contain_text("没存上")
    expect(zhang.log.get_by_role("button", name="重发")).to_be_in_viewport(ratio=1)
    assert len(desk.effects) == 1
    zhang.log.get_by_role("button", name="重发").click()
    zhang.hears("收到：老板没给钱")
    zhang.shows_own("老板没给钱", times=1)
    expect(zhang.log.locator(".failed")).to_have_count(0)
    assert len(desk.calls) == 3
    assert len({key for _, key in desk.calls[1:]}) == 1
    assert any("503" in grumble for grumble in grumbles)
    grumbles.clear()


def test_kept_but_not_told_is_never_doubled(ui: PhonesPage, desk: LittleDesk, grumbles: list[str]) -> None:
    """The answer got lost on the way back: the message shows up once, without a mark, and counts once."""
    zhang = ui.phone(1)
    desk.lose = 1
    zhang.say("我要报名")
    zhang.hears("收到：我要报名")
    zhang.shows_own("我要报名", times=1)
    expect(zhang.log.locator(".failed")).to_have_count(0, timeout=WAIT)
    assert len(desk.effects) == 1
    grumbles.clear()


def test_unsent_survives_a_reload(ui: PhonesPage, page: Page, desk: LittleDesk, grumbles: list[str]) -> None:
    zhang = ui.phone(1)
    desk.refuse = 1
    zhang.say("工钱还没结")
    expect(zhang.log.locator(".failed")).to_be_visible(timeout=WAIT)
    zhang.box.fill("写到一半")
    page.reload()
    expect(zhang.log.locator(".failed")).to_contain_text("工钱还没结", timeout=WAIT)
    expect(zhang.box).to_have_value("写到一半")
    zhang.log.get_by_role("button", name="重发").click()
    zhang.hears("收到：工钱还没结")
    assert len(desk.effects) == 1
    page.reload()
    zhang.shows_own("工钱还没结", times=1)
    expect(zhang.log.locator(".failed")).to_have_count(0)
    grumbles.clear()


def test_photo_that_did_not_upload_survives_a_reload(
    ui: PhonesPage, page: Page, desk: LittleDesk, tmp_path: Path, grumbles: list[str]
) -> None:
    file = tmp_path / "a.gif"
    file.write_bytes(b"GIF89a\x01\x00\x01\x00\x00\x00\x00;")
    page.route("**/phones/api/photo", lambda route: route.abort())
    zhang = ui.phone(1)
    zhang.send_photo(file)
    expect(zhang.log.locator(".failed")).to_be_visible(timeout=WAIT)
    page.unroute("**/phones/api/photo")
    page.reload()
    zhang.log.get_by_role("button", name="重发").click()
    zhang.hears("收到：photo")
    assert [data for data, _ in desk.pictures.values()] == [file.read_bytes()]
    grumbles.clear()


def test_line_down_is_told_and_recovers_by_itself(
    ui: PhonesPage, page: Page, desk: LittleDesk, served: Served, grumbles: list[str]
) -> None:
    page.context.set_offline(True)
    zhang = ui.phone(1)
    zhang.say("断网时说的")
    expect(zhang.log.locator(".failed")).to_be_visible(timeout=WAIT)
    page.context.set_offline(False)
    page.route(re.compile("/phones/api/(events|chat)"), lambda route: route.abort())
    page.reload()
    expect(page.locator("#offline")).to_contain_text("连不上服务", timeout=WAIT)
    served.run(desk.push("zhang", "断线时来的"))
    page.unroute(re.compile("/phones/api/(events|chat)"))
    zhang.hears("断线时来的", timeout=15_000)
    expect(page.locator("#offline")).to_be_hidden(timeout=WAIT)
    expect(zhang.log.locator(".failed")).to_contain_text("断网时说的")
    grumbles.clear()


def test_order_is_kept_when_the_server_is_slow(ui: PhonesPage, page: Page, desk: LittleDesk) -> None:
    def slow_first(route: Route) -> None:
        if "第一" in (route.request.post_data or ""):
            page.wait_for_timeout(700)
        route.continue_()

    page.route("**/phones/api/say", slow_first)
    zhang = ui.phone(1)
    for text in ("第一句", "第二句", "第三句"):
        zhang.say(text)
    zhang.hears("收到：第三句")
    assert [text for _, _, text in desk.effects] == ["第一句", "第二句", "第三句"]


def test_a_million_letters_get_through(ui: PhonesPage, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    zhang.say("欠" * 1_000_000)
    zhang.hears("收到：欠", timeout=30_000)
    assert len(desk.effects[0][2]) == 1_000_000
    expect(zhang.log.get_by_role("button", name="展开全文（共1000000字）")).to_be_visible()


def test_too_long_is_refused_and_stays_in_the_box(ui: PhonesPage, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    zhang.box.evaluate("box => { box.value = '长'.repeat(1500000) }")
    zhang.box.press("Enter")
    expect(zhang.root.get_by_role("alert")).to_contain_text("太长", timeout=WAIT)
    assert zhang.box.evaluate("box => box.value.length") == 1_500_000
    assert desk.calls == []


def test_a_refused_text_comes_back_into_the_box(ui: PhonesPage, page: Page, grumbles: list[str]) -> None:
    page.route(
        "**/phones/api/say",
        lambda route: route.fulfill(status=413, json={"error": "太长了，请分几次发"}),
        times=1,
    )
    zhang = ui.phone(1)
    zhang.say("一段话")
    expect(zhang.log.locator(".failed .why")).to_have_text("太长了，请分几次发", timeout=WAIT)
    zhang.log.get_by_role("button", name="改一改").click()
    expect(zhang.box).to_have_value("一段话")
    expect(zhang.bubbles).to_have_count(0)
    zhang.say("短")
    zhang.hears("收到：短")
    grumbles.clear()


def test_server_gone_while_opening(page: Page, served: Served, grumbles: list[str]) -> None:
    page.route("**/phones/api/people", lambda route: route.abort(), times=1)
    ui = open_phones(page, served.url, ["zhang"])
    expect(ui.phone(1).root.get_by_role("heading")).to_have_text("张三")
    expect(page.locator("#offline")).to_be_hidden()
    grumbles.clear()
