"""The docs say what is there: links lead somewhere, verbs and settings are real, chats are quoted."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot.operator import tell
from bot.settings import settings_table
from handlers import phrases
from storage.staff import ROLES

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
TWINS = ("README.md", "README.zh.md")
WORDS_OF_CASES = (
    "list", "mine", "take", "view", "hear", "look", "reply", "note", "papers", "close", "reopen", "hand",
    "on_duty", "off_duty",
)  # fmt: skip
_LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
_ID = r"(?:[A-Z]\d{1,2}|\d\.\d)"
_CITED = re.compile(rf"\b[Rr]ules? ({_ID}(?:(?:, | to | and |-){_ID})*)")
_ALONE = re.compile(rf"\(({_ID}(?:, {_ID})*)\)")
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


def test_the_page_for_staff_says_the_words_the_bot_hears() -> None:
    text = (ROOT / "docs/for-staff.md").read_text()
    cells = re.findall(r"^\| (`.+?) \|", text, re.MULTILINE)
    told = [words for cell in cells for words in re.findall(r"`(.+?)`", cell)]
    lists = {key: phrases.words(f"cases.{key}") for key in WORDS_OF_CASES}
    lists |= {key: phrases.words(f"review.{key}") for key in ("trigger", "pass_words", "back_words")}
    lists |= {f"teach_{key}": phrases.words(f"teach.{key}") for key in ("trigger", "words", "forget")}
    heard = {word for listed in lists.values() for word in listed}
    assert len(told) > 12 and not [words for words in told if words.split()[0] not in heard]
    silent = [key for key, listed in lists.items() if not set(listed) & {words.split()[0] for words in told}]
    assert not silent, f"the page says nothing of {silent}"


def test_roles_have_one_name_everywhere() -> None:
    """What the operator types, what staff hear when they are known, what the page says."""
    text = (ROOT / "docs/for-staff.md").read_text()
    for role in ROLES:
        name = phrases.say(f"enrol.role_{role}")
        assert tell(f"cli.role_{role}") == name and f"{role} {name}" in tell("cli.staff_role")
        assert f"| {name} |" in text


def test_every_conversation_has_a_chat_and_every_routine_a_line_in_the_timetable() -> None:
    routines = {
        path.stem for path in (ROOT / "scheduler").glob("*.py") if "async def run(" in path.read_text()
    }
    timetable = (ROOT / "scheduler/timetable.py").read_text()
    assert routines and not [name for name in routines if f'"{name}"' not in timetable]


def _cited() -> set[str]:
    """`rule W30`, `rules H7 to H10`, `(H10, H11)` behind one of them: all ids, ranges written out."""
    found: set[str] = set()
    for room in ("bot", "handlers", "scheduler", "storage", "tests", "docs"):
        for path in (ROOT / room).rglob("*"):
            if path.suffix in (".py", ".toml", ".md") and path.name != "rules.md":
                found |= _ids(path.read_text("utf-8"))
    return found


def _ids(text: str) -> set[str]:
    lists = _CITED.findall(text) + (_ALONE.findall(text) if _CITED.search(text) else [])
    found = set()
    for one in lists:
        for first, last in re.findall(rf"({_ID})(?:(?: to |-)({_ID}))?", one):
            letter, number = first[0], first[1:]
            ends = int(last[1:]) if last else 0
            found |= {f"{letter}{n}" for n in range(int(number), ends + 1)} if last else {first}
    return found


def test_every_rule_that_is_cited_stands_in_the_list() -> None:
    listed = set(re.findall(rf"^\| ({_ID}) \|", (ROOT / "docs/rules.md").read_text("utf-8"), re.MULTILINE))
    cited = _cited()
    assert len(cited) > 20 and not cited - listed, "docs/rules.md does not say what these mean"
    assert not listed - cited, "nobody cites these"
