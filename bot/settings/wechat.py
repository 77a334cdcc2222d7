"""Settings of the WeChat Official Account; without an app id there is none."""

from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator

from bot import checks
from bot.settings.general import General, in_production

_API = "https://api.weixin.qq.com"


class WechatSettings(General):
    wechat_app_id: str | None = Field(
        None,
        description="app id of the WeChat Official Account, wx and 16 of 0-9 a-f; without it no WeChat",
    )
    wechat_secret: SecretStr | None = Field(
        None,
        description="app secret; without it the account only answers and never speaks first",
        json_schema_extra={"secret": True},
    )
    wechat_token: SecretStr | None = Field(
        None,
        description="proves that WeChat calls, 3 to 32 letters or digits, the same as in the console",
        json_schema_extra={"secret": True},
    )
    wechat_mode: Literal["plain", "compat", "safe"] = Field(
        "safe",
        description="plain, compat or safe, the same as in the console; production refuses plain",
    )
    wechat_aes_key: SecretStr | None = Field(
        None,
        description="EncodingAESKey, 43 letters or digits; compat and safe only",
        json_schema_extra={"secret": True},
    )
    wechat_aes_key_previous: SecretStr | None = Field(
        None,
        description="the key before, accepted while the key in the console is being changed",
        json_schema_extra={"secret": True},
    )
    wechat_original_id: str | None = Field(
        None, description="the account's original id, gh_…; with it, messages to another account are refused"
    )
    wechat_api_base: str = Field(
        _API, description="address of the WeChat API; a proxy with a fixed address may stand there"
    )
    wechat_public_url: str | None = Field(
        None, description="https address under which WeChat reaches this server, without /wechat"
    )
    wechat_alert_template_id: str | None = Field(
        None, description="template message that tells of alerts; verified service accounts"
    )
    wechat_alert_subscribe_id: str | None = Field(
        None, description="subscription notice that tells of alerts; service accounts"
    )
    wechat_alert_once_id: str | None = Field(
        None, description="one-time subscription that tells of alerts; verified accounts"
    )

    @field_validator("wechat_app_id")
    @classmethod
    def _wechat_app_id(cls, value: str | None) -> str | None:
        return value and checks.wechat_app_id(value)

    @field_validator("wechat_token")
    @classmethod
    def _wechat_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        # An app id that is wrong, not missing, has its own line already.
        app_id = info.data.get("wechat_app_id", "wrong")
        if value is not None:
            checks.wechat_token(value.get_secret_value())
            if app_id is None:
                raise ValueError("it does nothing without an account; set YIZHAN_WECHAT_APP_ID too")
        elif _has_account(info):
            raise ValueError(
                "without it nobody knows that WeChat calls; write the token of the console's server settings"
            )
        return value

    @field_validator("wechat_mode")
    @classmethod
    def _wechat_mode(cls, value: str, info: ValidationInfo) -> str:
        if value == "plain" and in_production(info) and _has_account(info):
            raise ValueError(
                "plain lets names and phones travel readable; choose safe in the console's server settings"
                " and here, and set YIZHAN_WECHAT_AES_KEY"
            )
        return value

    @field_validator("wechat_aes_key")
    @classmethod
    def _wechat_aes_key(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        mode = info.data.get("wechat_mode", "plain")
        if value is not None:
            checks.wechat_aes_key(value.get_secret_value())
        elif mode != "plain" and _has_account(info):
            raise ValueError(
                f"{mode} mode needs it; copy the EncodingAESKey of the console's server settings"
                " (43 characters)"
            )
        return value

    @field_validator("wechat_aes_key_previous")
    @classmethod
    def _wechat_aes_key_previous(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            checks.wechat_aes_key(value.get_secret_value())
        return value

    @field_validator("wechat_original_id")
    @classmethod
    def _wechat_original_id(cls, value: str | None) -> str | None:
        return value and checks.wechat_original_id(value)

    @field_validator("wechat_api_base")
    @classmethod
    def _wechat_api_base(cls, value: str, info: ValidationInfo) -> str:
        return checks.api_base(value, _API, "app secret", production=in_production(info))

    @field_validator("wechat_public_url")
    @classmethod
    def _wechat_public_url(cls, value: str | None, info: ValidationInfo) -> str | None:
        return value and checks.public_url(value, production=in_production(info))

    @field_validator("wechat_alert_subscribe_id", "wechat_alert_once_id")
    @classmethod
    def _one_kind_each(cls, value: str | None, info: ValidationInfo) -> str | None:
        """WeChat keeps three lists of templates; an id of one is unknown to the others (40037)."""
        above = (one for one in info.data if one.startswith("wechat_alert_"))
        same = next((one for one in above if value and info.data[one] == value), None)
        if same:
            raise ValueError(
                f"this id stands under YIZHAN_{same.upper()} too, but each kind has its own list in the"
                " console; keep it where it belongs"
            )
        return value


def _has_account(info: ValidationInfo) -> bool:
    return info.data.get("wechat_app_id") is not None
