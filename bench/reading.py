"""How well and how fast sentences are read: `python -m bench.reading`. It prints and judges nothing.

Accuracy on the given examples, on our own labelled sentences, and on those set aside, on which no rule was
ever tuned: of these only the figures are shown, never a row. `--wrong posts` shows every row of a kind that
is read wrong, `--wrong posts:place` those of one mark. Beside it RapidFuzz and plain baselines, and what
reading costs: `--cost` shows these alone.
"""

from __future__ import annotations

import argparse

from bench import baselines, reading_cost
from bench.marks import KINDS, ORIGINS, Sheet, marked, rows


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--wrong", default="", help="kind or kind:mark whose wrong rows are shown")
    asked.add_argument("--kind", choices=KINDS, help="only this kind")
    asked.add_argument("--cost", action="store_true", help="only the baselines, time and memory")
    args = asked.parse_args()
    wrong, _, mark = args.wrong.partition(":")
    only = args.kind or wrong
    for kind in () if args.cost else (only,) if only else KINDS:
        sheets = {origin: marked(kind, Sheet(), rows(origin, kind)) for origin in ORIGINS}
        _table(kind, sheets)
        if wrong:
            _show_wrong(sheets, mark)
    if not only:
        baselines.show()
        reading_cost.show()


def _table(kind: str, sheets: dict[str, Sheet]) -> None:
    print(f"\n{kind:<26}" + "".join(f"{origin:>20}" for origin in sheets))
    names = dict.fromkeys(name for sheet in sheets.values() for name in sheet.total)
    for start in ("field ", "said ", "label "):
        if any(name.startswith(start) for name in names):
            print(
                f"  {start + 'macro':<24}"
                + "".join(f"{sheet.macro(start):>20.1%}" for sheet in sheets.values())
            )
    for name in names:
        cells = [
            f"{sheet.right[name]}/{sheet.total[name]} {sheet.share(name):6.1%}" if sheet.total[name] else "-"
            for sheet in sheets.values()
        ]
        print(f"  {name:<24}" + "".join(f"{cell:>20}" for cell in cells))
    for taken in dict.fromkeys(taken for sheet in sheets.values() for taken in +sheet.taken):
        print(f"  {'took ' + taken:<24}" + "".join(f"{sheet.taken[taken]:>20}" for sheet in sheets.values()))


def _show_wrong(sheets: dict[str, Sheet], mark: str) -> None:
    for origin in ("examples", "street"):
        for name, lines in sheets[origin].wrong.items():
            if mark in name and not (name.startswith("said ") or name == "top 3"):
                print(f"\n-- {origin}: {name}")
                print("\n".join(lines))


if __name__ == "__main__":
    main()
