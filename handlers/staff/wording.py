"""A case in words for staff: one line in a list, masked; all of it for whoever has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from handlers import shown
from handlers.ask import SHANGHAI, day_words, yuan
from handlers.phrases import book, say
from handlers.reading.people.contact import name_in
from handlers.reading.phone import mask, phones
from storage import cases, evidence
from storage.db import Session
from storage.models import Case, CaseMove, Person, Staff
from storage.rules import case_life
from storage.vault import mask_name

BUBBLE = 600
"""Characters of a story in one bubble; the desk page shows the rest of a very long one."""
MOST_BUBBLES = 5
STEPS = 5
LINE = 80
LATEST = 160
"""Characters of somebody's latest words in an alarm."""


def kind(case: Case) -> str:
    return say(f"cases.kind_{case.kind}")


def age(span: timedelta) -> str:
    """3分钟, 2小时, 5天; what has only begun counts as a minute."""
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 60:
        return say("cases.minutes", n=minutes)
    return say("cases.hours", n=minutes // 60) if minutes < 48 * 60 else say("cases.days", n=minutes // 1440)


def chip(case: Case, now: datetime) -> str:
    """正常 快到期 已超时…: against the time to be taken while nobody has it, then the time to answer."""
    begun, until = case.created_at, case.due_at
    if case.status == "open":
        begun, until = case.claim_by - case_life.CLAIM_WITHIN[case.urgency], case.claim_by
    if case.urgency == "P0" and case.status in cases.LIVE:  # 正常 is no word for danger, and it never pauses
        return _late(now - until) if now > until else say("cases.chip_left", age=age(until - now))
    word = case_life.chip(case.status, begun, until, now)
    return _late(now - until) if word == "late" else say(f"cases.chip_{word}")


def _late(span: timedelta) -> str:
    return (
        say("cases.chip_late_by", age=age(span)) if span >= timedelta(minutes=1) else say("cases.chip_late")
    )


def masked(text: str, most: int = 24) -> str:
    """One line of somebody's words without their numbers."""
    line = " ".join(text.split())
    for phone in phones(line):
        line = line.replace(phone.words, mask(phone.number))
    return line if len(line) <= most else line[: most - 1] + "…"


def outline(case: Case, most: int = 24) -> str:
    """What it is about, in one masked line."""
    return masked(case.text or case.employer, most) or say("cases.no_words")


def in_all(said: Sequence[str]) -> str:
    """Everything somebody has said, a line each: how it began, then the latest; the middle gives way."""
    first, *rest = _new_ones(masked(one, LINE) for one in said)
    room, kept = LATEST, list[str]()
    for line in reversed(rest):
        room -= len(line)
        if room < 0:
            break
        kept.insert(0, line)
    return "\n".join([first, *(["…"] if len(kept) < len(rest) else []), *kept])


def _new_ones(lines: Iterable[str]) -> list[str]:
    """Without what was said before."""
    new = list[str]()
    for line in lines:
        if not any(line in known for known in new):
            new.append(line)
    return new


def waited(span: timedelta) -> str:
    return say("cases.waited", age=age(span)) if span >= timedelta(minutes=1) else ""


def who(person: Person, *, whole: bool = False, contact: str = "") -> str:
    """王** 138****0000; in full only for whoever has the case."""
    if whole:
        return (
            contact
            or " ".join(part for part in (person.name, person.phone) if part)
            or say("cases.anonymous")
        )
    numbers = phones(contact or person.phone)
    name = person.name or name_in(contact)
    parts = (mask_name(name), mask(numbers[0].number) if numbers else "")
    return " ".join(part for part in parts if part) or say("cases.anonymous")


async def line(session: Session, case: Case, now: datetime) -> str:
    person = await session.get_one(Person, case.person_id)
    passed = now - case.created_at
    return say(
        "cases.line",
        number=case.number,
        kind=f"{say(f'cases.urgent_{case.urgency}')}{kind(case)}",
        who=who(person, contact=case.contact),
        age=say("cases.ago", age=age(passed)) if passed >= timedelta(minutes=1) else say("cases.just_now"),
        chip=chip(case, now),
        text=outline(case),
    ).rstrip()


async def whole(session: Session, case: Case, now: datetime, *, full: bool) -> list[str]:
    """Everything known of a case, as bubbles. Without `full`: masked, and no story."""
    person = await session.get_one(Person, case.person_id)
    owner = await session.get(Staff, case.owner_id) if case.owner_id else None
    filled = say(
        "cases.head",
        number=case.number,
        kind=kind(case),
        urgent=say(f"cases.urgent_{case.urgency}"),
        status=say(f"cases.status_{case.status}"),
        chip=chip(case, now),
        owner=owner.name if owner else "",
        who=who(person, whole=full, contact=case.contact),
    )
    head = "\n".join(line.rstrip() for line in filled.splitlines())
    if not full:
        return ["\n".join([head, outline(case), say("cases.masked")])]
    # Whoever takes a danger has to know at once all that was said: where they are may have come last.
    words = "\n".join(await cases.told(session, case)) if case.urgency == "P0" else case.text
    story = words[: BUBBLE * MOST_BUBBLES]
    facts = [f"{name}" for name in await _facts(session, case, now)]
    parts = [story[place : place + BUBBLE] for place in range(0, len(story), BUBBLE)]
    return ["\n".join([head, *facts]), *parts, *await _steps(session, case)]


async def _facts(session: Session, case: Case, now: datetime) -> list[str]:
    danger, day = case.urgency == "P0", (case.due_at - timedelta(milliseconds=1)).date()
    due = shown.soon(case.due_at, now) if danger else day_words(day, now)
    known = {
        "employer": case.employer,
        "amount": yuan(case.amount_fen) if case.amount_fen else "",
        "people": case.people,
        "period": case.period,
        "place": case.place,
        "evidence": await _evidence(session, case),
        "call" if danger else "due": due if case.status in cases.LIVE else "",
        "result": case.result if case.status == "closed" else "",
    }
    return [say(f"cases.fact_{name}", value=value) for name, value in known.items() if value]


async def _evidence(session: Session, case: Case) -> str:
    """照片1张 语音2段, and how many of them never came."""
    kept = [
        say(f"cases.evidence_{kind}", n=count)
        for kind, count in (await evidence.counts(session, case)).items()
    ]
    lost = sum(map(evidence.lost, await evidence.of_case(session, case.id)))
    return " ".join(kept) + (say("cases.evidence_lost", n=lost) if lost else "")


async def _steps(session: Session, case: Case) -> list[str]:
    """The last steps, one line each; none while there is only the opening."""
    moves = [move for move in await cases.history(session, case) if f"cases.verb_{move.verb}" in book()]
    if len(moves) < 2:
        return []
    return ["\n".join([await _step(session, move) for move in moves[-STEPS:]])]


async def _step(session: Session, move: CaseMove) -> str:
    staff = await session.get(Staff, move.staff_id) if move.staff_id else None
    return say(
        "cases.step",
        when=f"{move.at.astimezone(SHANGHAI):%m-%d %H:%M}",
        who=staff.name if staff else say("cases.person"),
        verb=say(f"cases.verb_{move.verb}"),
        words="" if move.verb == "offered" else masked(move.words, 80),
    )
