"""`python -m bot`: a file in cli/ for each verb. Exit codes: 0 done, 1 failed, 2 wrong use, 3 warnings."""

import typer

from bot.cli import (
    budget,
    chat,
    doctor,
    media,
    migrate,
    seed,
    serve,
    staff,
    station,
    trades,
    understand,
    version,
    wechat,
)
from bot.operator import tell

app = typer.Typer(
    help=tell("cli.about"),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,  # its traces show local variables: names and phones
)
for name, verb in (
    ("serve", serve.serve),
    ("chat", chat.chat),
    ("migrate", migrate.migrate),
    ("seed", seed.seed),
    ("doctor", doctor.doctor),
    ("budget", budget.budget),
    ("media", media.media),
    ("understand", understand.understand),
    ("version", version.version),
):
    app.command(name, help=tell(f"cli.{name}"))(verb)
app.add_typer(station.verbs, name="station")
app.add_typer(staff.verbs, name="staff")
app.add_typer(trades.verbs, name="trades")
app.add_typer(wechat.verbs, name="wechat")

if __name__ == "__main__":
    app(prog_name="python -m bot")
