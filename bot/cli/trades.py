"""trades: the names that this installation taught its lexicon; to add, take back, carry to another place."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import common
from bot.operator import tell

verbs = typer.Typer(help=tell("cli.trades"), no_args_is_help=True, rich_markup_mode=None)
ANYWAY = typer.Option("--anyway", help=tell("trades.anyway"))
COLUMNS = ("name", "trade", "source", "by", "at")


@verbs.command("add", help=tell("trades.add"))
def add(
    name: Annotated[str, typer.Argument(help=tell("trades.add_name"))],
    trade: Annotated[str, typer.Argument(help=tell("trades.add_trade"))],
    anyway: Annotated[bool, ANYWAY] = False,
) -> None:
    from storage import teaching

    settings = common.load()
    common.quiet()
    _refuse([(name, trade)], anyway=anyway)

    async def work() -> str | None:
        async with common.ledger(settings) as db, db.unit() as session:
            return await teaching.teach(session, name, trade, None, common.now(), "operator")

    before = common.run(settings, work)
    key = "changed" if before and before != trade else "added"
    typer.echo(tell(f"trades.{key}", name=name, trade=trade, before=before))


@verbs.command("drop", help=tell("trades.drop"))
def drop(name: Annotated[str, typer.Argument(help=tell("trades.add_name"))]) -> None:
    from storage import teaching

    settings = common.load()
    common.quiet()

    async def work() -> str | None:
        async with common.ledger(settings) as db, db.unit() as session:
            return await teaching.forget(session, name, None, common.now())

    trade = common.run(settings, work)
    if trade is None:
        common.fail(tell("trades.not_taught", name=name))
    typer.echo(tell("trades.dropped", name=name, trade=trade))


@verbs.command("list", help=tell("trades.list"))
def show() -> None:
    """Who taught which name and when; the operator's own have no name beside them."""
    for line in _table():
        typer.echo(tell("trades.line", **line))


@verbs.command("misses", help=tell("trades.misses"))
def misses(most: Annotated[int, typer.Option(help=tell("trades.most"))] = 50) -> None:
    from storage import teaching

    settings = common.load()
    common.quiet()

    async def work() -> list[str]:
        async with common.ledger(settings) as db, db.reading() as session:
            rows = await teaching.misses(session, most)
            return [tell("trades.miss", said=r.said, times=r.times, guess=r.guess or "-") for r in rows]

    for line in common.run(settings, work) or [tell("trades.no_misses")]:
        typer.echo(line)


@verbs.command("export", help=tell("trades.export"))
def export() -> None:
    out = io.StringIO()
    table = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(_table())
    typer.echo(out.getvalue(), nl=False)


@verbs.command("import", help=tell("trades.import"))
def bring(
    file: Annotated[Path, typer.Argument(help=tell("trades.import_file"))],
    anyway: Annotated[bool, ANYWAY] = False,
) -> None:
    from storage import teaching

    settings = common.load()
    common.quiet()
    lines, pairs = _pairs(file)
    _refuse(pairs, lines, anyway=anyway)

    async def work() -> None:
        async with common.ledger(settings) as db, db.unit() as session:
            for name, trade in pairs:
                await teaching.teach(session, name, trade, None, common.now(), "import")

    common.run(settings, work)
    typer.echo(tell("trades.imported", n=len(pairs)))


def _table() -> list[dict[str, str]]:
    from storage import teaching
    from storage.rules.calendar import SHANGHAI

    settings = common.load()
    common.quiet()

    async def work() -> list[teaching.Taught]:
        async with common.ledger(settings) as db, db.reading() as session:
            return await teaching.everything(session)

    return [
        {
            "name": one.name,
            "trade": one.trade,
            "source": one.source,
            "by": one.by or "",
            "at": f"{one.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}",
        }
        for one in common.run(settings, work)
    ]


def _pairs(file: Path) -> tuple[list[int], list[tuple[str, str]]]:
    """The line on which each pair of the table ends, and the pairs."""
    try:
        text = file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        common.fail(tell("trades.not_utf8", file=file), common.USAGE)
    except OSError as error:
        common.fail(tell("trades.unread", file=file, why=type(error).__name__), common.USAGE)
    table = csv.DictReader(io.StringIO(text, newline=""))
    if not {"name", "trade"} <= set(table.fieldnames or ()):
        common.fail(tell("trades.no_table", file=file), common.USAGE)
    rows = [(table.line_num, ((row["name"] or "").strip(), (row["trade"] or "").strip())) for row in table]
    return [line for line, _ in rows], [pair for _, pair in rows]


def _refuse(pairs: list[tuple[str, str]], lines: list[int] | None = None, *, anyway: bool) -> None:
    """Say all that is wrong with a table at once, and take nothing of it."""
    from storage import teaching

    wrong = {place: tell(f"trades.fault_{one.fault}", word=one.word) for place, one in teaching.faults(pairs)}
    for place, (name, trade) in enumerate(pairs):
        if place not in wrong and (fault := _no_name(name, trade, anyway=anyway)):
            wrong[place] = fault
    for place, fault in sorted(wrong.items()):
        said = tell("trades.at_line", line=lines[place], fault=fault) if lines else fault
        typer.echo(said, err=True)
    if wrong:
        raise typer.Exit(common.USAGE)


def _no_name(name: str, trade: str, *, anyway: bool) -> str | None:
    from handlers.reading.wants.no_name import why_no_name
    from storage import teaching

    if why := why_no_name(name):
        return tell(f"trades.no_{why}", word=name)
    if not anyway and (several := teaching.shared(name)):
        return tell("trades.shared", word=name, trades="、".join(several), trade=trade)
    return None
