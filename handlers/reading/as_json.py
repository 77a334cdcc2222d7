"""An understanding as plain data, for the verb `understand`: names and values of the labelled sentences."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from handlers.reading.posts.gig import GigDraft
from handlers.reading.times.worktime import Hours
from handlers.reading.trades.trade import trade_matches
from handlers.reading.understanding import Understanding
from handlers.reading.wants.intent import Meant
from storage.lexicon import areas
from storage.rules import posting

SETTLED = {"day": "日结", "week": "周结", "month": "月结", "end": "完工结"}

Data = dict[str, Any]


def as_json(read: Understanding) -> Data:
    certain, options = read.gig.trades, read.gig.choices
    if len(options) == 1:  # 小工: a wide name, but only one thing it can be
        certain, options = options, ()
    return {
        "intent": read.wants.intent,
        "trades": list(certain),
        "trade_choices": list(options),
        "gig": gig(read.gig),
        "gigs": [gig(one) for one in read.gigs],
        "moderation": moderation(read.findings),
        "complaint": _complaint(read),
        "why": _why(read),
    }


def gig(draft: GigDraft) -> Data:
    pay, heads, hours = draft.pay, draft.heads, draft.hours
    worked = hours.minutes / 60 if hours and hours.minutes else None
    return {
        "trade": draft.trade or next(iter(draft.choices), None),
        "headcount": heads.low if heads else None,
        "headcount_max": heads.high if heads and heads.high != heads.low else None,
        "place_text": draft.place.words if draft.place else None,
        "division": areas.load().path(draft.division) if draft.division else None,
        **_times(draft),
        "hours": _figure(worked),
        "pay_amount": _figure(pay.low) if pay else None,
        "pay_max": _figure(pay.high) if pay and pay.high != pay.low else None,
        "pay_unit": pay.unit if pay else None,
        "settle": SETTLED[draft.settle.code] if draft.settle else None,
        "phone": draft.phone.number if draft.phone else None,
        "meals": draft.meals is not None,
        "lodging": draft.lodging is not None,
        "transport": draft.transport is not None,
        "skills": draft.skills,
        "quotes": _quotes(draft),
    }


def _times(draft: GigDraft) -> Data:
    """With a day the moments of start and end, without one only the shift: 07:00-17:30."""
    hours, day, last = draft.hours, draft.day, draft.last
    start, end, shift = None, str(last.date) if last else None, None
    if day:
        start = f"{day.date}T{hours.start:%H:%M}" if hours and hours.start else str(day.date)
        if hours and hours.end and not day.open:
            until = (last or day).date
            if hours.overnight and not (last and last.to_the_hour) and until < date.max:
                until += timedelta(days=1)
            end = f"{until}T{hours.end:%H:%M}"
    elif hours:
        shift = _shift(hours)
    return {"start": start, "end": end, "shift": shift}


def _shift(hours: Hours) -> str | None:
    if hours.start and hours.end:
        return f"{hours.start:%H:%M}-{hours.end:%H:%M}"
    return f"{hours.start:%H:%M}" if hours.start else None


def _figure(number: float | Decimal | None) -> float | int | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def _quotes(draft: GigDraft) -> Data:
    """The person's own words behind each field, as a card quotes them."""
    fields = {
        "heads": draft.heads, "place": draft.place, "day": draft.day, "hours": draft.hours, "pay": draft.pay,
        "settle": draft.settle, "phone": draft.phone,
    }  # fmt: skip
    words = {name: field.words for name, field in fields.items() if field}
    given = {"meals": draft.meals, "lodging": draft.lodging, "transport": draft.transport}
    return words | {name: quote for name, quote in given.items() if quote}


_LABELS = {"fee": "fee", "bait": "fraud", "scam": "fraud", "child": "illegal", "crime": "illegal",
           "unsafe": "illegal", "papers": "illegal", "kind": "illegal", "held_pay": "fee"}  # fmt: skip


def moderation(findings: tuple[posting.Finding, ...]) -> Data:
    labels = [_LABELS.get(one.ground, "discrimination") for one in findings if one.fault]
    label = next((one for one in ("illegal", "fraud", "fee", "discrimination") if one in labels), "ok")
    reasons = [
        {"ground": one.ground, "quote": one.words, "suggestion": one.instead or None} for one in findings
    ]
    return {"label": label, "reasons": reasons}


def _complaint(read: Understanding) -> Data:
    told = read.complaint
    amount, people = told.amount, told.people
    heard: Data = {
        "employer": told.employer,
        "project": told.project,
        "amount": _figure(Decimal(amount.low_fen) / 100) if amount else None,
        "amount_max": _figure(Decimal(amount.high_fen) / 100)
        if amount and amount.high_fen != amount.low_fen
        else None,
        "people": people.low if people else None,
        "period": told.period,
        "region": told.region,
        "phone": told.phone.number if told.phone else None,
    }
    if not read.wages:
        heard = dict.fromkeys(heard)
    urgent = read.level in ("P0", "P1")
    return {"is_wage_complaint": read.wages, **heard, "level": read.level, "urgent": urgent}


def _why(read: Understanding) -> Data:
    wants, alarm = read.wants, read.danger
    named = [
        {"trade": one.trade, "name": one.name, "step": one.step, "score": one.score}
        for one in trade_matches(read.text)
    ]
    return {
        "trades": named,
        "intent": {"reader": wants.by, "words": wants.words, "signs": _signs(wants)} if wants.by else None,
        "danger": {"kind": alarm.kind, "words": alarm.words} if alarm else None,
    }


def _signs(wants: Meant) -> list[Data]:
    """What spoke for the wish, with its points: anybody can add them up."""
    return [{"sign": one.sign, "points": one.points, "words": one.words} for one in wants.spoke]


def moment(told: str) -> datetime:
    return datetime.fromisoformat(told)
