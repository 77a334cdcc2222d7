"""Conversations 会话: reading this list is reading the product.

Order counts only among handlers of free sentences: who stands earlier is asked first (bot/switchboard.py has
the whole order of understanding). The fallback is last.
"""

from __future__ import annotations

from aiogram import Router


def conversations() -> list[Router]:
    """A fresh router for each conversation: a router can be attached only once."""
    return []
