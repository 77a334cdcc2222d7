"""doctor: is everything right, and if not, what to do. Exit 0 well or only notes, 3 warnings, 1 broken."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import common
from bot.operator import tell

if TYPE_CHECKING:
    from bot.doctor.finding import Finding, State


as_json_option = typer.Option("--json", help=tell("cli.doctor_json"))


def doctor(as_json: Annotated[bool, as_json_option] = False) -> None:
    from bot.doctor import examine
    from bot.doctor.finding import finding
    from bot.settings import BadSettings, load_settings

    common.quiet()
    try:
        settings = load_settings()
    except BadSettings as error:
        found = [finding("settings", "fail", line=line) for line in error.lines]
    else:
        found = asyncio.run(examine(settings, common.now()))
    report(found, as_json=as_json)


def report(found: list[Finding], *, as_json: bool) -> None:
    """Print what was found and end as its worst line says."""
    states = Counter(one.state for one in found)
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print(found, states)
    if states["fail"]:
        raise typer.Exit(common.FAILED)
    if states["warn"]:
        raise typer.Exit(common.WARNINGS)


def _print(found: list[Finding], states: Counter[State]) -> None:
    for one in found:
        typer.echo(f"{tell(f'doctor.state_{one.state}')}  {one.said}")
        if one.next:
            typer.echo("      " + tell("doctor.next", next=one.next))
    counted = {one: states[one] for one in ("ok", "note", "warn", "fail")}
    typer.echo(tell("doctor.summary", all=len(found), **counted))
