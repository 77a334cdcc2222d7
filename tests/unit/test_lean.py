"""The lean import of aiogram gives the same objects as the plain one."""

import json
import subprocess
import sys

import pytest

SCRIPT = """
import json, sys
from bot.lean import load_aiogram
lean = load_aiogram(whole=sys.argv[1] == "whole")
from datetime import UTC, datetime
from aiogram.types import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Location, Message
from aiogram.types import PhotoSize, User, Voice
chat, user = Chat(id=7, type="private"), User(id=9, is_bot=False, first_name="-")
photo = PhotoSize(file_id="a", file_unique_id="a", width=1, height=1)
message = Message(
    message_id=1, date=datetime(2026, 11, 21, tzinfo=UTC), chat=chat, from_user=user, photo=[photo],
    voice=Voice(file_id="v", file_unique_id="v", duration=0), location=Location(latitude=1.5, longitude=2.5),
)
query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=message, data="gig.apply:17")
button = InlineKeyboardButton(text="报名", callback_data="gig.apply:17")
markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
sent = message.answer("好", reply_markup=markup)
back = Message.model_validate(json.loads(message.model_dump_json(exclude_none=True)))
print(json.dumps([lean, [repr(part.model_dump(exclude_none=True)) for part in (message, query, sent, back)]]))
"""


def dumped(how: str) -> tuple[bool, list[str]]:
    done = subprocess.run([sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lean, parts = json.loads(done.stdout)
    return lean, parts


@pytest.mark.slow
def test_lean_and_plain_objects_are_alike() -> None:
    lean, ours = dumped("lean")
    plain, theirs = dumped("whole")
    assert lean and not plain, "a new aiogram: look at bot/lean.py again, then raise MADE_FOR"
    assert ours == theirs
