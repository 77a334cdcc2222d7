"""Words that may not stand in a post: which, why, and the same in lawful words (rules H7 to H10)."""

from __future__ import annotations

from handlers.ask import today
from handlers.filters import bare
from handlers.forms import Here
from handlers.phrases import say, words
from storage import outbox, people, stations
from storage.rules import posting
from storage.rules.posting import Finding

REASONS = 2
LONGEST = 200
"""A longer text is not said back whole."""


async def refused(here: Here, text: str) -> bool:
    """Answer a text that holds something that may not stand; False when it may."""
    wrong = posting.blocks(posting.look(text))
    if not wrong:
        return False
    never = [one for one in wrong if one.never]
    if never:
        await here.answer(
            say("post.never", words=quoted(never), why=say(f"post.why_{never[0].ground}")),
            (say("form.human"), "handoff.ask"),
        )
        await tell_staff(here, never[0])
        return True
    lawful = posting.reworded(text) if len(text) <= LONGEST else ""
    if bare(lawful) in words("post.words"):  # 招工 and nothing else is no model of a post
        lawful = ""
    await here.state.update_data(lawful=lawful)
    why = [say("post.may_not", words=quoted(wrong)), *reasons(wrong)]
    pairs = [(say("form.human"), "handoff.ask")]
    if lawful:
        why += [say("post.lawful", text=lawful)]
        pairs.insert(0, (say("post.use_lawful"), "post.lawful"))
    else:
        why += [say("post.say_again")]
    await here.answer("\n".join(why), *pairs)
    return True


def quoted(findings: list[Finding] | tuple[Finding, ...]) -> str:
    return "、".join(dict.fromkeys(say("post.quoted", words=one.words) for one in findings))


def reasons(findings: tuple[Finding, ...]) -> list[str]:
    grounds = list(dict.fromkeys(one.ground for one in findings))
    return [say(f"post.why_{ground}") for ground in grounds[:REASONS]]


async def tell_staff(here: Here, wrong: Finding) -> None:
    """Children and crimes: the station hears who asked for what, once a day (rule H10)."""
    person = await people.get(here.session, here.person_id)
    station = await stations.for_person(here.session, person)
    once = f"post_refused:{person.id}:{wrong.ground}:{today(here.now)}"
    for staff in await stations.team(here.session, station.id) if station else ():
        address = await people.address_of(here.session, staff.person_id)
        if address:
            await outbox.put(
                here.session,
                address.id,
                "post_refused",
                once=once,
                now=here.now,
                person=person.id,
                words=wrong.words,
            )
