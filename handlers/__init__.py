"""Conversations 会话: reading this list is reading the product.

Order counts only among handlers of free sentences: who stands earlier is asked first (bot/switchboard.py has
the whole order of understanding). The fallback is last. Nothing is imported before they are called
for: to read a sentence (`handlers.reading`) no engine is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aiogram import Router


def conversations() -> list[Router]:
    """A fresh router for each conversation: a router can be attached only once."""
    from handlers.common import back_cancel, consent, fallback, handoff, my_data, start, stop, wanted
    from handlers.common import help as how_to
    from handlers.complaint import closing, danger, follow_up, wages
    from handlers.employer import my_gigs, post
    from handlers.staff import cases, enrol, files, handover, review, teach, writing
    from handlers.worker import alerts, applications, asked, find, going, register, young

    told = [
        danger,  # first of all, in any state
        wages,
        young,  # nobody under 16 is asked another question
        enrol,
        files,  # 看图 1001 before 看
        cases,
        writing,
        handover,
        closing,
        follow_up,  # whoever staff are talking with is heard before any trade is looked for
        start,
        asked,
        handoff,
        stop,
        my_data,
        consent,
        how_to,
        review,
        teach,
        my_gigs,  # 取消 of who has a gig out is about that gig
        going,  # 砌墙 350那个 of who was shown it is no post
        wanted,  # 社保怎么交 names no trade
        post,
        back_cancel,
        applications,
        register,  # 我会贴瓷砖 is told
        find,  # 搬运 is asked for
        alerts,
        fallback,  # whatever nobody understood
    ]
    return [one.conversation() for one in told]
