"""Callbacks as WeChat writes them, and what we make of them: one file a case in inbound/."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy import parse_message

from bot.channels import bridge
from bot.channels.base import Inbound, News
from bot.channels.wechat import xml
from bot.channels.wechat.inbound import Heard, is_data, kind_of, read
from bot.channels.wx_crypto import BadCallback

APP = "wx7c2e91b05d4fa386"
CASES = sorted((Path(__file__).parent / "inbound").glob("*.json"))
each = pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)


def load(path: Path) -> dict[str, Any]:
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return case


def fields(path: Path) -> dict[str, Any]:
    return xml.read("\n".join(load(path)["xml"]).encode())


def case(name: str) -> dict[str, Any]:
    return fields(CASES[0].with_name(f"{name}.json"))


def expected(heard: Any) -> Inbound | tuple[News, ...] | None:
    """`event` in a file is the key by which a repeated event is known; it is kept hashed."""
    if heard is None:
        return None
    if isinstance(heard, list):
        return tuple(News("wechat", APP, **whole(one)) for one in heard)
    return Inbound("wechat", APP, **whole(heard))


def whole(heard: dict[str, Any]) -> dict[str, Any]:
    plain = {**heard, "at": datetime.fromisoformat(heard["at"])}
    if key := plain.pop("event", ""):
        plain["message_id"] = f"event:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
    return plain


def ones(heard: Heard | None) -> list[Inbound | News]:
    return list(heard) if isinstance(heard, tuple) else [heard] if heard else []


@each
def test_a_callback_is_read_as_its_file_says(path: Path) -> None:
    assert read(fields(path), APP) == expected(load(path)["heard"])


@each
def test_what_it_lets_us_say_is_what_wechat_counts(path: Path) -> None:
    heard = read(fields(path), APP)
    assert (heard.contact if isinstance(heard, Inbound) else None) == load(path)["opens"]


@each
def test_wechatpy_finds_the_same_sender_and_time(path: Path) -> None:
    heard, other = read(fields(path), APP), parse_message("\n".join(load(path)["xml"]))
    for one in ones(heard):
        assert other.create_time == one.at
        assert other.source == one.sender or path.stem.startswith("authorization")
    if isinstance(heard, Inbound) and heard.kind == "text" and other.type == "text":
        assert (other.content or "", str(other.id)) == (heard.text, heard.message_id)


@each
def test_what_was_heard_can_be_kept_and_taken_up_again(path: Path) -> None:
    heard = read(fields(path), APP)
    if isinstance(heard, Inbound):
        assert bridge.unpack(bridge.pack(heard)) == heard


def test_there_is_a_file_for_everything_we_hear() -> None:
    heard = [read(fields(path), APP) for path in CASES]
    said = [one for one in heard if isinstance(one, Inbound)]
    assert {one.kind for one in said} == {"text", "tap", "photo", "voice", "video", "location", "link"}
    assert {one.contact for one in said} == {"message", "tap", "follow", "scan"}
    news = [one for listed in heard for one in ones(listed) if isinstance(one, News)]
    assert {one.what for one in news} == {"left", "place", "told", "consent"}
    assert () in heard and None in heard


def test_a_repeated_event_is_known_and_another_is_not() -> None:
    event = case("subscribe_qr")
    first = read(event, APP)
    assert isinstance(first, Inbound) and read(copy.deepcopy(event), APP) == first
    for name, value in (("CreateTime", "1763686885"), ("EventKey", "qrscene_1"), ("FromUserName", "o" * 28)):
        other = read({**event, name: value}, APP)
        assert isinstance(other, Inbound) and other.message_id != first.message_id
    assert first.sender not in first.message_id


def test_names_of_events_may_come_in_any_case() -> None:
    for name in ("click_says", "scan", "subscribe", "template_finish_ok", "location_report", "view"):
        event = case(name)
        for spelled in (event["Event"].lower(), event["Event"].upper()):
            heard, again = read(event, APP), read({**event, "Event": spelled}, APP)
            if isinstance(heard, Inbound) and isinstance(again, Inbound):
                heard = replace(heard, message_id=again.message_id)
            assert heard == again


def test_news_in_json_may_stand_beside_the_rest() -> None:
    event = case("popup_of_two")
    beside = {**event, "List": event.pop("SubscribeMsgPopupEvent")["List"]}
    assert read(beside, APP) == read(case("popup_of_two"), APP)


@pytest.mark.parametrize("kind", ["tap", "text"])
def test_a_tap_is_what_it_says_and_never_more_than_a_tap_can_say(kind: str) -> None:
    message = case("text_msgmenu_tap")
    wanted = {
        "tap": [
            "gig.apply:17",
            "say:找活",
            "handoff.ask:",
            "handoff.unheard",
            "find.list:mine::3:",
            "a:" + "1" * 62,
        ],
        "text": ["17", "GIG:1", "say", "a:" + "1" * 63, "gig.apply:1\n2", "a.b.c:1", " a:1"],
    }
    for data in wanted[kind]:
        heard = read({**message, "bizmsgmenuid": data}, APP)
        assert isinstance(heard, Inbound) and heard.kind == kind and heard.contact == "tap"
        assert heard.text == (data if kind == "tap" else "接这单")


@given(st.text(max_size=80))
def test_data_of_a_tap_is_short_and_on_one_line(text: str) -> None:
    if is_data(text):
        assert len(text.encode("utf-8", "surrogatepass")) <= 64 and not re.search(r"[\x00-\x1f]", text)
        assert re.match(r"[a-z_]+[.:]", text)


@pytest.mark.parametrize(
    "openid",
    [
        "",
        "o12",
        "o" * 65,
        "oStn5W3kq0Z cYw8",
        "oStn5W3kq0Z\n",
        "张三张三张三",
        "o/../../etc",
        "<o12345>",
    ],
)
def test_who_is_no_openid_is_refused(openid: str) -> None:
    for name in ("text", "subscribe", "unsubscribe", "location_report", "template_finish_ok"):
        with pytest.raises(BadCallback, match="fields"):
            read({**case(name), "FromUserName": openid}, APP)


@pytest.mark.parametrize(
    ("name", "tag", "value"),
    [
        ("text", "MsgId", ""),
        ("text", "MsgId", "12a"),
        ("text", "MsgId", "1" * 33),
        ("text", "MsgId", "\u0661\u0662"),
        ("text", "CreateTime", ""),
        ("text", "CreateTime", "-1"),
        ("text", "CreateTime", "1" * 12),
        ("subscribe", "CreateTime", "soon"),
        ("image", "MediaId", ""),
        ("voice_no_recognition", "MediaId", "a b"),
        ("video", "MediaId", "../x"),
    ],
)
def test_what_the_protocol_promises_must_be_there(name: str, tag: str, value: str) -> None:
    with pytest.raises(BadCallback, match="fields"):
        read({**case(name), tag: value}, APP)


@pytest.mark.parametrize(
    ("north", "east"), [("91", "1"), ("-90.1", "1"), ("1", "181"), ("inf", "1"), ("1", "nan"), ("", "1")]
)
def test_a_place_that_is_none_is_left_out_whole(north: str, east: str) -> None:
    message = read({**case("location"), "Location_X": north, "Location_Y": east}, APP)
    assert isinstance(message, Inbound) and (message.lat, message.lon) == (None, None) and message.label
    assert read({**case("location_report"), "Latitude": north, "Longitude": east}, APP) == ()


def test_the_kind_in_a_log_is_a_name_and_nothing_else() -> None:
    assert kind_of(case("unknown_event")) == "event.some_future_event"
    assert kind_of({"MsgType": "a b\n张三=1", "Event": "x" * 99}) == "ab1." + "x" * 40
    assert kind_of({}) == "none"


def spoiled(whole: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The fields with each value in them, one after the other, replaced by something it never is, or gone."""

    def walk(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
        inside = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for key, value in inside:
            yield (*path, key)
            yield from walk(value, (*path, key))

    for path in walk(whole):
        wrongs: tuple[Any, ...] = ("", "x", "-1", "9" * 40, {}, {"a": "b"}, [], ["a", "b"], [{}], "\ud800")
        for wrong in wrongs:
            mutant = copy.deepcopy(whole)
            part: Any = mutant
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = wrong
            yield mutant
            del part[path[-1]]
            yield mutant


@each
def test_spoiled_fields_are_refused_or_read_as_plain_values(path: Path) -> None:
    for mutant in spoiled(fields(path)):
        kind_of(mutant)
        try:
            heard = read(mutant, APP)
        except BadCallback:
            continue
        for one in ones(heard):
            assert re.fullmatch(r"[A-Za-z0-9_-]{6,64}", one.sender), mutant
            assert one.at.tzinfo is UTC
            if isinstance(one, Inbound):
                assert re.fullmatch(r"[0-9]{1,32}|event:[0-9a-f]{32}", one.message_id), mutant
                assert all(isinstance(text, str) for text in (one.text, one.media, one.label)), mutant
                assert bridge.unpack(bridge.pack(one)) == one
