"""Settings as somebody gave them: in the environment, in a folder of its own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.settings import BadSettings, Settings, load_settings

PRODUCTION = {"YIZHAN_ENV": "production", "YIZHAN_DATA_DIR": "."}


def alone_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder and none of our settings; a fixture of whoever wants it."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("YIZHAN_"):
            monkeypatch.delenv(name)


def load(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> Settings:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    return load_settings()


def mistakes(monkeypatch: pytest.MonkeyPatch, given: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(BadSettings) as caught:
        load(monkeypatch, given)
    assert str(caught.value).splitlines() == list(caught.value.lines)
    return caught.value.lines
