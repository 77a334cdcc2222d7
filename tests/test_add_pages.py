"""The pages that say how to add something are done by hand here, block by block, on a copy of the house."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_house import ROOT, listed

BLOCK = re.compile(r"^   ```\w*\n(.*?)^   ```", re.DOTALL | re.MULTILINE)


def blocks(page: str) -> list[str]:
    """The blocks inside the steps, as somebody copies them: without the indentation of the list."""
    found = BLOCK.findall((ROOT / "docs" / page).read_text("utf-8"))
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


class Copy:
    """The house as it stands, in another folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for path in listed("--cached", "--others", "--exclude-standard"):
            if path.startswith(("bot/", "handlers/", "scheduler/", "storage/", "tests/", "pyproject.toml")):
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / path, folder / path)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, "utf-8")

    def put(self, path: str, before: str, text: str) -> None:
        """A block goes in before the first line that reads so; "" is the end of the file."""
        whole = (self.folder / path).read_text("utf-8")
        assert before in whole
        place = whole.index(before) if before else len(whole)
        self.write(path, whole[:place] + text + whole[place:])

    def swap(self, path: str, old: str, new: str) -> None:
        whole = (self.folder / path).read_text("utf-8")
        assert old in whole
        self.write(path, whole.replace(old, new, 1))

    def holds(self, *arguments: str) -> tuple[bool, str]:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-n0", *arguments]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=300)
        return done.returncode == 0, done.stdout + done.stderr


def name_it(copy: Copy) -> None:
    """Step 3 of the routine, which takes the place of a line."""
    text = (copy.folder / "scheduler/timetable.py").read_text("utf-8")
    imports = next(line for line in text.splitlines() if line.startswith("from scheduler import "))
    copy.swap("scheduler/timetable.py", imports, imports + ", reminders")


def later_key(copy: Copy, key: str) -> str:
    """The first line of the pushes that comes after this key in the alphabet."""
    lines = (copy.folder / "handlers/phrases/zh_CN/push.toml").read_text("utf-8").splitlines()
    return next(line for line in lines if re.match(r"\w+ = ", line) and line > key)


@pytest.mark.slow
def test_the_routine_of_the_page_works(tmp_path: Path) -> None:
    question, routine, _, line, sentence, check, test, chat, _ = blocks("add-a-routine.md")
    copy = Copy(tmp_path)
    copy.swap("storage/applications.py", "import datetime", "import date, datetime")
    copy.put("storage/applications.py", "", "\n\n" + question)
    copy.write("scheduler/reminders.py", routine)
    name_it(copy)
    copy.put("scheduler/timetable.py", "\n)\n", "\n" + line.rstrip())
    copy.put("handlers/phrases/zh_CN/push.toml", later_key(copy, "gig_reminder"), sentence + "\n")
    copy.put("bot/sending/recheck_gigs.py", '    "post_refused"', check)
    copy.swap("tests/unit/test_routines.py", "morning_alerts\n", "morning_alerts, reminders\n")
    copy.swap(
        "tests/unit/test_routines.py",
        "from tests.sending",
        "from storage.rules.calendar import local_day\nfrom tests.sending",
    )
    copy.put("tests/unit/test_routines.py", "", "\n\n" + test)
    copy.write("tests/chats/worker_is_reminded.chat", chat)
    files = ("tests/unit/test_routines.py", "tests/test_chats.py", "tests/test_phrases.py")
    asked = "(reminded and (sqlite or direct)) or push"
    good, said = copy.holds(*files, "-k", asked, "--update-chats")
    heard = (tmp_path / "tests/chats/worker_is_reminded.chat").read_text("utf-8")
    assert good and "张三 < 【明天有活】" in heard and "您报了名" in heard, said + heard


@pytest.mark.slow
def test_the_conversation_of_the_page_works(tmp_path: Path) -> None:
    code, sentences, name, happy, stubborn, _ = blocks("add-a-conversation.md")
    copy = Copy(tmp_path)
    copy.write("handlers/common/markets.py", code)
    copy.write("handlers/phrases/zh_CN/markets.toml", sentences)
    copy.swap("handlers/__init__.py", "handoff, my_data", f"handoff, {name.strip()} my_data")
    copy.put("handlers/__init__.py", "        review,\n", "        " + name)
    copy.write("tests/chats/markets_are_shown.chat", happy)
    copy.write("tests/chats/markets_asked_in_the_middle.chat", stubborn)
    files = ("tests/test_chats.py", "tests/test_phrases.py")
    good, said = copy.holds(*files, "-k", "markets and not (console or web or telegram)", "--update-chats")
    heard = "".join(path.read_text("utf-8") for path in (tmp_path / "tests/chats").glob("markets_*.chat"))
    assert good and heard.count("每天 08:30-12:00") == 2 and "要接着填吗" in heard, said + heard


@pytest.mark.slow
def test_the_channel_of_the_page_works(tmp_path: Path) -> None:
    channel, settings, house, wire, listed_too, _ = blocks("add-a-channel.md")
    copy = Copy(tmp_path)
    copy.write("bot/channels/sms.py", channel)
    copy.put("bot/settings/fields.py", "    name: str = Field(\n", settings)
    copy.swap("bot/settings/fields.py", "from pydantic import Field", "from pydantic import Field, SecretStr")
    copy.put("bot/app.py", "    channels = {", house)
    copy.put("bot/app.py", "from bot.channels.telegram", "from bot.channels.sms import SmsChannel\n")
    (tmp_path / "tests/channels/sms").mkdir()
    copy.write("tests/channels/sms/chat_wire.py", wire)
    whole = (tmp_path / "tests/test_chats.py").read_text("utf-8")
    named = next(line for line in whole.splitlines() if line.startswith("WIRES"))
    copy.swap("tests/test_chats.py", named, listed_too.strip())
    imported = "from tests.channels.sms.chat_wire import Sms\n"
    copy.put("tests/test_chats.py", "from tests.channels.telegram", imported)
    good, said = copy.holds("tests/test_chats.py", "-k", "sms and (two_staff or danger_at_night)")
    assert good and "2 passed" in said, said


def test_what_the_pages_quote_is_there() -> None:
    """Blocks that stand at the margin are quoted from the code."""
    code = "".join(
        (ROOT / path).read_text("utf-8")
        for path in ("handlers/worker/find.py", "handlers/worker/applications.py", "storage/gig_news.py")
    )
    page = (ROOT / "docs/add-a-conversation.md").read_text("utf-8")
    quoted = re.findall(r"^```python\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert len(quoted) == 5
    assert [piece for piece in quoted if piece not in code] == []
