"""The half-filled form of a person: kept in the dialogue, for seven days after it was left."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State

KEPT_FOR = timedelta(days=7)
RESTED = timedelta(hours=12)
_EDIT = re.compile(r"(?:改|修改|更正|第)\s*([1-9一二三四五六七八九])?\s*(?:个|项|条|行|处|一下)?")
_DIGITS = "一二三四五六七八九"


@dataclass
class Draft:
    """What a form knows so far. `asked` is the open question, "card" while the card is read back.

    `steps` are the questions asked, in order; `before` holds an answer that is being changed; `repeats`
    counts how often the open question was asked again.
    """

    filled: dict[str, Any] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    trail: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)
    asked: str = ""
    misses: int = 0
    repeats: int = 0
    at: str = ""


async def current(state: FSMContext, form: str) -> Draft | None:
    """The draft of the form that is open; None when another one, or none, is."""
    data = await state.get_data()
    if data.get("form") != form or "draft" not in data:
        return None
    return Draft(**data["draft"])


async def open_(state: FSMContext, at: State, form: str, draft: Draft) -> None:
    """Write the draft down and stand in the form's state."""
    data = await state.get_data()
    await state.set_state(at)
    await state.set_data({**data, "form": form, "draft": asdict(draft)})


async def close(state: FSMContext, form: str, *, keep: bool) -> None:
    """Leave the form; its draft is put aside for later, or dropped."""
    data = await state.get_data()
    aside = dict(data.get("drafts", {}))
    aside.pop(form, None)
    if keep and data.get("form") == form:
        aside[form] = data["draft"]
    rest = {key: value for key, value in data.items() if key not in ("form", "draft", "drafts")}
    await state.set_state(None)
    await state.set_data({**rest, **({"drafts": aside} if aside else {})})


async def put_aside(state: FSMContext) -> None:
    """Leave whatever form is open, keeping its draft: the person turned to something else."""
    data = await state.get_data()
    if "form" in data:
        await close(state, data["form"], keep=bool(data["draft"].get("filled")))
    elif await state.get_state():
        await state.set_state(None)


async def kept(state: FSMContext, form: str, now: datetime) -> Draft | None:
    """The draft put aside, or still open; None after seven days."""
    data = await state.get_data()
    raw = data["draft"] if data.get("form") == form else data.get("drafts", {}).get(form)
    if not raw:
        return None
    draft = Draft(**raw)
    return draft if _since(draft, now) < KEPT_FOR else None


def rested(draft: Draft, now: datetime) -> bool:
    """Whether the last answer is so old that nobody remembers the question."""
    return _since(draft, now) > RESTED


def _since(draft: Draft, now: datetime) -> timedelta:
    return now - datetime.fromisoformat(draft.at) if draft.at else timedelta()


async def add_known(state: FSMContext, form: str, known: dict[str, Any]) -> None:
    """What became known since the draft was put aside is not asked again; the draft's own answers stand."""
    data = await state.get_data()
    aside = data.get("drafts", {})
    if form in aside:
        mended = {**aside[form], "filled": {**known, **aside[form]["filled"]}}
        await state.set_data({**data, "drafts": {**aside, form: mended}})


def edit_place(text: str) -> int | None:
    """改2 → 2, 改 → 0 (which one is to be asked), anything else → None."""
    found = _EDIT.fullmatch(text.strip())
    if not found:
        return None
    said = found[1]
    if said is None:
        return 0
    return int(said) if said.isdigit() else _DIGITS.index(said) + 1
