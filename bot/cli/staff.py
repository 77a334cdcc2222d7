"""staff: who may use staff words. A person becomes staff by typing a one-time code to the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from storage.models import Staff

verbs = typer.Typer(help=tell("cli.staff"), no_args_is_help=True, rich_markup_mode=None)


@verbs.command("invite", help=tell("cli.staff_invite"))
def invite(
    station: Annotated[str, typer.Option(help=tell("cli.staff_station"))],
    name: Annotated[str, typer.Option(help=tell("cli.staff_name"))],
    role: Annotated[str, typer.Option(help=tell("cli.staff_role"))] = "clerk",
    on_duty: Annotated[bool, typer.Option("--on-duty", help=tell("cli.staff_on_duty"))] = False,
) -> None:
    from storage import audit, staff, stations
    from storage.rules.calendar import SHANGHAI

    if role not in staff.ROLES:
        common.fail(tell("cli.role_unknown", role=role, roles=" ".join(staff.ROLES)), common.USAGE)
    settings = common.load()
    common.quiet()
    now = common.now()

    async def work() -> str:
        async with common.ledger(settings) as db, db.unit() as session:
            where = await stations.named(session, station)
            if where is None:
                names = "、".join(one.name for one in await stations.everything(session))
                common.fail(tell("cli.station_unknown", name=station, names=names or "-"))
            await audit.write(session, None, "invite", f"station:{where.id}", now, role=role, name=name)
            return await staff.invite(session, where, role, name.strip(), now, on_duty=on_duty)

    code = common.run(settings, work)
    until = (now + staff.VALID).astimezone(SHANGHAI)
    typer.echo(tell("cli.invited", code=code))
    typer.echo(tell("cli.invited_how", name=name, until=f"{until:%Y-%m-%d %H:%M}"))


@verbs.command("list", help=tell("cli.staff_list"))
def show() -> None:
    from storage import staff
    from storage.rules.calendar import SHANGHAI

    settings = common.load()
    common.quiet()

    # Names whole: the list is there to tell who is who, and citizens hear them anyway (decision 10).
    async def work() -> list[str]:
        async with common.ledger(settings) as db, db.reading() as session:
            lines = [
                tell(
                    "cli.staff_line",
                    id=one.id,
                    name=one.name,
                    station=where.name,
                    role=tell(f"cli.role_{one.role}"),
                    marks=_marks(one),
                )
                for one, where in await staff.everybody(session)
            ]
            for code, where in await staff.open_invites(session, common.now()):
                until = code.expires_at.astimezone(SHANGHAI)
                facts = {"name": code.name, "station": where.name}
                facts |= {"role": tell(f"cli.role_{code.role}"), "until": f"{until:%m-%d %H:%M}"}
                lines.append(tell("cli.staff_invite_line", **facts))
            return lines

    for line in common.run(settings, work) or [tell("cli.staff_none")]:
        typer.echo(line)


@verbs.command("disable", help=tell("cli.staff_disable"))
def disable(who: Annotated[str, typer.Argument(help=tell("cli.staff_who"))]) -> None:
    from storage import audit, cases, staff

    settings = common.load()
    common.quiet()

    async def work() -> tuple[str, int]:
        async with common.ledger(settings) as db, db.unit() as session:
            working = [one for one, _ in await staff.everybody(session) if one.enabled]
            found = [one for one in working if who in (one.name, str(one.id))]
            if not found:
                common.fail(tell("cli.staff_unknown", who=who))
            if len(found) > 1:
                ids = "、".join(str(one.id) for one in found)
                common.fail(tell("cli.staff_several", who=who, ids=ids))
            await audit.write(session, None, "disable", f"staff:{found[0].id}", common.now())
            await staff.disable(session, found[0])
            return found[0].name, len(await cases.owned_by(session, found[0].id))

    name, left = common.run(settings, work)
    typer.echo(tell("cli.staff_disabled", name=name))
    if left:
        typer.echo(tell("cli.staff_disabled_cases", number=left))


def _marks(one: Staff) -> str:
    return (tell("cli.on_duty") if one.on_duty else "") + ("" if one.enabled else tell("cli.disabled"))
