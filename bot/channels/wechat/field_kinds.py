"""What may stand in one field of a form, by its kind: thing, time, amount, phrase, … Pure.

WeChat refuses the whole message for one field that breaks its rule (47003), so what we have is made to fit:
cut, cleaned, or read anew. Where nothing of it fits, something lawful of that kind stands there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime

from handlers.phrases import say
from handlers.reading.pay.pay import read_pay
from handlers.reading.times.day import read_day
from handlers.reading.times.worktime import read_hours
from storage.rules.calendar import SHANGHAI

LONGEST = 20
_HAN = re.compile(r"[\u3400-\u9fff]+")
_DRESSING = re.compile(r"[\u20e3\ufe00-\ufe0f\U000e0000-\U000e007f]")
# Controls, marks nobody sees, halves of characters, what is in no table yet, emoji and their skin.
_UNFIT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "So", "Sk"})


def cleaned(text: str) -> str:
    """One line without emoji and without anything that cannot be seen."""
    kept = (" " if char.isspace() else char for char in _DRESSING.sub("", text))
    return " ".join("".join(char for char in kept if unicodedata.category(char) not in _UNFIT).split())


def lawful(kind: str, text: str, now: datetime) -> str:
    """Of this text what the rule of the kind lets through, or the plainest thing of the kind."""
    return _FITS.get(kind, _thing)(cleaned(text), now) or spare(kind, now)


def harder(kind: str, text: str, now: datetime) -> str:
    """What is left to try when WeChat has refused the field: the barest words, or nothing of ours."""
    if roomy(kind):
        bare = "".join(char for char in cleaned(text) if char.isalnum() or char == " ").strip()
        return bare[: LONGEST // 2].strip() or spare(kind, now)
    return spare(kind, now)


def roomy(kind: str) -> bool:
    """Whether any words of ours may stand there."""
    return kind not in _FITS


def spare(kind: str, now: datetime) -> str:
    if kind in ("time", "date"):
        local = now.astimezone(SHANGHAI)
        return _date(local) + (f" {local:%H:%M}" if kind == "time" else "")
    return _SPARE.get(kind) or say("wechat.nothing")


def _thing(text: str, _now: datetime) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _number(text: str, _now: datetime) -> str:
    found = re.search(r"[0-9]{1,32}", _narrow(text))
    return found[0] if found else ""


def _letter(text: str, _now: datetime) -> str:
    return re.sub(r"[^A-Za-z]", "", _narrow(text))[:32]


def _symbol(text: str, _now: datetime) -> str:
    return "".join(char for char in text if unicodedata.category(char)[0] == "P" and char != "_")[:5]


def _characters(text: str, _now: datetime) -> str:
    return re.sub(r"[^!-~]", "", _narrow(text))[:32]


def _time(text: str, now: datetime) -> str:
    day, hours = read_day(text, now), read_hours(text)
    start = hours.start if hours else None
    if day is None and start is None:
        return ""
    clock = f"{start:%H:%M}" if start else "00:00"
    return f"{_date(day.date)} {clock}" if day else clock


def _day(text: str, now: datetime) -> str:
    day = read_day(text, now)
    return _date(day.date) if day else ""


def _date(day: date) -> str:
    return say("wechat.date", year=day.year, month=day.month, day=day.day)


def _amount(text: str, _now: datetime) -> str:
    pay = read_pay(text)
    if pay is None:
        return ""
    return say("words.yuan", n=int(pay.low) if pay.low == int(pay.low) else f"{pay.low:.2f}")


def _phone(text: str, _now: datetime) -> str:
    found = re.search(r"[0-9+][0-9-]{2,16}", _narrow(text))
    return found[0] if found else ""


def _car(text: str, _now: datetime) -> str:
    return re.sub(r"[^A-Za-z0-9]", "", _narrow(text))[:7]


def _name(text: str, _now: datetime) -> str:
    return "".join(_HAN.findall(text))[:10] or re.sub(r"[^A-Za-z ]", "", text).strip()[:20]


def _phrase(text: str, _now: datetime) -> str:
    return "".join(_HAN.findall(text))[:5]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_FITS: Mapping[str, Callable[[str, datetime], str]] = {
    "number": _number,
    "letter": _letter,
    "symbol": _symbol,
    "character_string": _characters,
    "time": _time,
    "date": _day,
    "amount": _amount,
    "phone_number": _phone,
    "car_number": _car,
    "name": _name,
    "phrase": _phrase,
    # In no list of rules; five characters is what is seen of it.
    "short_thing": _phrase,
}
_SPARE: Mapping[str, str] = {
    "number": "1",
    "letter": "A",
    "symbol": "-",
    "character_string": "-",
    "amount": "0",
    "phone_number": "0",
    "car_number": "A00000",
}
