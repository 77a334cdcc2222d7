"""budget: what may be said to a person now, by which way, how many more and until when; what waits, why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell
from bot.operator.errcodes import explained

if TYPE_CHECKING:
    from bot.channels.base import Way
    from bot.sending.budget import Plan
    from bot.sending.overview import Place, Ways
    from bot.settings import Settings
    from storage.backlog import Unsent
    from storage.models import Person

_WHY = {
    "expired": "why_expired",
    "no way out": "why_no_way",
    "not in touch": "why_not_in_touch",
    "all said that may be": "why_all_said",
    "refused by them": "why_refused",
    "no consent left": "why_no_consent",
}
"""The planner's reasons, as an operator reads them."""


def budget(who: Annotated[str, typer.Argument(help=tell("cli.budget_who"))]) -> None:
    from bot.sending import overview
    from storage import people

    settings = common.load()
    common.quiet()
    now = common.now()

    async def work() -> tuple[Person, list[Place]]:
        async with common.ledger(settings) as db, db.reading() as session:
            found = await people.meant(session, who.strip())
            if not found:
                common.fail(tell("budget.unknown", who=who))
            if len(found) > 1:
                ids = "、".join(str(one.id) for one in found)
                common.fail(tell("budget.several", who=who, ids=ids))
            return found[0], await overview.look(session, found[0], _ways(settings), now)

    person, places = common.run(settings, work)
    # No name and no phone: who may run this need not learn whom an openid belongs to (decision 10).
    alerts = tell("budget.alerts_on" if person.alerts else "budget.alerts_off")
    typer.echo(tell("budget.person", id=person.id, alerts=alerts))
    for line in (one for place in places for one in _lines(place, now)):
        typer.echo(line)
    if not places:
        typer.echo(tell("budget.nowhere"))


def _ways(settings: Settings) -> Ways:
    """The ways out of each account that the settings name."""
    from bot.channels.wechat.account import WechatAccount
    from bot.channels.wechat.inbound import NAME

    ours = WechatAccount.of(settings)

    def ways(channel: str, account: str) -> Sequence[Way]:
        if channel != NAME:
            return ("direct",)
        return ours.ways if ours and ours.app_id == account else ()

    return ways


def _lines(place: Place, now: datetime) -> Iterator[str]:
    state = tell("budget.reached" if place.reachable else "budget.gone")
    yield tell("budget.place", channel=place.channel, account=place.account, state=state)
    if not place.ways:
        yield tell("budget.no_way")
    for way in place.ways:
        yield from _way(place, way, now)
    if place.standing.paused:
        why, following = explained(place.standing.paused)
        yield tell("budget.paused", reason=why, next=following or tell("doctor.paused_log"))
    elif place.ways and "direct" not in place.ways:
        yield tell("budget.now", plans="，".join(_plan(*one) for one in place.plans.items()))
    yield from _waits(place.waits)


def _way(place: Place, way: Way, now: datetime) -> Iterator[str]:
    from bot.sending.budget import PER_DAY, opened

    name = tell(f"wechat.way_{way}")
    closed = next((one for one in place.standing.closed if one.way == way), None)
    if closed:
        until = (
            tell("budget.until_time", at=_at(closed.until)) if closed.until else tell("budget.until_mended")
        )
        yield tell("budget.closed", way=name, until=until, reason=explained(closed.reason)[0])
        return
    sent = place.standing.sent.get(way, 0)
    most = PER_DAY.get(way)
    used = tell("budget.sent", sent=sent, most=most) if sent and most else ""
    if way == "direct":
        yield tell("budget.direct", way=name)
    elif way == "service":
        windows = [one for one in opened(place.left, now) if one.left]
        for one in windows:
            contact = tell(f"budget.contact_{one.name}")
            left = {"left": one.left, "until": _at(one.until), "contact": contact}
            yield tell("budget.window", way=name, **left) + used
        if len(windows) > 1:
            yield tell("budget.window_most", way=name)
        if not windows:
            key = "window_used" if opened(place.left, now) else "window_none"
            yield tell(f"budget.{key}", way=name) + used
    else:
        mine = next((one for one in place.left if one.name == way), None)
        yield _form(way, name, mine.left if mine else None) + used


def _form(way: Way, name: str, left: int | None) -> str:
    if way == "template":
        return tell("budget.form_refused" if left == 0 else "budget.form", way=name)
    return tell("budget.credits", way=name, left=left) if left else tell("budget.credits_none", way=name)


def _plan(sort: str, plan: Plan) -> str:
    name = tell(f"budget.sort_{sort}")
    if plan.way:
        return tell("budget.plan_way", sort=name, way=tell(f"wechat.way_{plan.way}"))
    return tell("budget.plan_wait", sort=name, reason=_why(plan.reason))


def _waits(waits: Sequence[Unsent]) -> Iterator[str]:
    if not waits:
        yield tell("budget.waits_none")
        return
    yield tell("budget.waits", count=len(waits))
    for one in waits:
        yield tell(
            "budget.wait",
            since=_at(one.created_at),
            sort=tell(f"budget.sort_{one.sort}"),
            kind=one.kind,
            state=tell(f"budget.state_{one.status}", at=_at(one.due_at)),
            reason=tell("budget.because", reason=_why(one.reason)) if one.reason else "",
            until=tell("budget.expires", at=_at(one.not_after)) if one.not_after else "",
        )


def _why(reason: str) -> str:
    """A reason of the planner in words; any other, of a network, as it stands."""
    if reason in _WHY:
        return tell(f"budget.{_WHY[reason]}")
    way, _, closed = reason.partition(" is ")
    if closed == "closed":
        return tell("budget.why_closed", way=tell(f"wechat.way_{way}"))
    if reason.startswith("told by "):
        return tell("budget.why_told", way=tell(f"wechat.way_{reason.removeprefix('told by ')}"))
    return explained(reason)[0]  # of a failed send: "Refused: 40007 …"


def _at(moment: datetime | None) -> str:
    from storage.rules.calendar import SHANGHAI

    return f"{moment.astimezone(SHANGHAI):%m-%d %H:%M}" if moment else "-"
