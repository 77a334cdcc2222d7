"""What every form says around its questions: the step, the ways on, what came instead of words."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import Message

from handlers.forms.draft import Draft
from handlers.forms.parts import Option, Question
from handlers.phrases import say
from handlers.reading.numerals import whole

MOST = 6
"""Choices of one question: more nobody reads."""
PATIENCE = 3
"""The same question so many times: then a human is offered with it."""
NOTED = 14
"""Characters of what was noted that still stand on one line."""


def step(questions: Sequence[Question], now: Draft, question: Question) -> str:
    """第2步，共4步: of what was really asked and what is still to be asked."""
    if not question.counted:
        return ""
    if question.name not in now.steps:
        now.steps.append(question.name)
    n = now.steps.index(question.name) + 1
    known = {*now.filled, *now.skipped, *now.steps[:n]}
    left = [q for q in questions if q.counted and q.name not in known and q.needed(now.filled)]
    return say("form.step", n=n, all=n + len(left)) if n + len(left) > 1 else ""


def missed(text: str, options: Sequence[Option]) -> str:
    """The first time: a number that is not there is told so."""
    number = whole(text.strip()) if options else None
    return say("form.missed") if number is None else say("form.no_such", n=len(options))


def ways(form: str, question: Question | None, options: Sequence[Option]) -> list[tuple[str, str]]:
    """The second time: everything that can be chosen, and always a human."""
    last = [(say("form.human"), f"{form}.steer:human")]
    if question is None:
        return last
    if question.optional:
        last.insert(0, (say("form.skip"), f"{form}.steer:skip"))
    return picks(form, question, options)[: MOST - len(last)] + last


def picks(form: str, question: Question, options: Sequence[Option]) -> list[tuple[str, str]]:
    return [(label, f"{form}.pick:{question.name}:{place}") for place, (label, _) in enumerate(options)]


def of_card(form: str, *, worn: bool) -> list[tuple[str, str]]:
    pairs = [(say(f"form.card_{verb}"), f"{form}.card:{verb}") for verb in ("ok", "edit")]
    return [*pairs, (say("form.human"), f"{form}.steer:human")] if worn else pairs


def noted(shown: Sequence[str], beside: bool) -> str:
    """What was told besides the answer, read back; `beside`: there was no answer."""
    what = "、".join(shown)
    if not what:
        return say("form.noted") if beside else ""
    return say("form.noted_what", what=what if len(what) <= NOTED else f"{what[:NOTED]}…")


def resume(form: str) -> list[tuple[str, str]]:
    return [(say(f"form.resume_{verb}"), f"{form}.resume:{verb}") for verb in ("on", "new", "leave")]


def got(message: Message) -> str:
    """A picture, a voice or nothing, where words were asked for."""
    kind = next(
        (kind for kind in ("voice", "photo", "video", "location") if getattr(message, kind)), "nothing"
    )
    return say(f"form.got_{kind}")
