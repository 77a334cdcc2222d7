"""The servers beside ours in bench/wechat_storm.py, one process each: `-m bench.wechat_servers NAME PORT`.

limit         aiohttp reads the body and answers `success`
wechatpy      its echo: signature, AES and XML both ways by wechatpy, HTTP by aiohttp
werobot       its echo, HTTP by aiohttp
werobot-own   the same as it starts itself, one request at a time and five in its queue: `robot.run()`

Ours is `python -m bot serve`. The peers store nothing; by aiohttp they do no worse than by their own servers.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from aiohttp import web

ROOT = Path(__file__).parent.parent
PEERS = {"limit": "", "wechatpy": "wechatpy", "werobot": "werobot", "werobot-own": "werobot"}
"""By name: the package it needs."""
OURS = "yizhan"
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
"""As they were given to us: children get what is left of them to whoever starts them."""
UP = 60.0
CLOSES = 30.0

_TURNS = re.compile(r'^yizhan_turns_total\{channel="wechat",outcome="(\w+)"\} (\S+)', re.MULTILINE)

Handle = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[bytes]
    port: int
    folder: Path

    def end(self) -> None:
        """As an operator ends it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(CLOSES)

    def turns(self) -> dict[str, int]:
        """How the Turns of WeChat came out, as our server counts."""
        text = urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=10).read().decode()
        found = _TURNS.findall(text)
        return {outcome: int(float(count)) for outcome, count in found}


def there(name: str) -> bool:
    """Whether what this server is made of is installed."""
    return not PEERS.get(name) or find_spec(PEERS[name]) is not None


@contextlib.contextmanager
def serving(name: str, settings: dict[str, str]) -> Iterator[Server]:
    """A fresh server that is up, in a folder of its own, on one core."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        command = ["-m", "bot", "serve"] if name == OURS else ["-m", "bench.wechat_servers", name, str(port)]
        foreign = {key: value for key, value in os.environ.items() if not key.startswith("YIZHAN_")}
        ours = {"YIZHAN_DATA_DIR": f"{folder}/data", "YIZHAN_HTTP_PORT": str(port), **settings}
        with (Path(folder) / "log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=folder,
                env={**foreign, "PYTHONPATH": str(ROOT), **ours},
                stdout=log,
                stderr=log,
            )
            pin(process.pid, CORES[:1])
            try:
                _wait(name, process, port)
                yield Server(process, port, Path(folder) / "data")
            finally:
                process.kill()
                process.wait()


def pin(process: int, cores: Sequence[int]) -> None:
    """The server on one core and the load on another, where the system knows of cores."""
    if cores:
        os.sched_setaffinity(process, cores)


def _wait(name: str, process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + UP
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise SystemExit(f"{name} did not start")


def limit() -> Handle:
    async def handle(request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="success")

    return handle


def wechatpy() -> Handle:
    from wechatpy import create_reply, parse_message  # late: only this peer needs it
    from wechatpy.crypto import WeChatCrypto  # late: only this peer needs it
    from wechatpy.utils import check_signature  # late: only this peer needs it

    from bench.wechat_wire import APP, KEY, TOKEN  # late: it imports wechatpy

    crypto = WeChatCrypto(TOKEN, KEY, APP)

    async def handle(request: web.Request) -> web.Response:
        query, body = request.query, await request.text()
        stamp, nonce = query["timestamp"], query["nonce"]
        check_signature(TOKEN, query["signature"], stamp, nonce)
        message = parse_message(crypto.decrypt_message(body, query["msg_signature"], stamp, nonce))
        reply = create_reply(message.content, message)
        sealed = crypto.encrypt_message(reply.render(), nonce, stamp)
        return web.Response(text=sealed, content_type="application/xml")

    return handle


def werobot_echo() -> Any:
    from werobot import WeRoBot  # late: only this peer needs it

    from bench.wechat_wire import APP, KEY, TOKEN  # late: it imports wechatpy

    robot = WeRoBot(token=TOKEN)
    robot.config.update(APP_ID=APP, ENCODING_AES_KEY=KEY, SESSION_STORAGE=False)
    robot.text(lambda message: message.content)
    return robot


def werobot() -> Handle:
    robot = werobot_echo()

    async def handle(request: web.Request) -> web.Response:
        query, body = request.query, await request.read()
        stamp, nonce = query["timestamp"], query["nonce"]
        if not robot.check_signature(stamp, nonce, query["signature"]):
            return web.Response(status=403)
        message = robot.parse_message(
            body, timestamp=stamp, nonce=nonce, msg_signature=query["msg_signature"]
        )
        return web.Response(text=robot.get_encrypted_reply(message), content_type="application/xml")

    return handle


def run_werobot(port: int) -> None:
    robot = werobot_echo()
    robot.config.update(HOST="127.0.0.1", PORT=port)
    robot.run(server="auto", enable_pretty_logging=False)


async def serve(handle: Handle, port: int) -> None:
    app = web.Application()
    app.router.add_post("/wechat", handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port, backlog=1024).start()  # as many as ours
    await asyncio.Event().wait()


def main(name: str, port: int) -> None:
    if name == "werobot-own":
        run_werobot(port)
    else:
        asyncio.run(serve({"limit": limit, "wechatpy": wechatpy, "werobot": werobot}[name](), port))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
