"""A WeChat API server on loopback, with a ledger of what people really got.

It refuses what the real one refuses, with WeChat's own codes, so what passes here was sent as it has to be.
`fail(path, Fault(…))` lets the next call of a path go wrong. Time is `now`, moved by whoever made it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.channels.wechat import assets, messages
from tests.channels.wechat.office import Office
from tests.channels.wechat.wire_format import Fault, Fields, Refusal, read_json, refusal

_TOKENS = {"/cgi-bin/token": assets.token, "/cgi-bin/stable_token": assets.stable_token}
_CALLS: dict[tuple[str, str], Callable[[Office, Fields], Fields]] = {
    ("POST", "/cgi-bin/message/custom/send"): messages.custom_send,
    ("POST", "/cgi-bin/message/custom/typing"): messages.custom_typing,
    ("POST", "/cgi-bin/message/template/send"): messages.template_send,
    ("POST", "/cgi-bin/message/subscribe/bizsend"): messages.bizsend,
    ("POST", "/cgi-bin/message/template/subscribe"): messages.once_send,
    ("GET", "/cgi-bin/template/get_all_private_template"): messages.private_templates,
    ("GET", "/wxaapi/newtmpl/gettemplate"): messages.subscribe_templates,
    ("POST", "/cgi-bin/menu/create"): assets.menu_create,
    ("GET", "/cgi-bin/menu/get"): assets.menu_get,
    ("POST", "/cgi-bin/qrcode/create"): assets.qrcode_create,
    ("GET", "/cgi-bin/user/info"): assets.user_info,
    ("GET", "/cgi-bin/getcallbackip"): assets.callback_ips,
    ("POST", "/cgi-bin/clear_quota"): assets.clear_quota,
    ("POST", "/cgi-bin/openapi/quota/get"): assets.quota_get,
}
_MEDIA = "/cgi-bin/media/get"
_UPLOAD = "/cgi-bin/media/upload"


@dataclass
class WechatApi(Office):
    calls: list[tuple[str, Fields]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__post_init__()
        self._faults: dict[str, deque[Fault | None]] = defaultdict(deque)
        self._stopped = asyncio.Event()

    async def start(self, port: int = 0) -> None:
        self._stopped.clear()
        app = web.Application(client_max_size=1 << 20)
        app.router.add_get("/pic/{media_id}", self._file)
        app.router.add_get("/video/{media_id}", self._file)
        app.router.add_route("*", "/{path:.*}", self._called)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.port = self._runner.addresses[0][1]
        self.base = f"http://127.0.0.1:{self.port}"

    async def stop(self) -> None:
        self._stopped.set()
        await self._runner.cleanup()

    def fail(self, path: str, *faults: Fault | None) -> None:
        """Of the next calls, in this order; None lets one pass."""
        self._faults[path].extend(faults)

    def received(self, path: str) -> list[Fields]:
        return [fields for name, fields in self.calls if name == path]

    async def until(self, condition: Callable[[], object], seconds: float = 20) -> None:
        async with asyncio.timeout(seconds):
            while not condition():  # noqa: ASYNC110  # what is waited for knows of no event
                await asyncio.sleep(0.005)

    async def _called(self, request: web.Request) -> web.StreamResponse:
        self.calls.append((request.path, await _asked(request)))
        fault = self._faults[request.path].popleft() if self._faults[request.path] else None
        if fault is None:
            return await self._answer(request)
        if fault.slow:
            await asyncio.sleep(fault.slow)
            return await self._answer(request)
        if fault.done:
            await self._answer(request)
        if fault.errcode:
            return _json(refusal(fault.errcode, fault.said))
        if fault.status:
            headers = {"Location": fault.location} if fault.location else {}
            return web.Response(status=fault.status, text=fault.body, headers=headers)
        if not fault.cut:
            await self._stopped.wait()
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        try:
            if request.path in _TOKENS:
                return _json(await self._token(request))
            self._admit(request)
            if request.path == _UPLOAD:
                return _json(await self._upload(request))
            asked = await _read(request)
            if request.path == _MEDIA:
                return self._media(str(asked.get("media_id", "")))
            if (call := _CALLS.get((request.method, request.path))) is None:
                return web.Response(status=404, text="")
            return _json(call(self, asked))
        except Refusal as error:
            return _json(error.answer)

    async def _token(self, request: web.Request) -> Fields:
        asked = await _read(request)
        given = _TOKENS[request.path](self, asked)
        self.count(request.path)
        return given

    def _admit(self, request: web.Request) -> None:
        """In the order of a gateway: the token, what the account may do, how often it has."""
        token = request.query.get("access_token", "")
        if len(token) < 32 or len(token) > 512:
            raise Refusal(40014)
        if not any(family.holds(token) for family in self.tokens.values()):
            raise Refusal(40001)
        if request.path in (_MEDIA, _UPLOAD) or any(path == request.path for _, path in _CALLS):
            self.check_ability(request.path)
            self.count(request.path)

    def _media(self, media_id: str) -> web.Response:
        """Bytes; for a video JSON with an address; a refusal as JSON under 200, labelled text/plain."""
        try:
            file = assets.media(self, media_id)
        except Refusal as error:
            return _json(error.answer, "text/plain")
        if file.video:
            return _json({"video_url": f"{self.base}/video/{media_id}"}, "text/plain")
        return web.Response(body=file.data, headers={"Content-Type": file.content_type})

    async def _upload(self, request: web.Request) -> Fields:
        field = (await request.post()).get("media")
        file = (field.filename, field.file.read()) if isinstance(field, web.FileField) else None
        return assets.upload(self, request.query.get("type", ""), file)

    async def _file(self, request: web.Request) -> web.Response:
        """Where a PicUrl or a video_url leads: no token is asked for."""
        self.calls.append((request.path.rpartition("/")[0], {}))
        file = self.files.get(request.match_info["media_id"])
        if file is None:
            return web.Response(status=404)
        return web.Response(body=file.data, headers={"Content-Type": file.content_type})


async def _read(request: web.Request) -> Fields:
    return read_json(await request.read()) if request.method == "POST" else dict(request.query)


async def _asked(request: web.Request) -> Fields:
    """For the record, whatever it is worth."""
    if request.content_type == "multipart/form-data":
        return dict(request.query)
    try:
        return await _read(request)
    except Refusal:
        return {}


def _json(answer: Fields, content_type: str = "application/json") -> web.Response:
    response = web.json_response(answer)
    response.content_type = content_type
    return response
