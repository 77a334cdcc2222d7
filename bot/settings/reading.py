"""Reading of environment, `.env` and files of secrets; every mistake in them is told at once."""

import os
from pathlib import Path
from typing import Any

from dotenv import dotenv_values
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz

from bot.settings.fields import Settings
from bot.settings.general import DOTENV, DOTENV_ENCODING, PREFIX
from bot.settings.table import name_of, secret_fields

ALIKE = 80  # percent: a letter left out or two changed about, not YIZHENG or XIZANG
FREE = ("YIZHAN_TEST_", "YIZHAN_BENCH_")


class BadSettings(Exception):
    """Settings that cannot be used. One line per mistake; correct each of them and start again."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


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
    """By letters, and by parts: YIZHAN_BOT_TOKEN means YIZHAN_TELEGRAM_TOKEN. YIZHAN_TOKEN may mean two."""
    said = name.partition("_")[2] or name
    ends = [one for one in known if one.endswith(f"_{said}")]
    if len(ends) > 1:
        return " or ".join(ends)

    def likeness(one: str) -> float:
        return fuzz.ratio(said, one[len(PREFIX) :]) + fuzz.partial_ratio(said, one[len(PREFIX) :])

    return max(known, key=likeness)


def _refuse_unknown(given: dict[str, str], lines: list[str]) -> None:
    known = [name_of(field) for field in Settings.model_fields] + [
        name_of(field) + "_FILE" for field in secret_fields()
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
    for field in secret_fields():
        name, path = name_of(field), given.get(name_of(field) + "_FILE")
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
        return f"{name_of(field)}: {error['ctx']['error']}"
    value = "this value" if field in secret_fields() else repr(error["input"])[:40]
    return f"{name_of(field)}: {value} will not do; it takes: {Settings.model_fields[field].description}"
