"""News of somebody who said nothing: they left, where they are, what became of a notice, what they allow.

Each is one unit on the row of their address, as a Turn of theirs is, and told twice has effect once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bot import logs
from bot.channels.base import News, NotKept, Way
from handlers import places
from handlers.common import my_data
from handlers.complaint import telling
from storage import allowances, case_news, cases, dialogues, inbox, outbox_held, people, workers
from storage.allowances import Left
from storage.db import Database, Session, is_outage
from storage.dialogues import Talk
from storage.ids import new_id
from storage.models import Address

log = logs.get("news")

BLOCKED = "block"
"""In the outcome of a notice: they do not want any."""


class NewsDesk:
    """Hears news for every channel. `forms`: the way that belongs to the network's id of a form."""

    def __init__(self, db: Database, now: Callable[[], datetime], forms: Mapping[str, Way]) -> None:
        self._db = db
        self._now = now
        self._forms = forms

    async def hear(self, news: News) -> None:
        """Returns once it is on disk; NotKept when it could not be. News of strangers is none."""
        try:
            await self._hear(news)
        except Exception as error:
            if not is_outage(error):
                raise
            raise NotKept(type(error).__name__) from error
        log.info("news", channel=news.channel, what=news.what, outcome=news.outcome)

    async def _hear(self, news: News) -> None:
        async with self._db.unit() as session:
            talk = await dialogues.of_sender(session, news.channel, news.account, news.sender)
            if talk is None:
                return
            match news.what:
                case "left":
                    await self._left(session, talk, news)
                case "place":
                    await self._place(session, talk, news)
                case "told":
                    await self._told(session, talk, news)
                case "consent":
                    await self._consent(session, talk, news)

    async def _left(self, session: Session, talk: Talk, news: News) -> None:
        """What is known of them goes (rule P6). A running case keeps how to call them; staff hear of it.

        Told again after they came back, it would take away what they have told since.
        """
        if news.message_id and not await self._fresh(session, talk, news):
            return
        now = self._now()
        person = await people.get(session, talk.person_id)
        others = [one for one in await people.addresses(session, person.id) if one.id != talk.address_id]
        known = False
        for case in await cases.of_person(session, person.id, my_data.KINDS):
            if case.status in cases.LIVE and case.address_id == talk.address_id:
                known = True
                case.contact = case.contact or telling.known_contact(person) or ""
                step = await cases.note(session, case, "left", now)
                await case_news.tell_owner(session, case, "case_left", step)
        if not any(one.reachable for one in others):
            await my_data.forget(session, person, now)
        if not known:
            await outbox_held.drop_waiting(session, talk.address_id, "left")
        await people.part(session, await session.get_one(Address, talk.address_id), known=known)

    async def _place(self, session: Session, talk: Talk, news: News) -> None:
        """Where they are stands for where they look for work, until they tell it themselves."""
        person = await people.get(session, talk.person_id)
        if news.lat is None or news.lon is None or await workers.place_of(session, person):
            return
        if area := await places.nearest(news.lat, news.lon, session):
            await workers.settle(session, person, area.code, "")

    async def _told(self, session: Session, talk: Talk, news: News) -> None:
        if news.outcome == "success" or not news.network_id:
            return
        await outbox_held.not_told(session, talk.address_id, news.network_id)
        if BLOCKED in news.outcome:
            await allowances.put(session, talk.address_id, Left("template", 0))

    async def _consent(self, session: Session, talk: Talk, news: News) -> None:
        """One acceptance is one notice; a refusal takes back all of that form.

        Each has effect once: told again later, it would undo what they said since.
        """
        way = self._forms.get(news.template)
        if way is None or not await self._fresh(session, talk, news):
            return
        if news.outcome == "accept":
            await allowances.credit(session, talk.address_id, way)
        else:
            await allowances.put(session, talk.address_id, Left(way, 0))

    async def _fresh(self, session: Session, talk: Talk, news: News) -> bool:
        """Whether it is told for the first time."""
        return await inbox.put(
            session,
            row=new_id(),
            channel=news.channel,
            account=news.account,
            message_id=news.message_id,
            address_id=talk.address_id,
            raw=b"",
            now=self._now(),
        )
