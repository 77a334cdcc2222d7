"""Settings the others lean on: which kind of house this is, where it keeps things, how it is reached."""

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot import checks
from bot.checks import POSTGRES, SQLITE

PREFIX = "YIZHAN_"
DOTENV = ".env"
DOTENV_ENCODING = "utf-8-sig"  # an editor on Windows puts a mark before the first name

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
LogFormat = Literal["text", "json"]


def in_production(info: ValidationInfo) -> bool:
    return info.data.get("env") == "production"


def _log_format(data: dict[str, Any]) -> LogFormat:
    return "json" if data.get("env") == "production" else "text"


def _database_url(data: dict[str, Any]) -> str:
    return f"{SQLITE}{data['data_dir']}/yizhan.db"


class General(BaseSettings):
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
        return checks.data_folder(value, production=in_production(info))

    @field_validator("database_url")
    @classmethod
    def _database_url(cls, value: str) -> str:
        return checks.database_url(value)

    @field_validator("http_host")
    @classmethod
    def _http_host(cls, value: str) -> str:
        return checks.host(value)
