"""The forms WeChat has approved for an account, and a Notice laid onto their fields. Pure.

A form is what the account's list says of it: "工种：{{thing1.DATA}}" is a field of the kind thing under the
label 工种. Which of our facts a field asks for is told by the words of its label.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.base import Notice
from bot.channels.wechat.field_kinds import cleaned, harder, lawful, roomy
from handlers.phrases import words

Values = dict[str, str]

FACTS = ("place", "when", "pay", "note", "title")
"""In the order in which a label is asked for them: 工作地点 is a place before it is a 工作."""
ONCE_TITLE, ONCE_CONTENT = 15, 200
_FIELD = re.compile(r"\{\{\s*(\w+)\.DATA\s*\}\}")
_LISTED = re.compile(r"(?:const|enum)\w*")
_AFTER_LABEL = " :\uff1a"


@dataclass(frozen=True, slots=True)
class Field:
    """`allowed`: the values that WeChat takes, where it has a list and tells it."""

    name: str
    label: str
    example: str = ""
    allowed: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return re.sub(r"\d+$", "", self.name)


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    title: str
    fields: tuple[Field, ...]

    def has(self, name: str, *, but: Collection[str] = ()) -> bool:
        return name not in but and any(one.name == name for one in self.fields)


def of_template(row: Mapping[str, Any]) -> Form:
    """A row of get_all_private_template."""
    return _form(str(row.get("template_id", "")), row, {})


def of_subscription(row: Mapping[str, Any]) -> Form:
    """A row of newtmpl/gettemplate."""
    listed = row.get("keywordEnumValueList")
    allowed = {
        str(one.get("keywordCode", "")).removesuffix(".DATA"): tuple(map(str, one.get("enumValueList") or ()))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict)
    }
    return _form(str(row.get("priTmplId", "")), row, allowed)


def _form(form_id: str, row: Mapping[str, Any], allowed: Mapping[str, tuple[str, ...]]) -> Form:
    fields = []
    shown = str(row.get("example") or "").splitlines()
    for line in str(row.get("content") or "").splitlines():
        before = 0
        for found in _FIELD.finditer(line):
            label = line[before : found.start()].strip(_AFTER_LABEL)
            fields.append(Field(found[1], label, _example(label, shown), allowed.get(found[1], ())))
            before = found.end()
    return Form(form_id, str(row.get("title") or ""), tuple(fields))


def _example(label: str, shown: Sequence[str]) -> str:
    """What WeChat's own example has behind the label."""
    found = (line[len(label) :].strip(_AFTER_LABEL) for line in shown if label and line.startswith(label))
    return next(found, "")


def filled(form: Form, notice: Notice, now: datetime) -> Values:
    """A value for every field, each lawful for its kind."""
    unsaid = [fact for fact in ("title", "note") if fact not in map(_fact, form.fields)]
    values: Values = {}
    for field in form.fields:
        fact = _fact(field)
        if fact is None and unsaid and roomy(field.kind) and not _LISTED.fullmatch(field.kind):
            fact = unsaid.pop(0)  # no field asks for it: it stands where there is room
        values[field.name] = _value(field, getattr(notice, fact) if fact else _by_kind(field, notice), now)
    return values


def mended(form: Form, values: Values, name: str, now: datetime) -> Values:
    """The values with a refused field made plainer."""
    field = next(one for one in form.fields if one.name == name)
    value = harder(field.kind, values.get(name, ""), now)
    if _LISTED.fullmatch(field.kind):
        others = [one for one in (field.example, *field.allowed) if one and one != values.get(name)]
        value = next(iter(others), value)
    return {**values, name: value}


def once(notice: Notice) -> tuple[str, str]:
    """Title and content of a one-time subscription, which has no fields of its own."""
    parts = (notice.when, notice.place, notice.pay, notice.note)
    content = "\uff0c".join(part for part in map(cleaned, parts) if part)
    title = cleaned(notice.title)
    return title[:ONCE_TITLE], (content or title)[:ONCE_CONTENT]


def _fact(field: Field) -> str | None:
    return next(
        (fact for fact in FACTS if any(one in field.label for one in words(f"wechat.label_{fact}"))), None
    )


def _by_kind(field: Field, notice: Notice) -> str:
    return notice.when if field.kind in ("time", "date") else notice.pay if field.kind == "amount" else ""


def _value(field: Field, text: str, now: datetime) -> str:
    """Of a list only what is in it; WeChat's own example is, also where the list is not told."""
    if _LISTED.fullmatch(field.kind):
        fit = next((one for one in field.allowed if one and one in text), "")
        return fit or next(iter(field.allowed), "") or field.example or lawful(field.kind, text, now)
    return lawful(field.kind, text, now)
