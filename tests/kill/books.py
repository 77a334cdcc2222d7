"""The comparison at the end: the ledger of the network outside against ours, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, func, select

from bot.travel import CLOCK_OFFSET
from storage import tunables
from storage.db import Database, Session
from storage.keyring import load_ring
from storage.models import Address, Application, Case, CaseMove, Gig, Inbox, Outbox, Person, use_vault
from storage.outbox import open_body
from storage.vault import Vault
from tests.kill.outside import Outside, message_key
from tests.kill.people import Browser
from tests.kill.stories import Told

AGAIN = {"reply", "notice", "safety"}
"""The sorts of which a second copy is better than none (docs/decisions/0005)."""
WINDOW = 5.0
"""Seconds before a kill within which something may have been delivered and not been marked."""


@dataclass
class Figures:
    """What a run came to; printed at its end."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    answered: int = 0
    delivered: int = 0
    twice: Counter[str] = field(default_factory=Counter)
    unknown: int = 0
    cases: int = 0
    signed_up: int = 0

    def table(self, title: str) -> str:
        kills = ", ".join(f"{name} {times}" for name, times in sorted(self.kills.items()))
        twice = ", ".join(f"{name} {times}" for name, times in sorted(self.twice.items())) or "none"
        rows = {
            "kills": f"{self.kills.total()} ({kills})",
            "messages acknowledged": str(self.acknowledged),
            "… of them answered": str(self.answered),
            "bubbles on screens": str(self.delivered),
            "… second copies": twice,
            "alerts with unknown end": str(self.unknown),
            "wage cases, each once": str(self.cases),
            "sign-ups, each once": str(self.signed_up),
        }
        told = (f"{name:<26}{value}" for name, value in rows.items() if not value.startswith("0"))
        return "\n".join([f"=== {title}", *told])


class Books:
    """Our ledger, opened from outside."""

    def __init__(self, db: Database) -> None:
        self._db = db

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Session]:
        async with self._db.reading() as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Session]:
        """Only while the process is dead: it believes to be alone."""
        async with self._db.unit() as session:
            yield session

    async def set_clock(self, at: datetime) -> None:
        """What the clock will show when the process starts now."""
        async with self.writing() as session:
            await tunables.put(session, CLOCK_OFFSET, (at - datetime.now(UTC)) // timedelta(milliseconds=1))

    async def unsettled(self, now: datetime) -> dict[str, int]:
        """What is still on its way; empty when all is done."""
        due = (col(Outbox.status).in_(("due", "held")) & (col(Outbox.due_at) <= now)) | (
            col(Outbox.status) == "sending"
        )
        async with self.reading() as session:
            out = (await session.exec(select(func.count()).select_from(Outbox).where(due))).one()
            kept = select(func.count()).select_from(Inbox).where(col(Inbox.status) == "kept")
            back = (await session.exec(kept)).one()
        return {name: count for name, count in (("outbox", out), ("inbox", back)) if count}

    async def inbox(self, channel: str) -> dict[str, Inbox]:
        async with self.reading() as session:
            rows = (await session.exec(select(Inbox).where(Inbox.channel == channel))).all()
        found = {row.message_id: row for row in rows}
        assert len(found) == len(rows), "a message is in the inbox twice"
        return found

    async def outbox(self, channel: str) -> list[tuple[Outbox, str]]:
        """Every row with the network's id of its recipient."""
        query = select(Outbox, Address.external).join(Address, col(Address.id) == col(Outbox.address_id))
        async with self.reading() as session:
            return list((await session.exec(query.where(Address.channel == channel))).all())


@asynccontextmanager
async def open_books(url: str, data_dir: Path) -> AsyncIterator[Books]:
    use_vault(Vault(load_ring(data_dir, must_exist=True)))
    db = Database(url)
    await db.open()
    try:
        yield Books(db)
    finally:
        await db.close()


async def compare_telegram(books: Books, outside: Outside, died: list[float], figures: Figures) -> None:
    """Every acknowledged message answered on a screen; nothing on a screen that no row accounts for."""
    inbox, rows = await books.inbox("telegram"), await books.outbox("telegram")
    screens = {(bubble.chat, str(bubble.message_id)): bubble.text for bubble in outside.delivered}
    answers: Counter[int] = Counter()
    for row, external in rows:
        if row.status == "sent":
            words = open_body(row.id, row.body).text or ""
            shown = screens.get((int(external), row.network_id or ""))
            assert shown == words.strip(), f"{row.once} is marked sent and not on the screen: {shown!r}"
            answers[row.inbox_id or 0] += 1
    for update in outside.acknowledged:
        message = inbox.get(message_key(update))
        assert message is not None, f"acknowledged and not in the ledger: {update}"
        assert message.status in ("done", "parked"), f"{message.status}: {update}"
        assert answers[message.id], f"acknowledged and not answered: {update}"
        figures.answered += 1
    assert not outside.waiting, "some messages were never taken"
    figures.acknowledged += len(outside.acknowledged)
    figures.delivered += len(outside.delivered)
    figures.unknown += sum(row.status == "unknown" for row, _ in rows)
    figures.twice += _second_copies(outside, rows, died)


def _second_copies(outside: Outside, rows: Iterable[tuple[Outbox, str]], died: list[float]) -> Counter[str]:
    """Bubbles beyond the one a row knows of: each has its cause in a kill, and its sort allows it."""
    ours = {(int(external), row.network_id): row for row, external in rows if row.status == "sent"}
    open_ended = [(row, int(external)) for row, external in rows if _may_have_more(row)]
    twice: Counter[str] = Counter()
    spare = {row.id: row.tries if row.status != "sent" else row.tries - 1 for row, _ in open_ended}
    for bubble, when in zip(outside.delivered, outside.delivered.when, strict=True):
        if (bubble.chat, str(bubble.message_id)) in ours:
            continue
        cause = next(
            (
                row
                for row, chat in open_ended
                if chat == bubble.chat and spare[row.id] and _could_say(row, bubble.text)
            ),
            None,
        )
        assert cause is not None, f"nobody accounts for {bubble}"
        assert any(0 <= death - when < WINDOW for death in died), f"{bubble} again without a kill"
        spare[cause.id] -= 1
        if cause.status == "sent":
            assert cause.sort in AGAIN, f"{cause.sort} twice: {bubble}"
            twice[cause.sort] += 1
    return twice


def _may_have_more(row: Outbox) -> bool:
    """Claimed more often than marked, or ended without anybody knowing whether it got there."""
    return row.tries > 1 if row.status in ("sent", "dropped", "failed") else row.status == "unknown"


def _could_say(row: Outbox, text: str) -> bool:
    """A row that was sent knows its words; one that was not is worded only when it leaves."""
    words = open_body(row.id, row.body).text
    return row.sort != "reply" if words is None else words.strip() == text


async def compare_web(books: Books, browsers: Iterable[Browser], figures: Figures) -> None:
    """Every message that was answered 200 is in the chat once, and was answered."""
    inbox = await books.inbox("web")
    answers = Counter(row.inbox_id for row, _ in await books.outbox("web") if row.status == "answered")
    for browser in browsers:
        for key in browser.taken:
            assert key in inbox, f"answered 200 and not in the ledger: {key}"
            assert answers[inbox[key].id], f"answered 200 and not answered: {key}"
            figures.answered += 1
        figures.acknowledged += len(browser.taken)


async def compare_effects(books: Books, told: Told, figures: Figures) -> None:
    """What people were told is what the ledger holds, each thing once."""
    async with books.reading() as session:
        cases = (await session.exec(select(Case).where(Case.kind == "wages"))).all()
        by_amount = Counter(str((case.amount_fen or 0) // 100) for case in cases)
        for amount, number in told.cases.items():
            assert by_amount[amount] == 1, f"{by_amount[amount]} cases over {amount} yuan"
            assert any(str(one.number) == number and one.amount_fen == int(amount) * 100 for one in cases)
        moves = (await session.exec(select(CaseMove).where(CaseMove.verb == "replied"))).all()
        replied = Counter(move.words for move in moves)
        assert [replied[words] for words in told.answers] == [1] * len(told.answers)
        await _compare_sign_ups(session, told)
    figures.cases += len(told.cases)
    figures.signed_up += len(told.confirmed)


async def _compare_sign_ups(session: Session, told: Told) -> None:
    joined = (
        select(Application, Gig, Person)
        .join(Gig, col(Gig.id) == col(Application.gig_id))
        .join(Person, col(Person.id) == col(Application.person_id))
    )
    rows = (await session.exec(joined.where(Application.status == "confirmed"))).all()
    have = Counter((person.phone, gig.number) for _, gig, person in rows)
    assert all(times == 1 for times in have.values())
    assert all(have[phone, gig] for phone, gig in told.confirmed.items())
    assert not any(have[phone, gig] for phone, gig in told.refused.items())
    taken = Counter(gig.id for _, gig, _ in rows)
    heads = {gig.id: gig.heads for _, gig, _ in rows}
    assert all(taken[gig] <= heads[gig] for gig in taken), "a gig has more workers than places"
