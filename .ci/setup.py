"""Makes .venv from the hashed locks: `python .ci/setup.py runtime|dev`. Standard library only.

Done work is recognised by a stamp that names the locks and the interpreter, so a second run costs a moment.
"""

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = (
    VENV / "unfinished"
)  # there while packages are being written: left behind, .venv cannot be trusted
LOCKS = {
    "runtime": [ROOT / "requirements.lock"],
    "dev": [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"],
}

# What pip says -> what it means to the person at the keyboard. The first that fits is shown.
ADVICE = {
    "DO NOT MATCH THE HASHES": """A package differs from the one that was pinned.
Clear pip's cache (pip cache purge) and try again; if it stays, distrust the index you install from.""",
    "No space left": "The disk is full. Make room, then run the same command again.",
    "Connect|Max retries|Timeout|Resolution|ProxyError|SSLError|versions: none": """The index was not reached.
Check the network (proxy, pip's own configuration), then run the same command again: downloads are kept.""",
    "No matching distribution": """A pinned package has no ready-made file for this Python on this machine.
Known to work: Python 3.11 to 3.14 on Linux (glibc, x86_64 or aarch64) and on macOS (Apple silicon).""",
}


def main(kind: str) -> None:
    with (ROOT / "requirements.lock").open("rb") as guard:
        # Two terminals may start at once: the second waits here and then finds the work done.
        fcntl.flock(guard, fcntl.LOCK_EX)
        version = interpreter()
        if version and stamp(kind).exists() and stamp(kind).read_text() == key(kind, version):
            return
        started = time.monotonic()
        if not version:
            make_venv()
            version = interpreter()
        print(
            f"Installing packages into .venv (Python {version}); the first time takes a minute or two.",
            flush=True,
        )
        install(kind)
        for done in {"runtime", kind}:
            stamp(done).write_text(key(done, version))
        print(f"Ready after {time.monotonic() - started:.0f} s.", flush=True)


def interpreter() -> str:
    """The version of a .venv to build upon; nothing where it is missing, broken, half-made, not wanted."""
    if not PYTHON.exists() or UNFINISHED.exists():
        return ""
    show = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
    answer = subprocess.run([PYTHON, "-I", "-c", show], capture_output=True, text=True, check=False)
    version = answer.stdout.strip()
    here = "{}.{}".format(*sys.version_info[:2])
    wanted = version == here if os.environ.get("PYTHON") else version in {"3.11", "3.12", "3.13", "3.14"}
    return version if answer.returncode == 0 and wanted else ""


def stamp(kind: str) -> Path:
    return VENV / f"stamp-{kind}"


def key(kind: str, version: str) -> str:
    locks = b"".join(lock.read_bytes() for lock in LOCKS[kind])
    return f"{version} {hashlib.sha256(locks).hexdigest()}\n"


def make_venv() -> None:
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        own = "python{}.{}-venv".format(*sys.version_info[:2])
        sys.exit(f"""{sys.executable} cannot make environments: its venv module is missing or incomplete.
On Debian and Ubuntu: apt-get install python3-venv (or {own}), then run the same command again.""")
    if VENV.exists():
        print("Replacing .venv: it is unfinished, broken or of another Python.", flush=True)
        shutil.rmtree(VENV)
    made = subprocess.run(
        [sys.executable, "-I", "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        sys.exit(f"{made.stdout}{made.stderr}Making .venv failed; the lines above say why.")


def install(kind: str) -> None:
    UNFINISHED.touch()
    command = [
        str(PYTHON),
        "-I",
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    command += ["--require-hashes", "--only-binary=:all:"]
    for lock in LOCKS[kind]:
        command += ["-r", str(lock)]
    # A person's own PIP_USER=1 would send the packages past the environment.
    env = os.environ | {"PIP_USER": "0"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode >= 0:
        UNFINISHED.unlink()  # pip came to an end of its own: what it gave up, it also took back
    if done.returncode:
        advice = next((say for sign, say in ADVICE.items() if re.search(sign, done.stderr)), "")
        sys.exit(f"{done.stderr[-3000:]}\nInstalling the packages failed. {advice}")


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit("\nInterrupted. The same command picks up again.")
