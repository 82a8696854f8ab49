#!/usr/bin/env python3
"""The one command: `python3 build.py` makes .venv from requirements.lock, then hands over to `microsite`.

While the stamp in .venv matches, this reads two small files, imports nothing, and lets the engine take over.
It must parse on Python 3.6, so that someone with an old Python is told so in words.
"""

import os
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
TOO_OLD = """Python 3.11 eller nyare behövs; det här är {0}. Hämta det på python.org och försök igen.
Python 3.11 or newer is needed; this is {0}. Get it from python.org and try again."""
WAITING = """En annan build.py förbereder redan .venv; väntar på den …
Another build.py is already preparing .venv; waiting for it …"""
PREPARING = """Hämtar det som behövs ({0}). Det görs en gång och tar ungefär en minut …
Fetching what is needed ({0}). This is done once and takes about a minute …"""
NO_VENV = """Din Python saknar venv och ensurepip. På Debian och Ubuntu: sudo apt install python3-venv
Your Python lacks venv and ensurepip. On Debian and Ubuntu: sudo apt install python3-venv"""
NOT_FETCHED = """Det gick inte att hämta det som behövs ({0}); felet står ovan. Kontrollera nätet och försök igen.
Could not fetch what is needed ({0}); the error is above. Check the network and try again."""
NOT_WRITTEN = """Mappen .venv gick inte att skriva: {0}. Stäng det som använder den och försök igen.
The folder .venv could not be written: {0}. Close what uses it and try again."""


def main(args: "list[str]") -> None:
    if sys.version_info < (3, 11):
        sys.exit(TOO_OLD.format(".".join(map(str, sys.version_info[:3]))))
    # Nobody else's modules in place of ours, and text is UTF-8 whatever the locale says.
    for name in ("PYTHONPATH", "PYTHONHOME"):
        os.environ.pop(name, None)
    os.environ.update(PYTHONUTF8="1", PIP_USER="0")
    locks = ["requirements.lock"] + (["requirements-test.lock"] if args[:1] == ["test"] else [])
    if not all(map(is_installed, locks)):
        try:
            prepare(locks)
        except OSError as error:
            sys.exit(NOT_WRITTEN.format(error))
        except KeyboardInterrupt:
            sys.exit(130)
    # `-P`: modules come from the root, by the .pth file that `make_venv` writes, and not from where one stands.
    command = [PYTHON, "-P", "-m", "microsite", *args]
    if os.name != "nt":
        os.execv(PYTHON, command)
    import signal
    import subprocess

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Windows cannot exec: wait, and leave Ctrl+C to the engine.
    sys.exit(subprocess.call(command))


def stamp_of(lock: str) -> str:
    return os.path.join(VENV, lock + ".installed")


def key_of(lock: str) -> bytes:
    """All that decides what is installed: the Python, the place (a venv cannot move), and the lock, word for word."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        place = os.path.realpath(ROOT)
        return "\n".join([str(sys.implementation.cache_tag), sys.platform, place, ""]).encode() + file.read()


def is_installed(lock: str) -> bool:
    try:
        with open(stamp_of(lock), "rb") as file:
            return file.read() == key_of(lock) and os.path.exists(PYTHON)
    except FileNotFoundError:
        return False


def prepare(locks: "list[str]") -> None:
    """Install what is missing, alone: of two started at once, the second waits, and then finds it done."""
    import time

    with open(os.path.join(ROOT, ".venv.lock"), "ab") as held:
        if not take(held.fileno()):
            print(WAITING, file=sys.stderr, flush=True)
            while not take(held.fileno()):
                time.sleep(0.1)
        if not is_installed(locks[0]):
            make_venv()
        for lock in locks:
            if not is_installed(lock):
                install(lock)


def take(held: int) -> bool:
    """Lock the open file `held`, if nobody has; the system lets go of it when the process ends, however it ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(held, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401  Asked for here, because what venv itself says about it is hard to read.
        import venv
    except ImportError:
        sys.exit(NO_VENV)
    for name in os.listdir(VENV) if os.path.isdir(VENV) else []:
        if name.endswith(".installed"):  # First of all: a kill half-way must leave nothing that looks finished.
            os.remove(os.path.join(VENV, name))
    venv.create(VENV, clear=True, symlinks=os.name != "nt", with_pip=True)
    import sysconfig

    packages = sysconfig.get_path("purelib", "venv", {"base": VENV})
    # A relative path is plain ASCII: until Python 3.13 a .pth is read in the locale's encoding, and å is likely.
    with open(os.path.join(packages, "microsite.pth"), "w", encoding="ascii") as file:
        file.write(os.path.relpath(ROOT, packages) + "\n")


def install(lock: str) -> None:
    import subprocess

    print(PREPARING.format(lock), file=sys.stderr, flush=True)
    options = "-qq --disable-pip-version-check --no-input --require-hashes --only-binary :all: --requirement"
    if subprocess.call([PYTHON, "-P", "-m", "pip", "install", *options.split(), os.path.join(ROOT, lock)]) != 0:
        sys.exit(NOT_FETCHED.format(lock))
    with open(stamp_of(lock), "wb") as file:
        file.write(key_of(lock))


if __name__ == "__main__":
    main(sys.argv[1:])
