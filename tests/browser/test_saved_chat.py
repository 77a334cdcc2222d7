"""What is tried on the page and saved is a test: it passes on a fresh ledger, and fails when touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.house import House
from tests.browser.pages import PhonesPage, open_phones
from tests.channels.telegram.chat_wire import Telegram
from tests.chat_player import ChatFailed, play, read_chat
from tests.postgres import apart
from tests.web_wire import Web
from tests.wires import Console, Direct, Wire

pytestmark = pytest.mark.browser


@pytest.fixture
def served(house: House) -> House:
    return house


@pytest.fixture
def ui(page: Page, house: House) -> PhonesPage:
    """Staff on duty, and a worker who has the name of nobody in the county."""
    ui = open_phones(page, house.url, ["seed:1"])
    ui.add_newcomer()
    return ui


class Replay:
    """Plays a saved text on a fresh ledger, as tests/test_chats.py would."""

    def __init__(self, template: Path, folder: Path) -> None:
        self._template = template
        self._folder = folder
        self._count = 0

    def __call__(self, text: str, wire: type[Wire] = Direct) -> None:
        self._count += 1
        folder = self._folder / f"replay{self._count}"
        folder.mkdir()
        shutil.copy(self._template, folder / "yizhan.db")
        (folder / "saved.chat").write_text(text, "utf-8")
        apart(self._play(folder, wire()))

    async def _play(self, folder: Path, wire: Wire) -> None:
        chat = read_chat(folder / "saved.chat")
        await chat.open(wire, f"sqlite+aiosqlite:///{folder}/yizhan.db", folder)
        try:
            await play(chat, wire)
        finally:
            await wire.stop()


@pytest.fixture
def replay(sqlite_template: Path, tmp_path: Path) -> Replay:
    return Replay(sqlite_template, tmp_path)


def complain(ui: PhonesPage) -> None:
    """A tap, a location, several lines, a photo and what the others hear of it by themselves."""
    staff, worker = ui.phone(1), ui.phone(2)
    worker.say("包工头李大山不给工钱，欠我8000元")
    worker.hears("记下了，编号1005")
    worker.hears("是哪段时间的工钱")
    staff.hears("新单1005号")
    worker.say("9月到10月")
    worker.hears("在哪里干的活")
    worker.send_place("城东街道")
    worker.hears("怎么称呼")
    worker.say("13000008888，张三")
    worker.hears("都记在1005号里了")
    staff.tap("接单 1005")
    staff.hears("1005号归您了")
    worker.hears("李敏接了您的1005号")
    staff.box.focus()
    ui.page.keyboard.type("回复 1005 已经联系李大山")
    ui.page.keyboard.press("Shift+Enter")
    ui.page.keyboard.press("Shift+Enter")
    ui.page.keyboard.type("明天上午约谈")
    ui.page.keyboard.press("Enter")
    worker.hears("明天上午约谈")


def test_a_complaint_saved_and_played_again(ui: PhonesPage, replay: Replay, picture: Path) -> None:
    complain(ui)
    ui.set_clock("明天 09:10")
    staff, worker = ui.phone(1), ui.phone(2)
    staff.hears("单1004还没有人接")
    worker.send_photo(picture)
    staff.hears("照片")
    _, text = ui.save_as_test("讨薪：驿站接单、回复")
    lines = text.splitlines()
    assert lines[:2] == ["# 讨薪：驿站接单、回复", "# 世界：虚构的县，2026-11-21 19:30"]
    assert lines[2].startswith("@ 2026-11-21 19:3")
    for line in ("新人1 > [位置 24.504,113.518 城东街道]", "李敏 > [点 接单 1005]", "新人1 > [照片]",
                 "李敏 > 回复 1005 已经联系李大山", "|", "  明天上午约谈"):  # fmt: skip
        assert line in lines, f"{line}\n\n{text}"
    assert any(line.startswith("@ 2026-11-22 09:10") for line in lines)
    replay(text)
    for said in ("新人1 < 李敏接了您的1005号，", "李敏 < 1005号归您了。", "  已经联系李大山"):
        assert said in lines
        with pytest.raises(ChatFailed):
            replay(text.replace(said, f"{said}吗", 1))


def test_an_alert_saved_and_played_again(page: Page, house: House, replay: Replay) -> None:
    ui = open_phones(page, house.url)
    worker, boss = ui.phone(1), ui.phone(2)
    boss.say("招瓷砖工1人 明天 晚上6点到9点 30元一小时 日结 城东街道河堤路18号")
    boss.hears("请看对不对")
    boss.say("1")
    boss.hears("已发布，编号14")
    ui.set_clock("明天 05:00")
    ui.set_clock("07:10")
    worker.hears("【今日零工】")
    worker.tap("报名")
    worker.hears("报上了！14号")
    boss.hears("【有人报名】14号")
    _, text = ui.save_as_test("发活、早上推送、报名")
    assert "@ 2026-11-22 06:30\n张三 < 【今日零工】" in text
    replay(text)
    with pytest.raises(ChatFailed):
        replay(text.replace("张三 > [点 报名]", "张三 > [点 不去]"))


def test_who_is_no_longer_open_is_saved_too(page: Page, house: House, replay: Replay) -> None:
    """What a boss posted, and staff who hear an answer and a push at once: it passes on every wire."""
    ui = open_phones(page, house.url)
    worker, boss, staff = ui.phone(1), ui.phone(2), ui.phone(3)
    boss.say("招瓷砖工1人 明天 晚上6点到9点 30元一小时 日结 城东街道河堤路18号")
    boss.hears("请看对不对")
    boss.say("1")
    boss.hears("已发布，编号14")
    staff.say("老板李大山不给工钱，欠我8000元")
    staff.hears("新单1005号")
    ui.set_clock("明天 06:30")
    worker.hears("【今日零工】")
    worker.tap("报名")
    worker.hears("报上了！14号")
    boss.root.get_by_role("button", name="收起周建国的手机").click()
    name, text = ui.save_as_test("张三和李敏")
    assert name == "zhang_san_he_li_min.chat"
    told = "没打开的手机里也说过话，一起存下了：周建国"
    expect(ui.notice).to_have_text(f"已存成 {name}。{told}")
    assert f"# {told}" in text.splitlines() and "周建国 > 1" in text.splitlines()
    for wire in (Direct, Console, Web, Telegram):
        replay(text, wire)


def test_two_choices_of_one_name_and_two_people_of_one_name(page: Page, house: House, replay: Replay) -> None:
    ui = open_phones(page, house.url, ["seed:6"])
    lead, newcomer = ui.phone(1), ui.add_newcomer()
    ui.set_clock("+30分钟")
    lead.hears("单1002还没有人接")
    lead.hears("单1001已超过")
    lead.choice("看这张单").first.click()
    lead.hears("我们九个人两个月的工钱没发")
    newcomer.say("我叫张三，45岁，会烧焊，在城东街道，电话13000008888")
    newcomer.hears("同意我们记下吗")
    newcomer.tap("同意")
    newcomer.hears("您看对不对")
    newcomer.tap("对，没错")
    newcomer.hears("记下了：焊工")
    ui.page.reload()
    _, text = ui.save_as_test("")
    assert "何勇 > [点 看这张单#2]" in text and "新人1 > [点 同意]" in text
    replay(text)
