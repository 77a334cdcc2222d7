"""The questions of a gig post: how each answer is read, what is offered to choose from.

Values are plain JSON: trade is a name, or a list of names of which one is meant; pay is [fen, unit], the unit
None when only the figure was said; hours are ["07:30", "17:30", minutes worked or None].
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from handlers import places, shown
from handlers.ask import SHANGHAI, day_words, time_words, today
from handlers.employer import doubts, paying
from handlers.employer.before import last_gig
from handlers.forms import Here, Question, draft
from handlers.phrases import say, words
from handlers.reading.hands.counts import MOST
from handlers.reading.hands.head_change import read_change
from handlers.reading.hands.heads import read_heads
from handlers.reading.pay.pay import read_pay
from handlers.reading.phone import read_phone
from handlers.reading.places.places import read_address, read_place
from handlers.reading.times.day import read_day
from handlers.reading.times.when import read_when
from handlers.reading.times.worktime import Hours, read_hours
from handlers.reading.trades.trade import read_trades

Filled = dict[str, Any]

LONGEST_PLACE = 40
SHORT_PLACE = 8
_USUAL = (4, 8)


async def trade(text: str, here: Here) -> str | list[str] | None:
    """One trade, or several of which the person has to choose: one post is one trade."""
    del here
    certain, choices = read_trades(text)
    if len(certain) == 1:
        return certain[0]
    # 小工: vague, but there is only one it can be; the card is read back.
    return choices[0] if len(choices) == 1 else list(certain or choices)[:6] or None


async def which_trades(here: Here, filled: Filled) -> list[tuple[str, str]]:
    del here
    told = filled.get("trade")
    return [(one, one) for one in told] if isinstance(told, list) else []


async def heads(text: str, here: Here) -> int | None:
    del here
    found = read_heads(text)
    return found.high if found else None


async def counted(text: str, here: Here) -> int | None:
    """Heads inside a sentence, with a word of counting: a bare figure there may be anything."""
    change = read_change(text)
    if change and change.by is not None:
        now = await draft.current(here.state, "post")
        before = now.filled.get("heads") if now else None
        return min(MOST, max(1, before + change.by)) if before else None
    # Something in front keeps the reader from taking the whole message for an answer.
    found = read_heads(f"- {text}")
    # 木工3个、电工2个: who is told for which trade is asked.
    several = found is not None and "、" in found.words and len(read_trades(text)[0]) != 1
    return found.high if found and not several else None


async def place(text: str, here: Here) -> dict[str, Any] | None:
    """An answer to "where": their own words whole, unless they speak of something else too."""
    found, said = read_place(text, await places.county(here.session)), " ".join(text.split())
    other = (read_day, lambda said, now: read_hours(said), lambda said, now: read_pay(said))
    if read_phone(said) or read_heads(f"- {said}") or any(read(said, here.now) for read in other):
        return await settled(found.words, here) if found else None
    if found is None and (not 2 <= len(said) <= LONGEST_PLACE or said.isdigit()):
        return None
    return await settled(read_address(text) or said, here)


async def place_inside(text: str, here: Here) -> dict[str, Any] | None:
    found = read_place(text, await places.county(here.session))
    return await settled(found.words, here) if found else None


async def settled(said: str, here: Here) -> dict[str, Any]:
    area = await places.mentioned(said, here.session)
    return {"words": said[:LONGEST_PLACE], "area": area.code if area else None}


async def located(lat: float, lon: float, name: str, here: Here) -> dict[str, Any] | None:
    area = await places.sent(lat, lon, name, here.session)
    said = " ".join(name.split())[:LONGEST_PLACE] or (area.name if area else "")
    return {"words": said, "area": area.code if area else None} if said else None


async def known_places(here: Here, filled: Filled) -> list[tuple[str, dict[str, Any]]]:
    del filled
    last = await last_gig(here)
    if last is None:
        return []
    label = say("post.old_place", place=shown.shortened(last.place, SHORT_PLACE))
    return [(label, {"words": last.place, "area": last.area_code})]


async def day(text: str, here: Here) -> str | None:
    found = read_when(text, here.now).day
    return found.date.isoformat() if found else None


def gone_by(text: str, now: datetime) -> bool:
    """A day that has passed: the reader, set back two months, knows it and today's does not."""
    if read_day(text, now):
        return False
    if any(word in text for word in words("post.past_days")):
        return True
    found = read_day(text, now - timedelta(days=60))
    return found is not None and found.date < today(now)


async def days(here: Here, filled: Filled) -> list[tuple[str, str]]:
    del filled
    ahead = (today(here.now) + timedelta(days=n) for n in range(3))
    return [(day_words(one, here.now), one.isoformat()) for one in ahead]


async def hours(text: str, here: Here) -> list[Any] | None:
    found = read_hours(text)
    if found is None or found.start is None or found.start == found.end:
        return None
    start, end = found.start, found.end
    now = await draft.current(here.state, "post")
    if end is None and now and now.asked == "card" and now.filled.get("hours"):
        # 7点半开始, said of a card that ends at five: it still does.
        before = now.filled["hours"][1]
        if before and before > start.isoformat("minutes"):
            return [start.isoformat("minutes"), before, None]
    return [start.isoformat("minutes"), end.isoformat("minutes") if end else None, found.minutes]


async def known_hours(here: Here, filled: Filled) -> list[tuple[str, list[Any]]]:
    del filled
    last = await last_gig(here)
    if last is None:
        return []
    start, end = (at.astimezone(SHANGHAI) for at in (last.starts_at, last.ends_at))
    if end - start >= timedelta(days=1):
        return []
    value = [f"{start:%H:%M}", f"{end:%H:%M}", None]
    return [(shown.hours_words(last.starts_at, last.ends_at), value)]


def no_end(filled: Filled) -> bool:
    return bool(filled.get("hours")) and filled["hours"][1] is None


async def end(text: str, here: Here) -> str | None:
    """下午5点半, 5点: an end before the start in the morning is the afternoon's."""
    found: Hours | None = read_hours(text)
    at = (found.end or found.start) if found else None
    now = await draft.current(here.state, "post")
    if at is None or now is None or not now.filled.get("hours"):
        return None
    start = time.fromisoformat(now.filled["hours"][0])
    if found and found.bare:  # of the two fives of a day the one that comes first
        at = at.replace(hour=at.hour % 12)
        at = at.replace(hour=at.hour + 12) if at <= start and at.hour + 12 > start.hour else at
    return at.isoformat("minutes") if at != start else None


async def ends(here: Here, filled: Filled) -> list[tuple[str, str]]:
    if not no_end(filled):
        return []
    start = datetime.combine(today(here.now), time.fromisoformat(filled["hours"][0]), SHANGHAI)
    offered = [start + timedelta(hours=n) for n in _USUAL]
    return [(say("post.until", end=time_words(one, since=start)), f"{one:%H:%M}") for one in offered]


def lasts(day: str) -> str:
    """做到4月5日."""
    on = date.fromisoformat(day)
    return say("post.lasts", date=say("shown.date", month=on.month, day=on.day))


def day_of(filled: Filled) -> date:
    return date.fromisoformat(filled["day"])


def moments(filled: Filled) -> tuple[datetime, datetime]:
    """From when to when, as points in time; an end at or before the start is the next day's."""
    start, end, _ = filled["hours"]
    on = day_of(filled)
    starts_at = datetime.combine(on, time.fromisoformat(start), SHANGHAI)
    ends_at = datetime.combine(on, time.fromisoformat(end), SHANGHAI)
    return starts_at, ends_at if ends_at > starts_at else ends_at + timedelta(days=1)


QUESTIONS = (
    Question("trade", trade, sweep=trade),
    Question(
        "which",
        trade,
        options=which_trades,
        on_card=False,
        counted=False,
        needed=lambda f: isinstance(f.get("trade"), list),
    ),
    Question("heads", heads, sweep=counted),
    Question("pay", paying.pay, ask=paying.ask_pay, options=paying.for_ten, sweep=paying.pay),
    Question(
        "unit",
        paying.paid_by,
        options=paying.units,
        on_card=False,
        counted=False,
        needed=paying.no_unit,
    ),
    Question(
        "sure",
        paying.sure,
        ask=paying.ask_sure,
        options=paying.is_sure,
        on_card=False,
        counted=False,
        needed=paying.beyond_reason,
    ),
    Question("settle", paying.settle, options=paying.settles, sweep=paying.settle),
    Question("place", place, options=known_places, locate=located, sweep=place_inside),
    Question("day", day, options=days, sweep=day),
    Question("hours", hours, options=known_hours, on_card=False, sweep=hours),
    Question("end", end, options=ends, on_card=False, counted=False, needed=no_end),
    doubts.WHY,
)
