"""The storm bench finds what is lost or doubled, and its load is one WeChat could send. No test of times."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import wechat_plan
from bench.wechat_plan import Delivery, Said, introductions, plan
from bench.wechat_servers import OURS, PEERS, there
from bench.wechat_storm import NOTHING, Wish, compare, drive, show, show_ours
from bench.wechat_wire import SUCCESS, Got, opened, openid, request, taps
from bot.channels.base import Choice, Words
from bot.channels.wechat.gate import Gate
from bot.channels.wechat.inbound import read
from bot.channels.wechat.passive import passive
from bot.mishaps import apology
from tests.channels.wechat.their_side import APP, NOW, US, account

LINES = [("瓷砖工 240元", "gig.see:1"), ("看更多", "find.list:mine::3:")]


@given(st.floats(0.5, 12), st.floats(5, 60), st.integers(50, 400))
def test_a_plan_holds_as_many_messages_as_wished_and_repeats_beside_them(
    seconds: float, rate: float, people: int
) -> None:
    planned = plan(seconds, rate, people, LINES)
    assert planned == plan(seconds, rate, people, LINES) == sorted(planned, key=lambda one: one.due)
    first = {one.said.number: one for one in planned if not one.again}
    assert len(first) == sum(not one.again for one in planned) == round(seconds * rate)
    for one in planned:
        assert 0 <= one.said.who < people and one.said.number >= 10**16
        if one.again:
            assert one.said == first[one.said.number].said and one.due >= first[one.said.number].due


def test_a_plan_holds_storms_and_busy_fingers() -> None:
    planned = plan(20, 100, 500, LINES)
    moments = Counter(one.due for one in planned if one.storm and not one.again)
    assert sorted(moments.values())[-4:] == [100, 100, 100, 100]
    same = Counter((one.said.who, one.said.text) for one in planned if one.storm and not one.again)
    assert max(same.values()) >= 10
    assert any(one.said.data for one in planned)
    repeats = sum(one.again for one in planned)
    assert 120 < repeats < 280
    assert len({one.number for one in introductions(500)}) == 450


def gate_of(sent: bytes) -> tuple[Gate, dict[str, str], bytes]:
    head, _, body = sent.partition(b"\r\n\r\n")
    query = dict(parse_qsl(urlsplit(head.split()[1].decode()).query))
    return Gate(account()), query, body


def test_what_it_sends_is_a_callback_and_what_comes_back_is_read() -> None:
    said = Said(7, 3, *LINES[0])
    gate, query, body = gate_of(request(said, int(NOW.timestamp())))
    callback = gate.open(query, body, NOW)
    heard = read(callback.fields, APP)
    assert heard and not isinstance(heard, tuple)
    assert (heard.message_id, heard.sender, heard.kind, heard.text) == ("7", openid(3), "tap", "gig.see:1")
    answer = passive(Words("1 看更多", (Choice(*LINES[1]),)), heard.sender, US, NOW)
    assert answer
    fields = opened(gate.seal(callback, answer, NOW).encode())
    assert fields["ToUserName"] == openid(3) and taps(fields["Content"]) == [LINES[1]]


Answered = Callable[[str, int], bytes]


@pytest.fixture
def answered() -> Answered:
    """Our answer with these words to that person."""
    numbers = itertools.count()

    def answer(text: str, who: int) -> bytes:
        gate, query, body = gate_of(request(Said(next(numbers), who, "找活"), int(NOW.timestamp())))
        callback = gate.open(query, body, NOW)
        fields = passive(Words(text), openid(who), US, NOW)
        assert fields
        return gate.seal(callback, fields, NOW).encode()

    return answer


def test_it_finds_what_is_lost_late_or_told_differently(answered: Answered) -> None:
    sorry = apology("7F3").text
    came: list[tuple[int, int, bytes]] = [
        (1, 200, answered("好", 1)),
        (1, 200, answered("好", 1)),
        (2, 200, answered("好", 1)),
        (2, 200, answered("不好", 1)),
        (3, 200, SUCCESS),
        (4, 503, b""),
        (5, 0, b""),
        (6, 200, answered(sorry, 1)),
        (7, 200, answered("好", 2)),
    ]
    planned = [Delivery(0.0, Said(number, 1, "找活")) for number, _, _ in came]
    found = compare(planned, [Got(status, body, 0.0) for _, status, body in came])
    assert found == {
        "doubled: a repeat was told something else": 1,
        "late: acknowledged, its words wait for the next contact": 1,
        "lost: status 503": 1,
        f"lost: {NOTHING}": 1,
        "lost: an apology": 1,
        "lost: to somebody else": 1,
    }


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is delivered again comes sooner than from WeChat."""
    monkeypatch.setattr(wechat_plan, "WAIT", 0.3)


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("name", ["limit", "wechatpy", "werobot", "werobot-own"])
def test_a_peer_answers_every_callback(name: str) -> None:
    assert there(name), f"{PEERS[name]} is in the lock of the development packages: make setup-dev"
    storm, _ = drive(name, Wish(0.5, 20, 20), LINES)
    assert not storm.wrong and storm.messages == 10
    text = {one.said.number: one.said.text for one in storm.plan}
    for one, got in zip(storm.plan, storm.got, strict=True):
        echoed = got.body.decode() if name == "limit" else opened(got.body)["Content"]
        assert echoed == ("success" if name == "limit" else text[one.said.number])


@pytest.mark.slow
@pytest.mark.usefixtures("soon")
def test_our_server_loses_and_doubles_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    ours, lines = drive(OURS, Wish(2, 40, 60), ())
    assert not ours.wrong and ours.messages == 80
    assert {"gig.see", "gig.apply"} <= {data.partition(":")[0] for _, data in lines}
    show({OURS: ours, "limit": ours})
    show_ours(ours)
    out = capsys.readouterr().out
    assert "lost     0\ndoubled  0\n" in out and f"CPU of ours to {'limit':12}   1.00" in out
