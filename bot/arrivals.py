"""A message arrives: who wrote it, and the row that makes its repetition harmless."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.channels import bridge
from bot.channels.base import Abilities, Inbound
from bot.sending import budget
from storage import allowances, dialogues, inbox, outbox_held, people
from storage.db import Session
from storage.dialogues import Talk


async def talk_of(session: Session, inbound: Inbound, now: datetime) -> Talk:
    """Where the sender is in a conversation; whoever is new is welcomed."""
    talk = await dialogues.of_sender(session, inbound.channel, inbound.account, inbound.sender)
    if talk is None:
        address = await people.welcome(session, inbound.channel, inbound.account, inbound.sender, now)
        # Whoever comes back to a running case may have something waiting there.
        talk = await dialogues.of_address(session, address.id) or Talk(address.id, address.person_id)
    elif not talk.reachable:
        await people.reached(session, talk.address_id)
    return talk


async def write_down(
    session: Session,
    inbound: Inbound,
    able: Abilities,
    talk: Talk,
    row: int,
    now: datetime,
    **state: Any,
) -> bool:
    """Put the message into the inbox; False when it was here before, and nothing follows from it."""
    fresh = await inbox.put(
        session,
        row=row,
        channel=inbound.channel,
        account=inbound.account,
        message_id=inbound.message_id,
        address_id=talk.address_id,
        raw=bridge.pack(inbound),
        now=now,
        **state,
    )
    if not fresh:
        return False
    if talk.awaited and not hears_all(able, talk):
        # The network lets us speak again: what waited for this person's next word may leave.
        await outbox_held.release_held(session, talk.address_id, now)
    opened = budget.after_contact(inbound.contact, able.windows, inbound.at, now)
    if opened:
        await allowances.put(session, talk.address_id, opened)
    return True


def hears_all(able: Abilities, talk: Talk) -> bool:
    """Whether the response to this message also carries what waited for this person."""
    return talk.awaited and able.one_answer > 0
