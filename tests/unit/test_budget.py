"""What the planner promises, for whatever it is asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.base import Contact, Way, Window
from bot.sending.budget import (
    CONTACTS,
    FORMS,
    MARGIN,
    Item,
    Plan,
    after_contact,
    corrected,
    may_say,
    opened,
    plan,
)
from storage.allowances import Left

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WINDOWS: dict[Contact, Window] = {
    "message": Window(5, 48 * HOUR),
    "tap": Window(3, MINUTE),
    "follow": Window(3, MINUTE),
    "scan": Window(3, MINUTE),
}
CONTACT: dict[str, Contact] = {name: name for name in CONTACTS}
WAYS: tuple[Way, ...] = ("service", "subscribe", "template", "once")

moments = st.integers(-4000, 4000).map(lambda minutes: NOW + timedelta(minutes=minutes))
items = st.builds(
    Item,
    st.sampled_from(["reply", "notice", "safety", "alert"]),
    st.none() | moments,
    told=st.booleans(),
    agreed=st.booleans(),
)
lefts = st.lists(
    st.builds(Left, st.sampled_from([*CONTACTS]), st.integers(0, 5), moments)
    | st.builds(Left, st.sampled_from([*FORMS]), st.integers(0, 3)),
    unique_by=lambda one: one.name,
)
ways = st.lists(st.sampled_from(get_args(Way)), unique=True)
closed = st.dictionaries(
    st.sampled_from([str(way) for way in get_args(Way)]), st.none() | moments.filter(lambda at: at > NOW)
)


def message(left: int, until: datetime = NOW + HOUR) -> Left:
    return Left("message", left, until)


@given(items, ways, lefts, closed)
def test_nothing_leaves_that_the_budget_does_not_hold(
    item: Item, ways: list[Way], left: list[Left], shut: dict[str, datetime | None]
) -> None:
    found = plan(item, ways, left, NOW, shut=shut)
    if found.way is None:
        assert found.reason and not found.spends
        return
    assert found.way in ways and found.way not in shut
    assert item.not_after is None or item.not_after >= NOW, "an expired message never leaves"
    assert all(one in left and one.left > 0 for one in found.spends)
    if found.way == "service":
        assert may_say(left, NOW) > 0 and found.spends
        assert all(one.until and one.until > NOW for one in found.spends)
    if found.way in ("subscribe", "once"):
        assert [one.name for one in found.spends] == [found.way]
    if found.way in FORMS:
        assert item.sort != "reply" and (not item.told or item.sort == "safety")
        assert item.sort != "alert" or item.agreed


@given(items, lefts, closed)
def test_a_message_that_is_due_to_leave_later_could_leave_then(
    item: Item, left: list[Left], shut: dict[str, datetime | None]
) -> None:
    found = plan(item, WAYS, left, NOW, shut=shut)
    if found.again:
        assert found.way is None and found.again > NOW
        open_then = {way: until for way, until in shut.items() if until is None or until > found.again}
        late = item.not_after is not None and item.not_after < found.again
        assert plan(item, WAYS, left, found.again, shut=open_then).way or late


contacts = st.sampled_from(get_args(Contact))
days = st.lists(contacts | st.just("send") | st.integers(1, 200_000).map("+{}".format), max_size=60)


@given(days)
@example(["message", "tap", *["send"] * 6])
def test_over_days_never_more_than_the_network_allows(story: list[str]) -> None:
    """Beside the planner a network that counts what was sent since each contact; its counts do not add up."""
    now, left = NOW, dict[str, Left]()
    met, sent = dict[Contact, datetime](), list[datetime]()
    for step in story:
        if step == "send":
            planned = plan(Item("notice"), ("service",), list(left.values()), now)
            if planned.way:
                assert any(
                    now < at + WINDOWS[contact].lasts
                    and sum(one >= at for one in sent) < WINDOWS[contact].most
                    for contact, at in met.items()
                ), "it would have been refused"
                sent.append(now)
                for spent in planned.spends:
                    left[spent.name] = Left(spent.name, spent.left - 1, spent.until)
        elif step.startswith("+"):
            now += timedelta(seconds=int(step))
        else:
            now += timedelta(seconds=1)
            found = after_contact(met_by := CONTACT[step], WINDOWS, now, now)
            assert found
            left[step], met[met_by] = found, now


@given(lefts, st.sampled_from(WAYS))
def test_what_was_refused_is_not_tried_again(left: list[Left], way: Way) -> None:
    known = {one.name: one for one in left} | {one.name: one for one in corrected(left, way, NOW)}
    assert plan(Item("notice"), [way], known.values(), NOW).way is None


@pytest.mark.parametrize(
    ("item", "left", "wanted"),
    [
        (Item("notice"), [message(1)], "service"),
        (Item("notice"), [message(0)], "template"),
        (Item("notice"), [message(1, NOW + MARGIN)], "template"),
        (Item("notice"), [Left("tap", 2, NOW + MINUTE), message(0)], "service"),
        (Item("alert"), [Left("subscribe", 1)], "subscribe"),
        (Item("safety", told=True), [message(0)], "template"),
        (Item("notice", told=True), [message(0)], None),
        (Item("alert"), [Left("subscribe", 0)], "template"),
        (Item("alert"), [Left("template", 0), Left("once", 1)], "once"),
        (Item("alert", agreed=False), [Left("subscribe", 1)], None),
        (Item("notice", told=True), [], None),
        (Item("reply"), [Left("subscribe", 1)], None),
        (Item("alert", NOW - MINUTE), [message(5)], None),
        (Item("alert", NOW), [message(5)], "service"),
    ],
)
def test_the_best_open_way_is_taken(item: Item, left: list[Left], wanted: Way | None) -> None:
    assert plan(item, WAYS, left, NOW).way == wanted


@pytest.mark.parametrize("sort", ["reply", "notice", "safety"])
def test_what_belongs_to_a_case_is_held_and_never_dropped(sort: str) -> None:
    assert plan(Item(sort), (), [], NOW) == Plan(None, reason="no way out")
    assert plan(Item(sort, told=True), WAYS, [], NOW, shut=dict.fromkeys(WAYS)).way is None


def test_who_may_speak_whenever_they_like_is_not_counted() -> None:
    assert plan(Item("alert", told=True), ("direct",), [], NOW) == Plan("direct")


def test_a_way_that_opens_again_by_itself_is_waited_for() -> None:
    tomorrow = NOW + 19 * HOUR
    shut: dict[str, datetime | None] = {"service": tomorrow}
    assert plan(Item("notice"), ("service",), [message(2, NOW + 48 * HOUR)], NOW, shut=shut).again == tomorrow
    assert plan(Item("notice"), ("service",), [message(2, NOW + HOUR)], NOW, shut=shut).again is None
    shut |= {"template": NOW + HOUR, "once": NOW + 20 * HOUR}
    left = [message(2, NOW + 48 * HOUR), Left("once", 1)]
    assert plan(Item("notice"), WAYS, left, NOW, shut=shut).again == NOW + HOUR, "the first that opens"


def test_a_window_begins_when_the_network_saw_it() -> None:
    found = after_contact("message", WINDOWS, NOW - HOUR, NOW)
    assert found == Left("message", 5, NOW + 47 * HOUR)
    ahead = after_contact("tap", WINDOWS, NOW + HOUR, NOW)
    assert ahead == Left("tap", 3, NOW + MINUTE)
    assert after_contact("tap", {}, NOW, NOW) is None
    assert opened([message(0), Left("template", 1)], NOW) == [message(0)]
