"""A line that `understand` is asked: what stands in it, or what is wrong and what to do, for who wrote it."""

from __future__ import annotations

import codecs
import json
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from bot.cli import common
from bot.operator import tell
from storage.lexicon.areas import Area, Areas
from storage.rules.calendar import SHANGHAI

FIELDS = ("text", "now", "region")
SHOWN = 20
"""Characters of a wrong value that are told again."""
NAMED = 5
"""Areas of one name that are told; of some there are a dozen."""
YEARS = range(1900, 2101)
"""Further off no calendar reaches."""
_LIKE = 0.7  # regoin and region: 0.83; origin, a field of labelled rows, and region: 0.67
_RANKS = {"province": 0, "city": 1, "county": 1, "county_zone": 1}  # a town: 2


class Wrong(Exception):
    """What is wrong with a line, in words for who wrote it."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(tell(f"understand.{key}", **values))


def asked(line: bytes, listed: Areas) -> tuple[str, datetime, str | None]:
    """Text, moment and code of the area; raises Wrong."""
    row = _row(line)
    for field in row:
        if meant := _slip(field, row):
            raise Wrong("slip", field=_shown(field), meant=meant)
    if "text" not in row:
        raise Wrong("no_text")
    if not isinstance(row["text"], str):
        raise Wrong("text_kind")
    return row["text"], _moment(row.get("now")), _area(row.get("region"), listed)


def _row(line: bytes) -> dict[str, Any]:
    try:
        # Half a character that a program cut off is read like any other; a NUL is no JSON, but often UTF-16.
        text = line.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogatepass").strip()
    except UnicodeDecodeError:
        raise Wrong("not_utf8") from None
    if "\0" in text:
        raise Wrong("not_utf8")
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise Wrong("no_json", at=error.pos + 1) from None
    except (ValueError, RecursionError):
        raise Wrong("no_row") from None
    if not isinstance(row, dict):
        raise Wrong("no_row")
    return row


def _slip(field: str, row: dict[str, Any]) -> str | None:
    """The field that was meant: one that is missing and much like this. Other tables keep theirs."""
    said = field.strip().casefold()
    for meant in FIELDS:
        if meant in row or len(said) < 3:
            continue
        same_letters = sorted(said) == sorted(meant)
        if same_letters or SequenceMatcher(None, said, meant).ratio() >= _LIKE:
            return meant
    return None


def _moment(told: Any) -> datetime:
    if told is None or told == "":
        return common.now()
    if not isinstance(told, str):
        raise Wrong("now")
    try:
        moment = datetime.fromisoformat(told.strip())
    except ValueError:
        raise Wrong("now") from None
    if moment.year not in YEARS:
        raise Wrong("now")
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _area(told: Any, listed: Areas) -> str | None:
    if told is None or told == "":
        return None
    if not isinstance(told, str):
        raise Wrong("region_kind")
    found = listed.find(told)
    if not found:
        raise Wrong("no_region", region=_shown(told))
    rivals = _rivals(told.strip(), found, listed)
    if len(rivals) > 1:
        which = tell("understand.or").join(listed.path(area.code) for area in rivals[:NAMED])
        raise Wrong("many_regions", region=_shown(told), n=len(rivals), which=which)
    return rivals[0].code


def _rivals(told: str, found: list[Area], listed: Areas) -> list[Area]:
    """Areas that are as likely meant as the first: 长沙 is the city, not the county in it."""
    best, *others = [area for area in found if told.endswith(area.name)] or found
    rank = _RANKS.get(best.level, 2)
    return [
        best,
        *(a for a in others if _RANKS.get(a.level, 2) == rank and not listed.lies_in(a, best.code)),
    ]


def _shown(told: str) -> str:
    return told if len(told) <= SHOWN else told[:SHOWN] + "…"
