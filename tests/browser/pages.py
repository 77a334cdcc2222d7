"""The phones page as a test sees it: `open_phones(page, url).phone(1).say("找活")`."""

import re
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Locator, Page, expect

WAIT = 10_000  # milliseconds: the machine may be busy, a passing test never waits that long
_PLACES = cycle((12, 36))


class Phone:
    """One phone, found by its place from the left, 1 to 4."""

    def __init__(self, page: Page, n: int) -> None:
        self.page = page
        self.root = page.locator("section.phone").nth(n - 1)
        self.box = self.root.locator("textarea")
        self.log = self.root.get_by_role("log")
        self.badge = self.root.locator("header .badge")

    @property
    def bubbles(self) -> Locator:
        return self.log.locator(".line")

    def play(self, name: str) -> None:
        """Give the phone to this person."""
        if self.root.locator(".choose").is_hidden():
            self.root.get_by_role("button", name="给这部手机换人").click()
        self.root.get_by_role("searchbox").fill(name)
        self.root.locator("button.person").filter(has_text=name).first.click()
        expect(self.root.get_by_role("heading")).to_have_text(name, timeout=WAIT)

    def say(self, text: str) -> None:
        """Type and press Enter."""
        self.box.fill(text)
        self.box.press("Enter")

    def tap(self, label: str) -> None:
        """Tap the newest choice with this label, once it is there; twice at one place is a double click."""
        self.choice(label).last.click(position={"x": next(_PLACES), "y": 12})

    def choice(self, label: str) -> Locator:
        exactly = self.page.locator(".label").filter(has_text=re.compile(f"^{re.escape(label)}$"))
        return self.log.locator("button.choice").filter(has=exactly)

    def hears(self, text: str, timeout: float = WAIT) -> None:
        """Wait until the bot has said something with this text in it."""
        found = self.log.locator(".line.theirs", has_text=text).last
        expect(found).to_be_attached(timeout=timeout)

    def shows_own(self, text: str, times: int = 1) -> None:
        """Own words stand on the screen so many times."""
        expect(self.log.locator(".line.mine", has_text=text)).to_have_count(times, timeout=WAIT)

    def send_photo(self, file: Path) -> None:
        self.root.get_by_role("button", name="发照片或位置").click()
        with self.page.expect_file_chooser() as chooser:
            self.root.get_by_role("button", name="照片", exact=True).click()
        chooser.value.set_files(file)

    def send_place(self, name: str) -> None:
        self._open_places()
        self.root.locator("button.place", has_text=name).click()

    def send_spot(self, lat: str, lon: str) -> None:
        self._open_places()
        self.root.get_by_label("纬度").fill(lat)
        self.root.get_by_label("经度").fill(lon)
        self.root.get_by_role("button", name="发送位置").click()

    def _open_places(self) -> None:
        self.root.get_by_role("button", name="发照片或位置").click()
        self.root.get_by_role("button", name="位置", exact=True).click()


class PhonesPage:
    """The page with its bar and phones."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.notice = page.locator("#notice")
        self.phones = page.locator("section.phone")

    def phone(self, n: int) -> Phone:
        return Phone(self.page, n)

    def add(self, name: str) -> Phone:
        """One more phone, played by this person."""
        self.page.get_by_role("button", name="添加手机").click()
        phone = self.phone(self.phones.count())
        phone.play(name)
        return phone

    def add_newcomer(self) -> Phone:
        """One more phone, played by somebody the house does not know yet."""
        self.page.get_by_role("button", name="添加手机").click()
        phone = self.phone(self.phones.count())
        phone.root.get_by_role("button", name="一个新的人").click()
        expect(phone.box).to_be_visible(timeout=WAIT)
        return phone

    def set_clock(self, words: str) -> None:
        """Move the simulated clock and wait until the page says so."""
        self.page.get_by_label("把时钟拨到").fill(words)
        self.page.get_by_role("button", name="拨到", exact=True).click()
        expect(self.notice).to_contain_text("已拨到", timeout=WAIT)

    def clock(self) -> str:
        """What the clock shows: `11月22日 周日 05:00`."""
        day, time = self.page.locator("#day"), self.page.locator("#time")
        return f"{day.inner_text()} {time.inner_text()}"

    def save_as_test(self, title: str) -> tuple[str, str]:
        """File name and text of the downloaded chat."""
        self.page.locator("#save summary").click()
        self.page.get_by_label("测试名称").fill(title)
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name="下载").click()
        return download.value.suggested_filename, download.value.path().read_text("utf-8")


def open_phones(page: Page, url: str, who: list[str] | None = None) -> PhonesPage:
    """Open the page, with these people if they are named (`[]` is not: the page then chooses)."""
    query = f"?{urlencode([('who', person) for person in who])}" if who else ""
    page.goto(f"{url}/{query}")
    expect(page.locator("section.phone h2").first).not_to_have_text("", timeout=WAIT)
    expect(page.locator(".log[aria-busy]")).to_have_count(0, timeout=WAIT)
    return PhonesPage(page)
