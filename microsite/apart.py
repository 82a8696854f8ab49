"""Starting work apart: in a process of its own, so that a file made to do harm ends that one and not the build."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from microsite.child import LOCKED, NO_LIBRARY

_SECONDS = 20
_LIBRARIES = {"svg": "resvg_py", "pdf": "pypdfium2"}


class ApartError(Exception):
    """The work came to nothing. Its only argument says why: "much" (time or memory), "locked", or "broken"."""


def work_apart(job: str, data: bytes, width: int = 0, height: int = 0) -> bytes:
    """Return what the child makes of `data`: PNG of a size in pixels, or for a PDF of no size its own, in points.

    An SVG's height follows from its width.

    `job` is "svg" or "pdf". Raises ApartError, and ImportError where the program is not whole.
    """
    from importlib.util import find_spec

    library = _LIBRARIES[job]
    spec = find_spec(library)
    if spec is None or spec.origin is None:
        raise ImportError(library)
    child = Path(__file__).with_name("child.py")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-S", str(child), str(Path(spec.origin).parents[1]), job, str(width), str(height)],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ApartError("much") from error
    if done.returncode == NO_LIBRARY:
        # Nothing is wrong with the file.
        raise ImportError(library)
    if done.returncode:
        # Ended by the system, it took too much; ended by itself, it could not read the file.
        raise ApartError("locked" if done.returncode == LOCKED else "much" if done.returncode < 0 else "broken")
    return done.stdout
