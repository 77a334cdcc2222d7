"""Structured logs to stderr without personal data: ours and those of every library take the same way out.

Logs carry ids. What people typed, their names and phones belong to the ledger, never here.
"""

import json
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import PurePath
from types import TracebackType
from typing import Any, Literal, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from bot.masks import mask

DROPPED = frozenset({"text", "name", "phone", "raw", "words", "content", "body"})
# Below these levels they write statements with their parameters, or a line of their own for every message.
QUIET = {
    "aiogram": logging.INFO,
    "aiogram.event": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "asyncpg": logging.WARNING,
    "sqlalchemy": logging.WARNING,
}
# Their text is their value. Of other objects only the type is told: a repr may hold a whole message.
_PLAIN = (BaseException, Decimal, Enum, PurePath, date, timedelta)
_PHONES = range(13_000_000_000, 20_000_000_000)
_DEEPEST = 6


def configure(level: str, fmt: Literal["text", "json"]) -> None:
    """Sends all logs of this process to stderr; a later call replaces an earlier one."""
    out = _Out(_as_json if fmt == "json" else _as_text)
    structlog.configure(
        processors=[structlog.contextvars.merge_contextvars, structlog.processors.add_log_level, out.render],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: out,
    )
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Bridge)]:
        root.removeHandler(handler)
    root.addHandler(_Bridge(out))
    root.setLevel(level)
    for library, least in QUIET.items():
        logging.getLogger(library).setLevel(max(least, root.level))
    sys.excepthook = _crashed
    threading.excepthook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)


def get(name: str) -> FilteringBoundLogger:
    """A logger. One that speaks before `configure` was called masks too."""
    if not structlog.is_configured():
        configure("INFO", "text")
    return cast(FilteringBoundLogger, structlog.get_logger(where=name))


class _Out:
    """Where both ways end. A full disk or a closed terminal loses a line, never a Turn."""

    def __init__(self, write_as: Callable[[dict[str, Any]], str]) -> None:
        self._write_as = write_as
        self._lock = threading.Lock()

    def render(self, _logger: WrappedLogger, _method: str, event: EventDict) -> str:
        error = _error(event.pop("exc_info", None))
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), **_clean_map(event, 0)}
        if error is not None:
            line["exception"] = mask("".join(traceback.format_exception(error)).rstrip())
        return self._write_as(line)

    def msg(self, line: str) -> None:
        try:
            with self._lock:
                sys.stderr.write(line + "\n")
                sys.stderr.flush()
        except (OSError, ValueError):
            return

    debug = info = warning = error = critical = msg


class _Bridge(logging.Handler):
    """What libraries log, on our way out."""

    def __init__(self, out: _Out) -> None:
        super().__init__()
        self._out = out

    def emit(self, record: logging.LogRecord) -> None:
        try:
            event = {"level": record.levelname.lower(), "event": record.getMessage(), "where": record.name}
        except Exception as error:
            # The standard answer to a wrong format string prints its arguments, as they are.
            event = {
                "level": "error",
                "event": f"log line lost: {type(error).__name__}",
                "where": record.name,
            }
        self._out.msg(self._out.render(None, "", {**event, "exc_info": record.exc_info}))


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error or kind(), trace)
    elif not issubclass(kind, SystemExit):
        get(__name__).critical("crashed", exc_info=error or kind())


def _clean_map(values: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    return {mask(str(key)): _clean(value, depth + 1) for key, value in values.items() if key not in DROPPED}


def _clean(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, int) and value in _PHONES:
        return "[phone]"
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return _clean_map(value, depth)
    if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
        return [_clean(one, depth + 1) for one in value]
    return mask(str(value)) if isinstance(value, _PLAIN) else f"<{type(value).__name__}>"


def _error(exc_info: Any) -> BaseException | None:
    """The exception of any of the three forms in which loggers take one."""
    if isinstance(exc_info, BaseException):
        return exc_info
    if isinstance(exc_info, tuple):
        return cast("BaseException | None", exc_info[1])
    return sys.exc_info()[1] if exc_info else None


def _as_json(line: dict[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False)


def _as_text(line: dict[str, Any]) -> str:
    at, level, event = line.pop("at"), line.pop("level", ""), line.pop("event", "")
    trace = line.pop("exception", None)
    # Quoted, so that nobody writes a log line of their own with a line break in a value.
    pairs = [f"{key}={value if str(value).isalnum() else repr(value)}" for key, value in line.items()]
    said = event if isinstance(event, str) and event.isprintable() else repr(event)
    told = " ".join([f"{at} {level:<8} {said}", *pairs])
    return told if trace is None else f"{told}\n{trace}"
