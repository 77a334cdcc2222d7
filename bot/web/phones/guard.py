"""The door of the phones page: who may come in, and how every answer leaves."""

import ipaddress
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

from bot.clock_words import BadClock
from bot.web.phones.desk import DeskError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_HOSTS = {"localhost", "127.0.0.1", "::1"}
_PROXY_MARKS = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")


def guarded(handler: Handler) -> Handler:
    """The handler behind the door: strangers get 403, refusals become JSON, headers go on everything."""

    async def door(request: web.Request) -> web.StreamResponse:
        refusal = _refusal(request)
        if refusal:
            response: web.StreamResponse = problem(403, refusal)
        else:
            try:
                response = await handler(request)
            except DeskError as error:
                response = problem(error.status, error.said)
            except BadClock as error:
                response = problem(400, error.said)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return door


def problem(status: int, said: str) -> web.Response:
    return web.json_response({"error": said}, status=status)


def _refusal(request: web.Request) -> str:
    """Why this request is turned away; empty when it may pass.

    The page lets anyone play anyone, so it answers this machine only. The Host check stops a foreign site
    whose name was pointed at 127.0.0.1, the Origin check a foreign page that posts here, the proxy marks a
    web server on this machine that would carry the page outside.
    """
    if not _is_loopback(request.remote) or any(mark in request.headers for mark in _PROXY_MARKS):
        return "手机页只能在本机打开"
    if _host_name(request.headers.get("Host", "")) not in _HOSTS:
        return "请用 localhost 或 127.0.0.1 打开手机页"
    if request.method in ("GET", "HEAD"):
        return ""
    if request.headers.get("X-Phones") != "1" or not _same_origin(request):
        return "只接受手机页自己发来的内容"
    return ""


def _is_loopback(remote: str | None) -> bool:
    try:
        address = ipaddress.ip_address(remote or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return (mapped or address).is_loopback


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin", "")
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and host == request.headers.get("Host")
