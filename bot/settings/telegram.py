"""Settings of the Telegram bot; without a token there is none."""

from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bot import checks
from bot.checks import LEAST_SECRET
from bot.settings.general import General, in_production


class TelegramSettings(General):
    telegram_token: SecretStr | None = Field(
        None,
        description="token of the Telegram bot, from @BotFather; without it there is no Telegram",
        json_schema_extra={"secret": True},
    )
    telegram_mode: Literal["polling", "webhook"] = Field(
        "polling",
        description="polling (fetch messages) or webhook (Telegram delivers them)",
    )
    telegram_webhook_url: str | None = Field(
        None,
        description="https address under which Telegram reaches this server; webhook only",
    )
    telegram_webhook_secret: SecretStr | None = Field(
        None,
        description=f"proves that Telegram calls, {LEAST_SECRET} or more of A-Z a-z 0-9 _ -; webhook only",
        json_schema_extra={"secret": True},
    )
    telegram_api_base: str = Field("https://api.telegram.org", description="address of the Telegram Bot API")

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None:
            checks.bot_token(value.get_secret_value(), production=in_production(info))
        return value

    @field_validator("telegram_mode")
    @classmethod
    def _telegram_mode(cls, value: str, info: ValidationInfo) -> str:
        # A token that is wrong, not missing, has its own line already.
        if value == "webhook" and info.data.get("telegram_token", value) is None:
            raise ValueError("webhook needs a bot; set YIZHAN_TELEGRAM_TOKEN too")
        return value

    @field_validator("telegram_webhook_url")
    @classmethod
    def _telegram_webhook_url(cls, value: str | None, info: ValidationInfo) -> str | None:
        return checks.webhook_url(value or "") if _webhook(info) else value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _telegram_webhook_secret(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if _webhook(info):
            checks.webhook_secret(value.get_secret_value() if value else "")
        return value

    @field_validator("telegram_api_base")
    @classmethod
    def _telegram_api_base(cls, value: str, info: ValidationInfo) -> str:
        example = "https://api.telegram.org"
        return checks.api_base(value, example, "bot token", production=in_production(info))


def _webhook(info: ValidationInfo) -> bool:
    return info.data.get("telegram_mode") == "webhook"
