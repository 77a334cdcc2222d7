"""Import aiogram without building the four hundred models nobody here uses: a third of time and memory.

aiogram rebuilds every Telegram type when it is imported. Conversations and the Telegram channel use two
dozen, so the rebuilding is held back during the import and then done for those. With another aiogram than
this was made for, the plain import is done instead.
"""

from __future__ import annotations

import gc
import sys
from importlib.metadata import version
from typing import Any, Literal, Optional, Union

from pydantic import BaseModel

MADE_FOR = "3.31."
USED = (
    *("User", "Chat", "PhotoSize", "Video", "Voice", "Location", "Message", "CallbackQuery"),
    *("InlineKeyboardButton", "InlineKeyboardMarkup", "LinkPreviewOptions", "ResponseParameters"),
    *("BotCommand", "BotCommandScopeAllPrivateChats"),
)
METHODS = (
    *("SendMessage", "EditMessageText", "AnswerCallbackQuery"),
    *("SetWebhook", "DeleteWebhook", "SetMyCommands"),
)


def load_aiogram(*, whole: bool = False) -> bool:
    """Import aiogram; True when it was done the lean way. The first import of a process decides."""
    if whole or "aiogram" in sys.modules or not version("aiogram").startswith(MADE_FOR):
        import aiogram.types  # late: this module decides how it is imported

        return False
    rebuild = BaseModel.__dict__["model_rebuild"]
    BaseModel.model_rebuild = classmethod(lambda cls, **_: None)  # type: ignore[assignment, method-assign]  # put back below
    try:
        import aiogram.types  # late: while the rebuilding is held back
        from aiogram import methods  # late: while the rebuilding is held back
        from aiogram.client.default import Default  # late: while the rebuilding is held back
    finally:
        BaseModel.model_rebuild = rebuild  # type: ignore[method-assign]  # as it was
    names: dict[str, Any] = {name: getattr(aiogram.types, name) for name in aiogram.types.__all__}
    names |= {"List": list, "Optional": Optional, "Union": Union, "Literal": Literal, "Default": Default}
    for name in USED:
        names[name].model_rebuild(_types_namespace=names)
    for name in METHODS:
        getattr(methods, name).model_rebuild(_types_namespace=names)
    return True


def rest() -> None:
    """A start makes much and drops little: until `settle` the collector would look through it for nothing."""
    gc.disable()


def settle() -> None:
    """What start-up made stays for good: the collector need not walk through all of it again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()
