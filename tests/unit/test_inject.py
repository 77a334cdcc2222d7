"""What a handler names is given to it; who names `here` is given no event beside it."""

import pytest
from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from bot.channels.base import Kind
from handlers.filters import Opens, Tapped
from handlers.forms import Here
from storage.db import Database
from storage.models import Person
from tests.small_house import NOW, House, said, text_of


class Asking(House):
    """A house whose handlers name the person in front of them."""

    def _conversation(self) -> Router:
        router = Router()
        router.message.register(self.passes, Opens("applications.opens"))
        router.message.register(self.takes, Opens("applications.opens"))
        router.callback_query.register(self.tapped, Tapped("gig.see"))
        router.message.register(self.plain)
        return router

    async def passes(self, here: Here) -> None:
        raise SkipHandler

    async def takes(self, here: Here, rest: str, person: Person) -> None:
        assert (here.person_id, here.now, here.channel) == (person.id, NOW, "test")
        assert here.address_id == here.message.chat.id
        await here.state.update_data(rest=rest)
        await here.answer(f"记下了{rest}")

    async def tapped(self, here: Here, picked_id: int) -> None:
        data = await here.state.get_data()
        await here.answer(f"{picked_id}和{data['rest']}")

    async def plain(self, message: Message) -> None:
        await message.answer("没听懂")


@pytest.mark.parametrize("kind", ["text", "voice"])
async def test_here_is_given_in_the_place_of_the_event(db: Database, kind: Kind) -> None:
    house = Asking(db)
    assert text_of(await house.turns.take(said("报名17", 1, kind=kind))) == "记下了17"
    assert text_of(await house.turns.take(said("gig.see:4", 2, kind="tap"))) == "4和17"
    assert text_of(await house.turns.take(said("别的", 3))) == "没听懂"
