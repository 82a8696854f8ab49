"""Finds the two programs that the browser tests need, Chromium and Java, or says in one sentence how to get them."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

CHROMIUM_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
)
CHROMIUM_PLACES = {
    "darwin": (
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
        r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
        r"%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe",
        r"%ProgramFiles%\Microsoft\Edge\Application\msedge.exe",
    ),
}

# Nothing here may reach for the network: a test must see every request, and none that the browser makes for itself.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class MissingProgramError(Exception):
    """A program is not there; the text says what was not checked and how to get it."""


def find_chromium() -> Path:
    return _find(
        "Chromium",
        variable="MICROSITE_CHROMIUM",
        names=CHROMIUM_NAMES,
        places=CHROMIUM_PLACES.get(sys.platform, ()),
        package="chromium",
        elsewhere="install Chromium, Google Chrome or Microsoft Edge",
    )


def find_java() -> Path:
    return _find(
        "Java",
        variable="MICROSITE_JAVA",
        names=("java",),
        places=("$JAVA_HOME/bin/java",),
        package="default-jre-headless",
        elsewhere="install a Java runtime, version 11 or newer",
    )


def _find(
    program: str, *, variable: str, names: tuple[str, ...], places: tuple[str, ...], package: str, elsewhere: str
) -> Path:
    chosen = os.environ.get(variable)
    if chosen:
        if not Path(chosen).is_file():
            raise MissingProgramError(f"{variable} names {chosen!r}, and there is no such file.")
        return Path(chosen)
    found = _look(names, places)
    if found is None and _is_debian_root():
        _apt_install(package)
        found = _look(names, places)
    if found is None:
        raise MissingProgramError(
            f"{program} was not found, so NOTHING THAT NEEDS IT WAS CHECKED. On Debian: sudo apt-get install "
            f"{package}. Elsewhere: {elsewhere}, or put the program's full path in {variable}."
        )
    return found


def _look(names: tuple[str, ...], places: tuple[str, ...]) -> Path | None:
    for name in names:
        if at := shutil.which(name):
            return Path(at)
    for place in places:
        if (path := Path(os.path.expandvars(place))).is_file():
            return path
    return None


def _is_debian_root() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    try:
        # Not Ubuntu: its package `chromium` is a stub for another installer.
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def _apt_install(package: str) -> None:
    """Try to install; whether it worked is seen by looking again."""
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", package]):
        # The lock may be held by the same step of another test process.
        subprocess.run(
            ["apt-get", "-o", "DPkg::Lock::Timeout=300", *arguments], env=environment, check=False, capture_output=True
        )
