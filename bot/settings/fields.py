"""All settings. Those of one network have a file of their own beside this one."""

import os
import socket

from pydantic import Field

from bot.settings.telegram import TelegramSettings
from bot.settings.wechat import WechatSettings


def _node() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


class Settings(WechatSettings, TelegramSettings):
    name: str = Field(
        "零工驿站",
        min_length=1,
        max_length=20,
        description="name citizens see, 1 to 20 characters",
    )
    turn_timeout: float = Field(
        20, gt=0, le=600, description="seconds one message may take, more than 0, up to 600"
    )
    node: str = Field(
        default_factory=_node,
        pattern=r"^[\w.:-]{1,100}$",
        description="name of this process among several on one database: letters, digits, _ . : -",
        json_schema_extra={"shown": "<hostname>-<pid>"},
    )
