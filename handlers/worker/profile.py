"""What a worker tells of themselves: the questions that registering and signing up share."""

from __future__ import annotations

from typing import Any

from handlers import places, shown
from handlers.common import consent
from handlers.forms import Here, Question
from handlers.phrases import say, words
from handlers.reading.choice import yes_no
from handlers.reading.people.names import read_name, read_name_beside
from handlers.reading.phone import read_phone
from handlers.reading.places.places import read_place
from handlers.reading.places.whereabouts import read_whereabouts
from handlers.reading.trades.trade import read_trades
from handlers.reading.trades.unknown_word import unknown_word
from handlers.worker import trades
from storage import people, stations, teaching, workers
from storage.models import Person

MOST_AREAS = 5
SHORT_PLACE = 12


async def _trades(text: str, here: Here) -> list[str] | None:
    """Trades in the sentence, best first; of an ambiguous name all meanings, to be chosen from."""
    del here
    certain, ambiguous = trades.meant(text)
    if ambiguous:
        several = say("register.several")
        return [several, *ambiguous, *([several, *certain] if certain else [])]
    return list(certain) or None


async def _unheard_of(text: str, here: Here) -> None:
    """A word for a trade that nobody has taught us: staff may know it."""
    if word := unknown_word(text):
        await teaching.missed(here.session, word, here.person_id, here.now)


def settled(filled: dict[str, Any]) -> list[str]:
    """The trades that are certain, among them the one chosen for an ambiguous name."""
    told: list[str] = filled.get("trades", [])
    if not open_choice(filled):
        return told
    return [*([filled["which"]] if chosen(filled) else []), *parted(told)[1]]


def parted(told: list[str]) -> tuple[list[str], list[str]]:
    """The meanings of the ambiguous name, and what was told beside it and is certain."""
    second = next((at for at, one in enumerate(told) if at and one == told[0]), len(told))
    return told[1:second], told[second + 1 :]


def open_choice(filled: dict[str, Any]) -> bool:
    """Whether the trade told may be one of several."""
    return bool(filled.get("trades", [""])[:1] == [say("register.several")])


def chosen(filled: dict[str, Any]) -> bool:
    return open_choice(filled) and "which" in filled


async def _meanings(here: Here, filled: dict[str, Any]) -> list[tuple[str, str]]:
    del here
    return [(trade, trade) for trade in parted(filled.get("trades", []))[0][:5]]


async def _which(text: str, here: Here) -> str | None:
    found = await _trades(text, here)
    return found[0] if found and found[0] != say("register.several") else None


async def _area(text: str, here: Here) -> dict[str, str] | None:
    """An area of ours, a place in their own words, or anywhere."""
    area = await places.mentioned(text, here.session)
    if area:
        return {"code": area.code, "name": area.name}
    said = text.strip(" 。.，,！!")
    found = read_whereabouts(said)
    if said in words("register.anywhere") or (found and not found.words):
        return {"name": words("register.anywhere")[0]}
    place = read_place(said)
    name = found.words if found else place.words if place else said if _like_a_place(said) else ""
    return {"name": name} if name else None


def _like_a_place(said: str) -> bool:
    """桥头, 老车站: a few characters of Chinese, no sentence."""
    if not 2 <= len(said) <= 6 or shown.hanzi(said) < len(said) or len(set(said)) == 1:
        return False
    return yes_no(said) is None and read_trades(said) == ((), ())


async def _area_inside(text: str, here: Here) -> dict[str, str] | None:
    area = await places.mentioned(text, here.session)
    return {"code": area.code, "name": area.name} if area else None


async def _located(lat: float, lon: float, label: str, here: Here) -> dict[str, str]:
    area = await places.sent(lat, lon, label, here.session)
    if area:
        return {"code": area.code, "name": area.name}
    return {"name": label[:SHORT_PLACE] or say("register.on_the_map")}


async def _areas(here: Here, filled: dict[str, Any]) -> list[tuple[str, dict[str, str]]]:
    del filled
    towns = (await stations.areas(here.session, "town"))[:MOST_AREAS]
    listed = [(town.name, {"code": town.code, "name": town.name}) for town in towns]
    anywhere = words("register.anywhere")[0]
    return [*listed, (anywhere, {"name": anywhere})] if listed else []


async def _phone(text: str, here: Here) -> str | None:
    del here
    found = read_phone(text)
    return found.number if found else None


async def _name(text: str, here: Here) -> str | None:
    del here
    found = read_name(text, asked=True)
    return found.name if found else None


async def _name_inside(text: str, here: Here) -> str | None:
    del here
    found = read_name(text) or read_name_beside(text)
    return found.name if found else None


def _named(place: dict[str, str]) -> str:
    return place["name"]


def _listed(trades: list[str]) -> str:
    return "、".join(trades[1:2] if trades[0] == say("register.several") else trades)


TRADES = Question(
    "trades",
    _trades,
    show=_listed,
    sweep=_trades,
    needed=lambda filled: not chosen(filled),
    missed=_unheard_of,
)
WHICH = Question("which", _which, options=_meanings, needed=open_choice, counted=False)
AREA = Question(
    "area", _area, show=_named, options=_areas, optional=True, locate=_located, sweep=_area_inside
)
NAME = Question("name", _name, optional=True, needed=consent.not_refused, sweep=_name_inside)


def phone(*, optional: bool) -> Question:
    """Registering can do without it, an employer cannot."""
    return Question("phone", _phone, optional=optional, needed=consent.not_refused, sweep=_phone)


async def known(here: Here, person: Person) -> dict[str, Any]:
    """What was told before: never asked again."""
    place = await workers.place_of(here.session, person)
    found: dict[str, Any] = {
        "trades": await people.trades_of(here.session, person.id),
        "area": {"code": person.area_code, "name": place} if place else None,
        "agree": await consent.given(here.session, person.id),
        "phone": person.phone,
        "name": person.name,
    }
    return {key: value for key, value in found.items() if value}


async def keep(here: Here, person: Person, filled: dict[str, Any]) -> None:
    """Write down what was told; name and phone only after a yes, and the answer with them."""
    if filled.get("area"):
        await workers.settle(here.session, person, filled["area"].get("code"), filled["area"]["name"])
    if "agree" in filled:
        await consent.write(here, filled["agree"])
    if consent.agreed(filled):
        await people.remember(here.session, person, name=filled.get("name"), phone=filled.get("phone"))
