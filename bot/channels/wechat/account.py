"""One Official Account: who it is, what proves it, and which ways out it has."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

from bot.channels.base import Way
from bot.channels.wx_crypto import aes_key
from bot.settings import Settings

Mode = Literal["plain", "compat", "safe"]


@dataclass(frozen=True, slots=True)
class WechatAccount:
    app_id: str
    token: str = field(repr=False)
    secret: str = field(default="", repr=False)
    """Without it there is no API: the account answers and never speaks first."""
    aes_keys: tuple[bytes, ...] = field(default=(), repr=False)
    """The current key, then the one before it, which is accepted while the console's is being changed."""
    mode: Mode = "safe"
    original_id: str = ""
    api_base: str = "https://api.weixin.qq.com"
    public_url: str = ""
    alert_template_id: str = ""
    alert_subscribe_id: str = ""
    alert_once_id: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        """The ways out that are set up, best first; whether WeChat grants them is seen when they are gone."""
        forms: tuple[tuple[Way, str], ...] = (
            ("subscribe", self.alert_subscribe_id),
            ("template", self.alert_template_id),
            ("once", self.alert_once_id),
        )
        return ("service", *(way for way, template in forms if template)) if self.secret else ()

    @classmethod
    def of(cls, settings: Settings) -> WechatAccount | None:
        """The account of the settings; None when they name none."""
        if settings.wechat_app_id is None:
            return None
        keys = (settings.wechat_aes_key, settings.wechat_aes_key_previous)
        return cls(
            app_id=settings.wechat_app_id,
            token=_plain(settings.wechat_token),
            secret=_plain(settings.wechat_secret),
            aes_keys=tuple(aes_key(key.get_secret_value()) for key in keys if key is not None),
            mode=settings.wechat_mode,
            original_id=settings.wechat_original_id or "",
            api_base=settings.wechat_api_base,
            public_url=settings.wechat_public_url or "",
            alert_template_id=settings.wechat_alert_template_id or "",
            alert_subscribe_id=settings.wechat_alert_subscribe_id or "",
            alert_once_id=settings.wechat_alert_once_id or "",
        )


def _plain(secret: SecretStr | None) -> str:
    return secret.get_secret_value() if secret else ""
