"""Updates as Telegram writes them, and what we make of them: one file a case in inbound/."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import Update

from bot.channels.base import Inbound
from bot.channels.telegram.commands import menu
from bot.channels.telegram.inbound import Unreadable, person_of, query_of, read

NOW = datetime(2026, 1, 1, 7, tzinfo=UTC)
CASES = sorted((Path(__file__).parent / "inbound").glob("*.json"))


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return case


def expected(case: dict[str, Any]) -> Inbound | None:
    if case["inbound"] is None:
        return None
    plain = case["inbound"]
    at = NOW if plain["at"] == "NOW" else datetime.fromisoformat(plain["at"])
    return Inbound(**{"channel": "telegram", "account": "4242", **plain, "at": at})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_an_update_is_read_as_its_file_says(path: Path) -> None:
    case = load(path)
    assert read(case["update"], "4242", NOW) == expected(case)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_files_hold_updates_as_the_bot_api_knows_them(path: Path) -> None:
    update = Update.model_validate(load(path)["update"])
    assert update.model_fields_set - {"update_id"}


def test_there_is_a_file_for_every_kind_we_serve() -> None:
    kinds = {case["inbound"]["kind"] for case in map(load, CASES) if case["inbound"]}
    assert kinds == {"text", "tap", "photo", "voice", "video", "location", "event"}


def test_every_command_of_the_menu_says_its_word() -> None:
    case = load(CASES[0].with_name("command.json"))
    said = []
    for command in menu():
        case["update"]["message"]["text"] = f"/{command.name}"
        heard = read(case["update"], "4242", NOW)
        said.append(heard.text if heard else None)
    assert said == ["找活", "发活", "讨薪", "查进度", "人工", "帮助"]


def test_person_and_query_of_an_update() -> None:
    tap, text = (load(CASES[0].with_name(name))["update"] for name in ("tap.json", "text.json"))
    assert (person_of(tap), query_of(tap)) == ("1001", "4295000123456789012")
    assert (person_of(text), query_of(text)) == ("1001", "")


def spoiled(update: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The update with each value in it, one after the other, replaced by something it never is, or gone."""

    def walk(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for key, value in inside:
            yield (*path, key)
            yield from walk(value, (*path, key))

    for path in walk(update):
        wrongs: tuple[Any, ...] = (None, [], {}, -1, 10**30, "", "x")
        for wrong in wrongs:
            mutant = copy.deepcopy(update)
            part: Any = mutant
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = wrong
            yield mutant


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_spoiled_update_is_named_unreadable_and_nothing_else(path: Path) -> None:
    for mutant in spoiled(load(path)["update"]):
        try:
            heard = read(mutant, "4242", NOW)
        except Unreadable:
            heard = None
        if heard is not None:
            assert all(isinstance(one, str) for one in (heard.text, heard.media, heard.label, heard.name)), (
                mutant
            )
            assert re.fullmatch(r"m-?\d+:-?\d+|q-?\d+", heard.message_id), mutant
        person_of(mutant)
        query_of(mutant)
