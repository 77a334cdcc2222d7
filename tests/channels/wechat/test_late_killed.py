"""Killed in the moment in which WeChat may hear `success`: the message is on disk, and is taken up."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.channels.wechat.late import Late
from storage import spool
from storage.keyring import load_ring
from storage.models import use_vault
from storage.vault import Vault
from tests.channels.wechat.their_side import NOW, QUICK, ZHANG, Ledger, until

ROOT = Path(__file__).parents[3]
CHILD = """
import asyncio, sys
from datetime import datetime
from pathlib import Path
from bot.channels.base import Inbound
from bot.channels.wechat.late import Late, Pace
from storage.keyring import load_ring
from storage.models import use_vault
from storage.vault import Vault

async def take(inbound, patience):
    await asyncio.sleep(60)

folder, at, who = Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), sys.argv[3]
use_vault(Vault(load_ring(folder, must_exist=True)))
said = Inbound("wechat", "wx1", who, "2541", "text", at, text="讨薪")
print(asyncio.run(Late(take, folder / "late", Pace(answer=0.01)).answer(said, 0)))
"""


@pytest.mark.kill
async def test_killed_when_wechat_may_hear_success(tmp_path: Path, ledger: Ledger) -> None:
    use_vault(Vault(load_ring(tmp_path, must_exist=False)))
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", CHILD, str(tmp_path), NOW.isoformat(), ZHANG),
        cwd=ROOT,
        env={**os.environ, "YIZHAN_TEST_FAULT": "wechat.spooled"},
        stdout=asyncio.subprocess.PIPE,
    )
    heard, _ = await child.communicate()
    assert (child.returncode, heard) == (-signal.SIGKILL, b"")  # nobody heard `success` yet, but might have
    late = Late(ledger.take, tmp_path / "late", QUICK)
    taking = asyncio.create_task(late.run())
    await until(lambda: ledger.kept and not spool.left(tmp_path / "late"))
    taking.cancel()
    assert [(one.sender, one.text, one.at) for one in ledger.kept] == [(ZHANG, "讨薪", NOW)]
    assert ledger.elsewhere == ["收到：讨薪"]
