"""version: what runs here."""

from __future__ import annotations

import platform
import tomllib
from pathlib import Path

import typer


def version() -> None:
    """Only files are read: this answers also where the environment is broken."""
    root = Path(__file__).parents[2]
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    schema = max(file.name[:4] for file in (root / "storage/migrations/versions").glob("[0-9]*.py"))
    typer.echo(f"yizhan {project['version']} · schema {schema} · Python {platform.python_version()}")
