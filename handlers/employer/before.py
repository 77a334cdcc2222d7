"""The gig they posted last: what is offered again, and the whole of it to be posted once more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.ask import SHANGHAI
from handlers.forms import Here
from handlers.phrases import say
from storage import employers
from storage.models import Gig


async def last_gig(here: Here) -> Gig | None:
    employer = await employers.of(here.session, here.person_id)
    return await employers.last_gig(here.session, employer.id) if employer else None


def of_gig(gig: Gig, now: datetime) -> dict[str, Any]:
    """A gig as answers, to be posted again; the day is asked, unless it was sent back in time."""
    in_time = gig.status == "refused" and gig.starts_at > now
    # Until when it lasts is asked anew with the day.
    opens = say("post.lasts", date="")
    skills = "，".join(part for part in gig.skills.split("，") if in_time or not part.startswith(opens))
    start, end = (at.astimezone(SHANGHAI) for at in (gig.starts_at, gig.ends_at))
    return {
        "trade": gig.trade,
        "heads": gig.heads,
        "pay": [gig.pay_fen, gig.pay_unit, *([gig.pay_per] if gig.pay_per > 1 else [])],
        "settle": gig.settle,
        "place": {"words": gig.place, "area": gig.area_code},
        "hours": [f"{start:%H:%M}", f"{end:%H:%M}", None],
        **({"skills": skills} if skills else {}),
        **({"day": gig.day.isoformat()} if in_time else {}),
    }
