"""Small films for tests, drawn and encoded on the spot: a grey that grows lighter, and a tone."""

from __future__ import annotations

import io
from fractions import Fraction
from typing import Any

import av
from PIL import Image

RATE = 10
_SAMPLES = 8_000


def film(
    width: int = 64,
    height: int = 36,
    seconds: float = 2.0,
    *,
    sound: bool = False,
    form: str = "mp4",
    codec: str = "libx264",
    voice: str = "aac",
    pixels: str = "yuv420p",
    turned: int = 0,
    metadata: dict[str, str] | None = None,
) -> bytes:
    """Return a film as bytes. `turned` is what a camera held on its side writes, in degrees."""
    out = io.BytesIO()
    with av.open(out, "w", format=form) as container:
        container.metadata.update(metadata or {})
        stream: Any = container.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, pixels
        if turned:
            stream.set_display_rotation(turned)
        tone: Any = container.add_stream(voice, rate=_SAMPLES, layout="mono") if sound else None
        for number in range(round(seconds * RATE)):
            picture = Image.new("RGB", (width, height), (40 + 3 * number, 60, 60))
            # A light corner tells which way is up.
            picture.paste((255, 255, 255), (0, 0, width // 4, height // 4))
            shown: Any = av.VideoFrame.from_image(picture)  # type: ignore[no-untyped-call]
            container.mux(stream.encode(shown))
        container.mux(stream.encode(None))
        if tone is not None:
            for start in range(0, round(seconds * _SAMPLES), 1000):
                frame = av.AudioFrame(format="s16", layout="mono", samples=1000)
                frame.planes[0].update(bytes(range(250)) * 8)
                frame.sample_rate, frame.pts, frame.time_base = _SAMPLES, start, Fraction(1, _SAMPLES)
                container.mux(tone.encode(frame))
            container.mux(tone.encode(None))
    return out.getvalue()
