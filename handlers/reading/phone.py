"""Phone numbers as people write and say them (rule I3): mobiles, landlines, spoken digits."""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.reading.plain import Plain, once_a_turn, plain

_SPOKEN = str.maketrans("零〇一幺壹二两贰三叁四肆五伍六陆七柒八捌九玖", "00111222334455667788" + "99")
_D = r"[\d零〇一幺二两三四五六七八九]"
_GAP = r"[ \-.·]{0,2}"
# Written in one piece or as 3-4-4 it is whole, whatever number follows: 13000000123 11月. Else 11 digits of
# a longer row are none.
_WHOLE = rf"[1一幺][3-9三四五六七八九]{_D}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}(?!\d)"
_MOBILE = re.compile(
    rf"(?<![\d.])(?<![\dx]-)(?:(?:\+|00)?86{_GAP})?"
    rf"(?P<number>{_WHOLE}|[1一幺]{_GAP}[3-9三四五六七八九](?:{_GAP}{_D}){{9}}(?!{_GAP}\d))(?![x元块万千百十])"
)
_LANDLINE = re.compile(
    rf"(?<![\d.])\(?(?P<area>0(?:10|2\d|[3-9]\d\d))\)?{_GAP}(?P<local>[2-8]\d{{2,3}}{_GAP}\d{{4}})(?!{_GAP}\d)(?:\s?(?:转|分机)号?\s?\d{{1,5}}(?!\d))?"
)


@dataclass(frozen=True, slots=True)
class Phone:
    number: str  # 13800000000 or 0753-0000000
    kind: Literal["mobile", "landline"]
    words: str
    start: int  # where it stands in the folded text
    end: int


def phones(text: str) -> tuple[Phone, ...]:
    return phones_in(plain(text))


@once_a_turn
def phones_in(heard: Plain) -> tuple[Phone, ...]:
    found = [*_mobiles(heard), *_landlines(heard)]
    return tuple(sorted(found, key=lambda phone: phone.start))


def read_phone(text: str) -> Phone | None:
    return next(iter(phones(text)), None)


def mask(number: str) -> str:
    """138****0000, the only form in which a list or a log may show a phone (rule W22)."""
    if len(number) == 11 and number.isdecimal():
        return f"{number[:3]}****{number[-4:]}"
    area, dash, local = number.rpartition("-")
    return f"{area}{dash}{'*' * max(len(local) - 4, 0)}{local[-4:]}" if len(local) > 4 else "*" * len(number)


def _mobiles(heard: Plain) -> list[Phone]:
    found = []
    for match in _MOBILE.finditer(heard.text):
        number = re.sub(r"\D", "", match["number"].translate(_SPOKEN))
        found.append(Phone(number, "mobile", heard.quote(match), match.start(), match.end()))
    return found


def _landlines(heard: Plain) -> list[Phone]:
    found = []
    for match in _LANDLINE.finditer(heard.text):
        number = f"{match['area']}-{re.sub(r'[^0-9]', '', match['local'])}"
        found.append(Phone(number, "landline", heard.quote(match), match.start(), match.end()))
    return found
