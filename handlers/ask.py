"""Small shared pieces of speech: numbered choices, times and money in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram.fsm.context import FSMContext
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.light import like
from handlers.phrases import say, words
from handlers.reading.times.day import NIGHT_ENDS

SHANGHAI = ZoneInfo("Asia/Shanghai")
Menu = Sequence[tuple[str, str]]
"""What could be chosen until now: (label, data), as the person saw it last."""
_BUTTON = InlineKeyboardButton(text="-", callback_data="-")
_KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[_BUTTON]])


def choices(*pairs: tuple[str, str]) -> InlineKeyboardMarkup:
    """Numbered answers: (label, data). Every channel shows the numbers, some can also be tapped."""
    return like(
        _KEYBOARD, inline_keyboard=[[like(_BUTTON, text=label, callback_data=data)] for label, data in pairs]
    )


async def forget_menu(state: FSMContext) -> None:
    """What was chosen is done: a number said later must not choose from it again."""
    await state.set_state(await state.get_state())


def today(now: datetime) -> date:
    """The day it is for the people we serve."""
    return now.astimezone(SHANGHAI).date()


def day_words(day: date, now: datetime) -> str:
    """今天 / 明天 / 后天, then the date: 明天（11月22日 周日）. At night the date alone."""
    name = near_day(day, now)
    dated = say("words.date", month=day.month, day=day.day, weekday=words("words.weekdays")[day.weekday()])
    return f"{name}（{dated}）" if name else dated


def near_day(day: date, now: datetime) -> str:
    """今天, 明天, 后天; "" for other days, and before four at night, when 明天 is this morning to many."""
    ahead = (day - today(now)).days
    near = words("words.near_days")
    night = now.astimezone(SHANGHAI).hour < NIGHT_ENDS
    return near[ahead] if 0 <= ahead < len(near) and not night else ""


def time_words(moment: datetime, *, since: datetime | None = None) -> str:
    """早上6点, 下午2点半, 晚上8点20分; six is the afternoon's when it ends what began by day."""
    local = moment.astimezone(SHANGHAI)
    by_day = since is not None and 4 < since.astimezone(SHANGHAI).hour < 18
    dusk = 19 if by_day else 18
    part = next(
        name
        for name, until in zip(words("words.day_parts"), (6, 11, 13, dusk, 24), strict=True)
        if local.hour < until
    )
    hour = local.hour if local.hour <= 12 else local.hour - 12
    minute = {0: "", 30: say("words.half")}.get(local.minute, say("words.minutes", n=local.minute))
    return say("words.clock", part=part, hour=hour, minute=minute)


def pay_words(fen: int, unit: str, per: int = 1) -> str:
    """180元一天, 8角一件或一次, 25.5元一小时, 10件0.85元."""
    if per > 1:
        return say("words.per_pieces", n=per, amount=yuan(fen))
    if fen < 100 and fen % 10 == 0:
        amount = say("words.jiao", n=fen // 10)
    else:
        amount = say("words.yuan", n=_yuan(fen))
    return say(f"words.per_{unit}", amount=amount)


def _yuan(fen: int) -> str:
    return str(fen // 100) if fen % 100 == 0 else f"{fen / 100:.2f}".rstrip("0")


def yuan(fen: int) -> str:
    """3800元."""
    return say("words.yuan", n=_yuan(fen))
