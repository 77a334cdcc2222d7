"""wechat: an Official Account from the command line: is all well, its menu, its QR codes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.cli import common
from bot.cli.doctor import as_json_option, report
from bot.operator import tell

if TYPE_CHECKING:
    from bot.channels.wechat.account import WechatAccount
    from bot.channels.wechat.api import Api
    from bot.doctor.finding import Finding
    from bot.settings import Settings
    from storage.db import Database

verbs = typer.Typer(help=tell("cli.wechat"), no_args_is_help=True, rich_markup_mode=None)
menu = typer.Typer(help=tell("cli.wechat_menu"), no_args_is_help=True, rich_markup_mode=None)
verbs.add_typer(menu, name="menu")


@verbs.command("check", help=tell("cli.wechat_check"))
def check(as_json: Annotated[bool, as_json_option] = False) -> None:
    settings, account = _account()

    async def work() -> list[Finding]:
        async with common.ledger(settings) as db:
            return await _check(settings, account, db)

    report(common.run(settings, work), as_json=as_json)


async def _check(settings: Settings, account: WechatAccount, db: Database) -> list[Finding]:
    from bot.doctor import callback, networks, wechat

    found = list(wechat.settings(account))
    if account.secret:
        async with _api(account, db) as api:
            found += [one async for one in wechat.examine(account, api, db, common.now)]
    else:
        found.append(await networks.clock(account, common.now()))
    return found + [one async for one in callback.examine(account, settings, common.now)]


@menu.command("push", help=tell("cli.wechat_menu_push"))
def push() -> None:
    settings, account = _account()

    async def work() -> str:
        from bot.channels.base import SendError
        from bot.channels.wechat import setup

        async with common.ledger(settings) as db, _api(account, db) as api:
            try:
                await setup.push_menu(api, account)
            except SendError as error:
                return _no_menu(error)
        _draw(account)
        return tell("wechat.menu_pushed")

    typer.echo(common.run(settings, work) if account.secret else tell("wechat.menu_without_secret"))


@menu.command("show", help=tell("cli.wechat_menu_show"))
def show() -> None:
    settings, account = _account()

    async def work() -> str:
        from bot.channels.base import SendError
        from bot.channels.wechat import setup

        async with common.ledger(settings) as db, _api(account, db) as api:
            try:
                ours = await setup.menu_is_ours(api, account)
            except SendError as error:
                return _no_menu(error)
        return tell("wechat.menu_same" if ours else "wechat.menu_other")

    _draw(account)
    typer.echo(common.run(settings, work) if account.secret else tell("wechat.menu_without_secret"))


@verbs.command("qrcode", help=tell("cli.wechat_qrcode"))
def qrcode(station: Annotated[str, typer.Argument(help=tell("cli.staff_station"))]) -> None:
    settings, account = _account()

    async def work() -> list[str]:
        from storage import station_codes, stations

        async with common.ledger(settings) as db:
            async with db.reading() as session:
                where = await stations.named(session, station)
                if where is None:
                    names = "、".join(one.name for one in await stations.everything(session))
                    common.fail(tell("cli.station_unknown", name=station, names=names or "-"))
                code = await station_codes.code(session, where)
            typed = tell("wechat.code_typed", name=where.name, code=code)
            return [*await _image(account, db, station_codes.scene(where)), typed]

    for line in common.run(settings, work):
        typer.echo(line)


async def _image(account: WechatAccount, db: Database, scene: str) -> list[str]:
    """Where the QR code is to be seen; or why there is none, which ends nothing: the digits do the same."""
    from bot.channels.base import Refused, SendError
    from bot.channels.wechat import setup
    from bot.operator.errcodes import explained

    if not account.secret:
        return [tell("wechat.code_without_secret")]
    async with _api(account, db) as api:
        try:
            made = await setup.qrcode(api, scene)
        except Refused as error:
            return [tell("wechat.code_refused", why=explained(str(error))[0])]
        except SendError as error:
            _refused(error)
    return [tell("wechat.code_image", url=made.image), tell("wechat.code_leads", url=made.leads)]


def _account() -> tuple[Settings, WechatAccount]:
    """Settings and the account they name, or one line and exit 2."""
    from bot.channels.wechat.account import WechatAccount

    settings = common.load()
    common.quiet("ERROR")  # what WeChat refuses is told in words, and some refusals are what was asked for
    account = WechatAccount.of(settings)
    if account is None:
        common.fail(tell("wechat.none"), common.USAGE)
    return settings, account


@asynccontextmanager
async def _api(account: WechatAccount, db: Database) -> AsyncIterator[Api]:
    """Calls with the token that `serve` uses too."""
    from bot.channels.wechat.api import Api
    from bot.channels.wechat.inbound import NAME
    from bot.shared_token import SharedToken

    api = Api(account, SharedToken(db, NAME, account.app_id), now=common.now)
    try:
        yield api
    finally:
        await api.close()


def _draw(account: WechatAccount) -> None:
    """The menu as people see it."""
    from bot.channels.wechat import setup

    for button in setup.menu_of(account)["button"]:
        below = "、".join(one["name"] for one in button["sub_button"])
        typer.echo(tell("wechat.menu_line", top=button["name"], below=below))


def _no_menu(error: Exception) -> str:
    """That this kind of account has no menu, which is nobody's fault; any other refusal ends the verb."""
    from bot.channels.wechat.errors import NO_ABILITY

    if not str(error).startswith(str(NO_ABILITY)):
        _refused(error)
    return tell("wechat.menu_none")


def _refused(error: Exception) -> NoReturn:
    from bot.operator.errcodes import explained

    why, following = explained(str(error))
    common.fail(tell("wechat.refused", why=why, next=following or tell("wechat.next_check")))
