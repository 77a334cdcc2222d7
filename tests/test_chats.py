"""The product as conversations: every chat over every wire, on both databases. See docs/chats.md."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.channels.telegram.chat_wire import Telegram
from tests.channels.wechat.chat_wire import Wechat
from tests.chat_player import Chat, play, read_chat
from tests.web_wire import Web
from tests.wires import Console, Direct, Wire

# A new channel adds its own.
WIRES: tuple[type[Wire], ...] = (Direct, Console, Web, Telegram, Wechat)
CHATS = [read_chat(path) for path in sorted(Path(__file__).parent.glob("chats/**/*.chat"))]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "chat" not in metafunc.fixturenames:
        return
    updating = metafunc.config.getoption("--update-chats")
    runs = [
        pytest.param(chat, wire, "sqlite", id=f"{chat.path.stem}-{wire.name}")
        for chat in CHATS
        for wire in ((Direct,) if updating else WIRES)
        if chat.kinds <= wire.says and (wire.captions or not chat.captions)
    ]
    if not updating:
        runs += [
            pytest.param(
                chat, Direct, "postgres", id=f"{chat.path.stem}-postgres", marks=pytest.mark.postgres
            )
            for chat in CHATS
        ]
    metafunc.parametrize(("chat", "kind", "database"), runs)


@pytest.fixture
async def wire(
    request: pytest.FixtureRequest, chat: Chat, kind: type[Wire], ledger_url: str, tmp_path: Path
) -> AsyncIterator[Wire]:
    wire = kind()
    await chat.open(wire, ledger_url, tmp_path)
    yield wire
    await wire.stop()


@pytest.fixture
def ledger_url(request: pytest.FixtureRequest, database: str, ring: None) -> str:
    found: str = request.getfixturevalue(f"{database}_url")
    return found


async def test_chat(chat: Chat, wire: Wire, pytestconfig: pytest.Config) -> None:
    await play(chat, wire, update=pytestconfig.getoption("--update-chats"))


def test_every_chat_can_be_named_on_the_command_line() -> None:
    odd = [chat.path.name for chat in CHATS if not re.fullmatch(r"\w+", chat.path.stem, re.ASCII)]
    assert not odd, "pytest -k finds no such name: letters, digits and _ only; its first line can be Chinese"


def test_every_chat_names_one_behaviour() -> None:
    untold = [chat.path.name for chat in CHATS if not chat.title]
    assert not untold, "these do not begin with a remark that says what they are about"
