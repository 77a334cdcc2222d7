"""station: the places where staff sit, and the areas they serve."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from sqlmodel.ext.asyncio.session import AsyncSession

    from storage.models import Area

verbs = typer.Typer(help=tell("cli.station"), no_args_is_help=True, rich_markup_mode=None)


@verbs.command("add", help=tell("cli.station_add"))
def add(
    name: Annotated[str, typer.Option(help=tell("cli.station_name"))],
    area: Annotated[list[str], typer.Option(help=tell("cli.station_area"))],
    hours: Annotated[list[str], typer.Option(help=tell("cli.station_hours"))],
    phone: Annotated[str, typer.Option(help=tell("cli.station_phone"))] = "",
    address: Annotated[str, typer.Option(help=tell("cli.station_address"))] = "",
    market: Annotated[bool, typer.Option("--market", help=tell("cli.station_market"))] = False,
) -> None:
    from handlers.reading.times.hours import read, spoken
    from storage import stations
    from storage.models import Station

    spans = read("；".join(hours))
    if spans is None:
        common.fail(tell("cli.hours_unread", text=" ".join(hours)), common.USAGE)
    settings = common.load()
    common.quiet()
    kind = "market" if market else "station"

    async def work() -> list[Area]:
        async with common.ledger(settings) as db, db.unit() as session:
            if await stations.named(session, name):
                common.fail(tell("cli.station_taken", name=name))
            areas = [await _area(session, said) for said in area]
            station = Station(name=name.strip(), kind=kind, phone=phone, address=address, hours=spans)
            await stations.add(session, station, list({one.code: one for one in areas}.values()))
            return areas

    served = "、".join(one.name for one in common.run(settings, work))
    typer.echo(
        tell("cli.station_done", name=name, kind=tell(f"cli.kind_{kind}"), hours=spoken(spans), areas=served)
    )
    typer.echo(tell("cli.station_next", name=name))


@verbs.command("list", help=tell("cli.station_list"))
def show() -> None:
    from handlers.reading.times.hours import spoken
    from storage import stations

    settings = common.load()
    common.quiet()

    async def work() -> list[str]:
        lines = []
        async with common.ledger(settings) as db, db.reading() as session:
            for one in await stations.everything(session):
                team = await stations.team(session, one.id)
                facts = {
                    "name": one.name,
                    "kind": tell(f"cli.kind_{one.kind}"),
                    "phone": one.phone or "-",
                    "address": one.address or "-",
                    "hours": spoken(one.hours) or "-",
                    "areas": "、".join(area.name for area in await stations.covered(session, one.id)),
                    "staff": len(team),
                    "on_duty": sum(staff.on_duty for staff in team),
                }
                lines.append(tell("cli.station_line", **facts))
        return lines

    for line in common.run(settings, work) or [tell("cli.station_none")]:
        typer.echo(line)


async def _area(session: AsyncSession, said: str) -> Area:
    from storage import areas

    found = await areas.find(session, said)
    if not found:
        common.fail(tell("cli.area_unknown", said=said))
    if len(found) > 1:
        common.fail(
            tell("cli.area_several", said=said, choices="；".join(f"{one.code} {one.path}" for one in found))
        )
    try:
        return await areas.bring(session, found[0])
    except areas.AreaRefused:
        common.fail(tell("cli.area_refused", said=said))
