"""发活: one sentence becomes a filled card, only what is missing is asked, and after "对" it is published.

Who posts for the first time is asked who they are at the very end; the post waits in the draft meanwhile.
"""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import Message

from handlers.common.handoff import hand_over
from handlers.employer import asking, before, publishing, refusing, register
from handlers.employer.posting_form import PostForm, note_doubts, worded
from handlers.filters import Opens, Said, Tapped, bare
from handlers.forms import Here, draft
from handlers.forms.draft import Draft
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from handlers.reading.hands.counts import MOST
from handlers.reading.posts.posts import too_many
from handlers.reading.wants.wanting import looks_like_post
from storage import employers, gigs, outbox, people


class Posting(StatesGroup):
    asking = State()


class Posts(Filter):
    """A sentence by which somebody looks for hands: 明天要三个小工 江南市场 180."""

    async def __call__(self, message: Message) -> bool:
        return looks_like_post(message.text or message.caption or "")


class YesAgain(Filter):
    """对 with no question open; 好的 is only polite."""

    async def __call__(self, message: Message, raw_state: str | None = None) -> bool:
        said = message.text or ""
        again = yes_no(said) is True or bare(said) == say("form.card_ok")
        return raw_state is None and again and bare(said) not in words("common.polite")


async def start(here: Here, rest: str = "") -> None:
    """发活, alone or with all of it behind."""
    await draft.put_aside(here.state)
    await begin(here, rest)


async def read_sentence(here: Here) -> None:
    await draft.put_aside(here.state)
    await begin(here, here.message.text or here.message.caption or "")


async def begin(here: Here, text: str) -> None:
    """Open the form with all that the sentence tells; an empty one goes on with the draft put aside."""
    if await refusing.refused(here, text):
        return
    posts = await FORM.posts_told(here, text)
    for one in posts:  # a word said once may be about any of them
        note_doubts(Draft(filled=one), text)
    filled = posts[0]
    if filled:
        await publishing.wait(here, posts[1:], first=True)
    lines = [FORM.lead(filled, several=len(posts))]
    if too_many(text):
        lines.append(say("my_gigs.too_many", n=MOST))
    if "day" not in filled and asking.gone_by(text, here.now):
        lines.append(say("post.day_past"))
    await FORM.begin(here, filled or None, "\n".join(filter(None, lines)))


async def yes_again(here: Here) -> None:
    gig = await publishing.just_posted(here)
    if gig is None:
        raise SkipHandler
    digit = (here.message.text or "").isdigit()
    if not digit and await go_on(here):
        return
    # A number means it only while nothing else was said since.
    last = await outbox.last_heard(here.session, here.address_id)
    if digit and not publishing.tells_of(gig, "\n".join(last)):
        raise SkipHandler
    await publishing.already(here, gig)


async def go_on(here: Here) -> bool:
    """The next of several posts; False when none waits."""
    left = (await here.state.get_data()).get("posts_left", [])
    if not left:
        return False
    await here.state.update_data(posts_left=left[1:])
    now = left[0]
    await FORM.begin(here, now, FORM.lead(now))
    return True


async def tap_next(here: Here) -> None:
    await draft.put_aside(here.state)
    if not await go_on(here):
        await here.answer(say("form.past"))


async def use_lawful(here: Here) -> None:
    """就用这句: our words take the place of theirs."""
    data = await here.state.get_data()
    lawful = data.pop("lawful", "")
    if not lawful:
        await here.answer(say("form.past"))
        return
    await here.state.set_data(data)
    if not await FORM.listen(here, lawful):
        await begin(here, lawful)


async def post_again(here: Here, picked_id: int) -> None:
    """再发一次, tapped: the same gig, for a day that is asked."""
    gig = await gigs.get(here.session, picked_id)
    employer = await employers.of(here.session, here.person_id)
    if gig is None or employer is None or gig.employer_id != employer.id:
        await here.answer(say("form.past"))
        return
    await draft.put_aside(here.state)
    await again(here, before.of_gig(gig, here.now), "")


async def same_again(here: Here, rest: str) -> None:
    """再发一次, 跟昨天一样5个人: the last gig, with what is said to be different."""
    await draft.put_aside(here.state)
    gig = await before.last_gig(here)
    if gig is None:
        await begin(here, rest)
        return
    await again(here, before.of_gig(gig, here.now), rest)


async def again(here: Here, filled: dict[str, Any], rest: str) -> None:
    if await refusing.refused(here, rest):
        return
    filled = {**filled, **(await FORM.told(here, rest))}
    lead = say("post.like_last", card=FORM.card_lines(filled)) if FORM.missing(filled) else ""
    await FORM.begin(here, filled, lead)


async def save(here: Here, filled: dict[str, Any]) -> None:
    """Publish; who is not known yet says who they are first, with the post kept as a draft."""
    person = await people.get(here.session, here.person_id)
    employer = await employers.of(here.session, here.person_id)
    if employer and (person.phone or filled.get("contact")):
        await publishing.publish(here, employer, filled)
        return
    waiting = Draft(filled=filled, asked="card", at=here.now.isoformat())
    await draft.open_(here.state, Posting.asking, FORM.name, waiting)
    await draft.close(here.state, FORM.name, keep=True)
    await register.begin(here, person, employer, filled)


FORM = PostForm("post", Posting.asking, worded(asking.QUESTIONS), save, hand_over)


def conversation() -> Router:
    router = Router(name="post")
    router.message.register(start, Said("post.words"))
    router.message.register(start, Opens("post.openings"))
    router.message.register(same_again, Opens("post.again_words"))
    router.message.register(read_sentence, Posts())
    router.message.register(yes_again, YesAgain())
    router.callback_query.register(use_lawful, Tapped("post.lawful"))
    router.callback_query.register(tap_next, Tapped("post.next"))
    router.callback_query.register(post_again, Tapped("post.again"))
    FORM.routes(router)
    register.routes(router)
    return router
