"""Logs: whatever way something personal takes into a log line, it does not come out."""

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import pytest
import structlog
from aiohttp import ClientResponseError, RequestInfo
from hypothesis import given
from hypothesis import strategies as st
from multidict import CIMultiDict, CIMultiDictProxy
from pydantic import BaseModel
from sqlalchemy import create_engine
from sqlalchemy import text as sql
from yarl import URL

from bot import logs
from bot.masks import mask

OPENID = "oAbC-1dEfGhIjKlMnOpQrStUv_xY"
WHO = "王小明"
TYPED = f"\n(Background, input_type={WHO}"  # like the words after which the quoting ends
TOKEN = "123456789:AbCdEfGhIjKlMnOpQrStUvWxYz-_0123456"
PERSONAL = [
    "13000000001",
    "130 0000 0001",
    "130-0000-0001",
    "130 - 0000 - 0001",
    "+8613000000001",
    "0086 13000000001",
    "13000000001".translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)}),
    "110101199001011234",
    "11010119900101123X",
    "110101 19900101 1234",
    OPENID,
    TOKEN,
    "https://api.weixin.qq.com/cgi-bin/user/info?access_token=73_geheim-Xy&lang=zh_CN",
    "https://qyapi.weixin.qq.com/cgi-bin/gettoken?corpid=ww1&corpsecret=geheim",
    "{'access_token': 'geheim', 'expires_in': 7200}",
    "postgresql+asyncpg://yizhan:geheim@db/yizhan",
    "postgresql+asyncpg://yizhan:ge/he@im@db/yizhan",
]
Say = Callable[[str], object]
log = logs.get("test")


@dataclass
class Message:
    said: str


class Form(BaseModel):
    heads: int


@pytest.fixture(params=["text", "json"], autouse=True)
def configured(request: pytest.FixtureRequest) -> Iterator[None]:
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook)
    level = root.level
    logs.configure("DEBUG", request.param)
    yield
    root.handlers[:] = [one for one in root.handlers if not isinstance(one, logs._Bridge)]
    root.setLevel(level)
    sys.excepthook, threading.excepthook = hooks
    structlog.reset_defaults()


def raised(error: BaseException, cause: BaseException | None = None) -> None:
    try:
        raise error from cause
    except BaseException:
        log.exception("failed")


def noted(words: str) -> None:
    error = ValueError()
    error.add_note(words)
    raised(error)


def in_context(words: str) -> None:
    with structlog.contextvars.bound_contextvars(sender=words):
        log.info("seen")


def in_the_standard_library(words: str) -> None:
    try:
        raise LookupError(words)
    except LookupError:
        logging.getLogger("aiohttp.server").exception("failed with %s", words)


def with_a_wrong_format(words: str) -> None:
    # Past the test runner's own handlers: they raise what ours must survive.
    (ours,) = (one for one in logging.getLogger().handlers if isinstance(one, logs._Bridge))
    ours.handle(logging.LogRecord("x", logging.WARNING, "x.py", 1, "from %d", (words,), None))


def in_a_thread(words: str) -> None:
    def fall() -> None:
        raise ValueError(words)

    thread = threading.Thread(target=fall)
    thread.start()
    thread.join()


WAYS: dict[str, Say] = {
    "event": lambda words: log.info(words),
    "argument": lambda words: log.info("seen %s", words),
    "value": lambda words: log.info("seen", sender=words),
    "inside": lambda words: log.info("seen", params={"a": [words, (words, {words})]}),
    "key": lambda words: log.info("seen", params={words: 1}),
    "deep": lambda words: log.info("seen", params=[[[[[[[[words]]]]]]]]),
    "bytes": lambda words: log.info("seen", data=words.encode()),
    "object": lambda words: log.info("seen", message=Message(words)),
    "path": lambda words: log.info("seen", path=Path(words)),
    "context": in_context,
    "exception as value": lambda words: log.info("seen", error=ValueError(words)),
    "exception": lambda words: raised(ValueError(words)),
    "cause": lambda words: raised(ValueError(), KeyError(words)),
    "group": lambda words: raised(ExceptionGroup("several", [ValueError(words)])),
    "note": noted,
    "library": lambda words: logging.getLogger("aiogram.dispatcher").warning("from %r", words),
    "library exception": in_the_standard_library,
    "wrong format string": with_a_wrong_format,
    "uncaught": lambda words: sys.excepthook(ValueError, ValueError(words), None),
    "thread": in_a_thread,
}


@pytest.mark.parametrize("words", PERSONAL)
@pytest.mark.parametrize("way", WAYS)
def test_nothing_personal_comes_out(way: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    WAYS[way](words)
    out, heard = capsys.readouterr()
    assert out == ""
    assert heard.count("\n") >= 1
    for part in (words, words[:-1], words[1:], "geheim", "he@im", "0000001", "19900101"):
        assert part not in heard


@given(before=st.text(), after=st.text(), gaps=st.lists(st.sampled_from(["", " ", "-", " - "]), min_size=10))
def test_a_phone_is_masked_in_any_surroundings(before: str, after: str, gaps: list[str]) -> None:
    phone = "".join(digit + gap for digit, gap in zip("1300000000", ["", *gaps], strict=False)) + "1"
    if before[-1:].isdecimal() or after[:1].isdecimal():
        before, after = before + "x", "x" + after
    masked = mask(f"{before}x{phone}x{after}")
    assert phone not in masked


@pytest.mark.parametrize(
    "unit",
    ["1", "1 ", "1-3 0 ", "o", "token", "token=", "@ ://a:", ":a", "DETAIL:", "input_value=", "1:", "://"],
)
def test_no_text_makes_masking_slow(unit: str) -> None:
    started = time.process_time()
    mask("@ " + unit * (100_000 // len(unit)))
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("key", sorted(logs.DROPPED))
def test_keys_that_hold_what_people_said_are_dropped(key: str, capsys: pytest.CaptureFixture[str]) -> None:
    log.info("seen", **{key: WHO}, params={key: WHO}, person=17)
    heard = capsys.readouterr().err
    assert WHO not in heard
    assert "17" in heard


def test_what_an_operator_needs_stays(capsys: pytest.CaptureFixture[str]) -> None:
    words = (
        "turn 119876543210123456 at 2025-11-21T11:09:08.123456+00:00 for 1763723348123 ms in handlers/find.py"
    )
    log.warning(words, person=119876543210123456, cost_ms=3.25, state="Finding.trade", done=True)
    heard = capsys.readouterr().err
    for part in (words, "warning", "119876543210123456", "3.25", "Finding.trade", "test"):
        assert part in heard


def test_a_phone_kept_as_a_number_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("seen", sender=13000000001)
    assert "13000000001" not in capsys.readouterr().err


def test_a_trace_stays_readable(capsys: pytest.CaptureFixture[str]) -> None:
    raised(ValueError("no heads for 13000000001"))
    heard = capsys.readouterr().err
    assert "test_logs.py" in heard
    assert "in raised" in heard
    assert "ValueError: no heads for [phone]" in heard


def test_a_failed_statement_tells_its_sql_but_no_parameter(capsys: pytest.CaptureFixture[str]) -> None:
    with create_engine("sqlite://").connect() as connection:
        try:
            connection.execute(sql("INSERT INTO person VALUES (:who)"), {"who": TYPED})
        except Exception as error:
            log.exception("failed", error=error)
            log.error("failed: %s", f"{error}")
            logging.getLogger("sqlalchemy.pool").exception("failed %s", error)
    heard = capsys.readouterr().err
    assert "INSERT INTO person" in heard
    assert WHO not in heard


@pytest.mark.parametrize(
    "detail", [f"Key (name)=({WHO}) already exists.", f"Failing row contains (1,\n{WHO})."]
)
def test_what_postgresql_says_of_the_row_is_masked(detail: str, capsys: pytest.CaptureFixture[str]) -> None:
    error = asyncpg.exceptions.UniqueViolationError("duplicate key value")
    error.detail = detail
    assert WHO in str(error)
    raised(RuntimeError("the unit failed"), error)
    heard = capsys.readouterr().err
    assert WHO not in heard
    assert "duplicate key value" in heard
    assert "RuntimeError: the unit failed" in heard


def test_what_pydantic_was_given_is_masked(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        Form.model_validate({"heads": TYPED})
    except ValueError:
        log.exception("failed")
    heard = capsys.readouterr().err
    assert WHO not in heard
    assert "int_parsing" in heard


def test_the_url_of_a_failed_request_keeps_its_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    for url in (
        URL(f"https://api.telegram.org/bot{TOKEN}/sendMessage"),
        URL("https://w.example/a?access_token=geheim"),
    ):
        headers = CIMultiDictProxy(CIMultiDict[str]())
        raised(ClientResponseError(RequestInfo(url, "POST", headers, url), (), status=500, message="oops"))
    heard = capsys.readouterr().err
    assert "sendMessage" in heard and "oops" in heard
    assert not any(part in heard for part in ("geheim", TOKEN, TOKEN[10:]))


@pytest.mark.parametrize("library", sorted(logs.QUIET))
def test_libraries_that_print_parameters_are_kept_quiet(library: str) -> None:
    assert not logging.getLogger(library).isEnabledFor(logging.DEBUG)


def test_a_line_break_in_a_value_makes_no_second_line(capsys: pytest.CaptureFixture[str]) -> None:
    log.info("seen\nforged", sender="a\nforged")
    logging.getLogger("x").warning("seen %s", "a\nforged\x1b[2J")
    heard = capsys.readouterr().err
    assert heard.count("\n") == 2
    assert "\x1b" not in heard


def test_a_terminal_that_is_gone_costs_no_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    with open("/dev/full", "w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        log.info("seen")
        logging.getLogger("x").warning("seen")
        monkeypatch.undo()
        with pytest.raises(OSError, match="No space"):  # what was not written would be tried again
            full.close()


def test_the_level_holds_for_us_and_for_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("WARNING", "json")
    log.info("seen")
    logging.getLogger("x").info("seen")
    assert capsys.readouterr().err == ""
    log.warning("seen", person=17)
    line = json.loads(capsys.readouterr().err)
    assert (line["level"], line["event"], line["person"], line["where"]) == ("warning", "seen", 17, "test")
    logging.getLogger("x").warning("seen")
    assert json.loads(capsys.readouterr().err)["where"] == "x"


def test_a_logger_masks_before_anything_is_configured(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.reset_defaults()
    logs.get("early").warning("from 13000000001")
    assert "[phone]" in capsys.readouterr().err
