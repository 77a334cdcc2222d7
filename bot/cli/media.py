"""media: photos, voices and videos of a case, opened, into a folder; whoever asked for them is on record."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from storage.models import Evidence


def media(
    number: Annotated[int, typer.Argument(help=tell("cli.media_number"))],
    folder: Annotated[Path, typer.Argument(help=tell("cli.media_folder"))],
) -> None:
    from storage import audit, cases, evidence

    settings = common.load()
    common.quiet()
    store = settings.data_dir / "media"

    async def work() -> list[Evidence]:
        async with common.ledger(settings) as db, db.unit() as session:
            case = await cases.by_number(session, number)
            if case is None:
                common.fail(tell("cli.media_no_case", number=number))
            files = await evidence.of_case(session, case.id, *evidence.FILES)
            await audit.write(session, None, "open media", f"case:{case.id}", common.now(), files=len(files))
            return files

    # On record before the first of them is opened.
    files = common.run(settings, work)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        opened = [_open(store, one, folder / _name(number, n, one)) for n, one in enumerate(files, 1)]
    except OSError as error:
        common.fail(tell("cli.media_unwritten", folder=folder, reason=error.strerror))
    typer.echo(tell("cli.media_done", number=number, opened=sum(opened), all=len(files), folder=folder))


def _open(store: Path, file: Evidence, target: Path) -> bool:
    """Into the folder, for this user alone; False with a line that says why it is not there."""
    from storage import evidence, media

    if not evidence.stored(file):
        key = "media_lost" if evidence.lost(file) else "media_waits" if file.retry_at else "media_never"
        typer.echo(tell(f"cli.{key}", name=target.stem))
        return False
    try:
        data = media.load(store, file.media)
    except media.NoSuchMedia:
        typer.echo(tell("cli.media_erased", name=target.stem))
        return False
    handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as written:
        written.write(data)
    typer.echo(target.name)
    return True


def _name(number: int, place: int, file: Evidence) -> str:
    """1001-02-voice-20261121-0910.amr: the case, its place there, what it is, when it was sent."""
    from storage.rules.calendar import SHANGHAI

    ending = file.media.rpartition(".")[2] if file.sha256 else ""
    sent = f"{file.at.astimezone(SHANGHAI):%Y%m%d-%H%M}"
    return f"{number}-{place:02}-{file.kind}-{sent}" + (f".{ending}" if ending else "")
