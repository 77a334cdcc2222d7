"""Reads to which moment a clock is to be moved, on the phones page, in the terminal, in a chat:

明天 05:00, 明早5点半, +30分钟, 下周一 08:00.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
_FARTHEST = timedelta(days=366)  # every routine missed on the way has to be thought about
_LONGEST = 60  # no sensible moment is longer; keeps the patterns below away from novels

_RESET = {"现在", "复位", "此刻", "真实时间", "now", "reset"}
_DAYS = {"大前天": -3, "前天": -2, "昨": -1, "今": 0, "明": 1, "后天": 2, "大后天": 3}
# part of the day -> (hour when none is named, whether small hours mean the afternoon)
_PARTS = {
    "凌晨": (3, False),
    "清晨": (6, False),
    "早上": (6, False),
    "早晨": (6, False),
    "早": (6, False),
    "上午": (9, False),
    "中午": (12, False),
    "下午": (14, True),
    "傍晚": (18, True),
    "晚上": (20, True),
    "晚": (20, True),
}
_QUARTERS = {"半": 30, "1刻": 15, "3刻": 45, "整": 0}

_AHEAD = re.compile(
    r"(?P<plus>\+)?\s*(?:(?P<days>\d{1,4})\s*天)?\s*"
    r"(?:(?P<hours>\d{1,5})?\s*个?(?P<half>半)?个?\s*(?:小时|钟头))?\s*"
    r"(?:(?P<minutes>\d{1,6})\s*分钟?)?\s*(?P<later>以?后|之后)?"
)
_DAY = (
    r"(?:(?P<year>\d{4})\s?[-/.年]\s?(?P<ym>\d{1,2})\s?[-/.月]\s?(?P<yd>\d{1,2})[日号]?"
    r"|(?P<month>\d{1,2})[-/月](?P<md>\d{1,2})[日号]?"
    r"|(?P<dom>\d{1,2})[日号]"
    r"|(?P<near>大后天|大前天|后天|前天|[今明昨](?:天|日)?)"
    r"|(?P<week>下下|下|这|本)?个?(?:周|星期|礼拜)(?P<weekday>[1-7日天]))"
)
_TIME = (
    r"(?P<hour>\d{1,2})\s?(?:(?::|点|时)\s?(?P<minute>\d{1,2}|半|1刻|3刻|整)?\s?分?(?::(?P<second>\d{2}))?)"
)
_MOMENT = re.compile(rf"{_DAY}?\s*(?P<part>{'|'.join(_PARTS)})?\s*(?:{_TIME})?")


class BadClock(ValueError):
    """The words name no moment, or one that has passed. `said` is what the person at the clock reads."""

    def __init__(self, said: str = "没看懂要拨到几点，比如：明天 05:00、+30分钟、下周一 08:00") -> None:
        self.said = said
        super().__init__(said)


def wants_reset(words: str) -> bool:
    """现在, 复位: back to the real time."""
    return _plain(words) in _RESET


def next_moment(words: str, now: datetime) -> datetime:
    """The moment the words name, which must not lie behind `now`. Raises BadClock with a kind sentence."""
    moment = read_moment(words, now)
    if moment is None:
        raise BadClock
    # few words tell seconds: the running minute still counts
    if moment < now.replace(second=0, microsecond=0):
        raise BadClock("时间只能往后拨。想回到现在的时间，请按“复位”")
    if moment - now > _FARTHEST:
        raise BadClock("一次最多往后拨一年")
    return max(moment, now)


def read_moment(words: str, now: datetime) -> datetime | None:
    """The moment the words name, in Shanghai time; None when they name none (a reset names none)."""
    plain = _plain(words)
    if not plain or len(plain) > _LONGEST:
        return None
    local = now.astimezone(SHANGHAI)
    try:
        return _ahead(plain, local) or _named(plain, local)
    except (ValueError, OverflowError):  # 25点, 2月30日, a year nobody lives to see
        return None


def _plain(words: str) -> str:
    folded = unicodedata.normalize("NFKC", words[: _LONGEST * 4]).lower()
    return re.sub(r"[零〇一二两三四五六七八九十]+", _digits, " ".join(folded.split()))


def _digits(run: re.Match[str]) -> str:
    """二十五 → 25, 十 → 10, 二零二六 → 2026."""
    figures = {
        "两": "2",
        **{figure: str(n) for n, figure in enumerate("零一二三四五六七八九")},
        "〇": "0",
    }
    tens, ten, ones = run[0].partition("十")
    if not ten:
        return "".join(figures[figure] for figure in tens)
    return (figures.get(tens, "1") if tens else "1") + (figures.get(ones, "0") if ones else "0")


def _ahead(plain: str, local: datetime) -> datetime | None:
    found = _AHEAD.fullmatch(plain)
    if found is None or not (found["plus"] or found["later"]):
        return None
    days, hours, minutes = (int(found[name] or 0) for name in ("days", "hours", "minutes"))
    step = timedelta(days=days, hours=hours, minutes=minutes + (30 if found["half"] else 0))
    return local + step if step else None


def _named(plain: str, local: datetime) -> datetime | None:
    found = _MOMENT.fullmatch(plain)
    if found is None:
        return None
    day, clock = _day(found, local.date()), _clock(found)
    if day is None and clock is None:
        return None
    if clock is None:
        clock = timedelta(hours=local.hour, minutes=local.minute)
    moment = datetime.combine(day or local.date(), time(), SHANGHAI) + clock
    # "05:30" or "周一" alone means the next one
    if moment < local and day is None:
        return moment + timedelta(days=1)
    if moment < local and found["weekday"] and not found["week"]:
        return moment + timedelta(days=7)
    return moment


def _day(found: re.Match[str], today: date) -> date | None:
    if found["year"]:
        return date(int(found["year"]), int(found["ym"]), int(found["yd"]))
    if found["month"]:
        this_year = date(today.year, int(found["month"]), int(found["md"]))
        return this_year if this_year >= today else this_year.replace(year=today.year + 1)
    if found["dom"]:
        ahead = int(found["dom"]) < today.day
        month = today.month + ahead
        return date(today.year + (month > 12), (month - 1) % 12 + 1, int(found["dom"]))
    if found["near"]:
        near = found["near"]
        return today + timedelta(days=_DAYS[near] if near in _DAYS else _DAYS[near[0]])
    if found["weekday"]:
        return _weekday(found["weekday"], found["week"], today)
    return None


def _weekday(name: str, week: str | None, today: date) -> date:
    wanted = 6 if name in "日天" else int(name) - 1
    if wanted > 6:
        raise ValueError(name)
    weeks = len(week) if week and week[0] == "下" else 0
    day = today + timedelta(days=wanted - today.weekday(), weeks=weeks)
    return day + timedelta(days=7) if week is None and day < today else day


def _clock(found: re.Match[str]) -> timedelta | None:
    usual, late = _PARTS.get(found["part"] or "", (0, False))
    if not found["hour"]:
        return timedelta(hours=usual) if found["part"] else None
    hour, minute = int(found["hour"]), found["minute"] or "0"
    minutes = _QUARTERS[minute] if minute in _QUARTERS else int(minute)
    seconds = int(found["second"] or 0)
    if hour > 24 or max(minutes, seconds) > 59 or (hour == 24 and minutes + seconds):
        raise ValueError(minute)
    if found["part"] in ("晚", "晚上") and hour in (
        0,
        12,
    ):  # midnight belongs to the day that ends
        hour = 24
    elif (late and hour < 12) or (found["part"] == "中午" and hour < 3):
        hour += 12
    elif hour == 12 and found["part"] == "凌晨":
        hour = 0
    return timedelta(hours=hour, minutes=minutes, seconds=seconds)
