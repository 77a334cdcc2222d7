"""The only reader of environment and config file: every setting, its default and its meaning."""

import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from rapidfuzz import fuzz

from bot import checks
from bot.checks import LEAST_SECRET, POSTGRES, SQLITE

PREFIX = "YIZHAN_"
ALIKE = 80  # percent: a letter left out or two changed about, not YIZHENG or XIZANG
FREE = ("YIZHAN_TEST_", "YIZHAN_BENCH_")
DOTENV = ".env"
DOTENV_ENCODING = "utf-8-sig"  # an editor on Windows puts a mark before the first name

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]


class BadSettings(Exception):
    """Settings that cannot be used. One line per mistake; correct each of them and start again."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def _log_format(data: dict[str, Any]) -> LogFormat:
    return "json" if data.get("env") == "production" else "text"


def _database_url(data: dict[str, Any]) -> str:
    return f"{SQLITE}{data['data_dir']}/yizhan.db"


def _node() -> str:
    return f"{socket.gethostname()}-{os.getpid()}"


class Settings(BaseSettings):
    """Fields in this order: a check may look at the fields above its own."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=DOTENV,
        env_file_encoding=DOTENV_ENCODING,
        env_ignore_empty=True,
        extra="ignore",  # load_settings names unknown ones itself, in the environment too
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    env: Literal["dev", "test", "production"] = Field("dev", description="dev, test or production")
    data_dir: Path = Field(Path("data"), description="folder of the database, the key ring and media")
    database_url: str = Field(
        default_factory=_database_url,
        repr=False,  # may hold a password
        description=f"{SQLITE}… or {POSTGRES}…",
        json_schema_extra={"shown": f"{SQLITE}<data_dir>/yizhan.db", "secret": True},
    )
    http_host: str = Field("127.0.0.1", description="address the web server listens on")
    http_port: int = Field(8080, ge=1, le=65535, description="port of the web server, 1 to 65535")
    log_level: LogLevel = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: LogFormat = Field(
        default_factory=_log_format,
        description="text (for people) or json (for a log collector)",
        json_schema_extra={"shown": "text; json in production"},
    )
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

    @property
    def phones_page(self) -> bool:
        """It lets anyone play anyone, so nobody outside this machine may reach it."""
        return self.env != "production" and checks.is_loopback(self.http_host)

    @field_validator("log_level", mode="before")
    @classmethod
    def _any_case(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("data_dir")
    @classmethod
    def _data_dir(cls, value: Path, info: ValidationInfo) -> Path:
        return checks.data_folder(value, production=_production(info))

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        return checks.database_url(value)

    @field_validator("http_host")
    @classmethod
    def _http_host(cls, value: str) -> str:
        return checks.host(value)

    @field_validator("telegram_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is not None:
            checks.bot_token(value.get_secret_value(), production=_production(info))
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
        return checks.api_base(value, production=_production(info))


def _production(info: ValidationInfo) -> bool:
    return info.data.get("env") == "production"


def _webhook(info: ValidationInfo) -> bool:
    return info.data.get("telegram_mode") == "webhook"


def load_settings() -> Settings:
    """Settings from the environment over `.env`, or BadSettings with every mistake in them."""
    lines: list[str] = []
    given = {
        name.upper(): value or ""
        for name, value in {**_read_dotenv(), **os.environ}.items()
        if _is_ours(name.upper())
    }
    _refuse_unknown(given, lines)
    secrets: dict[str, Any] = _read_secrets(given, lines)
    try:
        settings = Settings(**secrets)
    except ValidationError as error:
        # A default made from a field that is wrong itself is no second mistake.
        wrong = [one for one in error.errors() if one["type"] != "default_factory_not_called"]
        raise BadSettings(lines + [_sentence(one) for one in wrong]) from None
    if lines:
        raise BadSettings(lines)
    return settings


def _read_dotenv() -> dict[str, str | None]:
    try:
        return dotenv_values(DOTENV, encoding=DOTENV_ENCODING)
    except (OSError, UnicodeError) as error:
        reason = (
            "is not UTF-8 text" if isinstance(error, UnicodeError) else f"cannot be read ({error.strerror})"
        )
        line = f"{DOTENV}: the file {reason}; save it as UTF-8, readable for the user of this program"
        raise BadSettings([line]) from None


def _is_ours(name: str) -> bool:
    """A slip in the prefix too: YIZAHN_ENV=production, passed over, would begin as dev among real people."""
    return name.startswith(PREFIX) or fuzz.ratio(name.partition("_")[0], PREFIX[:-1]) >= ALIKE


def _nearest(name: str, known: list[str]) -> str:
    """By letters, and by parts: YIZHAN_TOKEN means YIZHAN_TELEGRAM_TOKEN."""
    said = name.partition("_")[2] or name

    def likeness(one: str) -> float:
        return fuzz.ratio(said, one[len(PREFIX) :]) + fuzz.partial_ratio(said, one[len(PREFIX) :])

    return max(known, key=likeness)


def _refuse_unknown(given: dict[str, str], lines: list[str]) -> None:
    known = [_name(field) for field in Settings.model_fields] + [
        _name(field) + "_FILE" for field in _secret_fields()
    ]
    for name in sorted(given):
        if name not in known and not name.startswith(FREE):
            nearest = _nearest(name, known)
            lines.append(
                f"{name}: there is no such setting; did you mean {nearest}? Correct it or take it out"
            )


def _read_secrets(given: dict[str, str], lines: list[str]) -> dict[str, str]:
    """Secrets given as the path of a file, as containers hand them over."""
    found: dict[str, str] = {}
    for field in _secret_fields():
        name, path = _name(field), given.get(_name(field) + "_FILE")
        if not path:
            continue
        if given.get(name):
            lines.append(f"{name}_FILE: {name} is set too; keep one of the two")
            continue
        try:
            found[field] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeError):
            lines.append(
                f"{name}_FILE: cannot read a text file at {path}; correct the path or who may read it"
            )
    return found


def _sentence(error: ErrorDetails) -> str:
    field = str(error["loc"][0])
    if error["type"] == "value_error":
        return f"{_name(field)}: {error['ctx']['error']}"
    value = "this value" if field in _secret_fields() else repr(error["input"])[:40]
    return f"{_name(field)}: {value} will not do; it takes: {Settings.model_fields[field].description}"


def _name(field: str) -> str:
    return PREFIX + field.upper()


def _extra(field: str) -> dict[str, Any]:
    extra = Settings.model_fields[field].json_schema_extra
    return extra if isinstance(extra, dict) else {}


def _secret_fields() -> list[str]:
    return [field for field in Settings.model_fields if _extra(field).get("secret")]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table of settings in the documentation."""

    name: str
    default: str
    meaning: str


def settings_table() -> list[Row]:
    rows = []
    for field, info in Settings.model_fields.items():
        default = _extra(field).get("shown", "" if info.default is None else info.default)
        by_file = f" (or {_name(field)}_FILE: a file that holds it)" if field in _secret_fields() else ""
        rows.append(Row(_name(field), str(default), f"{info.description}{by_file}"))
    return rows
