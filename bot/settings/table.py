"""The settings as the documentation lists them, and their names outside."""

from dataclasses import dataclass
from typing import Any

from bot.settings.fields import Settings
from bot.settings.general import PREFIX


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
        by_file = f" (or {name_of(field)}_FILE: a file that holds it)" if field in secret_fields() else ""
        rows.append(Row(name_of(field), str(default), f"{info.description}{by_file}"))
    return rows


def name_of(field: str) -> str:
    return PREFIX + field.upper()


def secret_fields() -> list[str]:
    return [field for field in Settings.model_fields if _extra(field).get("secret")]


def _extra(field: str) -> dict[str, Any]:
    extra = Settings.model_fields[field].json_schema_extra
    return extra if isinstance(extra, dict) else {}
