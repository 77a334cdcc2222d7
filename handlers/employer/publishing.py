"""A complete post becomes a gig: open at once for a trusted employer, else waiting for the station's look."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from handlers import shown
from handlers.employer import asking, doubts
from handlers.forms import Here
from handlers.phrases import say
from storage import employers, gig_news, gigs, people
from storage.gigs import NewGig
from storage.models import Employer, Gig, Station
from storage.rules import posting

JUST_NOW = timedelta(minutes=30)
MOST_WAITING = 20


async def publish(here: Here, employer: Employer, filled: dict[str, Any]) -> None:
    person = await people.get(here.session, here.person_id)
    area = filled["place"]["area"] or person.area_code
    station = await employers.station_for(here.session, employer, area)
    if station is None:
        await here.answer(say("post.no_station"))
        return
    new = new_gig(filled, area, contact=filled.get("contact") or person.phone)
    if twin := await gigs.twin(here.session, employer, new, here.now):
        await tell(here, [say("post.twin", gig=shown.named(twin))])
        return
    gig = await gigs.publish(here.session, employer, station.id, new, here.now)
    await here.state.update_data(posted=[gig.id, here.now.isoformat()])
    lines = [shown.posted(gig, here.now)]
    if gig.status == "open":
        lines = [say("post.published", number=gig.number), *lines]
        lines += [shown.what_follows(gig, await spread(here, gig), here.now)]
    else:
        await gig_news.ask_review(here.session, gig, here.now)
        lines = [
            say("post.waiting", number=gig.number),
            *lines,
            waiting(gig, station, here, doubts.noted(filled)),
        ]
    long_day = posting.over_long(gig.starts_at, gig.ends_at, filled["hours"][2])
    if gig.status == "open" and gig.pay_unit == "day" and long_day:
        lines.append(say("post.long_day"))
    await tell(here, lines)


async def tell(here: Here, lines: list[str]) -> None:
    """With what is still to be posted, when several were told at once."""
    left = (await here.state.get_data()).get("posts_left", [])
    await here.answer("\n".join(lines))
    if left:
        await here.answer(say("post.left", n=len(left)), (say("post.next"), "post.next:"))


async def wait(here: Here, posts: list[asking.Filled], *, first: bool = False) -> None:
    """Posts that are to be asked about after the one at hand."""
    left = (await here.state.get_data()).get("posts_left", [])
    await here.state.update_data(posts_left=([*posts, *left] if first else [*left, *posts])[:MOST_WAITING])


async def just_posted(here: Here) -> Gig | None:
    """What they have published a moment ago."""
    gig_id, at = (await here.state.get_data()).get("posted", (0, ""))
    if not at or here.now - datetime.fromisoformat(at) > JUST_NOW:
        return None
    return await gigs.get(here.session, gig_id)


def tells_of(gig: Gig, text: str) -> bool:
    """Whether this is what was said when it was published, or again since."""
    first = (say(f"post.{key}", number=gig.number) for key in ("published", "waiting"))
    again = (say(f"post.{key}", gig=shown.named(gig)) for key in ("is_out", "in_review"))
    return text.startswith((*first, *again))


async def already(here: Here, gig: Gig) -> None:
    """A second 对: it is done, and that is all."""
    key = "in_review" if gig.status == "review" else "is_out"
    await here.answer(say(f"post.{key}", gig=shown.named(gig)))


async def spread(here: Here, gig: Gig) -> int | None:
    """How many heard of it at once; None when its morning tells everybody."""
    if not gig_news.too_late_for_morning(gig, here.now):
        return None
    return await gig_news.spread(here.session, gig, here.now)


def new_gig(filled: dict[str, Any], area: str | None, contact: str) -> NewGig:
    starts_at, ends_at = asking.moments(filled)
    fen, unit, per = (*filled["pay"], 1)[:3]
    last = asking.lasts(filled["last"]) if filled.get("last") else ""
    return NewGig(
        trade=filled["trade"],
        place=filled["place"]["words"],
        day=asking.day_of(filled),
        starts_at=starts_at,
        ends_at=ends_at,
        pay_fen=fen,
        pay_unit=unit,
        pay_per=per,
        settle=filled["settle"],
        heads=filled["heads"],
        skills="，".join(filter(None, (last, filled.get("skills", "")))),
        area_code=area,
        contact=contact,
        doubt=doubts.told(filled),
    )


def waiting(gig: Gig, station: Station, here: Here, doubt: str) -> str:
    until = posting.review_by(here.now, station.hours)
    by = shown.soon(until, here.now)
    if until >= gig.starts_at:
        phone = station.phone or say("handoff.hotline")
        return say("post.review_late", by=by, phone=phone)
    if doubt:
        return say("post.doubted", words=say("post.quoted", words=doubt), station=station.name, by=by)
    return say("post.review_by", station=station.name, by=by)
