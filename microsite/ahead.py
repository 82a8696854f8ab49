"""Pictures that are new are decoded, and made as small as those before them, while the texts are still being read.

Nothing comes of it but pixels in memory. Who makes a picture finds them there, or makes the same ones then; what is
wrong with a picture is told by those who read and make it.
"""

from __future__ import annotations

import contextlib
import io
import sys
import threading
import warnings
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from microsite.encoding import Steps, import_readers, steps_of, upright_size

if TYPE_CHECKING:
    from microsite.source import Source

# More of them are made by processes, which see nothing of this one's memory.
MOST_PICTURES = 3
# A3 at 300 dots an inch, and some more: their headers are not judged yet.
_MOST_PIXELS = 20_000_000
# How long a thread that runs Python keeps others waiting, in seconds. This one seldom does, and would usually wait five
# milliseconds each time while modules are imported.
_TURN = 0.0005
_SUFFIXES = (".jpg", ".jpeg")


def worth_it(path: str) -> bool:
    """Tell whether a file may be a picture that takes its time to decode: a photograph, but nobody's logo."""
    return path.startswith(("assets/", "content/")) and path.lower().endswith(_SUFFIXES) and "/logos/" not in path


@contextlib.contextmanager
def decoded_ahead(sources: Sequence[Source], widths: Sequence[int]) -> Iterator[threading.Thread]:
    """Decode `sources` in a thread, and reduce each to `widths` in pixels; what it has done is held in the block."""
    # All that the thread needs, before it starts: two threads that import can wait for each other for ever.
    import_readers()
    ended = threading.Event()
    held: list[Steps] = []
    # Nobody waits for it: a build that ends early, because of a mistake in a text, tells of that at once.
    thread = threading.Thread(target=_decode, args=(sources, sorted(widths, reverse=True), held, ended), daemon=True)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_TURN)
    thread.start()
    try:
        yield thread
    finally:
        ended.set()
        sys.setswitchinterval(usual)
        held.clear()


def _decode(sources: Sequence[Source], widths: Sequence[int], held: list[Steps], ended: threading.Event) -> None:
    from PIL.JpegImagePlugin import JpegImageFile

    for source in sources:
        with contextlib.suppress(Exception), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            data = source.read()
            with JpegImageFile(io.BytesIO(data)) as picture:
                # A progressive one is held as coefficients too, and may go through all of itself a hundred times.
                if picture.width * picture.height > _MOST_PIXELS or picture.info.get("progressive"):
                    continue
                width, height = upright_size(picture)
            steps = steps_of(data)
            held.append(steps)
            first = min(widths[0], width)
            for wide in dict.fromkeys(min(wide, width) for wide in widths):
                if ended.is_set():
                    return
                sizes = [(w, max(1, round(height * w / width))) for w in (first, wide)]
                steps.reduced(tuple(dict.fromkeys(sizes)))
