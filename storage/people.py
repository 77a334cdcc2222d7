"""People: who writes to us, where they are reached, how staff find them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import String, bindparam, cast, delete, func, update
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.models import (
    Address,
    Allowance,
    Case,
    Consent,
    Dialogue,
    Employer,
    Findable,
    Person,
    Staff,
    WorkerTrade,
    vault,
)
from storage.prepared import ById, Prepared
from storage.views import PersonView, columns

LEFT, HASH = "left:", "#"
"""In the place of an address that somebody left; with a hash while they may come back to a case."""

_PERSON = ById(Person)
_VIEW = Prepared(select_columns(*columns(Person, PersonView)).where(col(Person.id) == bindparam("person_id")))
_TRADES = Prepared(
    select_columns(col(WorkerTrade.trade))
    .where(col(WorkerTrade.person_id) == bindparam("person_id"))
    .order_by(col(WorkerTrade.trade))
)
_CONSENTED = Prepared(
    select_columns(col(Consent.given))
    .where(
        col(Consent.person_id) == bindparam("person_id"),
        col(Consent.notice) == bindparam("notice"),
        col(Consent.version) == bindparam("version"),
    )
    .order_by(col(Consent.id).desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody on a channel: their id there, their name, their role."""

    external: str
    name: str
    role: Literal["worker", "employer", "staff", "left", "new"]
    about: str = ""


async def get(session: AsyncSession, person_id: int) -> Person:
    """The person; it is a mistake to ask for one who is not there."""
    person = await _PERSON.get(session, person_id)
    if person is None:
        raise LookupError(f"no person {person_id}")
    return person


async def glance(session: AsyncSession, person_id: int) -> PersonView:
    """The person as most conversations need them: to be read, not changed."""
    row = await _VIEW.row(session, person_id=person_id)
    if row is None:
        raise LookupError(f"no person {person_id}")
    return PersonView._make(row)


async def welcome(session: AsyncSession, channel: str, account: str, external: str, now: datetime) -> Address:
    """Somebody writes for the first time: a person and the address they write from.

    Whoever left with a case running finds it again; of nobody else anything is kept to be known by.
    """
    if back := await address(session, channel, account, _left(channel, account, external)):
        back.external, back.reachable = external, True
        session.add(back)
        await session.flush()
        return back
    person = Person(created_at=now)
    session.add(person)
    await session.flush()
    made = Address(
        person_id=person.id,
        channel=channel,
        account=account,
        external=external,
        created_at=now,
    )
    session.add(made)
    await session.flush()
    return made


async def reached(session: AsyncSession, address_id: int, *, reachable: bool = True) -> None:
    """Whether messages to this address arrive: unmarked when the network says the person is gone."""
    await session.execute(update(Address).where(col(Address.id) == address_id).values(reachable=reachable))


async def part(session: AsyncSession, where: Address, *, known: bool) -> None:
    """They left the network's account: nothing there points at them any more.

    `known`: a case of theirs is running, so a keyed hash stays until it is over.
    """
    where.external = _left(where.channel, where.account, where.external) if known else f"{LEFT}{where.id}"
    where.reachable = False
    session.add(where)
    await session.flush()
    await session.execute(delete(Allowance).where(col(Allowance.address_id) == where.id))


async def forget_left(session: AsyncSession, live: Sequence[str]) -> int:
    """Whose case is over meanwhile is not known again; `live` are the states of a case that runs."""
    running = select(Case.id).where(Case.address_id == col(Address.id), col(Case.status).in_(live)).exists()
    over = (
        update(Address)
        .where(col(Address.external).startswith(f"{LEFT}{HASH}"), ~running)
        .values(external=LEFT + cast(col(Address.id), String))
        .returning(col(Address.id))
    )
    return len((await session.execute(over, execution_options={"synchronize_session": False})).all())


def _left(channel: str, account: str, external: str) -> str:
    digest = vault().digest("left", "\0".join((channel, account, external)))
    return f"{LEFT}{HASH}{digest.hex()}"


async def remember(
    session: AsyncSession,
    person: Person,
    *,
    name: str | None = None,
    phone: str | None = None,
) -> None:
    """Keep name and phone sealed, and lay the keyed hashes by which staff find the person again."""
    person.keep_private(**{k: v for k, v in (("name", name), ("phone", phone)) if v})
    session.add(person)
    await session.flush()
    await session.execute(delete(Findable).where(col(Findable.person_id) == person.id))
    for kind, digest in asdict(vault().find_keys(person.name, person.phone)).items():
        if digest:
            session.add(Findable(person_id=person.id, kind=kind, digest=digest))
    await session.flush()


async def find(session: AsyncSession, kind: str, value: str) -> list[Person]:
    """Everybody whose phone, phone_tail, name or initials is exactly this; staff type them as they like."""
    keys = vault().find_keys(value, "") if kind in ("name", "initials") else vault().find_keys("", value)
    digest = vault().digest("initials", value.lower()) if kind == "initials" else getattr(keys, kind)
    query = (
        select(Person)
        .join(Findable, col(Findable.person_id) == col(Person.id))
        .where(Findable.digest == digest)
    )
    return list((await session.exec(query)).all())


async def meant(session: AsyncSession, said: str) -> list[Person]:
    """Whom an operator means: our number of a person or address, a network's id of them, a phone, a name."""
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 19 else 0
    at = select(Address.person_id).where((col(Address.external) == said) | (col(Address.id) == number))
    by_id = select(Person).where((col(Person.id) == number) | col(Person.id).in_(at))
    found = list((await session.exec(by_id)).all())
    found += await find(session, "phone", said) + await find(session, "name", said)
    return list({one.id: one for one in found}.values())


async def address_of(session: AsyncSession, person_id: int) -> Address | None:
    """Where the person was last heard of, preferring addresses that still take messages."""
    query = (
        select(Address)
        .outerjoin(Dialogue, col(Dialogue.address_id) == col(Address.id))
        .where(Address.person_id == person_id)
        .order_by(
            col(Address.reachable).desc(),
            func.coalesce(col(Dialogue.updated_at), 0).desc(),
        )
        .limit(1)
    )
    return (await session.exec(query)).first()


async def places(session: AsyncSession, person_id: int) -> list[Address]:
    """Everywhere the person ever wrote from."""
    query = select(Address).where(Address.person_id == person_id).order_by(col(Address.id))
    return list((await session.exec(query)).all())


async def addresses(session: AsyncSession, person_id: int) -> list[Address]:
    """Every way to reach the person that still takes messages; all of them when none does."""
    found = await places(session, person_id)
    return [one for one in found if one.reachable] or found


async def address(session: AsyncSession, channel: str, account: str, external: str) -> Address | None:
    query = select(Address).where(
        Address.channel == channel, Address.account == account, Address.external == external
    )
    return (await session.exec(query)).first()


async def on_channel(session: AsyncSession, channel: str, account: str) -> list[Known]:
    """Everybody of one channel with their name and what they are here."""
    query = (
        select(Address, Person, Staff, Employer)
        .join(Person, col(Person.id) == col(Address.person_id))
        .outerjoin(Staff, col(Staff.person_id) == col(Person.id))
        .outerjoin(Employer, col(Employer.person_id) == col(Person.id))
        .where(Address.channel == channel, Address.account == account)
        .order_by(col(Address.id))
    )
    return [_known(*found) for found in (await session.exec(query)).all()]


def _known(address: Address, person: Person, staff: Staff | None, employer: Employer | None) -> Known:
    if staff and staff.enabled:
        return Known(address.external, staff.name or person.name, "staff")
    if employer and employer.name:
        return Known(address.external, person.name or employer.name, "employer", employer.name)
    if person.is_worker or not staff:
        return Known(address.external, person.name, "worker" if person.is_worker else "new")
    return Known(address.external, person.name or staff.name, "left")


async def trades_of(session: AsyncSession, person_id: int) -> list[str]:
    return [trade for (trade,) in await _TRADES.rows(session, person_id=person_id)]


async def set_trades(session: AsyncSession, person_id: int, trades: dict[str, str]) -> None:
    """Replace what a worker can do; each trade with the words they used for it."""
    await session.execute(delete(WorkerTrade).where(col(WorkerTrade.person_id) == person_id))
    for trade, words in trades.items():
        session.add(WorkerTrade(person_id=person_id, trade=trade, words=words))
    await session.flush()


async def consented(session: AsyncSession, person_id: int, notice: str, version: int) -> bool:
    """Whether the person agreed to this version of a notice, by their last word on it."""
    last = await _CONSENTED.row(session, person_id=person_id, notice=notice, version=version)
    return bool(last and last[0])
