"""Everybody can use the page: keyboard alone, Chinese input, 200 % zoom, narrow windows, contrast."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.little_desk import LittleDesk
from tests.browser.pages import WAIT, PhonesPage, open_phones
from tests.browser.serving import Served

pytestmark = pytest.mark.browser

# relative luminance and contrast as WCAG 2 defines them, over every text that can be seen
CONTRAST = """() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const part = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll("body *")) {
    const texts = [...e.childNodes].filter((n) => n.nodeType === 3 && n.data.trim());
    const own = texts.length || e.matches(".avatar, textarea");
    const box = e.getBoundingClientRect();
    if (!own || box.width < 2 || e.closest(".sr, template, noscript")) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(rgb(style.color)), light(ground(e))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) bad.push(`${e.className}: contrast ${ratio.toFixed(2)}`);
    if (parseFloat(style.fontSize) < 18) bad.push(`${e.className}: ${style.fontSize}`);
  }
  return bad;
}"""
TARGETS = """() => [...document.querySelectorAll("button, input, textarea, summary, a")]
  .map((e) => [e.className || e.id, e.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.width < 43.9 || box.height < 43.9))
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""


@pytest.fixture
def ui(page: Page, served: Served) -> PhonesPage:
    return open_phones(page, served.url, ["zhang", "zhou", "li", "huang"])


def fill_with_everything(ui: PhonesPage, desk: LittleDesk, served: Served) -> None:
    """Every kind of thing the page can show."""
    ui.phone(1).say("菜单")
    ui.phone(1).hears("办什么事")
    ui.phone(2).send_place("城东")
    ui.phone(2).hears("收到")
    desk.refuse = 1
    ui.phone(3).say("欠薪" * 60 + "W" * 90)
    expect(ui.phone(3).log.locator(".failed")).to_be_visible(timeout=WAIT)
    served.run(desk.push("zhang", "【今日零工】" + "瓷砖工" * 20))
    expect(ui.phone(1).badge).to_be_visible(timeout=WAIT)
    ui.set_clock("明天 05:00")


def test_sizes_targets_and_contrast(
    ui: PhonesPage, desk: LittleDesk, served: Served, grumbles: list[str]
) -> None:
    fill_with_everything(ui, desk, served)
    ui.phone(4).root.get_by_role("button", name="发照片或位置").click()
    ui.phone(4).root.get_by_role("button", name="位置", exact=True).click()
    ui.phone(2).root.get_by_role("button", name="换人").click()
    ui.page.locator("#save summary").click()
    assert ui.page.evaluate(CONTRAST) == []
    assert ui.page.evaluate(TARGETS) == []
    grumbles.clear()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (683, 384), (390, 844), (320, 568)])
def test_nothing_hangs_over_the_edge(
    ui: PhonesPage, desk: LittleDesk, served: Served, grumbles: list[str], width: int, height: int
) -> None:
    """683 x 384 is a 1366 x 768 screen at 200 %, 320 wide what WCAG 2.2 asks for reflow."""
    fill_with_everything(ui, desk, served)
    ui.page.set_viewport_size({"width": width, "height": height})
    for n in (1, 2, 3):
        ui.page.keyboard.press(f"Alt+{n}")
        expect(ui.phone(n).box).to_be_focused()
        expect(ui.phone(n).box).to_be_in_viewport()
        assert ui.page.evaluate("document.documentElement.scrollWidth") <= width
        assert ui.phone(n).log.evaluate("log => log.scrollWidth <= log.clientWidth")
        assert ui.phone(n).log.evaluate("log => log.clientHeight") >= 120
    assert ui.page.evaluate(TARGETS) == []
    grumbles.clear()


def test_zoomed_in_one_phone_with_tabs(chromium: Browser, served: Served, desk: LittleDesk) -> None:
    context = chromium.new_context(viewport={"width": 683, "height": 384}, device_scale_factor=2)
    ui = open_phones(context.new_page(), served.url, ["zhang", "zhou"])
    expect(ui.phone(1).root).to_be_visible()
    expect(ui.phone(2).root).to_be_hidden()
    served.run(desk.push("zhou", "有人报名"))
    tab = ui.page.get_by_role("navigation").get_by_role("button", name="2 老周")
    expect(tab.locator(".badge")).to_have_text("1", timeout=WAIT)
    tab.click()
    expect(ui.phone(2).log.get_by_text("有人报名")).to_be_visible()
    expect(ui.phone(1).root).to_be_hidden()
    ui.phone(2).say("好")
    ui.phone(2).hears("收到：好")
    context.close()


def test_enter_while_composing_does_not_send(ui: PhonesPage, page: Page, desk: LittleDesk) -> None:
    """A real composition through the browser's input method interface, then Enter as engines report it."""
    zhang = ui.phone(1)
    zhang.box.focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "zhao huo", "selectionStart": 8, "selectionEnd": 8})
    keys: dict[str, Any] = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    session.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **keys})
    session.send("Input.dispatchKeyEvent", {"type": "keyUp", **keys})
    for composing in ("{isComposing: true}", "{keyCode: 229}"):
        zhang.box.evaluate(
            "(box, more) => box.dispatchEvent(new KeyboardEvent('keydown', "
            f"{{key: 'Enter', bubbles: true, ...{composing}}}))"
        )
    session.send("Input.insertText", {"text": "找活"})
    assert desk.calls == []
    expect(zhang.box).to_have_value("找活")
    page.keyboard.press("Enter")
    zhang.hears("收到：找活")
    assert [text for _, _, text in desk.effects] == ["找活"]


def test_shift_enter_is_a_new_line(ui: PhonesPage, desk: LittleDesk) -> None:
    zhang = ui.phone(1)
    zhang.box.focus()
    ui.page.keyboard.type("一行")
    ui.page.keyboard.press("Shift+Enter")
    ui.page.keyboard.type("两行")
    ui.page.keyboard.press("Enter")
    zhang.hears("收到：一行")
    assert desk.effects[0][2] == "一行\n两行"


def test_blank_is_not_sent(ui: PhonesPage, desk: LittleDesk) -> None:
    ui.phone(1).say("  \n ")
    ui.phone(1).say("有字")
    ui.phone(1).hears("收到：有字")
    assert len(desk.calls) == 1


def test_keyboard_alone(page: Page, served: Served, desk: LittleDesk) -> None:
    """From the address bar to a tapped choice, a place, a new person and a moved clock without a mouse."""
    ui = open_phones(page, served.url, ["zhang", "zhou"])
    press = page.keyboard.press
    press("Alt+2")
    expect(ui.phone(2).box).to_be_focused()
    press("Alt+1")
    page.keyboard.type("菜单")
    press("Enter")
    ui.phone(1).hears("办什么事")
    for _ in range(3):  # plus, third choice, second choice
        press("Shift+Tab")
    expect(ui.phone(1).log.locator(".choice").nth(1)).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outline")
    assert "solid" in outline and "3px" in outline
    press("Enter")
    ui.phone(1).hears("收到：我报的名")
    press("Alt+1")
    press("Shift+Tab")
    press("Enter")
    for _ in range(4):  # box, send, photo, location
        press("Tab")
    press("Enter")
    press("Tab")
    press("Enter")
    ui.phone(1).hears("收到：城东就业驿站")
    expect(ui.phone(1).box).to_be_focused()
    ui.page.get_by_role("button", name="添加手机").focus()
    press("Enter")
    expect(ui.phone(3).root.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("李敏")
    press("Tab")
    press("Tab")
    press("Enter")
    expect(ui.phone(3).box).to_be_focused()
    page.keyboard.type("在")
    press("Enter")
    ui.phone(3).hears("收到：在")
    assert desk.effects[-1][0] == "li"


def test_escape_closes_and_gives_the_focus_back(ui: PhonesPage) -> None:
    root = ui.phone(1).root
    plus, swap = (
        root.get_by_role("button", name="发照片或位置"),
        root.get_by_role("button", name="给这部手机换人"),
    )
    for button, opened in ((plus, root.locator(".extras")), (swap, root.locator(".choose"))):
        button.press("Enter")
        expect(opened).to_be_visible()
        ui.page.keyboard.press("Tab")
        ui.page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
        expect(button).to_be_focused()
    ui.page.locator("#save summary").press("Enter")
    ui.page.get_by_label("测试名称").press("Escape")
    expect(ui.page.get_by_label("测试名称")).to_be_hidden()


def test_everything_has_a_name(ui: PhonesPage) -> None:
    """Each control says what it is, each phone whose it is, no two ids are the same."""
    nameless = ui.page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea, summary")].filter((e) =>
          !(e.getAttribute("aria-label") || e.innerText || (e.labels && e.labels.length) || e.hidden ||
            e.textContent.trim())).map((e) => e.outerHTML)"""
    )
    assert nameless == []
    ids = ui.page.evaluate("[...document.querySelectorAll('[id]')].map((e) => e.id)")
    assert len(ids) == len(set(ids))
    expect(ui.page.get_by_role("region", name="手机2：老周")).to_be_visible()
    expect(ui.page.get_by_role("textbox", name="张三要说的话")).to_be_visible()
    expect(ui.page.get_by_role("log", name="李敏的聊天")).to_be_visible()
