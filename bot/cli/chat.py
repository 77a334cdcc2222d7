"""chat: several people in one terminal, on the real engine."""

from __future__ import annotations

from bot.cli import common


def chat() -> None:
    raise SystemExit(common.FAILED)
