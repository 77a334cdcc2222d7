"""The docs say what is there: links lead somewhere, verbs and settings are real, chats are quoted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import settings_table

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TWINS = ("README.md", "README.zh.md")
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_SPOKEN = re.compile(r"^\S+ [<>]", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    lost = [link for link in _LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(
        r"`((?:bot|handlers|storage|scheduler|tests|bench|docs)/[\w./-]+\.\w+)`", page.read_text()
    )
    assert not [name for name in named if not (ROOT / name).exists()]


@pytest.mark.parametrize("page", TWINS)
def test_every_setting_is_told_with_its_default(page: str) -> None:
    text = (ROOT / page).read_text()
    for row in settings_table():
        line = next((line for line in text.splitlines() if line.startswith(f"| `{row.name}` |")), "")
        assert line, f"{page} does not tell of {row.name}"
        assert row.default in line


@pytest.mark.parametrize("page", TWINS)
def test_every_verb_is_told(page: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    verbs = re.findall(r"^  (\w+)  ", done.stdout.partition("Commands")[2], re.MULTILINE)
    text = (ROOT / page).read_text()
    assert len(verbs) > 5 and not [verb for verb in verbs if f"`{verb}" not in text]


@pytest.mark.parametrize("page", TWINS)
def test_the_chat_on_the_first_screen_is_a_tested_one(page: str) -> None:
    told = next(block for block in (ROOT / page).read_text().split("```") if _SPOKEN.search(block))
    tested = {
        line for chat in (ROOT / "tests/chats").glob("*.chat") for line in chat.read_text().splitlines()
    }
    assert not [line for line in told.splitlines() if line.strip() and line not in tested]


def test_the_twins_have_the_same_parts() -> None:
    heads = [len(re.findall(r"^## ", (ROOT / page).read_text(), re.MULTILINE)) for page in TWINS]
    assert heads[0] == heads[1] > 3


def test_every_conversation_has_a_chat_and_every_routine_a_line_in_the_timetable() -> None:
    routines = {
        path.stem for path in (ROOT / "scheduler").glob("*.py") if "async def run(" in path.read_text()
    }
    timetable = (ROOT / "scheduler/timetable.py").read_text()
    assert routines and not [name for name in routines if f'"{name}"' not in timetable]
