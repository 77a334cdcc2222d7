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
from aiogram.types import PhotoSize, User, Video, Voice
from bot.channels.telegram.wire import RawUpdates, Wire
from aiogram.methods import AnswerCallbackQuery, DeleteWebhook, SetMyCommands, SetWebhook
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, LinkPreviewOptions
chat, user = Chat(id=7, type="private"), User(id=9, is_bot=False, first_name="-")
photo = PhotoSize(file_id="a", file_unique_id="a", width=1, height=1)
message = Message(
    message_id=1, date=datetime(2026, 11, 21, tzinfo=UTC), chat=chat, from_user=user, photo=[photo],
    video=Video(file_id="f", file_unique_id="f", width=1, height=1, duration=0),
    voice=Voice(file_id="v", file_unique_id="v", duration=0), location=Location(latitude=1.5, longitude=2.5),
)
query = CallbackQuery(id="1", from_user=user, chat_instance="1", message=message, data="gig.apply:17")
button = InlineKeyboardButton(text="报名", callback_data="gig.apply:17")
markup = InlineKeyboardMarkup(inline_keyboard=[[button]])
sent = message.answer("好", reply_markup=markup)
back = Message.model_validate(json.loads(message.model_dump_json(exclude_none=True)))
wire = Wire("1:token", "http://127.0.0.1:1")._bot

def answered(method, result, status=200, **more):
    content = json.dumps({"ok": status == 200, "result": result, **more})
    try:
        return repr(wire.session.check_response(wire, method, status, content).result)
    except Exception as error:
        return f"{error!r} {vars(error)}"

menu = SetMyCommands(
    commands=[BotCommand(command="a", description="b")], scope=BotCommandScopeAllPrivateChats()
)
hook = SetWebhook(url="https://localhost", secret_token="s", allowed_updates=["message"])
plain = {"message_id": 5, "date": 1700000000, "chat": {"id": 1, "type": "private"}, "text": "好"}
plain["from"] = {"id": 3, "is_bot": True, "first_name": "b"}
plain["reply_markup"] = markup.model_dump(exclude_none=True)
send = message.answer("好", reply_markup=markup, link_preview_options=LinkPreviewOptions(is_disabled=True))
busy = {"description": "busy", "parameters": {"retry_after": 3}}
calls = [
    answered(send, plain), answered(send, None, 429, **busy), answered(menu, True), answered(hook, True),
    answered(DeleteWebhook(drop_pending_updates=False), True),
    answered(AnswerCallbackQuery(callback_query_id="1"), True),
    answered(RawUpdates(offset=1, allowed_updates=["message"]), [{"update_id": 1}]),
    *(repr(one.model_dump(exclude_none=True)) for one in (menu, hook)),
]
parts = [repr(part.model_dump(exclude_none=True)) for part in (message, query, sent, back)]
print(json.dumps([lean, calls + parts]))
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
