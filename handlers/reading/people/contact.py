"""Who complains and how they are reached: a number and a name, told together or one after the other."""

from __future__ import annotations

import re

from handlers.reading.people.names import read_name
from handlers.reading.phone import phones

_OWN = ("我", "叫我", "喊我", "称呼我", "本人", "免贵", "这里是")
_THEIRS = re.compile(r"(?:老板|工头|他|她|经理|负责人|公司|对方|那个)[^,，。我]{0,4}$")
_OWES = re.compile(r"(?:老板|经理|工头)$")
_NO_PHONE = re.compile(r"(?:没得?有?|冇|无)(?:电话|手机|号码)")
_AROUND = re.compile(
    r"我?的?(?:电话|手机|号码|联系方式|名字|称呼|姓名)(?:号码?)?[是:：]?|[\s,，。.、;；:：!！/]|^(?:还有|哦|嗯|是|我是)"
)


def told_in(text: str, *, asked: bool = False) -> str | None:
    """13000000001 张师傅, the number first; `asked`: a bare 吴有田 is an answer too."""
    numbers = phones(text)
    number = numbers[0].number if numbers else ""
    name = _own_name(text, asked=asked) or (_beside(text) if numbers else "")
    return " ".join(part for part in (number, name) if part) or None


def _own_name(text: str, *, asked: bool) -> str:
    found = read_name(text, asked=asked)
    if found is None or _THEIRS.search(text[: max(text.find(found.words), 0)]):
        return ""
    return found.name if asked or found.words.startswith(_OWN) else ""


def _beside(text: str) -> str:
    """13000000001 张师傅: nothing but a number and a name, and not that of who owes."""
    found = read_name(_without_numbers(text), asked=True)
    return found.name if found and not _OWES.search(found.name) else ""


def _without_numbers(text: str) -> str:
    for phone in phones(text):
        text = text.replace(phone.words, " ")
    return _AROUND.sub(" ", text).strip()


def name_in(contact: str) -> str:
    """What stands there besides the number."""
    return " ".join(_without_numbers(contact).split())


def lacks(contact: str) -> str:
    """The half that is still to be asked: "phone", "name", or nothing."""
    if not contact:
        return ""
    if not phones(contact) and not _NO_PHONE.search(contact):
        return "phone"
    return "" if name_in(contact) else "name"


def merged(old: str, new: str) -> str:
    """What was known with the half that is told now; a half told anew stands."""
    if not old or not new or not (lacks(old) or lacks(new)):
        return new or old
    numbers, name = phones(new) or phones(old), name_in(new) or name_in(old)
    return " ".join(part for part in (numbers[0].number if numbers else "", name) if part)


def only_tells(text: str) -> bool:
    """Nothing else is in it: 我叫龙阿婆, 电话13000000001."""
    found = read_name(text)
    rest = _without_numbers(text.replace(found.words, " ") if found else text)
    return told_in(text) is not None and len(rest) <= 1
