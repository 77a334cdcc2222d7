"""Everything that must hold before a change is handed in: `python .ci/check.py [--without-tests]`.

Runs all steps also when an early one fails, so that one run shows all there is to mend.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT_LINTER = (
    "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
)

# Modules, not the scripts of .venv/bin: those carry the folder's name and break when it moves.
PYTHON = sys.executable
STEPS = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "types": [PYTHON, "-m", "mypy"],
    "types of .ci": [PYTHON, "-m", "mypy", *map(str, sorted((ROOT / ".ci").glob("*.py")))],
    "imports": [PYTHON, "-c", IMPORT_LINTER],
}
TESTS = [PYTHON, "-m", "pytest", "-p", "parts", "-n", os.environ.get("YIZHAN_TEST_WORKERS", "2"), "-rfEs"]


def main(arguments: list[str]) -> int:
    steps = dict(STEPS)
    if "--without-tests" not in arguments:
        if required := os.environ.get("YIZHAN_TEST_REQUIRE", "").split():
            steps["system parts"] = ["sh", ".ci/system-packages", *required]
        steps["tests"] = TESTS
    results = {name: run(name, command) for name, command in steps.items()}
    print("\n=== Summary")
    for name, (code, seconds) in results.items():
        print(f"{'FAILED' if code else 'ok    '}  {name} ({seconds:.1f} s)")
    failed = [name for name, (code, _) in results.items() if code]
    print(f"=== {'Failed: ' + ', '.join(failed) if failed else 'All is well.'}", flush=True)
    return 1 if failed else 0


def run(name: str, command: list[str]) -> tuple[int, float]:
    print(f"\n=== {name}", flush=True)
    started = time.monotonic()
    # .ci on the path is how pytest finds its plugin there, in its worker processes too.
    env = os.environ | {"PYTHONPATH": str(ROOT / ".ci")}
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, check=False)
    return done.returncode, time.monotonic() - started


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("\nInterrupted.")
