"""Sentences of one kind, as people may say them: `cases/*.txt`, one a line."""

from pathlib import Path


def cases(name: str) -> list[str]:
    lines = (Path(__file__).with_name("cases") / f"{name}.txt").read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
