"""docs/add-a-conversation.md quotes real code: what it shows must still be there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOC = (ROOT / "docs/add-a-conversation.md").read_text("utf-8")
QUOTED = re.findall(r"```python\n(.*?)```", DOC, re.DOTALL)


def test_every_piece_of_code_is_quoted_from_the_example() -> None:
    code = "".join((ROOT / "handlers/worker" / name).read_text("utf-8") for name in ("find.py", "leaving.py"))
    assert len(QUOTED) == 4
    assert [piece for piece in QUOTED if piece not in code] == []


def test_every_file_it_names_is_there() -> None:
    named = re.findall(r"`((?:handlers|bot|tests|storage)/[\w/]+\.py)`", DOC)
    assert named
    assert [path for path in named if not (ROOT / path).is_file()] == []
