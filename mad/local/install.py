"""Make ``.venv`` and install the pinned packages into it: ``python -I mad/local/install.py [--dev]``.

Runs before anything is installed, so it uses the standard library alone. Packages are installed again only
when the requirements file changed; each must match its hash.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
EXIT_FAILED = 2
PIP = ("--quiet", "--disable-pip-version-check", "--no-input", "--require-hashes", "--only-binary=:all:")


def main() -> int:
    files = ["requirements.txt", "requirements-dev.txt"][: 2 if "--dev" in sys.argv else 1]
    wanting = [name for name in files if _installed(name) != _wanted(name)]
    if not wanting:
        return 0
    if not _usable() and _run("making .venv", sys.executable, "-m", "venv", "--clear", VENV) != 0:
        return EXIT_FAILED
    for name in wanting:
        if _run(f"installing {name}", PYTHON, "-m", "pip", "install", *PIP, "-r", PROJECT / name) != 0:
            return EXIT_FAILED
        _stamp(name).write_text(_wanted(name))
    return 0


def _run(what: str, *command: object) -> int:
    print(f"mad: {what} …", flush=True)
    code = subprocess.call([str(part) for part in command])
    if code != 0:
        print(f"mad: {what} failed (see above).", file=sys.stderr)
    return code


def _usable() -> bool:
    """Whether .venv has a Python that is new enough and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.call([PYTHON, "-c", probe], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _stamp(name: str) -> Path:
    return VENV / f".{name}.sha256"


def _installed(name: str) -> str:
    return _stamp(name).read_text() if _stamp(name).exists() and _usable() else ""


def _wanted(name: str) -> str:
    return hashlib.sha256((PROJECT / name).read_bytes()).hexdigest()


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        print(f"mad: the packages cannot be installed: {error}.", file=sys.stderr)
        sys.exit(EXIT_FAILED)
