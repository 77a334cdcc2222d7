"""A place on a gig is taken, and everybody concerned hears of it: the worker now, the employer by push."""

from __future__ import annotations

from handlers import shown
from handlers.ask import choices
from handlers.forms import Here
from handlers.phrases import say
from storage import applications, gig_news, gigs, people
from storage.applications import Outcome
from storage.models import Gig, Person
from storage.views import GigView

OTHERS = 3


async def join(here: Here, gig: Gig, person: Person) -> None:
    outcome = await applications.apply(here.session, gig.id, person.id, here.now)
    if outcome is Outcome.CONFIRMED:
        await gig_news.tell_of_worker(here.session, "applied", gig, person.id, here.now)
    await tell(here, gig, person, outcome)


async def tell(here: Here, gig: Gig, person: Person, outcome: Outcome) -> None:
    if outcome in (Outcome.CONFIRMED, Outcome.ALREADY):
        await here.answer(
            say(
                f"apply.{outcome}",
                gig=shown.named(gig),
                facts=shown.facts(gig, here.now),
                phone=await contact(here, gig),
            ),
            (say("apply.leave"), f"gig.leave:{gig.id}"),
        )
    elif outcome is Outcome.CLASH:
        held = await in_the_way(here, gig, person)
        await here.answer(
            say("apply.clash", gig=shown.named(held) if held else ""),
            (say("apply.swap"), f"gig.swap:{gig.id}"),
            (say("apply.keep"), f"gig.keep:{gig.id}"),
        )
    else:
        await instead(here, gig, person, say(f"apply.{outcome}"))


async def instead(here: Here, gig: Gig, person: Person, head: str) -> None:
    """The gig is gone: what else there is, the same trade first."""
    found = await shown.open_to(here.session, person, here.now)
    found = sorted((one for one in found if one.id != gig.id), key=lambda one: one.trade != gig.trade)[
        :OTHERS
    ]
    text = "\n".join((head, say("apply.instead" if found else "apply.nothing_else")))
    await here.message.answer(text, reply_markup=choices(*shown.listed(found, here.now)) if found else None)


async def in_the_way(here: Here, gig: Gig, person: Person) -> GigView | None:
    held = await applications.of_person(here.session, person.id, here.now)
    return next((one for one in held if one.starts_at < gig.ends_at and one.ends_at > gig.starts_at), None)


async def contact(here: Here, gig: Gig) -> str:
    """The employer's phone, for who signed up."""
    if gig.contact:
        return gig.contact
    employer = await gigs.employer(here.session, gig.employer_id)
    owner = await people.get(here.session, employer.person_id)
    return owner.phone or say("handoff.hotline")
